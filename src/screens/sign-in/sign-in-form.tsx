import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import FormControl from '@mui/material/FormControl';
import InputLabel from '@mui/material/InputLabel';
import OutlinedInput from '@mui/material/OutlinedInput';
import type { UseMutationResult } from '@tanstack/react-query';
import { useRef, type ReactNode, type SubmitEvent } from 'react';
import type { Credentials, PageSession } from '../../client/session.ts';

interface SignInFormProps {
  credentials: Credentials;
  onChange: (credentials: Credentials) => void;
  signIn: UseMutationResult<PageSession, Error, void>;
  onSignedIn: (state: PageSession) => void;
  focus: keyof Credentials | undefined;
  /** Beside *Sign in*. */
  children?: ReactNode;
}

/** User name and password. The password is forgotten as soon as it turns out to be wrong. */
export function SignInForm(props: SignInFormProps) {
  const { credentials, onChange, signIn, onSignedIn, focus, children } = props;
  const password = useRef<HTMLInputElement>(null);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    signIn.mutate(undefined, {
      onSuccess: onSignedIn,
      onError: () => {
        onChange({ ...credentials, password: '' });
        password.current?.focus();
      },
    });
  };
  return (
    <Box component="form" onSubmit={submit} sx={{ display: 'grid', gap: 2 }}>
      <FormControl required>
        <InputLabel htmlFor="username">User name</InputLabel>
        <OutlinedInput
          id="username"
          label="User name"
          autoComplete="username"
          autoFocus={focus === 'username'}
          value={credentials.username}
          onChange={(event) => onChange({ ...credentials, username: event.target.value })}
        />
      </FormControl>
      <FormControl required>
        <InputLabel htmlFor="password">Password</InputLabel>
        <OutlinedInput
          id="password"
          label="Password"
          type="password"
          autoComplete="current-password"
          autoFocus={focus === 'password'}
          inputRef={password}
          value={credentials.password}
          onChange={(event) => onChange({ ...credentials, password: event.target.value })}
        />
      </FormControl>
      {signIn.error && (
        <Alert role="alert" severity="error">
          {signIn.error.message}
        </Alert>
      )}
      <Button type="submit" variant="contained" size="large" loading={signIn.isPending}>
        Sign in
      </Button>
      {children}
    </Box>
  );
}
