import Button from '@mui/material/Button';
import DialogContentText from '@mui/material/DialogContentText';
import { useState } from 'react';
import { useAct } from '../../client/act.ts';
import { removePasskeysMutation } from '../../client/session/passkey.ts';
import { ConfirmDialog } from '../../ui/dialog/confirm-dialog.tsx';
import { Section } from '../../ui/page/section.tsx';
import { Passkeys, type Passkey } from './passkeys.tsx';

interface RemovablePasskeysProps {
  id: string;
  username: string;
  passkeys: readonly Passkey[];
}

/** The passkeys of somebody, which an administrator removes when their device is lost. */
export function RemovablePasskeys({ id, username, passkeys }: RemovablePasskeysProps) {
  const [asking, setAsking] = useState(false);
  const remove = useAct(removePasskeysMutation(id), { repeatable: true });
  return (
    <Section
      title="Passkeys"
      actions={
        <Button
          onClick={() => {
            remove.reset();
            setAsking(true);
          }}
        >
          Remove passkeys
        </Button>
      }
    >
      <Passkeys passkeys={passkeys} />
      {asking && (
        <ConfirmDialog
          title={`Remove the passkeys of ${username}?`}
          onClose={() => setAsking(false)}
          confirm={{
            label: 'Remove passkeys',
            destructive: true,
            pending: remove.isPending,
            run: () => remove.mutate(undefined, { onSuccess: () => setAsking(false) }),
          }}
          problem={remove.error?.message}
        >
          <DialogContentText>
            {username} then signs in with the password alone, until they add a new one. Make sure that it is{' '}
            {username} who asks for it: whoever knows the password could ask, too.
          </DialogContentText>
        </ConfirmDialog>
      )}
    </Section>
  );
}
