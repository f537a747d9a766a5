import KeyIcon from '@mui/icons-material/VpnKey';
import AppBar from '@mui/material/AppBar';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import CssBaseline from '@mui/material/CssBaseline';
import Toolbar from '@mui/material/Toolbar';
import Typography from '@mui/material/Typography';
import { ThemeProvider } from '@mui/material/styles';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import {
  createHashRouter,
  Link,
  Outlet,
  redirect,
  ScrollRestoration,
  useLocation,
  useRevalidator,
  type LoaderFunctionArgs,
} from 'react-router';
import { RouterProvider } from 'react-router/dom';
import { keyTools } from '../../app/key-tools.ts';
import { setColours } from '../../app/colours.ts';
import { paths } from '../../paths.ts';
import { theme } from '../../app/theme.ts';
import { ConsoleAround } from '../console-around.ts';
import { screens } from '../key-tools.ts';
import { useKeptFocus } from '../../ui/hooks/keep-focus.ts';
import { codeIsComplete } from '../../ui/hooks/load-code.ts';
import { useZoneChange } from '../../ui/hooks/zone.ts';

/** Draws the page. Workers load this module too, but must not call it: they have no document. */
export function draw(): void {
  const root = document.getElementById('root');
  if (!root) return;
  codeIsComplete();
  setColours('system');
  const client = new QueryClient();
  createRoot(root).render(
    <StrictMode>
      <ThemeProvider theme={theme} defaultMode="system" storageManager={null}>
        <CssBaseline enableColorScheme />
        <QueryClientProvider client={client}>
          <ConsoleAround value={false}>
            <RouterProvider router={routerFor(client)} />
          </ConsoleAround>
        </QueryClientProvider>
      </ThemeProvider>
    </StrictMode>,
  );
}

/** The tools have the same URLs as in the console, but after a `#`, because a file is a single page. */
const routerFor = (client: QueryClient) =>
  createHashRouter([
    {
      Component: Frame,
      children: [
        ...keyTools.map(({ tool }) => {
          const { Component, loader } = screens[tool];
          const loads = loader && { loader: (args: LoaderFunctionArgs) => loader(client, args) };
          return { path: paths.keyTool(tool), Component, ...loads };
        }),
        { path: '*', loader: () => redirect(paths.keyTool('generate')) },
      ],
    },
  ]);

function Frame() {
  const { pathname } = useLocation();
  const { revalidate } = useRevalidator();
  const [zone, setZone] = useZoneChange(() => void revalidate());
  useKeptFocus();
  return (
    <Box sx={{ minHeight: '100vh', display: 'flex', flexDirection: 'column' }}>
      <ScrollRestoration />
      <AppBar sx={{ position: { xs: 'static', sm: 'sticky' } }}>
        <Toolbar sx={{ minHeight: '56px !important', py: 0.5, columnGap: 3, flexWrap: 'wrap' }}>
          <Box sx={{ display: 'flex', alignItems: 'center', gap: 1, fontWeight: 'fontWeightBold' }}>
            <KeyIcon fontSize="small" sx={{ color: 'var(--header-mark)' }} />
            Recording Key Tools
          </Box>
          <Box component="nav" aria-label="Main" sx={{ display: 'flex', flexWrap: 'wrap', gap: 0.5 }}>
            {keyTools.map(({ tool, label }) => {
              const current = pathname === paths.keyTool(tool);
              return (
                <Button
                  key={tool}
                  component={Link}
                  to={paths.keyTool(tool)}
                  {...(current && { 'aria-current': 'page' as const })}
                  sx={{
                    color: 'inherit',
                    px: { xs: 1, sm: 1.5 },
                    bgcolor: current ? 'rgb(255 255 255 / 14%)' : 'transparent',
                  }}
                >
                  {label}
                </Button>
              );
            })}
          </Box>
          <Button
            color="inherit"
            aria-pressed={zone === 'UTC'}
            onClick={() => setZone(zone === 'UTC' ? 'own' : 'UTC')}
            sx={{ ml: 'auto', bgcolor: zone === 'UTC' ? 'rgb(255 255 255 / 14%)' : 'transparent' }}
          >
            Times in UTC
          </Button>
        </Toolbar>
      </AppBar>
      <Box component="main" sx={{ flex: 1, minWidth: 0 }}>
        <Outlet />
      </Box>
      <Typography
        component="footer"
        variant="body2"
        sx={{ px: { xs: 2, md: 3 }, py: 2, color: 'text.secondary' }}
      >
        A copy of the key tools of the Recording Certificate Console. Its policy forbids every connection.
      </Typography>
    </Box>
  );
}
