import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Checkbox from '@mui/material/Checkbox';
import Typography from '@mui/material/Typography';
import type { ReactNode } from 'react';
import { paths } from '../../paths.ts';
import { requestStep, uploadStep, type Outcome } from '../../client/queries/re-apply.ts';
import { counted } from '../../domain/counted.ts';
import { isAssignable } from '../../domain/certificate.ts';
import type { PairState, Plan, PlannedPair, PlannedRequest, Wanted } from '../../domain/re-apply.ts';
import { dayText } from '../../ui/page/dates.ts';
import { Section } from '../../ui/page/section.tsx';
import { StatusChip, type Tone } from '../../ui/page/status-chip.tsx';
import { To } from '../../ui/page/to.tsx';

interface PairsProps {
  pairs: readonly PlannedPair[];
  ids: ReadonlyMap<string, string>;
  outcomes: ReadonlyMap<string, Outcome>;
  /** The number of locked files; a missing key may be in one of them. */
  lockedFiles: number;
  now: Date;
  hasRecord: boolean;
  /** Takes pairs in or leaves them out, by their fingerprints; undefined while the plan is carried out. */
  onToggle: ((sha256s: readonly string[]) => void) | undefined;
}

const stateText: Record<PairState, { tone: Tone; text: string }> = {
  upload: { tone: 'neutral', text: 'To upload' },
  there: { tone: 'good', text: 'Already there' },
  'missing key': { tone: 'bad', text: 'Missing key' },
  conflict: { tone: 'bad', text: 'Conflict' },
  'left out': { tone: 'neutral', text: 'Left out' },
};

/** The first part of the plan: the pairs to upload, and those that cannot be uploaded. */
export function Pairs({ pairs, hasRecord, onToggle, ...rest }: PairsProps) {
  const own = pairs.filter(({ certificate }) => certificate.ofRecord);
  const foreign = pairs.filter(({ certificate }) => !certificate.ofRecord);
  const left = foreign.filter(({ state }) => state === 'left out');
  return (
    <Section title="1. Key pairs">
      <Typography gutterBottom>{pairsSentence(pairs)}</Typography>
      {own.length > 0 && (
        <Rows label="Key pairs">
          {own.map((pair) => (
            <Pair key={pair.certificate.sha256} pair={pair} onToggle={onToggle} {...rest} />
          ))}
        </Rows>
      )}
      {foreign.length > 0 && (
        <Box component="section" aria-labelledby="not-in-record" sx={{ mt: own.length > 0 ? 2.5 : 1 }}>
          <Typography id="not-in-record" variant="h3">
            {hasRecord ? 'Not in the record' : 'In no record'}
          </Typography>
          <Typography variant="body2" sx={{ color: 'text.secondary', mb: 0.5 }}>
            {hasRecord
              ? 'By the record, the keystore never had these.'
              : 'Without the record, the console cannot say which of these the keystore had.'}{' '}
            Select those that belong to your recordings.
          </Typography>
          {onToggle && left.length > 1 && (
            <Button size="small" onClick={() => onToggle(left.map(({ certificate }) => certificate.sha256))}>
              <span>{`Select all ${left.length}`}</span>
            </Button>
          )}
          <Rows label="Not in the record">
            {foreign.map((pair) => (
              <Pair key={pair.certificate.sha256} pair={pair} onToggle={onToggle} {...rest} />
            ))}
          </Rows>
        </Box>
      )}
    </Section>
  );
}

type PairProps = { pair: PlannedPair } & Omit<PairsProps, 'pairs' | 'hasRecord'>;

function Pair({ pair: { certificate, state }, ids, outcomes, lockedFiles, now, onToggle }: PairProps) {
  const outcome = outcomes.get(uploadStep(certificate));
  const id = ids.get(certificate.sha256);
  const chip =
    outcome && (outcome.kind !== 'failed' || state === 'upload') ? chipOf(outcome) : stateText[state];
  const isChoice = !outcome && (state === 'upload' || state === 'left out');
  return (
    <Row
      chip={chip}
      choice={
        isChoice && (
          <Checkbox
            size="small"
            checked={state === 'upload'}
            disabled={!onToggle}
            onChange={() => onToggle?.([certificate.sha256])}
            slotProps={{
              input: { 'aria-label': `Upload ${certificate.subjectName}, ${certificate.serialNumber}` },
            }}
            sx={{ p: 0 }}
          />
        )
      }
    >
      <Name certificate={certificate} id={id} />
      <Details>
        {`Serial number ${certificate.serialNumber}, valid until ${dayText(certificate.notAfter)}${isAssignable(certificate, now) ? '' : ': expired, for older recordings'}`}
      </Details>
      {outcome && 'sentence' in outcome && state === 'upload' && <Details>{outcome.sentence}</Details>}
      {!outcome && state === 'missing key' && <Details>{missingText(lockedFiles)}</Details>}
      {!outcome && state === 'conflict' && (
        <Details>
          Another certificate with the same issuer and serial number is in the keystore or to be uploaded.
          Only one of them can be there. This one has the SHA-256 fingerprint {certificate.sha256}.
        </Details>
      )}
    </Row>
  );
}

function pairsSentence(pairs: readonly PlannedPair[]): string {
  const count = (state: PairState) => pairs.filter((pair) => pair.state === state).length;
  const conflicts = count('conflict');
  const leftOut = count('left out');
  const parts = [
    `${count('upload')} to upload`,
    `${count('there')} already there`,
    `${count('missing key')} without a key`,
    ...(conflicts > 0 ? [`${conflicts} in conflict`] : []),
    ...(leftOut > 0 ? [`${leftOut} left out`] : []),
  ];
  return `${parts.join(', ')}.`;
}

const missingText = (lockedFiles: number): string =>
  lockedFiles > 0
    ? 'No open file has its private key. It may be in a locked one: enter the password above.'
    : 'No file has its private key. Look for another copy and drop it here: what is encrypted for this certificate alone cannot be played without it.';

interface RequestsProps {
  requests: readonly PlannedRequest[];
  /** How many more are to be asked for once they can be uploaded. */
  awaited: number;
  unknownProfiles: readonly string[];
  outcomes: ReadonlyMap<string, Outcome>;
  ids: ReadonlyMap<string, string>;
  hasRecord: boolean;
}

/** The second part: the requests for assignment that are sent to the Genesys Professional. */
export function Requests({ requests, awaited, unknownProfiles, outcomes, ids, hasRecord }: RequestsProps) {
  return (
    <Section title="2. Assignment requests">
      <Typography gutterBottom>
        {!hasRecord
          ? 'Without the record nobody knows where the certificates were assigned. Drop the record, too, or request the assignment on each certificate’s page.'
          : requests.length === 0
            ? nothingToAsk(awaited, unknownProfiles.length)
            : 'Your Genesys Professional is asked to assign the valid certificates as the record says.'}
      </Typography>
      {requests.length > 0 && (
        <Rows label="Assignment requests">
          {requests.map((request) => {
            const outcome = outcomes.get(requestStep(request));
            return (
              <Row
                key={request.certificate.sha256}
                chip={outcome ? chipOf(outcome) : { tone: 'neutral', text: 'To request' }}
              >
                <Name certificate={request.certificate} id={ids.get(request.certificate.sha256)} />
                <Details>To {request.profiles.map(({ name }) => name).join(', ')}</Details>
                {outcome?.kind === 'requested' && (
                  <Details>
                    <To to={paths.request(outcome.id)}>Open the request</To>
                  </Details>
                )}
                {outcome && 'sentence' in outcome && <Details>{outcome.sentence}</Details>}
              </Row>
            );
          })}
        </Rows>
      )}
      {unknownProfiles.length > 0 && (
        <Alert severity="warning" sx={{ mt: 2 }}>
          {`The record also names ${unknownProfiles.length === 1 ? 'an IVR profile' : 'IVR profiles'} that this tenant has not: ${unknownProfiles.join(', ')}. Ask your Genesys Professional which one takes its place.`}
        </Alert>
      )}
    </Section>
  );
}

function nothingToAsk(awaited: number, unknownProfiles: number): string {
  if (awaited > 0) {
    return `Nothing can be asked for yet: ${notUploaded(awaited)}, which the record has in IVR profiles.`;
  }
  return unknownProfiles > 0
    ? 'Nothing to ask for in the IVR profiles that this tenant has.'
    : 'Nothing to ask for: every valid certificate is assigned as the record says, or its request waits.';
}

/** "Waiting for the upload of 2 valid certificates" */
const notUploaded = (count: number): string =>
  `waiting for the upload of ${counted(count, 'valid certificate')}`;

/** The third part: the certificates that the person adds to the screen recording list and saves there. */
export function ScreenList({
  screenList,
  awaited,
  children,
}: {
  screenList: Plan['screenList'];
  awaited: number;
  children: ReactNode;
}) {
  return (
    <Section title="3. Screen Recording Certificates">
      {screenList.length === 0 ? (
        <Typography>
          {awaited > 0
            ? `Nothing can be added yet: ${notUploaded(awaited)}, which the record has in the list.`
            : 'Nothing to add: the list has every valid certificate that the record has there.'}
        </Typography>
      ) : (
        <>
          <Typography gutterBottom>
            By the record, screen recordings were encrypted for these. They are added to the list as a change
            that you look at and save.
          </Typography>
          <Rows label="To add to Screen Recording Certificates">
            {screenList.map((certificate) => (
              <Row key={certificate.sha256} chip={{ tone: 'neutral', text: 'To add' }}>
                <Typography component="span" sx={{ fontWeight: 'fontWeightMedium' }}>
                  {certificate.subjectName}
                </Typography>
                <Details>Serial number {certificate.serialNumber}</Details>
              </Row>
            ))}
          </Rows>
          {children}
        </>
      )}
    </Section>
  );
}

function chipOf(outcome: Outcome): { tone: Tone; text: string } {
  switch (outcome.kind) {
    case 'uploaded':
      return { tone: 'good', text: 'Uploaded' };
    case 'requested':
      return { tone: 'good', text: 'Requested' };
    case 'done already':
      return { tone: 'good', text: 'Done already' };
    case 'failed':
      return { tone: 'bad', text: 'Failed' };
  }
}

const Rows = ({ label, children }: { label: string; children: ReactNode }) => (
  <Box
    component="ul"
    aria-label={label}
    sx={{ listStyle: 'none', p: 0, m: 0, '& > li + li': { borderTop: 1, borderColor: 'divider' } }}
  >
    {children}
  </Box>
);

interface RowProps {
  chip: { tone: Tone; text: string };
  /** The row's check box, where there is a choice. */
  choice?: ReactNode;
  children: ReactNode;
}

const Row = ({ chip, choice, children }: RowProps) => (
  <Box component="li" sx={{ display: 'flex', gap: 2, py: 1.25, flexWrap: 'wrap', alignItems: 'flex-start' }}>
    {choice}
    <Box sx={{ flex: '0 0 128px' }}>
      <StatusChip {...chip} />
    </Box>
    <Box sx={{ flex: '1 1 240px', minWidth: 0, overflowWrap: 'anywhere' }}>{children}</Box>
  </Box>
);

const Name = ({ certificate, id }: { certificate: Wanted; id: string | undefined }) =>
  id === undefined ? (
    <Typography component="span" sx={{ fontWeight: 'fontWeightMedium' }}>
      {certificate.subjectName}
    </Typography>
  ) : (
    <To to={paths.certificate(id)} sx={{ fontWeight: 'fontWeightMedium' }} underline="hover">
      {certificate.subjectName}
    </To>
  );

const Details = ({ children }: { children: ReactNode }) => (
  <Typography variant="body2" sx={{ color: 'text.secondary' }}>
    {children}
  </Typography>
);
