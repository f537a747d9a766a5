import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import { useQueries, useQuery, useSuspenseQuery, type QueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { paths } from '../../paths.ts';
import {
  certificatesQuery,
  certificateUsageQuery,
  type Certificate,
} from '../../client/queries/certificates.ts';
import { coverageQuery } from '../../client/queries/coverage.ts';
import { useFirstSteps } from '../../client/queries/first-steps.ts';
import { ivrProfilesQuery } from '../../client/queries/ivr-profiles.ts';
import { renewalPairs } from '../../client/queries/renewal-pairs.ts';
import { requestsQuery } from '../../client/queries/requests.ts';
import { screenRecordingQuery } from '../../client/queries/screen-recording.ts';
import { sessionQuery } from '../../client/session/session.ts';
import { askForNewView } from '../../client/session/sign-in-again.ts';
import { DAY_MS, isAssignable } from '../../domain/certificate.ts';
import { problemSentence } from '../../domain/problem.ts';
import { may, refusal, type Session } from '../../domain/session.ts';
import { ChangedElsewhere } from '../../ui/page/changed-elsewhere.tsx';
import { FirstSteps, useFirstStepsShown } from '../../ui/page/first-steps.tsx';
import { Page } from '../../ui/page/page.tsx';
import { useNow } from '../../ui/hooks/use-now.ts';
import { Answers } from './answers.tsx';
import { CoverageOverTime } from './coverage.tsx';
import { tasksOf } from './tasks.ts';
import { ToDo } from './to-do.tsx';
import { Unsaved } from './unsaved.tsx';

export const loader = (client: QueryClient) => async () => {
  const { session } = await client.ensureQueryData(sessionQuery());
  if (!session || refusal(session, 'view certificates')) return null;
  await Promise.all([
    client.ensureQueryData(certificatesQuery()),
    client.ensureQueryData(ivrProfilesQuery()),
    client.ensureQueryData(coverageQuery()),
    ...(may(session, 'view requests') ? [client.ensureQueryData(requestsQuery())] : []),
    ...(may(session, 'manage screen recording certificates')
      ? [client.ensureQueryData(screenRecordingQuery())]
      : []),
  ]);
  return null;
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

/** Days after its upload in which a successor is to be proven by a test call. */
const RECENT_DAYS = 30;

/** Whether the keys of recent successors open a recording. */
function useOpens(certificates: readonly Certificate[], session: Session, now: Date) {
  const since = now.getTime() - RECENT_DAYS * DAY_MS;
  const recent = may(session, 'renew certificates')
    ? certificates.filter(({ replaces, uploadedAt }) => replaces && Date.parse(uploadedAt) > since)
    : [];
  return useQueries({
    queries: recent.map(({ id }) => certificateUsageQuery(id)),
    combine: (usages) =>
      new Map(
        recent.flatMap(({ id }, index) => {
          const usage = usages[index]?.data;
          return usage ? [[id, usage.recordings.opens > 0] as const] : [];
        }),
      ),
  });
}

function State({ session }: { session: Session }) {
  const now = useNow();
  const coverage = useSuspenseQuery(coverageQuery()).data;
  const { items: certificates, changedElsewhere } = useSuspenseQuery(certificatesQuery()).data;
  const profiles = useSuspenseQuery(ivrProfilesQuery()).data.items;
  // The loader has already fetched them if the session may see them.
  const requests = useQuery({ ...requestsQuery(), enabled: may(session, 'view requests') }).data?.items;
  const screenRecording = useQuery({
    ...screenRecordingQuery(),
    enabled: may(session, 'manage screen recording certificates'),
  }).data?.items;
  // Only other pages change it, so it is read once.
  const [pairs] = useState(renewalPairs);
  const facts = {
    session,
    certificates,
    profiles,
    requests: requests ?? [],
    screenRecording,
    renewalPairs: pairs,
    coverage: coverage.places,
    opens: useOpens(certificates, session, now),
  };
  const [shown, setShown] = useFirstStepsShown(session.tenant.name);
  const steps = useFirstSteps(session, certificates, shown === 'shown');
  const unassigned = certificates.find((each) => each.assignedTo.length === 0 && isAssignable(each, now))?.id;
  const screenRecordings = may(session, 'manage screen recording certificates')
    ? paths.screenRecordingCertificates()
    : undefined;
  return (
    <Box sx={{ display: 'grid', gap: 2.5, gridTemplateColumns: 'minmax(0, 1fr)' }}>
      {changedElsewhere && <ChangedElsewhere onSignInAgain={askForNewView} />}
      <Unsaved session={session} profiles={profiles} />
      <Answers {...{ profiles, coverage, screenRecordings, now }} />
      {steps && (
        <FirstSteps
          steps={steps}
          toOf={(step) => paths.firstStep(step, session.tenant, unassigned)}
          onHide={() => setShown('hidden')}
        />
      )}
      <ToDo tasks={tasksOf(facts, now)} />
      <CoverageOverTime {...{ coverage, screenRecordings, now }} />
    </Box>
  );
}
