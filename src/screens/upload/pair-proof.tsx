import Alert from '@mui/material/Alert';
import Typography from '@mui/material/Typography';
import { problemSentence } from '../../domain/problem.ts';
import type { PrivateKeyFacts } from '../../pki/facts.ts';
import type { Result } from '../../pki/result.ts';

interface PairProofProps {
  keyIsBeingChecked: boolean;
  keyFacts: PrivateKeyFacts | undefined;
  proof: Result<true> | undefined;
  file: string | undefined;
}

/** What the key file is, and whether it fits: proven by doing what playback will do, not by comparing numbers. */
export function PairProof({ keyIsBeingChecked, keyFacts, proof, file }: PairProofProps) {
  if (keyIsBeingChecked) return <Typography variant="body2">Checking the private key…</Typography>;
  if (!keyFacts) return null;
  const form = [
    keyFacts.algorithm,
    keyFacts.bits && `${keyFacts.bits} bits`,
    keyFacts.format,
    keyFacts.encryption ?? 'not encrypted',
  ]
    .filter(Boolean)
    .join(', ');
  if (!proof) return <Typography variant="body2">{`Private key: ${form}.`}</Typography>;
  if (!proof.ok) {
    return (
      <Alert severity="error">
        {problemSentence(proof.error.code, { file, detail: proof.error.detail ?? keyFacts.algorithm })}
      </Alert>
    );
  }
  return (
    <Alert severity="success">
      The private key fits the certificate: a random session key wrapped with the certificate was unwrapped
      with it.
      <Typography variant="body2" sx={{ mt: 0.5 }}>{`Private key: ${form}.`}</Typography>
    </Alert>
  );
}
