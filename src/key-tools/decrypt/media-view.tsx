import DownloadIcon from '@mui/icons-material/Download';
import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useEffect, useState } from 'react';
import { sizeText } from '../../domain/counted.ts';
import type { ArchiveReport } from '../../pki/archive/call-archive.ts';
import type { CallMedia } from '../../pki/archive/call.ts';
import { openedName } from '../../archive/names.ts';
import { ProgressLine } from '../progress-line.tsx';
import { Problem } from '../../ui/page/problem.tsx';
import { NeededList } from './needed-list.tsx';
import { useRun, type Run, type Runs } from './runs.ts';
import { isNoChoice, pickers, removeEmpty, writeBlob } from './save.ts';
import { fileProblem, mediaText, outcomeText } from './sentences.ts';

/** Up to this size a media file is opened as soon as its call is. It is more than an hour of a voice recording. */
const AT_ONCE_BYTES = 32 * 1024 * 1024;

/** A larger file takes so much memory that the browser should write it straight into a file, if it can. */
const LARGE_BYTES = 256_000_000;

const canOpen = ({ state }: CallMedia): boolean => state === 'opens' || state === 'in the clear';

interface MediaViewProps {
  media: CallMedia;
  report: ArchiveReport;
  runs: Runs;
}

/** One media file of the call: whose key opens it, how far it is, and what can be done with it. Its player is beside it. */
export function MediaView({ media, report, runs }: MediaViewProps) {
  const { id, size = 0, state, recipients } = media;
  const run = useRun(runs, id);
  const opensAtOnce = canOpen(media) && size <= AT_ONCE_BYTES;
  useEffect(() => {
    if (opensAtOnce && runs.get(id) === undefined) void runs.open(id);
  }, [id, opensAtOnce, runs]);
  useEffect(() => () => runs.leave(id), [id, runs]);
  const { text, severity } = mediaText(media, report);
  const again = run === undefined || run.kind === 'cancelled' || run.kind === 'failed';
  return (
    <Box sx={{ display: 'grid', gap: 1.5, minWidth: 0 }}>
      {recipients.length > 0 && <NeededList needed={recipients} />}
      {(again || run.kind === 'running') && <Alert severity={severity}>{text}</Alert>}
      {run && run.kind !== 'running' && run.kind !== 'opened' && (
        <Alert severity={run.kind === 'cancelled' ? 'info' : 'error'} role="alert">
          {outcomeText(run)}
        </Alert>
      )}
      {canOpen(media) && again && !(opensAtOnce && run === undefined) && <Start media={media} runs={runs} />}
      {run?.kind === 'running' && (
        <ProgressLine label="Decrypting" done={run.done} of={size} text={progressText(run, size)}>
          <Button
            onClick={({ currentTarget }) => {
              focusCall(currentTarget);
              runs.cancel(id);
            }}
          >
            Cancel
          </Button>
        </ProgressLine>
      )}
      {run?.kind === 'opened' && (
        <Opened media={media} run={run} runs={runs} isEncrypted={state !== 'in the clear'} />
      )}
    </Box>
  );
}

/** A pressed button disappears, so the focus moves to its call. */
const focusCall = (button: HTMLElement): void => button.closest('section')?.focus();

function Start({ media, runs }: Pick<MediaViewProps, 'media' | 'runs'>) {
  const { id, size = 0 } = media;
  const { problem, toFile } = useSaving(openedName(media));
  const large = size > LARGE_BYTES;
  const pick = pickers();
  return (
    <Box sx={{ display: 'flex', gap: 1, flexWrap: 'wrap', alignItems: 'center' }}>
      <Button
        variant={large && pick ? 'text' : 'contained'}
        onClick={({ currentTarget }) => {
          focusCall(currentTarget);
          void runs.open(id);
        }}
      >
        Decrypt
      </Button>
      {pick && (
        <Button
          variant={large ? 'contained' : 'text'}
          onClick={({ currentTarget }) =>
            void toFile(async (file) => {
              focusCall(currentTarget);
              // An empty file would look like a recording, so it is removed.
              if ((await runs.open(id, file)) !== 'opened') await removeEmpty(file);
            })
          }
        >
          Decrypt into a file
        </Button>
      )}
      {large && (
        <Typography variant="body2" sx={{ color: 'text.secondary' }}>
          {pick
            ? 'It is large: decrypted into a file, it takes no memory.'
            : `It is large: it takes ${sizeText(size)} of memory until you save it and go on.`}
        </Typography>
      )}
      {problem}
    </Box>
  );
}

/** Asks where to save, and shows why saving failed. */
function useSaving(suggestedName: string) {
  const [problem, setProblem] = useState<string>();
  return {
    problem: <Problem text={problem} sx={{ width: '100%' }} />,
    toFile: async (write: (file: FileSystemFileHandle) => Promise<void>) => {
      setProblem(undefined);
      try {
        const file = await pickers()?.file({ suggestedName });
        if (file) await write(file);
      } catch (error) {
        if (!isNoChoice(error)) setProblem(fileProblem(error));
      }
    },
  };
}

const progressText = ({ done, milliseconds }: Extract<Run, { kind: 'running' }>, size: number): string =>
  `${sizeText(done)} of ${sizeText(size)}${milliseconds > 0 ? `, ${sizeText(Math.round((done / milliseconds) * 1000))} a second` : ''}`;

interface OpenedProps extends Pick<MediaViewProps, 'media' | 'runs'> {
  run: Extract<Run, { kind: 'opened' }>;
  isEncrypted: boolean;
}

function Opened({ media, run, runs, isEncrypted }: OpenedProps) {
  const { size = 0, key } = media;
  // For a small file the speed would mean nothing.
  const speed = size < 1_000_000 ? '' : `, ${sizeText(size / (run.milliseconds / 1000))}/s`;
  const where =
    run.saved === undefined ? 'It is in this page’s memory until you save it.' : `Saved as ${run.saved}.`;
  return (
    <Box sx={{ display: 'grid', gap: 1.5, justifyItems: 'start' }}>
      <Alert role="alert" severity="success" sx={{ width: '100%', overflowWrap: 'anywhere' }}>
        {isEncrypted
          ? `Decrypted${key === undefined ? '' : ` with ${key}`}${speed}. `
          : 'It is not encrypted. '}
        {where}
      </Alert>
      <Save media={media} run={run} onSaved={(name) => runs.saved(media.id, name)} />
    </Box>
  );
}

interface SaveProps extends Pick<OpenedProps, 'media' | 'run'> {
  onSaved: (name: string) => void;
}

function Save({ media, run, onSaved }: SaveProps) {
  const output = openedName(media);
  const { problem, toFile } = useSaving(output);
  const label = `Save ${output}`;
  return (
    <>
      {pickers() ? (
        <Button
          variant="outlined"
          startIcon={<DownloadIcon />}
          onClick={() =>
            void toFile(async (file) => {
              await writeBlob(file, run.blob);
              onSaved(file.name);
            })
          }
        >
          {label}
        </Button>
      ) : (
        <Button
          component="a"
          href={run.url}
          download={output}
          variant="outlined"
          startIcon={<DownloadIcon />}
        >
          {label}
        </Button>
      )}
      {problem}
    </>
  );
}
