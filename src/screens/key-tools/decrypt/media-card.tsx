import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import LinearProgress from '@mui/material/LinearProgress';
import Paper from '@mui/material/Paper';
import Typography from '@mui/material/Typography';
import { DownloadIcon } from '../../../ui/icons.tsx';
import { sizeText } from './size-text.ts';
import { outcomeText, standingText } from './sentences.ts';
import type { MediaReport, Needed, PileReport } from './pile.ts';
import type { Decrypt, Run } from './use-decrypt.ts';

/** One media file: which certificate it needs, which key opens it, and what became of it. */
export function MediaCard({
  media,
  report,
  run,
  decrypt,
}: {
  media: MediaReport;
  report: PileReport;
  run: Run | undefined;
  decrypt: Decrypt;
}) {
  const { id, name, size, standing, needed, output } = media;
  const { text, severity } = standingText(media, report);
  return (
    <Paper
      component="section"
      aria-label={name}
      variant="outlined"
      sx={{ p: 2, minWidth: 0, display: 'grid', gap: 1.5 }}
    >
      <Typography variant="h3" component="h3" sx={{ overflowWrap: 'anywhere' }}>
        {name}
      </Typography>
      <Typography variant="body2" sx={{ color: 'text.secondary' }}>
        {sizeText(size)}
      </Typography>
      {needed.length > 0 && <NeededList needed={needed} />}
      <Alert severity={severity}>{text}</Alert>
      {standing.kind === 'ready' && run?.kind !== 'running' && run?.kind !== 'decrypted' && (
        <Box>
          <Button variant="contained" onClick={() => void decrypt.decrypt(id)}>
            Decrypt
          </Button>
        </Box>
      )}
      {run?.kind === 'running' && <Progress run={run} size={size} onCancel={() => decrypt.cancel(id)} />}
      {run && run.kind !== 'running' && <Outcome run={run} output={output} size={size} />}
    </Paper>
  );
}

export const NeededList = ({ needed }: { needed: readonly Needed[] }) => (
  <Box>
    <Typography variant="body2">
      {needed.length === 1 ? 'Needs the private key of:' : 'Needs the private key of one of:'}
    </Typography>
    <Box component="ul" sx={{ my: 0.5, pl: 2.5, overflowWrap: 'anywhere', fontSize: '0.875rem' }}>
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
      <Button onClick={onCancel}>Cancel</Button>
    </Box>
  );
}

function Outcome({
  run,
  output,
  size,
}: {
  run: Exclude<Run, { kind: 'running' }>;
  output: string;
  size: number;
}) {
  if (run.kind !== 'decrypted') {
    return (
      <Alert severity={run.kind === 'cancelled' ? 'info' : 'error'} role="alert">
        {run.kind === 'failed' ? run.sentence : outcomeText[run.kind]}
      </Alert>
    );
  }
  // Of a small file it would say nothing.
  const speed = size < 1_000_000 ? '' : `, ${sizeText(size / (run.milliseconds / 1000))}/s`;
  const video = /\.(mp4|webm)$/i.test(output) && run.type.startsWith('video/');
  return (
    <Box sx={{ display: 'grid', gap: 1.5, justifyItems: 'start' }}>
      <Alert severity="success" sx={{ width: '100%' }}>
        {run.url
          ? `Decrypted${speed}. It is in this page’s memory until you save it.`
          : `Saved as ${output}${speed}.`}
      </Alert>
      {run.url && (
        <>
          <Played url={run.url} label={output} video={video} />
          <Button
            component="a"
            href={run.url}
            download={output}
            variant="outlined"
            startIcon={<DownloadIcon />}
          >
            Save {output}
          </Button>
        </>
      )}
    </Box>
  );
}

function Played({ url, label, video }: { url: string; label: string; video: boolean }) {
  const common = { src: url, controls: true, 'aria-label': label, style: { width: '100%' } } as const;
  // Nobody has written down what is said in a call: there are no captions to offer.
  // oxlint-disable-next-line jsx-a11y/media-has-caption
  return video ? <video {...common} /> : <audio {...common} />;
}
