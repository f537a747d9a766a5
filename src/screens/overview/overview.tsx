import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import { useSuspenseQuery, type QueryClient } from '@tanstack/react-query';
import { paths } from '../../paths.ts';
import { overviewQuery } from '../../client/queries/overview.ts';
import { sessionQuery } from '../../client/session/session.ts';
import { problemSentence } from '../../domain/problem.ts';
import { may, refusal, type Session } from '../../domain/session.ts';
import { ChangedElsewhere } from '../../ui/page/changed-elsewhere.tsx';
import { Page } from '../../ui/page/page.tsx';
import { useNow } from '../../ui/hooks/use-now.ts';
import { FirstSteps } from '../first-steps/first-steps.tsx';
import { Answers } from './answers.tsx';
import { CoverageOverTime } from './coverage.tsx';
import { ToDo } from './to-do.tsx';
import { Unsaved } from './unsaved.tsx';

export const loader = async (client: QueryClient) => {
  const { session } = await client.ensureQueryData(sessionQuery());
  if (session && !refusal(session, 'view certificates')) await client.ensureQueryData(overviewQuery());
};

export function Component() {
  const { session } = useSuspenseQuery(sessionQuery()).data;
  if (!session) return null;
  const refused = refusal(session, 'view certificates');
  return (
    <Page
      title="Overview"
      intro={`How the recordings of tenant ${session.tenant.name} are encrypted, and what needs doing.`}
    >
      {refused?.code === 'forbidden' ? (
        <Alert severity="warning">{problemSentence('forbidden', { detail: refused.privilege })}</Alert>
      ) : (
        <State session={session} />
      )}
    </Page>
  );
}

function State({ session }: { session: Session }) {
  const now = useNow();
  const { coverage, ...overview } = useSuspenseQuery(overviewQuery()).data;
  const screenRecordings = may(session, 'manage screen recording certificates')
    ? paths.screenRecordingCertificates()
    : undefined;
  return (
    <Box sx={{ display: 'grid', gap: 2.5, gridTemplateColumns: 'minmax(0, 1fr)' }}>
      {overview.changedElsewhere && <ChangedElsewhere />}
      <Unsaved session={session} profiles={overview.ivrProfiles} />
      <Answers voice={overview.voice} screen={overview.screen} screenRecordings={screenRecordings} />
      <FirstSteps tenant={session.tenant} />
      <ToDo items={overview.toDo} />
      <CoverageOverTime {...{ coverage, screenRecordings, now }} />
    </Box>
  );
}
