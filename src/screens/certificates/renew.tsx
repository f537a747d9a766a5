import { NOTHING_UNTIL_THEN } from '../../domain/said.ts';
import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { useSuspenseQuery, type QueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useParams, type LoaderFunctionArgs } from 'react-router';
import { paths } from '../../paths.ts';
import {
  certificateQuery,
  certificateUsageQuery,
  type Certificate,
} from '../../client/queries/certificates.ts';
import { coverageQuery } from '../../client/queries/coverage.ts';
import { certificateRequestsQuery } from '../../client/queries/requests.ts';
import { sessionQuery } from '../../client/session/session.ts';
import { isRecorded, placeName, statusLooks } from '../../domain/certificate.ts';
import { isGap, screenStepText, type RenewalStep, type StepState } from '../../domain/renewal-path.ts';
import { may, type Session } from '../../domain/session.ts';
import { states } from '../../domain/states.ts';
import { BackLink } from '../../ui/page/back-link.tsx';
import { dayText, minuteText } from '../../ui/page/dates.ts';
import { nameOf } from '../../ui/page/name-of.ts';
import { Page } from '../../ui/page/page.tsx';
import { StatusChip, type Tone } from '../../ui/page/status-chip.tsx';
import { ButtonLink } from '../../ui/page/button-link.tsx';
import { To } from '../../ui/page/to.tsx';
import { useNow } from '../../ui/hooks/use-now.ts';
import { useRenewalPath, type Renewing } from './use-renewal-path.ts';

export const loader = async (client: QueryClient, { params }: LoaderFunctionArgs) => {
  const { session } = await client.ensureQueryData(sessionQuery());
  const [{ replacedBy }] = await Promise.all([
    client.ensureQueryData(certificateQuery(params['id'] ?? '')),
    client.ensureQueryData(coverageQuery()),
  ]);
  if (!replacedBy) return;
  await Promise.all([
    client.ensureQueryData(certificateUsageQuery(replacedBy.id)),
    client.ensureQueryData(certificateQuery(replacedBy.id)),
    session &&
      may(session, 'view requests') &&
      client.ensureQueryData(certificateRequestsQuery(replacedBy.id)),
  ]);
};

/** The documented renewal of a certificate as a list of steps: the state of each step, and a link to do it. */
export function Component() {
  const id = useParams()['id'] ?? '';
  const { data: certificate } = useSuspenseQuery(certificateQuery(id));
  const { session } = useSuspenseQuery(sessionQuery()).data;
  return session && <Renewal certificate={certificate} session={session} />;
}

function Renewal({ certificate, session }: { certificate: Certificate; session: Session }) {
  const now = useNow();
  const facts = useRenewalPath(certificate, session, now);
  if (!facts) return null;
  const { path, successor } = facts;
  return (
    <Page
      narrow
      title={`Renew ${nameOf(certificate)}`}
      where={<BackLink to={paths.certificate(certificate.id)}>{nameOf(certificate)}</BackLink>}
      intro={<StatusChip {...statusLooks(certificate, now)} />}
    >
      {successor && path.replaced && path.current === undefined ? (
        <Alert severity="success" sx={{ mb: 2.5 }}>
          {nameOf(certificate)} is replaced by{' '}
          <To color="inherit" to={paths.certificate(successor.id)}>
            {nameOf(successor)}
          </To>{' '}
          wherever it was. Leave it in the keystore: older recordings need it for playback.
        </Alert>
      ) : (
        <Typography sx={{ mb: 2.5 }}>
          The steps can be left and taken up again. Recordings that were made with {nameOf(certificate)} need
          it for playback: it stays in the keystore.
        </Typography>
      )}
      <Box
        component="ol"
        aria-label="Steps"
        sx={{ listStyle: 'none', p: 0, m: 0, display: 'grid', gap: 1.5 }}
      >
        {path.steps.map(({ step, state }, index) => (
          <Step
            key={step}
            number={index + 1}
            title={titles[step]}
            state={state}
            isCurrent={step === path.current}
          >
            <Body step={step} state={state} certificate={certificate} session={session} facts={facts} />
          </Step>
        ))}
      </Box>
    </Page>
  );
}

const titles: Record<RenewalStep, string> = {
  generate: 'Generate the key pair',
  save: 'Save the private key',
  upload: 'Upload the pair',
  assign: 'Request its assignment',
  'screen recording': 'Add it to Screen Recording Certificates',
  'test call': 'Make a test call',
};

interface StepProps {
  number: number;
  title: string;
  state: StepState;
  isCurrent: boolean;
  children: ReactNode;
}

function Step({ number, title, state, isCurrent, children }: StepProps) {
  const [tone, text] = stateChip(state, isCurrent);
  return (
    <Box
      component="li"
      aria-current={isCurrent ? 'step' : undefined}
      sx={{
        border: '1px solid',
        borderColor: isCurrent ? 'primary.main' : 'divider',
        borderRadius: 1,
        bgcolor: 'background.paper',
        p: { xs: 2, sm: 2.5 },
        display: 'grid',
        gap: 1,
        justifyItems: 'start',
        minWidth: 0,
        overflowWrap: 'anywhere',
      }}
    >
      <Box sx={{ display: 'flex', gap: 1.5, alignItems: 'baseline', flexWrap: 'wrap' }}>
        <Typography variant="h2">
          {number}. {title}
        </Typography>
        <StatusChip tone={tone} text={text} />
      </Box>
      {children}
    </Box>
  );
}

function stateChip(state: StepState, isCurrent: boolean): [Tone, string] {
  switch (state) {
    case 'done':
      return ['good', states.done];
    case 'waiting':
      return ['soon', 'Waiting for your Genesys Professional'];
    case 'assumed':
      return ['neutral', states.assumed];
    case 'not valid yet':
      return ['soon', states.notYetValid];
    case 'not needed':
      return ['neutral', states.notNeeded];
    case 'open':
      return isCurrent ? ['soon', 'Next'] : ['neutral', states.open];
  }
}

interface BodyProps {
  step: RenewalStep;
  state: StepState;
  certificate: Certificate;
  session: Session;
  facts: Renewing;
}

/** The text and the links of a step. */
function Body({ step, state, certificate, session, facts }: BodyProps) {
  const { path, successor, request, pair, profilesLeft } = facts;
  const now = useNow();
  const isCurrent = step === path.current;
  const places = successor?.assignedTo.filter(isRecorded).map(placeName).join(', ');
  const upload = may(session, 'manage keys')
    ? paths.uploadKey(certificate.id)
    : paths.uploadCertificate(certificate.id);
  const notValidYet = successor && (
    <Typography>
      {isGap(certificate, successor)
        ? `It is in place, and valid only from ${dayText(successor.notBefore)} on: ${nameOf(certificate)} ends on ${dayText(certificate.notAfter)}, and in between nothing is encrypted for either. A pair that is valid earlier closes the gap.`
        : `It is in place, and valid only from ${dayText(successor.notBefore)} on. ${NOTHING_UNTIL_THEN}`}
    </Typography>
  );
  switch (step) {
    case 'generate':
      if (successor) return <Typography>Its successor is {nameOf(successor)}.</Typography>;
      return (
        <>
          <Typography>
            A new key, made in your browser. Its subject, key size and validity are proposed from this
            certificate.
          </Typography>
          <Go to={paths.generateRenewal(certificate.id)} isNext={isCurrent}>
            <span>{pair ? 'Generate another key pair' : 'Generate the key pair'}</span>
          </Go>
          {!pair && (
            <To color="inherit" to={upload}>
              Or upload a new pair that you have already
            </To>
          )}
        </>
      );
    case 'save':
      if (pair && !successor) {
        return (
          <Typography>
            Saved from this browser on {minuteText(pair.savedAt)}: {pair.files.join(', ')}. Keep a copy
            somewhere safe: nothing can give the key back later.
          </Typography>
        );
      }
      if (!successor) {
        return (
          <Typography>
            On the page that makes it, best locked with a passphrase. Nothing can give it back later.
          </Typography>
        );
      }
      return state === 'done' ? (
        <Typography>
          A copy of it was proven to open what is encrypted for {nameOf(successor)}. Keep it as long as its
          recordings are kept: nothing can give it back.
        </Typography>
      ) : (
        <Typography>
          The console cannot see where you keep it, and nobody has proven a copy.{' '}
          <To color="inherit" to={paths.keyTool('check-backup')}>
            Check Backup
          </To>{' '}
          shows whether your copy opens. Keep it as long as its recordings are kept: nothing can give it back.
        </Typography>
      );
    case 'upload':
      if (successor) {
        return (
          <Typography>
            <To color="inherit" to={paths.certificate(successor.id)}>
              {nameOf(successor)}
            </To>
            , serial number {successor.serialNumber.hex}, was uploaded on {minuteText(successor.uploadedAt)}{' '}
            by {successor.uploadedBy}.
          </Typography>
        );
      }
      return (
        <>
          <Typography>
            {pair
              ? 'Choose the files that you saved.'
              : 'Straight from the page that makes it, or from its files.'}
          </Typography>
          {pair && (
            <Go to={upload} isNext={isCurrent}>
              Upload the pair
            </Go>
          )}
        </>
      );
    case 'assign':
      if (state === 'not valid yet') return notValidYet;
      return <Assignment state={state} successor={successor} request={request} profilesLeft={profilesLeft} />;
    case 'screen recording':
      if (state === 'not valid yet') return notValidYet;
      if (state === 'not needed') {
        return <Typography>{nameOf(certificate)} is not in Screen Recording Certificates.</Typography>;
      }
      if (state === 'done') return <Typography>It is in the list.</Typography>;
      return (
        <>
          <Typography>
            {screenStepText({ ...certificate, name: nameOf(certificate) }, now)} Add its successor to the
            list, and save the list.
          </Typography>
          {successor && (
            <Go to={paths.selectScreenRecordingCertificate(successor.id)} isNext={isCurrent}>
              Add to Screen Recording Certificates
            </Go>
          )}
        </>
      );
    case 'test call':
      if (state === 'done') {
        return (
          <Typography>
            {successor && (
              <To color="inherit" to={paths.recordingsOf(successor.id)}>
                Recordings
              </To>
            )}
            <span> are encrypted for it, and its private key in the keystore opens them.</span>
          </Typography>
        );
      }
      if (state === 'not needed') return <Typography>It is assigned nowhere.</Typography>;
      if (state === 'not valid yet') return notValidYet;
      return (
        <>
          <Typography>
            {`A recording that is encrypted for the new certificate, and that its key opens, proves the renewal.${places ? ` Make a call that is recorded with one of its places: ${places}.` : ''}`}
          </Typography>
          {isCurrent && (
            <Go to={paths.testCall()} isNext>
              Make a test call
            </Go>
          )}
        </>
      );
  }
}

type AssignmentProps = { state: StepState } & Pick<Renewing, 'successor' | 'request' | 'profilesLeft'>;

function Assignment({ state, successor, request, profilesLeft }: AssignmentProps) {
  const names = profilesLeft.map(({ name }) => name).join(', ');
  switch (state) {
    case 'not needed':
      return <Typography>The certificate is assigned to no IVR profile for recording.</Typography>;
    case 'done':
      return <Typography>It is assigned to the same IVR profiles for recording.</Typography>;
    case 'assumed':
    case 'not valid yet':
      return null;
    case 'waiting':
      return (
        <Typography>
          {request && (
            <To color="inherit" to={paths.request(request.id)}>
              The request
            </To>
          )}
          <span>
            {` for ${names} was sent. Until it is answered, no new recording there is encrypted for the successor.`}
          </span>
        </Typography>
      );
    case 'open':
      return (
        <>
          <Typography>Your Genesys Professional assigns it to the same IVR profiles: {names}.</Typography>
          {request?.state === 'declined' && (
            <Alert severity="warning">
              <To color="inherit" to={paths.request(request.id)}>
                The last request
              </To>{' '}
              was declined: {request.answered?.reason}
            </Alert>
          )}
          {successor && (
            <Go to={paths.requestAssignment(successor.id)} isNext>
              Request assignment
            </Go>
          )}
        </>
      );
  }
}

const Go = ({ to, isNext, children }: { to: string; isNext: boolean; children: ReactNode }) => (
  <ButtonLink to={to} variant={isNext ? 'contained' : 'outlined'}>
    {children}
  </ButtonLink>
);
