import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Paper from '@mui/material/Paper';
import Typography from '@mui/material/Typography';
import { useQuery } from '@tanstack/react-query';
import { isRouteErrorResponse, useLocation, useRevalidator, useRouteError } from 'react-router';
import { CallProblem, sentenceOf } from '../client/call.ts';
import { sessionQuery } from '../client/session/session.ts';
import { may } from '../domain/session.ts';
import { askForNewView } from '../client/session/sign-in-again.ts';
import { paths } from '../paths.ts';
import { ScreenRefused } from './screen-refused.ts';
import { ButtonLink } from '../ui/page/button-link.tsx';

/** Shown when not even the frame could be shown. */
export const ProblemDocument = () => (
  <main>
    <ProblemPage />
  </main>
);

/** Replaces a screen that cannot be shown: a sentence that says what is wrong, and a button for the next step. */
export function ProblemPage() {
  const error = useRouteError();
  const { revalidate, state } = useRevalidator();
  const { pathname } = useLocation();
  const session = useQuery({ ...sessionQuery(), enabled: false }).data?.session;
  const mayRestore = session ? may(session, 'manage certificates') : false;
  const { title, sentence, action } = describe(error, { mayRestore, pathname });
  return (
    <Box sx={{ maxWidth: 640, mx: 'auto', px: 2, py: 6 }}>
      <title>{`${title} – Recording Certificate Console`}</title>
      <Paper variant="outlined" sx={{ p: 4 }}>
        <Typography variant="h1" gutterBottom>
          {title}
        </Typography>
        <Typography sx={{ mb: 3 }}>{sentence}</Typography>
        <Box sx={{ display: 'flex', gap: 1.5, flexWrap: 'wrap' }}>
          {action === 'retry' && (
            <Button variant="contained" onClick={() => void revalidate()} loading={state === 'loading'}>
              Try again
            </Button>
          )}
          {action === 'sign in' && (
            <Button variant="contained" onClick={askForNewView}>
              Sign in again
            </Button>
          )}
          {typeof action === 'object' && (
            <ButtonLink variant="contained" to={action.to}>
              {action.label}
            </ButtonLink>
          )}
          <ButtonLink to={paths.overview()}>Overview</ButtonLink>
        </Box>
      </Paper>
    </Box>
  );
}

interface Description {
  title: string;
  sentence: string;
  action?: 'retry' | 'sign in' | { to: string; label: string };
}

function describe(
  error: unknown,
  { mayRestore, pathname }: { mayRestore: boolean; pathname: string },
): Description {
  if (error instanceof ScreenRefused) {
    const { refusal } = error;
    const base = { title: error.title, sentence: error.message };
    if (refusal.code !== 'not_on_this_platform') return base;
    return refusal.platform === 'azure'
      ? { ...base, action: { to: paths.keys(), label: 'Go to Keys Management' } }
      : { ...base, action: { to: paths.certificates(), label: 'Go to Certificates' } };
  }
  if (isRouteErrorResponse(error) && error.status === 404) {
    return {
      title: 'Page not found',
      sentence: 'There is no page at this address. It may have been moved or mistyped.',
    };
  }
  if (error instanceof CallProblem && error.code === 'certificate_deleted') {
    const base = { title: 'Deleted', sentence: error.message };
    return mayRestore
      ? { ...base, action: { to: paths.deletedCertificates(), label: 'Recently deleted' } }
      : base;
  }
  if (error instanceof CallProblem) {
    return {
      title: error.problem?.title ?? 'Tenant not reachable',
      sentence: error.message,
      action: helpsToSignIn(error, pathname) ? 'sign in' : 'retry',
    };
  }
  // Anything else, such as code that can no longer be loaded.
  return { title: 'Something went wrong', sentence: sentenceOf(error), action: 'retry' };
}

/** A certificate that another session uploaded is found only after signing in again. */
const helpsToSignIn = ({ code }: CallProblem, pathname: string): boolean =>
  code === 'not_signed_in' || (code === 'not_found' && pathname.startsWith(paths.certificates()));
