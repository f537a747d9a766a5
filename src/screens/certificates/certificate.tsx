import DeleteIcon from '@mui/icons-material/Delete';
import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { useQuery, useSuspenseQueries, useSuspenseQuery, type QueryClient } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
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
import { Events } from '../../ui/page/events.tsx';
import { colonPairs, Facts } from '../../ui/page/facts.tsx';
import { Fingerprint } from '../../ui/page/fingerprint.tsx';
import { loadCode } from '../../ui/hooks/load-code.ts';
import { nameOf } from '../../ui/page/name-of.ts';
import { OpenedRecordings } from '../../ui/page/opened-recordings.tsx';
import { Page } from '../../ui/page/page.tsx';
import { Preformatted } from '../../ui/page/preformatted.tsx';
import { Section } from '../../ui/page/section.tsx';
import { StatusChip } from '../../ui/page/status-chip.tsx';
import { Stacked, TwoColumns } from '../../ui/page/two-columns.tsx';
import { ButtonLink } from '../../ui/page/button-link.tsx';
import { To } from '../../ui/page/to.tsx';
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
          {may(session, 'renew certificates') && <ButtonLink to={paths.renew(id)}>Renew</ButtonLink>}
          {mayDelete && (
            <ButtonLink
              color="error"
              startIcon={<DeleteIcon />}
              to={paths.deleteCertificate(id)}
              preventScrollReset
            >
              Delete
            </ButtonLink>
          )}
        </>
      }
    >
      {changedElsewhere && <ChangedElsewhere />}
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
            <Preformatted label="Certificate in PEM" text={pem.data} />
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
            <Events
              events={history.data.items.map((entry) => ({
                key: entry.id,
                what: summaryText(entry),
                whenAndWho: (
                  <>
                    <Link to={paths.auditEntry(entry.id)}>{minuteText(entry.at)}</Link>, {entry.username},
                    session {entry.session}
                  </>
                ),
              }))}
            />
            <Box sx={{ mt: 1.5 }}>
              <To to={paths.auditLogOf(id)}>All of it in the Audit Log</To>
            </Box>
          </Section>
        </Stacked>
      </TwoColumns>
      <Outlet />
    </Page>
  );
}

function CertificateFactList({ certificate }: { certificate: Certificate }) {
  const { serialNumber } = certificate;
  const fingerprint = colonPairs(certificate.sha256);
  return (
    <Facts
      facts={[
        ['Subject Name', certificate.subjectName],
        ['Serial Number', serialNumber.hex, serialNumber.hex],
        ['Serial Number, decimal', serialNumber.decimal],
        ['Subject DN', certificate.subjectDn, certificate.subjectDn],
        ['Issuer DN', certificate.issuerDn, certificate.issuerDn],
        ['Self-signed', selfSignedText[certificate.selfSigned]],
        ['Valid from', secondText(certificate.notBefore)],
        ['Valid until', secondText(certificate.notAfter)],
        ['Key', `RSA, ${certificate.keyBits} bits`],
        ['Signature algorithm', certificate.signatureAlgorithm],
        ['SHA-256 fingerprint', <Fingerprint key="sha" colonPairs={fingerprint} />, fingerprint],
        ['Alias', visible(certificate.alias), certificate.alias],
        ['Uploaded', `${minuteText(certificate.uploadedAt)} by ${certificate.uploadedBy}`],
      ]}
    />
  );
}
