import Typography from '@mui/material/Typography';
import { useEffect, useState } from 'react';
import { recordingVerdict, type RecordingVerdict } from '../../../domain/recording-verdict.ts';
import type { Found, ShownPrivateKey } from '../../../pki/inspect-file.ts';
import { isTime } from '../../../pki/time.ts';
import { StatusChip, type Tone } from '../../../ui/status-chip.tsx';
import { useNow } from '../../../ui/use-now.ts';
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
    // When the tool is left, the call fails, and nobody needs its answer.
    look().catch(() => undefined);
    return () => {
      gone = true;
    };
  }, [found, details]);
  return detailed?.of === found ? detailed.found : found;
}

/** Undefined until the signature is checked, and for a certificate with an invalid date. */
function useVerdict(
  { facts, selfSigned }: FoundCertificate,
  key: ShownPrivateKey | undefined,
): RecordingVerdict | undefined {
  const now = useNow();
  return selfSigned !== 'not looked at' && datesAreGood(facts)
    ? recordingVerdict(facts, selfSigned, now, key)
    : undefined;
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
  return (
    <StatusChip
      tone={verdict ? tones[verdict.use] : 'bad'}
      text={verdict?.title ?? 'One of its dates cannot be read'}
    />
  );
}

/** The reasons, first those against it, and whether the private key is among the files. */
export function VerdictText({ found, ownKey }: UseProps) {
  const lines = useVerdict(found, ownKey)?.lines ?? [];
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
