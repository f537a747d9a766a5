import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import TextField from '@mui/material/TextField';
import { useState } from 'react';
import { readerFailed, type PkiError } from '../pki/outcome.ts';
import { toolSentence } from '../domain/tool-sentence.ts';
import { intoSight } from './into-sight.ts';

interface UnlockFormProps {
  file: string;
  /** Answers the problem; undefined when it was opened. */
  onUnlock: (password: string) => Promise<PkiError | undefined>;
}

/** Asks for the password of one file or container. The password is passed on and not kept. */
export function UnlockForm({ file, onUnlock }: UnlockFormProps) {
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<PkiError>();
  const submit = async () => {
    setBusy(true);
    const error = await onUnlock(password).catch(readerFailed);
    setBusy(false);
    setProblem(error);
    if (error) setPassword('');
  };
  return (
    <Box
      component="form"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
      sx={{ display: 'flex', gap: 1, alignItems: 'flex-start', flexWrap: 'wrap' }}
    >
      <TextField
        label={`Password of ${file}`}
        type="password"
        size="small"
        value={password}
        error={problem !== undefined}
        helperText={problem && toolSentence(problem, file)}
        onChange={(event) => setPassword(event.target.value)}
        slotProps={{
          htmlInput: { autoComplete: 'new-password' },
          formHelperText: { role: 'alert', ref: intoSight },
        }}
        sx={{ flex: '1 1 240px', maxWidth: 420 }}
      />
      <Button type="submit" variant="outlined" loading={busy}>
        Open
      </Button>
    </Box>
  );
}
