import { useState } from 'react';
import { readerFailed, type PkiError } from '../pki/outcome.ts';
import { toolSentence } from '../domain/tool-sentence.ts';
import { intoSight } from './into-sight.ts';
import { PasswordForm } from './password-form.tsx';

interface UnlockFormProps {
  file: string;
  /** Answers the problem; undefined when it was opened. */
  onUnlock: (password: string) => Promise<PkiError | undefined>;
}

/** Asks for the password of one file or container. */
export function UnlockForm({ file, onUnlock }: UnlockFormProps) {
  const [problem, setProblem] = useState<PkiError>();
  return (
    <PasswordForm
      label={`Password of ${file}`}
      isWrong={problem !== undefined}
      text={problem && toolSentence(problem, file)}
      textProps={{ role: 'alert', ref: intoSight }}
      onOpen={async (password) => {
        const error = await onUnlock(password).catch(readerFailed);
        setProblem(error);
        return error !== undefined;
      }}
    />
  );
}
