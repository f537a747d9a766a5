import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useSuspenseQuery, type QueryClient } from '@tanstack/react-query';
import { endSessionMutation, ownAccountQuery } from '../../client/queries/accounts.ts';
import { useAct } from '../../client/act.ts';
import { signInWayText } from '../../domain/account.ts';
import { problemSentence } from '../../domain/problem.ts';
import { roleText, rolesThatMay, type Role } from '../../domain/session.ts';
import { DEMO_STAYS } from '../../domain/said.ts';
import { minuteText } from '../../ui/page/dates.ts';
import { Facts } from '../../ui/page/facts.tsx';
import { Page } from '../../ui/page/page.tsx';
import { Section } from '../../ui/page/section.tsx';
import { ChangePassword } from './change-password.tsx';
import { Sessions } from './sessions.tsx';
import { YourPasskeys } from './your-passkeys.tsx';
import { Problem } from '../../ui/page/problem.tsx';

export const loader = (client: QueryClient) => client.ensureQueryData(ownAccountQuery());

const mayHavePasskey = (role: Role) => rolesThatMay('add a passkey').includes(role);

/** *Your account*: everybody's own password, passkeys and sessions. */
export function Component() {
  const { username, role, signsInWith, signedInAt, sessions, passkeys, isDemo } =
    useSuspenseQuery(ownAccountQuery()).data;
  const end = useAct(endSessionMutation(), { repeatable: true });
  return (
    <Page narrow title="Your account" intro={username}>
      <Box sx={{ display: 'grid', gap: 2 }}>
        <Section title="Account">
          <Facts
            facts={[
              ['Role', roleText[role]],
              ['Signs in with', signInWayText[signsInWith]],
              ['Last sign-in', signedInAt === null ? 'Never' : minuteText(signedInAt)],
            ]}
          />
        </Section>
        {signsInWith !== 'provider' && (
          <Section title="Password">
            {isDemo ? <Alert severity="info">{DEMO_STAYS}</Alert> : <ChangePassword username={username} />}
          </Section>
        )}
        {(mayHavePasskey(role) || passkeys.length > 0) && (
          <Section title="Passkeys">
            {signsInWith === 'provider' ? (
              <Alert severity="info">{problemSentence('passkey_at_provider')}</Alert>
            ) : isDemo ? (
              <Alert severity="info">{DEMO_STAYS}</Alert>
            ) : (
              <YourPasskeys passkeys={passkeys} mayAdd={mayHavePasskey(role)} />
            )}
          </Section>
        )}
        <Section
          title="Sessions"
          actions={
            <Button disabled={end.isPending || sessions.length < 2} onClick={() => end.mutate(undefined)}>
              End all others
            </Button>
          }
        >
          <Problem text={end.error?.message} sx={{ mb: 1 }} />
          <Sessions sessions={sessions} isPending={end.isPending} onEnd={(id) => end.mutate(id)} />
        </Section>
      </Box>
    </Page>
  );
}
