import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { useQuery, useSuspenseQueries, type QueryClient } from '@tanstack/react-query';
import { useParams, type LoaderFunctionArgs } from 'react-router';
import { paths } from '../../paths.ts';
import {
  otherOfCallQuery,
  playUrl,
  recordingQuery,
  type MediaFile,
  type Recording,
} from '../../client/queries/recordings.ts';
import { sessionQuery } from '../../client/session/session.ts';
import { numberText } from '../../domain/counted.ts';
import { problemSentence } from '../../domain/problem.ts';
import { refusal, refusalDetail, type Session } from '../../domain/session.ts';
import { BackLink } from '../../ui/page/back-link.tsx';
import { dayText, minuteText, secondText } from '../../ui/page/dates.ts';
import { Facts } from '../../ui/page/facts.tsx';
import { Page } from '../../ui/page/page.tsx';
import { Section } from '../../ui/page/section.tsx';
import { Term } from '../../ui/page/term.tsx';
import { To } from '../../ui/page/to.tsx';
import { DownloadEncrypted } from './download.tsx';
import { durationText } from '../../domain/duration.ts';
import { InTheClear } from './in-the-clear.tsx';
import { PlayableChip } from './playable-chip.tsx';
import { RecordingPlayer } from './player.tsx';
import { Recipients } from './recipients.tsx';
import { kindText, sourceText } from '../../domain/recording-columns.ts';

export const loader = async (client: QueryClient, { params }: LoaderFunctionArgs) => {
  const { summary } = await client.ensureQueryData(recordingQuery(params['id'] ?? ''));
  // Without it the recording is played alone.
  await client.prefetchQuery(otherOfCallQuery(summary));
};

export function Component() {
  const id = useParams()['id'] ?? '';
  const [{ data: answer }, { data: state }] = useSuspenseQueries({
    queries: [recordingQuery(id), sessionQuery()],
  });
  const { summary, recording } = answer;
  const { data: other } = useQuery(otherOfCallQuery(summary));
  if (!state.session) return null;
  const refused = refusedSentence(state.session, answer);
  const pair = refused === undefined && other ? playedTogether(answer, other) : undefined;
  return (
    <Page
      narrow
      title={`${kindText[summary.kind]} recording, ${minuteText(summary.startedAt)}`}
      where={<BackLink to={paths.recordings()}>Recordings</BackLink>}
      intro={
        <>
          Can be played: <PlayableChip playable={summary.playable} />
        </>
      }
    >
      <Box sx={{ display: 'grid', gap: 2.5 }}>
        <Section title="Play">
          {pair && (
            <RecordingPlayer
              key={`${pair.url} ${pair.screen.url}`}
              {...pair}
              picture={false}
              label="Voice and screen recording"
              hasKeys
            />
          )}
          {(pair ? [] : recording.mediaFiles).map((media, index) => (
            <RecordingPlayer
              // A new player when the keystore has changed, because the reason that the old one shows may no longer be
              // true.
              key={`${media.mediaId} ${summary.playable}`}
              url={playUrl(id, media)}
              picture={summary.kind === 'screen'}
              label={`${kindText[summary.kind]} recording`}
              durationMs={summary.durationMs}
              bytes={Number(media.size)}
              hasKeys={index === 0}
              refused={refused}
            />
          ))}
        </Section>
        <Section title="Encryption">
          {summary.playable === 'not encrypted' ? (
            <InTheClear recording={summary} />
          ) : (
            <Envelope answer={answer} />
          )}
        </Section>
        {recording.mediaFiles.map((media) => (
          <DownloadEncrypted key={media.mediaId} answer={answer} media={media} />
        ))}
        <Section title="Details">
          {recording.mediaFiles.map((media) => (
            <Details key={media.mediaId} answer={answer} media={media} />
          ))}
        </Section>
      </Box>
    </Page>
  );
}

/** The voice of a call with the picture of its screen. Undefined where one of them cannot be played. */
function playedTogether(one: Recording, other: Recording) {
  const [voice, screen] = one.summary.kind === 'voice' ? [one, other] : [other, one];
  const [[sound, ...sounds], [picture, ...pictures]] = [
    voice.recording.mediaFiles,
    screen.recording.mediaFiles,
  ];
  const isPlayed = [voice, screen].every(({ summary }) => summary.playable !== 'key missing');
  if (!isPlayed || !sound || !picture || sounds.length + pictures.length > 0) return undefined;
  return {
    url: playUrl(voice.summary.id, sound),
    durationMs: voice.summary.durationMs,
    bytes: Number(sound.size),
    screen: {
      url: playUrl(screen.summary.id, picture),
      startsLaterMs: Date.parse(screen.summary.startedAt) - Date.parse(voice.summary.startedAt),
    },
  };
}

/** The tenant's refusal, where it is known before anybody tries to play. */
function refusedSentence(session: Session, { summary }: Recording): string | undefined {
  const refused = refusal(session, 'play recordings');
  if (refused) return problemSentence(refused.code, { detail: refusalDetail(refused) });
  if (summary.playable !== 'key missing') return undefined;
  const names = summary.encryptedFor.map(
    ({ subjectName, serialNumber }) => `“${subjectName}” (serial number ${serialNumber.hex})`,
  );
  return problemSentence('key_not_in_keystore', { detail: names.join(', ') });
}

function Envelope({ answer: { summary } }: { answer: Recording }) {
  const { length } = summary.encryptedFor;
  return (
    <Box sx={{ display: 'grid', gap: 1.5 }}>
      <Typography>
        The <Term of="session key" /> is wrapped for{' '}
        {length === 1
          ? '1 certificate: only its private key opens the recording.'
          : `${length} certificates: any one of their private keys opens the recording.`}
      </Typography>
      <Recipients recording={summary} />
    </Box>
  );
}

/** Recorders do not name an agent of every call. */
const agentFact = ({ parameters: { agentId } }: MediaFile): [string, string][] =>
  agentId === undefined ? [] : [['Agent', agentId]];

function Details({ answer: { summary, recording }, media }: { answer: Recording; media: MediaFile }) {
  const { ivrProfile } = summary;
  return (
    <Facts
      facts={[
        ['Kind', kindText[summary.kind]],
        [
          summary.kind === 'screen' ? 'List' : 'IVR profile',
          summary.kind === 'voice' && ivrProfile ? (
            <To key="profile" to={paths.ivrProfile(ivrProfile.id)} underline="hover">
              {ivrProfile.name}
            </To>
          ) : (
            sourceText(summary)
          ),
        ],
        ['Geo-location', summary.geoLocation ?? 'None'],
        ['Started', secondText(summary.startedAt)],
        ['Duration', durationText(summary.durationMs)],
        ['Caller', recording.callerPhoneNumber],
        ['Dialed number', recording.dialedPhoneNumber],
        ...agentFact(media),
        ['Call UUID', summary.callUuid],
        ['Media', `${media.type}, ${numberText(Number(media.size))} bytes stored`],
        ['Stored as', media.originalMediaDescriptor.path],
        ['Kept until', dayText(summary.retainedUntil)],
      ]}
    />
  );
}
