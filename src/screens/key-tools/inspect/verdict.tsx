import Typography from '@mui/material/Typography';
import { recordingVerdict, type RecordingVerdict } from '../../../domain/recording-verdict.ts';
import { isTime } from '../../../pki/time.ts';
import { StatusChip, type Tone } from '../../../ui/status-chip.tsx';
import { useNow } from '../../../ui/use-now.ts';
import type { FoundCertificate } from '../worker/calls.ts';

/** Undefined where a date of it is none: nothing can be said about its validity. */
function useVerdict({ facts, selfSigned }: FoundCertificate): RecordingVerdict | undefined {
  const now = useNow();
  return isTime(facts.notBefore) && isTime(facts.notAfter)
    ? recordingVerdict(facts, selfSigned, now)
    : undefined;
}

const tones: Record<RecordingVerdict['use'], Tone> = {
  yes: 'good',
  'not yet': 'neutral',
  'old recordings': 'soon',
  no: 'bad',
};

/** Can it be used for recordings? */
export function UseChip({ found }: { found: FoundCertificate }) {
  const verdict = useVerdict(found);
  return (
    <StatusChip tone={verdict ? tones[verdict.use] : 'bad'} text={verdict?.title ?? 'A date of it is none'} />
  );
}

/** Why, what stands against it first, and whether its key is at hand. */
export function VerdictText({ found, keyIsHere }: { found: FoundCertificate; keyIsHere: boolean }) {
  const lines = useVerdict(found)?.lines ?? [];
  const [against, rest] = [
    lines.filter(({ mark }) => mark === 'unmet'),
    lines.filter(({ mark }) => mark !== 'unmet'),
  ];
  const sentences = [
    ...[...against, ...rest].map(({ text }) => (text.endsWith('.') ? text : `${text}.`)),
    keyIsHere
      ? 'Its private key is among these files.'
      : 'None of these files holds its private key in a form that is open.',
  ];
  return <Typography variant="body2">{sentences.join(' ')}</Typography>;
}
