import DownloadIcon from '@mui/icons-material/Download';
import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import LinearProgress from '@mui/material/LinearProgress';
import Paper from '@mui/material/Paper';
import Typography from '@mui/material/Typography';
import { memo, useState, type ReactNode } from 'react';
import { sizeText } from '../../../domain/counted.ts';
import { fileProblem, outcomeText, standingText } from './sentences.ts';
import type { MediaReport, Needed, RecordingsReport } from '../../../pki/pile/recordings.ts';
import { isNoChoice, pickers, removeEmpty, writeBlob } from './save.ts';
import type { DecryptTool, Run } from './use-decrypt.ts';

/**
 * For a larger file, the browser writes straight into a file if it can, so that the decrypted media takes no memory.
 */
const LARGE_BYTES = 256_000_000;

interface MediaCardProps {
  media: MediaReport;
  report: RecordingsReport;
  run: Run | undefined;
  tool: DecryptTool;
}

/** One media file: which certificate it needs, which key opens it, and the outcome. */
export const MediaCard = memo(function MediaCard({ media, report, run, tool }: MediaCardProps) {
  const { id, name, size, standing, needed } = media;
  const { text, severity } = standingText(media, report);
  const again = run === undefined || run.kind === 'cancelled' || run.kind === 'failed';
  return (
    <Card name={name}>
      <Typography variant="body2" sx={{ color: 'text.secondary' }}>
        {sizeText(size)}
      </Typography>
      {needed.length > 0 && <NeededList needed={needed} />}
      {run?.kind !== 'decrypted' && <Alert severity={severity}>{text}</Alert>}
      {run && run.kind !== 'running' && run.kind !== 'decrypted' && (
        <Alert severity={run.kind === 'cancelled' ? 'info' : 'error'} role="alert">
          {outcomeText(run)}
        </Alert>
      )}
      {standing.kind === 'ready' && again && <Start media={media} tool={tool} />}
      {run?.kind === 'running' && <Progress run={run} size={size} onCancel={() => tool.cancel(id)} />}
      {run?.kind === 'decrypted' && <Done media={media} run={run} tool={tool} />}
    </Card>
  );
});

export const Card = ({ name, children }: { name: string; children: ReactNode }) => (
  <Paper
    component="section"
    aria-label={name}
    tabIndex={-1}
    variant="outlined"
    sx={{ p: 2, minWidth: 0, display: 'grid', gap: 1.5 }}
  >
    <Typography variant="h3" component="h3" sx={{ overflowWrap: 'anywhere' }}>
      {name}
    </Typography>
    {children}
  </Paper>
);

function Start({ media: { id, size, output }, tool }: Pick<MediaCardProps, 'media' | 'tool'>) {
  const { problem, toFile } = useSaving(output);
  const large = size > LARGE_BYTES;
  const pick = pickers();
  return (
    <Box sx={{ display: 'flex', gap: 1, flexWrap: 'wrap', alignItems: 'center' }}>
      <Button
        variant={large && pick ? 'text' : 'contained'}
        onClick={({ currentTarget }) => {
          focusCard(currentTarget);
          void tool.decrypt(id);
        }}
      >
        Decrypt
      </Button>
      {pick && (
        <Button
          variant={large ? 'contained' : 'text'}
          onClick={({ currentTarget }) =>
            void toFile(async (file) => {
              focusCard(currentTarget);
              // An empty file would look like a recording, so it is removed.
              if ((await tool.decrypt(id, file)) !== 'decrypted') await removeEmpty(file);
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
            : `It is large: it takes ${sizeText(size)} of memory until you save it and clear this page.`}
        </Typography>
      )}
      {problem}
    </Box>
  );
}

/** A pressed button disappears, so the focus moves to its card. */
const focusCard = (button: HTMLElement): void => button.closest('section')?.focus();

/** Asks where to save, and shows why saving failed. */
function useSaving(suggestedName: string) {
  const [problem, setProblem] = useState<string>();
  return {
    problem: problem !== undefined && (
      <Alert severity="error" role="alert" sx={{ width: '100%' }}>
        {problem}
      </Alert>
    ),
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

export const NeededList = ({ needed }: { needed: readonly Needed[] }) => (
  <Box>
    <Typography variant="body2">
      {needed.length === 1 ? 'Needs the private key of:' : 'Needs the private key of one of:'}
    </Typography>
    <Box component="ul" sx={{ my: 0.5, pl: 2.5, overflowWrap: 'anywhere', fontSize: 'body2.fontSize' }}>
      {needed.map((each) => (
        <li key={each.by === 'subject key identifier' ? each.keyIdentifier : each.alias}>
          {each.certificate && (
            <Box>
              {each.certificate.subject}, whose certificate is in {each.certificate.file}
            </Box>
          )}
          {each.by === 'subject key identifier' ? (
            <>
              Subject key identifier <code>{each.keyIdentifier}</code>
            </>
          ) : (
            <>
              Issuer DN {each.issuer}, serial number <code>{each.serialHex}</code> (decimal{' '}
              {each.serialDecimal})<Box sx={{ color: 'text.secondary' }}>Alias ends with {each.alias}</Box>
            </>
          )}
        </li>
      ))}
    </Box>
  </Box>
);

function Progress({
  run,
  size,
  onCancel,
}: {
  run: Extract<Run, { kind: 'running' }>;
  size: number;
  onCancel: () => void;
}) {
  const percent = size === 0 ? 0 : Math.min(100, (run.done / size) * 100);
  return (
    <Box sx={{ display: 'flex', gap: 2, alignItems: 'center', flexWrap: 'wrap' }}>
      <LinearProgress
        variant="determinate"
        value={percent}
        aria-label="Decrypting"
        sx={{ flex: '1 1 120px' }}
      />
      <Typography variant="body2" sx={{ fontVariantNumeric: 'tabular-nums' }}>
        {sizeText(run.done)} of {sizeText(size)}
        {run.milliseconds > 0 && `, ${sizeText(Math.round((run.done / run.milliseconds) * 1000))} a second`}
      </Typography>
      <Button
        onClick={({ currentTarget }) => {
          focusCard(currentTarget);
          onCancel();
        }}
      >
        Cancel
      </Button>
    </Box>
  );
}

interface DoneProps extends Pick<MediaCardProps, 'media' | 'tool'> {
  run: Extract<Run, { kind: 'decrypted' }>;
}

function Done({ media: { id, output, size, standing }, run, tool }: DoneProps) {
  const { problem, toFile } = useSaving(output);
  // For a small file the speed would mean nothing.
  const speed = size < 1_000_000 ? '' : `, ${sizeText(size / (run.milliseconds / 1000))}/s`;
  const label = `Save ${output}`;
  return (
    <Box sx={{ display: 'grid', gap: 1.5, justifyItems: 'start' }}>
      <Alert role="alert" severity="success" sx={{ width: '100%', overflowWrap: 'anywhere' }}>
        Decrypted{standing.kind === 'ready' && ` with ${standing.key}`}
        {speed}.{' '}
        {run.saved === undefined ? 'It is in this page’s memory until you save it.' : `Saved ${run.saved}.`}
      </Alert>
      <Played url={run.url} label={output} video={run.type.startsWith('video/')} />
      {pickers() ? (
        <Button
          variant="outlined"
          startIcon={<DownloadIcon />}
          onClick={() =>
            void toFile(async (file) => {
              await writeBlob(file, run.blob);
              tool.saved(id, `as ${file.name}`);
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
    </Box>
  );
}

function Played({ url, label, video }: { url: string; label: string; video: boolean }) {
  const common = { src: url, controls: true, 'aria-label': label, style: { width: '100%' } } as const;
  // There is no transcript of a call, so there are no captions to offer.
  // oxlint-disable-next-line jsx-a11y/media-has-caption
  return video ? <video {...common} /> : <audio {...common} />;
}
