import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import TextField from '@mui/material/TextField';
import { useState } from 'react';
import { changePasswordMutation } from '../../client/queries/accounts.ts';
import { useAct } from '../../client/act.ts';
import { NEW_PASSWORD_HELP } from '../../domain/new-password.ts';
import { Form } from '../../ui/form/form.tsx';
import { Problem } from '../../ui/page/problem.tsx';

const empty = { password: '', newPassword: '' };

/** The password that one has now, and the next. The tenant judges it. */
export function ChangePassword({ username }: { username: string }) {
  const [passwords, setPasswords] = useState(empty);
  const change = useAct(
    changePasswordMutation(() => passwords),
    { repeatable: true },
  );
  return (
    <Form
      sx={{ display: 'grid', gap: 2, maxWidth: 480 }}
      onSubmit={() => change.mutate(undefined, { onSuccess: () => setPasswords(empty) })}
    >
      {/* For password managers, which keep a password under the user name. */}
      <input type="text" autoComplete="username" value={username} readOnly hidden />
      <TextField
        label="Current password"
        type="password"
        required
        value={passwords.password}
        onChange={(event) => setPasswords({ ...passwords, password: event.target.value })}
        slotProps={{ htmlInput: { autoComplete: 'current-password' } }}
      />
      <TextField
        label="New password"
        type="password"
        required
        value={passwords.newPassword}
        helperText={NEW_PASSWORD_HELP}
        onChange={(event) => setPasswords({ ...passwords, newPassword: event.target.value })}
        slotProps={{ htmlInput: { autoComplete: 'new-password' } }}
      />
      <Problem text={change.error?.message} />
      {change.isSuccess && (
        <Alert role="status" severity="success">
          Your password is changed. Your other sessions have ended.
        </Alert>
      )}
      <div>
        <Button
          type="submit"
          variant="contained"
          loading={change.isPending}
          disabled={passwords.password === '' || passwords.newPassword === ''}
        >
          Change password
        </Button>
      </div>
    </Form>
  );
}
