import Typography from '@mui/material/Typography';
import { useEffect, useState } from 'react';
import { recordingVerdict, type RecordingVerdict } from '../../domain/recording-verdict.ts';
import type { Found, ShownPrivateKey } from '../../pki/files/inspect-file.ts';
import { isTime } from '../../pki/asn1/time.ts';
import { StatusChip, type Tone } from '../../ui/page/status-chip.tsx';
import { useNow } from '../../ui/hooks/use-now.ts';
import type { FoundCertificate } from '../worker/calls.ts';

export type Details = (
  found: FoundCertificate,
) => Promise<Pick<FoundCertificate, 'selfSigned'> & Pick<FoundCertificate['facts'], 'extensions'>>;

/**
 * The certificate with its signature check and extensions, which take longer: they are computed only for cards that are
 * shown.
 */
export function useDetailed(found: Found, details: Details): Found {
  const [detailed, setDetailed] = useState<{ of: Found; found: Found }>();
  useEffect(() => {
    if (found.kind !== 'certificate' || found.selfSigned !== 'not looked at') return;
    let gone = false;
    const look = async () => {
      const { selfSigned, extensions } = await details(found);
      if (gone) return;
      setDetailed({ of: found, found: { ...found, selfSigned, facts: { ...found.facts, extensions } } });
    };
    look().catch(() => {
      // When the tool is left, the call fails, and nobody needs its answer.
      if (!gone) setDetailed({ of: found, found: { ...found, selfSigned: 'cannot say' } });
    });
    return () => {
      gone = true;
    };
  }, [found, details]);
  return detailed?.of === found ? detailed.found : found;
}

/** A verdict that has not come yet is not a verdict. */
function useVerdict(
  { facts, selfSigned }: FoundCertificate,
  key: ShownPrivateKey | undefined,
): RecordingVerdict | 'looking' | 'a date cannot be read' {
  const now = useNow();
  if (!datesAreGood(facts)) return 'a date cannot be read';
  return selfSigned === 'not looked at' ? 'looking' : recordingVerdict(facts, selfSigned, now, key);
}

const datesAreGood = ({ notBefore, notAfter }: FoundCertificate['facts']): boolean =>
  isTime(notBefore) && isTime(notAfter);

const tones: Record<RecordingVerdict['use'], Tone> = {
  yes: 'good',
  'not yet': 'neutral',
  'old recordings': 'soon',
  no: 'bad',
};

interface UseProps {
  found: FoundCertificate;
  /** Its private key, if that is among the files. */
  ownKey: ShownPrivateKey | undefined;
}

/** Says whether the certificate can be used for recordings. */
export function UseChip({ found, ownKey }: UseProps) {
  const verdict = useVerdict(found, ownKey);
  switch (verdict) {
    case 'looking':
      return <StatusChip tone="neutral" text="Checking its signature…" />;
    case 'a date cannot be read':
      return <StatusChip tone="bad" text="One of its dates cannot be read" />;
    default:
      return <StatusChip tone={tones[verdict.use]} text={verdict.title} />;
  }
}

/** The reasons, first those against it, and whether the private key is among the files. */
export function VerdictText({ found, ownKey }: UseProps) {
  const verdict = useVerdict(found, ownKey);
  const lines = typeof verdict === 'string' ? [] : verdict.lines;
  const [against, rest] = [
    lines.filter(({ mark }) => mark === 'unmet'),
    lines.filter(({ mark }) => mark !== 'unmet'),
  ];
  const sentences = [
    ...[...against, ...rest].map(({ text }) => (text.endsWith('.') ? text : `${text}.`)),
    ownKey
      ? 'One of these files contains its private key.'
      : 'None of these files contains its private key in unlocked form.',
  ];
  return <Typography variant="body2">{sentences.join(' ')}</Typography>;
}
