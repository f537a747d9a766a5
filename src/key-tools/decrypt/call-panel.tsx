import CloseIcon from '@mui/icons-material/Close';
import Box from '@mui/material/Box';
import IconButton from '@mui/material/IconButton';
import Paper from '@mui/material/Paper';
import Typography from '@mui/material/Typography';
import type { ReactNode } from 'react';
import { callKindText } from '../../domain/call-columns.ts';
import { sizeText } from '../../domain/counted.ts';
import { durationText } from '../../domain/duration.ts';
import type { ArchiveReport } from '../../pki/archive/call-archive.ts';
import type { Call, CallMedia } from '../../pki/archive/call.ts';
import { secondText } from '../../ui/page/dates.ts';
import { Facts } from '../../ui/page/facts.tsx';
import { Fold } from '../../ui/page/fold.tsx';
import { openedName } from '../../archive/names.ts';
import { callTitle } from './call-words.ts';
import { CallPlayer } from './call-player.tsx';
import { MediaView } from './media-view.tsx';
import { useRun, type Runs } from './runs.ts';
import { ZipContents } from './zip-contents.tsx';

interface CallPanelProps {
  call: Call;
  report: ArchiveReport;
  runs: Runs;
  /** Whether it plays as soon as it is open. */
  autoPlay: boolean;
  onHeard: () => void;
  onClose: (() => void) | undefined;
}

/** The open call: its player, its envelope in words, what is known of it, and saving. */
export function CallPanel({ call, report, runs, autoPlay, onHeard, onClose }: CallPanelProps) {
  const title = callTitle(call);
  const isPair = call.kind === 'both' && call.media.length === 2;
  const [first, second] = call.media;
  return (
    <Paper
      component="section"
      aria-label={title}
      tabIndex={-1}
      variant="outlined"
      sx={{ p: 2, minWidth: 0, display: 'grid', gap: 1.5, gridTemplateColumns: 'minmax(0, 1fr)' }}
    >
      <Box sx={{ display: 'flex', alignItems: 'flex-start', gap: 1 }}>
        <Typography variant="h2" sx={{ overflowWrap: 'anywhere', flex: 1 }}>
          {title}
        </Typography>
        {onClose && (
          <IconButton aria-label="Close the call" size="small" onClick={onClose}>
            <CloseIcon />
          </IconButton>
        )}
      </Box>
      {isPair && first && second && (
        <Played runs={runs} media={first} screen={second} {...{ call, autoPlay, onHeard }} hasKeys />
      )}
      {call.media.map((media, index) => (
        <Box key={media.id} sx={{ display: 'grid', gap: 1.5, minWidth: 0 }}>
          {call.media.length > 1 && (
            <Typography variant="h3" component="h3" sx={{ overflowWrap: 'anywhere' }}>
              {media.name}
            </Typography>
          )}
          {!isPair && (
            <Played runs={runs} media={media} {...{ call, autoPlay, onHeard }} hasKeys={index === 0} />
          )}
          <MediaView media={media} report={report} runs={runs} />
        </Box>
      ))}
      <Fold summary="Details">
        <Facts facts={[...callFacts(call), ...call.media.flatMap((each) => mediaFacts(each))]} />
        {call.media.map((media) => (
          <Sums key={media.id} media={media} runs={runs} isAlone={call.media.length === 1} />
        ))}
      </Fold>
    </Paper>
  );
}

interface PlayedProps extends Pick<CallPanelProps, 'call' | 'runs' | 'autoPlay' | 'onHeard'> {
  media: CallMedia;
  screen?: CallMedia;
  hasKeys: boolean;
}

function Played({ call, media, screen, runs, autoPlay, onHeard, hasKeys }: PlayedProps) {
  const run = useRun(runs, media.id);
  const other = useRun(runs, screen?.id ?? -1);
  // The screen alone is played where its voice does not open.
  const [main, beside] = run?.kind === 'opened' ? [run, other] : [other, undefined];
  if (main?.kind !== 'opened') return undefined;
  if (main.zip) return <ZipContents zip={main.zip} />;
  const label = screen ? `${openedName(media)} and ${openedName(screen)}` : openedName(media);
  return (
    <CallPlayer
      key={main.url}
      label={label}
      main={main}
      screen={beside?.kind === 'opened' ? beside : undefined}
      screenStartsLaterMs={startsLaterMs(screen, media)}
      durationMs={call.durationMs}
      isVoice={media.kind === 'voice' && main === run}
      autoPlay={autoPlay}
      hasKeys={hasKeys}
      onPlayed={onHeard}
    />
  );
}

/** 0 where the metadata do not say when both began. */
const startsLaterMs = (one: CallMedia | undefined, other: CallMedia): number =>
  one?.startedAt === undefined || other.startedAt === undefined ? 0 : one.startedAt - other.startedAt;

type Fact = readonly [name: string, value: ReactNode];

const known = (name: string, value: string | undefined): Fact[] => (value ? [[name, value]] : []);

const callFacts = (call: Call): Fact[] => [
  ...known('Started', call.startedAt && secondText(call.startedAt)),
  ['Kind', callKindText[call.kind]],
  ...known('Duration', call.durationMs === undefined ? undefined : durationText(call.durationMs)),
  ...known('Caller', call.caller),
  ...known('Dialed number', call.dialed),
  ...known('Agent', call.agent),
  ...known('IVR profile', call.ivrProfile),
  ...known('Call UUID', call.callId),
  ...known('Metadata', call.metadata),
];

const mediaFacts = ({ size, file, entry }: CallMedia): Fact[] => [
  ...known('File', entry === undefined ? file : `${file}/${entry}`),
  ...known('Size', size === undefined ? undefined : sizeText(size)),
];

const code = (value: string) => <code>{value}</code>;

function Sums({ media, runs, isAlone }: { media: CallMedia; runs: Runs; isAlone: boolean }) {
  const run = useRun(runs, media.id);
  if (run?.kind !== 'opened') return undefined;
  const of = isAlone ? '' : ` of ${openedName(media)}`;
  return (
    <Box sx={{ mt: 1 }}>
      <Facts
        facts={[
          ...(run.sha256.ciphertext === undefined
            ? []
            : [['SHA-256 of the encrypted file', code(run.sha256.ciphertext)] as const]),
          [`SHA-256 of the media${of}`, code(run.sha256.media)],
        ]}
      />
    </Box>
  );
}
