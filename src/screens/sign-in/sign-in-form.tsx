import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import type { UseMutationResult } from '@tanstack/react-query';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { CallProblem } from '../../client/call.ts';
import { clockNow } from '../../client/clock.ts';
import type { Credentials, PageSession } from '../../client/session/session.ts';
import { NEW_PASSWORD_HELP } from '../../domain/new-password.ts';
import { useSecondsUntil } from '../../ui/hooks/use-seconds-until.ts';
import { Form } from '../../ui/form/form.tsx';
import { TextInput } from '../../ui/form/text-input.tsx';

interface SignInFormProps {
  credentials: Credentials;
  onChange: (credentials: Credentials) => void;
  signIn: UseMutationResult<PageSession, Error, void>;
  onSignedIn: (state: PageSession) => void;
  /** The field that gets the focus, from the moment on that it is given. */
  focus: 'username' | 'password' | undefined;
  /** Shown beside *Sign in*. */
  children?: ReactNode;
}

/**
 * User name and password. A one-time password is followed by a new one, in a field that appears when the tenant asks for
 * it. A wrong password is cleared. After too many failures the tenant says how long to wait: the
 * typed text stays, and *Sign in* is enabled again when the time is over. The countdown is not announced to screen
 * readers; only its beginning and end are.
 */
export function SignInForm(props: SignInFormProps) {
  const { credentials, onChange, signIn, onSignedIn, focus, children } = props;
  const name = useRef<HTMLInputElement>(null);
  const password = useRef<HTMLInputElement>(null);
  // Not `autoFocus`, because an open form may get its `focus` later.
  useEffect(() => {
    if (focus === 'username') name.current?.focus();
    if (focus === 'password') password.current?.focus();
  }, [focus]);
  const [wait, setWait] = useState<{ username: string; until: number }>();
  const newPassword = useRef<HTMLInputElement>(null);
  /** The user name whose password was a one-time password. */
  const [invited, setInvited] = useState<string>();
  const asksNew = invited !== undefined && invited === credentials.username;
  useEffect(() => {
    if (asksNew) newPassword.current?.focus();
  }, [asksNew]);
  const left = useSecondsUntil(wait?.until);
  const isItsName = wait?.username === credentials.username;
  const waits = isItsName && left > 0;
  const waited = isItsName && left === 0 && !signIn.isPending;
  const submit = () =>
    signIn.mutate(undefined, {
      onSuccess: onSignedIn,
      onError: (error) => {
        const { code, retryAfter } =
          error instanceof CallProblem ? error : { code: undefined, retryAfter: 0 };
        if (code === 'wrong_credentials') onChange({ ...credentials, password: '' });
        const { username } = credentials;
        if (code === 'new_password_needed') {
          setInvited(username);
          onChange({ ...credentials, newPassword: '' });
        }
        setWait(retryAfter > 0 ? { username, until: clockNow().getTime() + retryAfter * 1000 } : undefined);
        (code === 'password_refused' ? newPassword : password).current?.focus();
      },
    });
  return (
    <Form onSubmit={submit}>
      <TextInput
        required
        id="username"
        label="User name"
        autoComplete="username"
        inputRef={name}
        value={credentials.username}
        onChange={(username) => onChange({ username, password: credentials.password })}
      />
      <TextInput
        required
        id="password"
        label="Password"
        type="password"
        autoComplete="current-password"
        inputRef={password}
        value={credentials.password}
        onChange={(typed) => onChange({ ...credentials, password: typed })}
      />
      {asksNew && (
        <TextInput
          required
          id="new-password"
          label="New password"
          help={NEW_PASSWORD_HELP}
          type="password"
          autoComplete="new-password"
          inputRef={newPassword}
          value={credentials.newPassword ?? ''}
          onChange={(typed) => onChange({ ...credentials, newPassword: typed })}
        />
      )}
      {signIn.error && !waited && (
        <Alert role="alert" severity={isInvitation(signIn.error) ? 'info' : 'error'}>
          {signIn.error.message}
        </Alert>
      )}
      <div>
        <div role="status">
          {waited && (
            <Alert severity="info" sx={{ mb: 2 }}>
              You can sign in again now.
            </Alert>
          )}
        </div>
        <Button
          type="submit"
          variant="contained"
          size="large"
          fullWidth
          disabled={waits}
          loading={signIn.isPending}
        >
          Sign in
        </Button>
        {waits && (
          <Typography role="timer" variant="body2" sx={{ color: 'text.secondary', mt: 1 }}>
            {`You can sign in again in ${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}.`}
          </Typography>
        )}
      </div>
      {children}
    </Form>
  );
}

const isInvitation = (error: Error) => error instanceof CallProblem && error.code === 'new_password_needed';
