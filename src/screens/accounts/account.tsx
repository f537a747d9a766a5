import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useSuspenseQuery, type QueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useParams, type LoaderFunctionArgs } from 'react-router';
import { paths } from '../../paths.ts';
import {
  accountQuery,
  changeAccountMutation,
  oneTimePasswordMutation,
  signOutAccountMutation,
} from '../../client/queries/accounts.ts';
import { useAct } from '../../client/act.ts';
import { signInWayText } from '../../domain/account.ts';
import type { Role } from '../../domain/session.ts';
import { DEMO_STAYS } from '../../domain/said.ts';
import { states } from '../../domain/states.ts';
import { Form } from '../../ui/form/form.tsx';
import { BackLink } from '../../ui/page/back-link.tsx';
import { minuteText } from '../../ui/page/dates.ts';
import { Facts } from '../../ui/page/facts.tsx';
import { Page } from '../../ui/page/page.tsx';
import { Section } from '../../ui/page/section.tsx';
import { AccountChip } from './account-chip.tsx';
import { OneTimePassword } from './one-time-password.tsx';
import { RemovablePasskeys } from './removable-passkeys.tsx';
import { RoleField } from './role-field.tsx';
import { Sessions } from './sessions.tsx';
import { Problem } from '../../ui/page/problem.tsx';

export const loader = (client: QueryClient, { params }: LoaderFunctionArgs) =>
  client.ensureQueryData(accountQuery(params['id'] ?? ''));

/** One account: its role, whether it may sign in, and its sessions. */
export function Component() {
  const id = useParams()['id'] ?? '';
  const account = useSuspenseQuery(accountQuery(id)).data;
  const [draft, setDraft] = useState<Role>();
  const again = { repeatable: true };
  const change = useAct(changeAccountMutation(account), again);
  const oneTime = useAct(oneTimePasswordMutation(id), again);
  const signOut = useAct(signOutAccountMutation(id), again);
  const { username, addedAt, addedBy, signedInAt } = account;
  const disabled = account.state === 'disabled';
  const role = draft ?? account.role;
  const pending = change.isPending || oneTime.isPending || signOut.isPending;
  const problem = change.error ?? oneTime.error ?? signOut.error;
  const begin = (mutate: () => void) => () => {
    for (const act of [change, oneTime, signOut]) act.reset();
    mutate();
  };
  return (
    <Page
      narrow
      title={username}
      where={<BackLink to={paths.accounts()}>Accounts</BackLink>}
      intro={<AccountChip account={account} />}
      actions={
        <Button
          color={disabled ? 'primary' : 'error'}
          variant={disabled ? 'contained' : 'outlined'}
          disabled={pending}
          onClick={begin(() => change.mutate({ role: account.role, disabled: !disabled }))}
        >
          <span>{disabled ? 'Enable' : 'Disable'}</span>
        </Button>
      }
    >
      <Box sx={{ display: 'grid', gap: 2 }}>
        <Problem text={problem?.message} />
        {account.isDemo && (
          <Alert severity="info">{DEMO_STAYS} Add an account to try this page with it.</Alert>
        )}
        {oneTime.data && <OneTimePassword username={username} {...oneTime.data} />}
        <Section title="Role">
          <Form
            sx={{ display: 'grid', gap: 2, maxWidth: 480 }}
            onSubmit={begin(() =>
              change.mutate({ role, disabled }, { onSuccess: () => setDraft(undefined) }),
            )}
          >
            <RoleField role={role} onChange={setDraft} />
            <div>
              <Button type="submit" variant="contained" disabled={pending || role === account.role}>
                Save
              </Button>
            </div>
          </Form>
        </Section>
        <Section title="Sign-in">
          <Facts
            facts={[
              ['Signs in with', signInWayText[account.signsInWith]],
              ['Last sign-in', signedInAt === null ? 'Never' : minuteText(signedInAt)],
              [
                'Added',
                addedAt === null
                  ? states.notKnown
                  : `${minuteText(addedAt)}${addedBy === null ? '' : ` by ${addedBy}`}`,
              ],
            ]}
          />
          {account.signsInWith !== 'provider' && (
            <Button sx={{ mt: 1.5, ml: -1 }} disabled={pending} onClick={begin(() => oneTime.mutate())}>
              Give a one-time password
            </Button>
          )}
        </Section>
        {account.passkeys.length > 0 && (
          <RemovablePasskeys id={id} username={username} passkeys={account.passkeys} />
        )}
        <Section
          title="Sessions"
          actions={
            <Button
              disabled={pending || account.sessions.length === 0}
              onClick={begin(() => signOut.mutate())}
            >
              Sign out everywhere
            </Button>
          }
        >
          <Sessions sessions={account.sessions} isPending={pending} />
        </Section>
      </Box>
    </Page>
  );
}
