import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import TextField from '@mui/material/TextField';
import { useState } from 'react';

interface PasswordFormProps {
  label: string;
  /** Whether the last one was wrong, and what is said below the field. */
  isWrong: boolean;
  text: string | undefined;
  textProps: { role: 'alert' | undefined; ref?: (text: HTMLElement | null) => void };
  /** Answers whether the field is emptied. */
  onOpen: (password: string) => Promise<boolean>;
  onType?: () => void;
}

/** Asks for the password of what is locked. It is passed on and not kept. */
export function PasswordForm({ label, isWrong, text, textProps, onOpen, onType }: PasswordFormProps) {
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState(false);
  const submit = async () => {
    setBusy(true);
    const isDone = await onOpen(password);
    setBusy(false);
    if (isDone) setPassword('');
  };
  return (
    <Box
      component="form"
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy) void submit();
      }}
      sx={{ display: 'flex', gap: 1, alignItems: 'flex-start', flexWrap: 'wrap' }}
    >
      <TextField
        label={label}
        type="password"
        size="small"
        value={password}
        error={isWrong}
        helperText={text}
        onChange={(event) => {
          setPassword(event.target.value);
          onType?.();
        }}
        slotProps={{ htmlInput: { autoComplete: 'new-password' }, formHelperText: textProps }}
        sx={{ flex: '1 1 240px', maxWidth: 420 }}
      />
      <Button type="submit" variant="outlined" loading={busy}>
        Open
      </Button>
    </Box>
  );
}
