import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import DialogContentText from '@mui/material/DialogContentText';
import Link from '@mui/material/Link';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { useAct } from '../../client/act.ts';
import { addPasskeyMutation, removePasskeyMutation } from '../../client/session/passkey.ts';
import { MAX_PASSKEY_NAME, passkeyHost } from '../../domain/passkey.ts';
import { problemSentence } from '../../domain/problem.ts';
import { ConfirmDialog } from '../../ui/dialog/confirm-dialog.tsx';
import { TextInput } from '../../ui/form/text-input.tsx';
import { useStoppable } from '../../ui/hooks/use-stoppable.ts';
import { Form } from '../../ui/form/form.tsx';
import { Problem } from '../../ui/page/problem.tsx';
import { Passkeys, type Passkey } from './passkeys.tsx';

interface YourPasskeysProps {
  passkeys: readonly Passkey[];
  /** Whether the role may have one, and the account has a password of its own. */
  mayAdd: boolean;
}

/** One's own passkeys: with one, signing in with the password asks for it. */
export function YourPasskeys({ passkeys, mayAdd }: YourPasskeysProps) {
  const [removed, setRemoved] = useState<Passkey>();
  const remove = useAct(removePasskeyMutation(), { repeatable: true });
  return (
    <Box sx={{ display: 'grid', gap: 2 }}>
      <Typography>
        With a passkey, signing in asks for the password and then for the passkey. What cannot be undone asks
        for it again.
      </Typography>
      <Passkeys
        passkeys={passkeys}
        actionOf={(passkey) => (
          <Button
            size="small"
            aria-label={`Remove the passkey ${passkey.name}`}
            onClick={() => {
              remove.reset();
              setRemoved(passkey);
            }}
          >
            Remove
          </Button>
        )}
      />
      {mayAdd && (passkeyHost(location.origin) === undefined ? <NotHere /> : <AddPasskey />)}
      {removed && (
        <ConfirmDialog
          title={`Remove the passkey “${removed.name}”?`}
          onClose={() => setRemoved(undefined)}
          confirm={{
            label: 'Remove',
            destructive: true,
            pending: remove.isPending,
            run: () => remove.mutate(removed.id, { onSuccess: () => setRemoved(undefined) }),
          }}
          problem={remove.error?.message}
        >
          <DialogContentText>
            {`${
              passkeys.length === 1
                ? 'It is your last one: signing in then takes the password alone.'
                : 'It signs in no more.'
            } Remove it on the device, too, or it goes on offering it.`}
          </DialogContentText>
        </ConfirmDialog>
      )}
    </Box>
  );
}

function AddPasskey() {
  const [name, setName] = useState('');
  const add = useAct(addPasskeyMutation(), { repeatable: true });
  const { begin, stop } = useStoppable();
  return (
    <Form
      sx={{ display: 'grid', gap: 2, maxWidth: 480 }}
      onSubmit={() => add.mutate({ name: name.trim(), signal: begin() }, { onSuccess: () => setName('') })}
    >
      <TextInput
        required
        id="passkey-name"
        label="Name of the passkey"
        help="By which you know it again: “Laptop”, “Key ring”."
        autoComplete="off"
        inputProps={{ maxLength: MAX_PASSKEY_NAME }}
        value={name}
        onChange={setName}
      />
      <Problem text={add.error?.message} />
      {add.isSuccess && (
        <Alert role="status" severity="success">
          The passkey is added. The next sign-in asks for it.
        </Alert>
      )}
      <Box sx={{ display: 'flex', gap: 1 }}>
        <Button type="submit" variant="contained" loading={add.isPending} disabled={name.trim() === ''}>
          Add a passkey
        </Button>
        {add.isPending && <Button onClick={stop}>Cancel</Button>}
      </Box>
    </Form>
  );
}

/** Whoever opened the console by the number of this computer is offered its name. */
function NotHere() {
  const { hostname, port, pathname, origin } = location;
  const named = `http://localhost${port && `:${port}`}`;
  return (
    <Alert severity="info">
      <span>{problemSentence('passkey_not_at_address', { detail: origin })}</span>{' '}
      {hostname === '127.0.0.1' && (
        <Link href={`${named}${pathname}`} underline="always">
          Open it at {named}
        </Link>
      )}
    </Alert>
  );
}
