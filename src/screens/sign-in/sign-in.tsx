import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Paper from '@mui/material/Paper';
import Typography from '@mui/material/Typography';
import { useQueryClient, useSuspenseQuery, type QueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { redirect, useLoaderData, useNavigate, useSearchParams, type LoaderFunctionArgs } from 'react-router';
import { paths } from '../../paths.ts';
import { useAct } from '../../client/act.ts';
import { leaveSession, sessionQuery, signedInOn, signInMutation } from '../../client/session/session.ts';
import { tellOtherTabs } from '../../client/session/other-tabs.ts';
import { pathOnSite } from '../../domain/path-on-site.ts';
import { SecondStep } from './second-step.tsx';
import { SignInForm } from './sign-in-form.tsx';
import { Problem } from '../../ui/page/problem.tsx';
import { To } from '../../ui/page/to.tsx';

export const loader = async (client: QueryClient, { request }: LoaderFunctionArgs) => {
  const { session, now } = await client.ensureQueryData(sessionQuery());
  const { searchParams } = new URL(request.url);
  if (session && now === undefined) {
    // Somebody may have signed in at the identity provider for a page in another tab.
    if (session.singleSignOn) tellOtherTabs();
    throw redirect(backPath(searchParams.get('back')));
  }
  if (session) leaveSession(client);
  return { problem: await sentenceOf(searchParams.get('problem')) };
};

/** Why single sign-on failed. The sentences are loaded only then. */
async function sentenceOf(asked: string | null): Promise<string | undefined> {
  if (asked === null) return undefined;
  const { problemCodes, problemSentence } = await import('../../domain/problem.ts');
  const code = problemCodes.find((each) => each === asked);
  return code && problemSentence(code);
}

/** Follows only a path of this console, so that a link cannot send a person to another site after signing in. */
const backPath = (back: string | null): string =>
  (back?.startsWith('/') ? pathOnSite(back, location.origin) : undefined) ?? paths.overview();

export function Component() {
  const { demo, singleSignOn, secondStep } = useSuspenseQuery(sessionQuery()).data;
  const { problem } = useLoaderData<{ problem: string | undefined }>();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [search] = useSearchParams();
  const [credentials, setCredentials] = useState({ username: search.get('username') ?? '', password: '' });
  const signIn = useAct(signInMutation(() => credentials, signedInOn(client)));
  const goOn = () => void navigate(backPath(search.get('back')), { replace: true });
  return (
    <Box component="main" sx={{ maxWidth: 440, mx: 'auto', px: 2, py: { xs: 4, sm: 8 } }}>
      <title>Sign in – Recording Certificate Console</title>
      <Paper variant="outlined" sx={{ p: { xs: 3, sm: 4 } }}>
        <Typography variant="h1">Recording Certificate Console</Typography>
        <Typography sx={{ color: 'text.secondary', mt: 1, mb: 3 }}>
          Make, check, install, watch and retire the key pairs that encrypt recordings.
        </Typography>
        <Problem text={problem} sx={{ mb: 3 }} />
        {secondStep && (
          <SecondStep
            username={secondStep.username}
            signedIn={signedInOn(client)}
            onSignedIn={goOn}
            left={() => {
              leaveSession(client);
              void client.invalidateQueries({ queryKey: sessionQuery().queryKey });
            }}
          />
        )}
        {singleSignOn && !secondStep && (
          <Button
            href={paths.singleSignOn(backPath(search.get('back')))}
            variant="contained"
            size="large"
            fullWidth
            sx={{ mb: singleSignOn.only ? 0 : 3 }}
          >
            Sign in by single sign-on
          </Button>
        )}
        {!singleSignOn?.only && !secondStep && (
          <SignInForm
            credentials={credentials}
            onChange={setCredentials}
            signIn={signIn}
            onSignedIn={({ session }) => {
              if (session) return goOn();
              // For a way back from the second step.
              setCredentials({ username: credentials.username, password: '' });
              signIn.reset();
            }}
            focus={singleSignOn ? undefined : search.has('username') ? 'password' : 'username'}
          />
        )}
        <Typography variant="body2" sx={{ mt: 2 }}>
          The <To to={paths.keyTool('generate')}>Key Tools</To> need no sign-in: keys are made, read and
          converted in your browser.
        </Typography>
        {demo && !secondStep && (
          <Box component="section" aria-labelledby="demo" sx={{ mt: 4 }}>
            <Typography id="demo" variant="h2" sx={{ fontSize: 'h3.fontSize' }}>
              Demo accounts
            </Typography>
            <Typography variant="body2" sx={{ color: 'text.secondary', mb: 1 }}>
              The password of all of them is <code>{demo.password}</code>. Choose one to fill it in.
            </Typography>
            <Box component="ul" sx={{ listStyle: 'none', p: 0, m: 0, display: 'grid', gap: 1 }}>
              {demo.accounts.map((account) => (
                <li key={account.username}>
                  <Button
                    fullWidth
                    variant="outlined"
                    sx={{ justifyContent: 'space-between', gap: 2 }}
                    onClick={() => {
                      setCredentials({ username: account.username, password: demo.password });
                      signIn.reset();
                    }}
                  >
                    <span>{account.username}</span>
                    <Typography component="span" variant="body2" sx={{ color: 'text.secondary' }}>
                      {account.tenant.name}, {account.tenant.platform === 'aws' ? 'AWS' : 'Azure'}
                    </Typography>
                  </Button>
                </li>
              ))}
            </Box>
          </Box>
        )}
      </Paper>
    </Box>
  );
}
