import CssBaseline from '@mui/material/CssBaseline';
import { ThemeProvider } from '@mui/material/styles';
import { QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createBrowserRouter } from 'react-router';
import { RouterProvider } from 'react-router/dom';
import { CallProblem } from '../client/call.ts';
import { sessionHasEnded } from '../client/session/session.ts';
import { codeProblem } from '../ui/hooks/load-code.ts';
import { CodeDialog } from './code-dialog.tsx';
import { routes } from './routes.tsx';
import { theme } from './theme.ts';

const client: QueryClient = new QueryClient({
  queryCache: new QueryCache({
    onError: (error) => {
      // The session has ended while a screen is open: the frame offers to sign in again, and everything typed stays.
      if (error instanceof CallProblem && error.code === 'not_signed_in') {
        sessionHasEnded(client);
      }
    },
  }),
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      // Only a lost connection is tried again: an answer of the tenant would be the same.
      retry: (failures, error) =>
        failures < 2 && error instanceof CallProblem && error.code === 'unreachable',
    },
  },
});

const router = createBrowserRouter(routes(client));

/**
 * Resolves when the code and the data of the first screen have been loaded, or when the person must be asked because
 * they could not be. Until then the static page stays, so that nothing is drawn twice.
 */
export const firstScreen = new Promise<void>((resolve) => {
  const look = () => {
    if (router.state.initialized || codeProblem.read()) resolve();
  };
  router.subscribe(look);
  codeProblem.subscribe(look);
  look();
});

export function App() {
  return (
    <ThemeProvider theme={theme} defaultMode="system">
      <CssBaseline enableColorScheme />
      <QueryClientProvider client={client}>
        <RouterProvider router={router} />
        <CodeDialog router={router} />
      </QueryClientProvider>
    </ThemeProvider>
  );
}
