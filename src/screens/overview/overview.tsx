import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import Typography from '@mui/material/Typography';
import { useSuspenseQuery, type QueryClient } from '@tanstack/react-query';
import { Link as RouterLink } from 'react-router';
import { paths } from '../../app/paths.ts';
import { certificatesQuery } from '../../client/certificates.ts';
import { sessionQuery } from '../../client/session.ts';
import { problemSentence } from '../../domain/problem.ts';
import { refusal } from '../../domain/session.ts';
import { Page } from '../../ui/page.tsx';
import { useNow } from '../../ui/use-now.ts';
import { tasksOf } from './tasks.ts';

export const loader = (client: QueryClient) => async () => {
  const { session } = await client.ensureQueryData(sessionQuery());
  if (session && !refusal(session, 'view certificates')) await client.ensureQueryData(certificatesQuery());
  return null;
};

export function Component() {
  const { session } = useSuspenseQuery(sessionQuery()).data;
  if (!session) return null;
  const refused = refusal(session, 'view certificates');
  return (
    <Page narrow title="Overview" intro={`What needs doing now in tenant ${session.tenant.name}.`}>
      {refused?.code === 'forbidden' ? (
        <Alert severity="warning">{problemSentence('forbidden', { detail: refused.privilege })}</Alert>
      ) : (
        <Tasks />
      )}
    </Page>
  );
}

function Tasks() {
  const { items } = useSuspenseQuery(certificatesQuery()).data;
  const tasks = tasksOf(items, useNow());
  if (tasks.length === 0) {
    return (
      <Alert severity="success">
        Nothing needs doing: every certificate is valid for more than 90 days and assigned.{' '}
        <Link component={RouterLink} to={paths.certificates()}>
          Certificates
        </Link>
      </Alert>
    );
  }
  return (
    <Box component="ul" sx={{ listStyle: 'none', p: 0, m: 0, display: 'grid', gap: 1.5 }}>
      {tasks.map(({ severity, text, why, to }) => (
        <li key={text}>
          <Alert severity={severity}>
            <Link component={RouterLink} to={to} color="inherit" sx={{ fontWeight: 600 }}>
              {text}
            </Link>
            <Typography variant="body2">{why}</Typography>
          </Alert>
        </li>
      ))}
    </Box>
  );
}
