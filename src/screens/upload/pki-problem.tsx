import Alert from '@mui/material/Alert';
import Link from '@mui/material/Link';
import { paths } from '../../app/paths.ts';
import { problemKeyTool, problemSentence } from '../../domain/problem.ts';
import type { PkiError } from '../../pki/result.ts';

const tools = { inspect: 'Open Inspect', convert: 'Open Convert', generate: 'Open Generate' } as const;

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
  const tool = problemKeyTool(error.code);
  if (plain) return sentence;
  return (
    <Alert severity="error" sx={{ mt: 1 }}>
      {sentence}
      {tool && (
        <>
          {' '}
          {/* In a tab of its own: what is chosen here stays. */}
          <Link href={paths.keyTool(tool)} target="_blank" color="inherit" sx={{ fontWeight: 600 }}>
            {tools[tool]}
          </Link>
        </>
      )}
    </Alert>
  );
}
