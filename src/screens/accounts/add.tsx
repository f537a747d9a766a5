import DialogContentText from '@mui/material/DialogContentText';
import TextField from '@mui/material/TextField';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { paths } from '../../paths.ts';
import { useAct } from '../../client/act.ts';
import { addAccountMutation } from '../../client/queries/accounts.ts';
import { USERNAME } from '../../domain/account.ts';
import type { Role } from '../../domain/session.ts';
import { ConfirmDialog } from '../../ui/dialog/confirm-dialog.tsx';
import { OneTimePassword } from './one-time-password.tsx';
import { RoleField } from './role-field.tsx';

/** *Add account*: a name and a role. What comes out is the one-time password. */
export function Component() {
  const navigate = useNavigate();
  const [username, setUsername] = useState('');
  const [role, setRole] = useState<Role>('professional');
  const add = useAct(addAccountMutation());
  const close = () => void navigate(paths.accounts(), { preventScrollReset: true });
  const wrong = username !== '' && !USERNAME.test(username);

  if (add.data) {
    return (
      <ConfirmDialog title={`${add.data.username} is added`} onClose={close}>
        <OneTimePassword {...add.data} />
      </ConfirmDialog>
    );
  }
  return (
    <ConfirmDialog
      title="Add account"
      onClose={close}
      confirm={{
        label: 'Add',
        disabled: username === '' || wrong,
        pending: add.isPending,
        run: () => add.mutate({ username, role }),
      }}
      problem={add.error?.message}
    >
      <DialogContentText>
        The account gets a one-time password, which you give to the person. It only sets a password of their
        own.
      </DialogContentText>
      <TextField
        label="User name"
        value={username}
        required
        autoFocus
        autoComplete="off"
        error={wrong}
        helperText={
          wrong
            ? 'Letters, digits and . _ @ + -, beginning with a letter or a digit.'
            : 'It stays in the audit log, and cannot be changed.'
        }
        onChange={(event) => setUsername(event.target.value.trim())}
        slotProps={{ htmlInput: { maxLength: 100, spellCheck: false } }}
      />
      <RoleField role={role} onChange={setRole} />
    </ConfirmDialog>
  );
}
