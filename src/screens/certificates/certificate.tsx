import DeleteIcon from '@mui/icons-material/Delete';
import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import MuiLink from '@mui/material/Link';
import Typography from '@mui/material/Typography';
import { useQuery, useSuspenseQueries, useSuspenseQuery, type QueryClient } from '@tanstack/react-query';
import { lazy, Suspense, type ReactNode } from 'react';
import { Link, Outlet, useParams, type LoaderFunctionArgs } from 'react-router';
import { paths } from '../../paths.ts';
import { certificateHistoryQuery } from '../../client/queries/audit-log.ts';
import {
  certificatePemQuery,
  certificateQuery,
  certificateUsageQuery,
  keystoreQuery,
  type Certificate,
} from '../../client/queries/certificates.ts';
import { coverageQuery } from '../../client/queries/coverage.ts';
import { certificateRequestsQuery } from '../../client/queries/requests.ts';
import { sessionQuery } from '../../client/session/session.ts';
import { askForNewView } from '../../client/session/sign-in-again.ts';
import { summaryText } from '../../domain/audit.ts';
import { keptStatus } from '../../domain/certificate-columns.ts';
import { hasNoExpiry, isAssignable } from '../../domain/certificate.ts';
import { certificateFileName } from '../../domain/file-name.ts';
import { isAssignment, isWaiting } from '../../domain/request.ts';
import { selfSignedText } from '../../domain/said.ts';
import { may } from '../../domain/session.ts';
import { usageText } from '../../domain/usage.ts';
import { visible } from '../../domain/visible.ts';
import { BackLink } from '../../ui/page/back-link.tsx';
import { ChangedElsewhere } from '../../ui/page/changed-elsewhere.tsx';
import { CopyButton } from '../../ui/page/copy-button.tsx';
import { dayText, minuteText, secondText } from '../../ui/page/dates.ts';
import { colonPairs, Facts } from '../../ui/page/facts.tsx';
import { Fingerprint } from '../../ui/page/fingerprint.tsx';
import { loadCode } from '../../ui/hooks/load-code.ts';
import { nameOf } from '../../ui/page/name-of.ts';
import { OpenedRecordings } from '../../ui/page/opened-recordings.tsx';
import { Page } from '../../ui/page/page.tsx';
import { Section } from '../../ui/page/section.tsx';
import { StatusChip } from '../../ui/page/status-chip.tsx';
import { Stacked, TwoColumns } from '../../ui/page/two-columns.tsx';
import { useNow } from '../../ui/hooks/use-now.ts';
import { AddToCalendar } from './add-to-calendar.tsx';
import { AssignmentActions } from './assignment-actions.tsx';
import { CertificateRequests } from './certificate-requests.tsx';
import { Backup } from './backup.tsx';
import { CoverageOverTime } from './coverage-over-time.tsx';
import { DownloadCertificate } from './download-certificate.tsx';
import { PlaceLinks } from './place-links.tsx';
import { Succession } from './succession.tsx';

/** Reading extensions needs a library. It is loaded only when a person unfolds them. */
const Extensions = lazy(async () => ({
  default: (await loadCode(() => import('./extensions.tsx'))).Extensions,
}));

const queriesOf = (id: string) =>
  [
    certificateQuery(id),
    certificatePemQuery(id),
    certificateUsageQuery(id),
    certificateHistoryQuery(id),
  ] as const;

export const loader = (client: QueryClient, { params }: LoaderFunctionArgs) => {
  const [one, pem, usage, history] = queriesOf(params['id'] ?? '');
  return Promise.all([
    client.ensureQueryData(one),
    client.ensureQueryData(pem),
    client.ensureQueryData(usage),
    client.ensureQueryData(history),
    client.ensureQueryData(coverageQuery()),
  ]);
};

export function Component() {
  const id = useParams()['id'] ?? '';
  const [certificate, pem, usage, history] = useSuspenseQueries({ queries: [...queriesOf(id)] });
  const { session } = useSuspenseQuery(sessionQuery()).data;
  const changedElsewhere = useQuery(keystoreQuery()).data?.changedElsewhere;
  const requests = useQuery({
    ...certificateRequestsQuery(id),
    enabled: session !== null && may(session, 'view requests'),
  }).data?.items;
  const now = useNow();
  const { data } = certificate;
  if (!session) return null;
  const mayDelete = may(session, 'manage certificates');
  // An Azure tenant has its list in Agent Setup.
  const list = may(session, 'use the Certificates screen')
    ? { label: 'Certificates', to: paths.certificates() }
    : { label: 'Keys', to: paths.keys() };
  const inUse = usage.data.places.length > 0;
  const requested = requests?.some((each) => isAssignment(each) && isWaiting(each)) ?? false;

  return (
    <Page
      title={nameOf(data)}
      where={<BackLink to={list.to}>{list.label}</BackLink>}
      intro={<StatusChip {...keptStatus(data, now)} />}
      actions={
        <>
          <DownloadCertificate certificate={data} />
          <CopyButton label="Copy PEM" text="Copy PEM" value={pem.data} />
          {isAssignable(data, now) && !hasNoExpiry(data) && (
            <AddToCalendar certificates={[data]} fileName={certificateFileName(data)} />
          )}
          {may(session, 'renew certificates') && (
            <Button component={Link} to={paths.renew(id)}>
              Renew
            </Button>
          )}
          {mayDelete && (
            <Button
              color="error"
              startIcon={<DeleteIcon />}
              component={Link}
              to={paths.deleteCertificate(id)}
              preventScrollReset
            >
              Delete
            </Button>
          )}
        </>
      }
    >
      {changedElsewhere && <ChangedElsewhere onSignInAgain={askForNewView} />}
      <Succession certificate={data} session={session} />
      {!isAssignable(data, now) && (
        <Alert severity="warning" sx={{ mb: 2.5 }}>
          This certificate has expired. It stays here so that older recordings can be played back; it cannot
          be assigned any more.
        </Alert>
      )}
      <Box sx={{ mb: 2.5 }}>
        <CoverageOverTime certificate={data} session={session} now={now} />
      </Box>
      {/* What the certificate is on the left, what happens with it on the right. */}
      <TwoColumns>
        <Stacked>
          <Section title="Certificate">
            <CertificateFactList certificate={data} />
          </Section>
          <Section title="Extensions" folded>
            <Suspense fallback={<Typography>Reading…</Typography>}>
              <Extensions pem={pem.data} />
            </Suspense>
          </Section>
          <Section title="PEM" folded>
            <Box
              component="pre"
              tabIndex={0}
              aria-label="Certificate in PEM"
              sx={{ m: 0, fontSize: 'caption.fontSize', overflowX: 'auto' }}
            >
              {pem.data}
            </Box>
          </Section>
        </Stacked>
        <Stacked>
          <Section title="Usage">
            <Typography gutterBottom>
              {usageText({ ...data, places: usage.data.places, requested }, now, dayText)}
            </Typography>
            {inUse && (
              <>
                <PlaceLinks places={usage.data.places} />
                <Typography sx={{ color: 'text.secondary' }}>
                  It cannot be deleted while it is assigned there.
                </Typography>
              </>
            )}
            <Box sx={{ my: 2 }}>
              <OpenedRecordings recordings={usage.data.recordings} list={paths.recordingsOf(id)} />
            </Box>
            <CertificateRequests certificateId={id} session={session} />
            <AssignmentActions certificate={data} session={session} />
          </Section>
          <Backup certificate={data} now={now} />
          <Section title="History">
            {history.data.items.length === 0 && <Typography>The audit log has no entry about it.</Typography>}
            <Box
              component="ol"
              sx={{
                listStyle: 'none',
                p: 0,
                m: 0,
                display: 'grid',
                gap: 1.5,
                '& > li': { minWidth: 0, overflowWrap: 'anywhere' },
              }}
            >
              {history.data.items.map((entry) => (
                <li key={entry.id}>
                  <Typography>{summaryText(entry)}</Typography>
                  <Typography variant="body2" sx={{ color: 'text.secondary' }}>
                    <Link to={paths.auditEntry(entry.id)}>{minuteText(entry.at)}</Link>, {entry.username},
                    session {entry.session}
                  </Typography>
                </li>
              ))}
            </Box>
            <Box sx={{ mt: 1.5 }}>
              <MuiLink component={Link} to={paths.auditLogOf(id)} underline="always">
                All of it in the Audit Log
              </MuiLink>
            </Box>
          </Section>
        </Stacked>
      </TwoColumns>
      <Outlet />
    </Page>
  );
}

function CertificateFactList({ certificate }: { certificate: Certificate }) {
  const { serialNumber, sha256 } = certificate;
  return (
    <Facts
      facts={[
        ['Subject Name', certificate.subjectName],
        ['Serial Number', <Copied key="hex" what="Serial Number" value={serialNumber.hex} />],
        ['Serial Number, decimal', serialNumber.decimal],
        ['Subject DN', <Copied key="subject" what="Subject DN" value={certificate.subjectDn} />],
        ['Issuer DN', <Copied key="issuer" what="Issuer DN" value={certificate.issuerDn} />],
        ['Self-signed', selfSignedText[certificate.selfSigned]],
        ['Valid from', secondText(certificate.notBefore)],
        ['Valid until', secondText(certificate.notAfter)],
        ['Key', `RSA, ${certificate.keyBits} bits`],
        ['Signature algorithm', certificate.signatureAlgorithm],
        [
          'SHA-256 fingerprint',
          <Copied key="sha" what="SHA-256 fingerprint" value={colonPairs(sha256)}>
            <Fingerprint colonPairs={colonPairs(sha256)} />
          </Copied>,
        ],
        [
          'Alias',
          <Copied key="alias" what="Alias" value={certificate.alias}>
            {visible(certificate.alias)}
          </Copied>,
        ],
        ['Uploaded', `${minuteText(certificate.uploadedAt)} by ${certificate.uploadedBy}`],
      ]}
    />
  );
}

interface CopiedProps {
  what: string;
  value: string;
  /** The value as it is shown, if that differs from what is copied. */
  children?: ReactNode;
}

const Copied = ({ what, value, children = value }: CopiedProps) => (
  <>
    {children} <CopyButton label={`Copy ${what}`} value={value} />
  </>
);
