import Alert from '@mui/material/Alert';
import { problemSentence } from '../../domain/problem.ts';
import type { PkiError } from '../../pki/result.ts';

/** What is wrong with a file, in a sentence. `plain` for a place that has its own frame, like a field's help. */
export function PkiProblem({
  error,
  file,
  plain,
}: {
  error: PkiError;
  file: string | undefined;
  plain?: boolean;
}) {
  const sentence = problemSentence(error.code, { file, detail: error.detail });
  if (plain) return sentence;
  return (
    <Alert severity="error" sx={{ mt: 1 }}>
      {sentence}
    </Alert>
  );
}
