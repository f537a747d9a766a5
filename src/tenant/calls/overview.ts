import type { AnswerOf } from '../../contract/calls.ts';
import { DAY_MS, isAssignable } from '../../domain/certificate.ts';
import { screenAnswer, voiceAnswer } from '../../domain/encryption-answers.ts';
import { firstSteps } from '../../domain/first-steps.ts';
import { may } from '../../domain/session.ts';
import { grouped } from '../../domain/to-do/task-groups.ts';
import type { Facts } from '../../domain/to-do/task.ts';
import { tasksOf } from '../../domain/to-do/tasks.ts';
import type { SignedIn, SomeHandlers } from '../http/handler.ts';
import { identityOf, isChangedElsewhere, listInView } from '../store/certificates.ts';
import { openedBy, setsOf } from '../store/recordings.ts';
import { certificateAnswers } from './certificate.ts';
import { coverageAnswer } from './coverage.ts';
import { allIvrProfiles } from './ivr-profiles.ts';
import { allRequests } from './requests.ts';
import { screenRecordingItems } from './screen-recording.ts';

type Certificates = ReturnType<typeof certificateAnswers>;

/** Days after its upload in which a successor is to be proven by a test call. */
const RECENT_DAYS = 30;

/** What the Overview says, made here: the keystore may have ten thousand certificates, and a page shows a few lines. */
export const overviewCalls = {
  'GET /api/overview': ({ session, query, now }) => {
    const { view, store } = session;
    const { database } = store;
    const certificates = certificateAnswers(listInView(database, view), session);
    const profiles = allIvrProfiles(database);
    const requests = may(session, 'view requests') ? allRequests(database) : [];
    const screenRecording = screenRecordingItems(database);
    const coverage = coverageAnswer(session, now);
    const facts: Facts = {
      session,
      certificates,
      profiles,
      requests,
      screenRecording: may(session, 'manage screen recording certificates') ? screenRecording : undefined,
      pairsSaved: new Set(query.pairs),
      coverage: coverage.places,
      opens: opensOf(session, certificates, now),
    };
    const unassigned = certificates.find(
      (each) => each.assignedTo.length === 0 && isAssignable(each, now),
    )?.id;
    return {
      changedElsewhere: isChangedElsewhere(database, view),
      voice: voiceAnswer(profiles, now),
      screen: may(session, 'view screen recording settings') ? screenAnswer(screenRecording, now) : null,
      toDo: grouped(tasksOf(facts, now)),
      firstSteps: firstStepsOf(session, facts),
      unassigned: unassigned ?? null,
      ivrProfiles: profiles.map(({ id, name }) => ({ id, name })),
      coverage,
    };
  },
} satisfies SomeHandlers;

/** Whether the keys of recent successors open a recording. */
function opensOf(session: SignedIn, certificates: Certificates, now: Date): Map<string, boolean> {
  const { database } = session.store;
  const since = now.getTime() - RECENT_DAYS * DAY_MS;
  const recent = may(session, 'renew certificates')
    ? certificates.filter(({ replaces, uploadedAt }) => replaces && Date.parse(uploadedAt) > since)
    : [];
  return new Map(
    recent.flatMap(({ id }) => {
      const identity = identityOf(database, id);
      return identity ? [[id, openedBy(database, identity).opens > 0]] : [];
    }),
  );
}

function firstStepsOf(
  session: SignedIn,
  { certificates, requests }: Facts,
): AnswerOf<'GET /api/overview'>['firstSteps'] {
  const opens = () =>
    (setsOf(session.store.database, { identity: undefined, playable: 'yes' }) ?? []).length > 0;
  if (!may(session, 'renew certificates') || opens()) return null;
  return firstSteps({ platform: session.tenant.platform, certificates, requests, opensRecording: false });
}
