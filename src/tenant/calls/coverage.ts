import type { AnswerOf } from '../../contract/calls.ts';
import type { Place } from '../../domain/certificate.ts';
import { coverageFrom, intervalsOf } from '../../domain/coverage.ts';
import { recordsCalls } from '../../domain/ivr-profile.ts';
import { may } from '../../domain/session.ts';
import { serialNumberOf } from './certificate.ts';
import type { SignedIn, SomeHandlers } from '../http/handler.ts';
import {
  historySince,
  listAssignmentPeriods,
  SCREEN_RECORDING,
  type StoredAssignmentPeriod,
} from '../store/assignment-history.ts';
import { listIvrProfiles } from '../store/ivr-profiles.ts';

/** The current assignments of some profiles, and a year of their changes, are far fewer. */
const MOST_ASSIGNMENTS = 1000;

/** The same in every session, like the lists: this is what recorders did and will do. */
export const coverageCalls = {
  'GET /api/coverage': ({ session, now }) => coverageAnswer(session, now),
} satisfies SomeHandlers;

export function coverageAnswer(session: SignedIn, now: Date): AnswerOf<'GET /api/coverage'> {
  const { database } = session.store;
  const knownSince = new Date(historySince(database));
  const known = listAssignmentPeriods(database, session.view, {
    since: coverageFrom(now).toISOString(),
    limit: MOST_ASSIGNMENTS,
  });
  const from = new Date(known.since);
  const periods = Map.groupBy(known.periods, ({ place }) => place);
  const coverageAt = (place: Place) => {
    const id = place.kind === 'ivr-profile' ? place.id : SCREEN_RECORDING;
    const assignments = (periods.get(id) ?? []).map(assignmentOf);
    return { place, intervals: intervalsOf(assignments, { from, knownSince }), assignments };
  };
  const profiles = listIvrProfiles(database).filter(recordsCalls);
  return {
    at: now.toISOString(),
    from: from.toISOString(),
    knownSince: knownSince.toISOString(),
    places: [
      ...profiles.map(({ id, name }) => coverageAt({ kind: 'ivr-profile', id, name })),
      ...(may(session, 'view screen recording settings') ? [coverageAt({ kind: 'screen-recording' })] : []),
    ],
  };
}

const assignmentOf = ({
  number: _number,
  place: _place,
  serialHex,
  serialDecimal,
  isInKeystore,
  ...period
}: StoredAssignmentPeriod) => ({
  ...period,
  serialNumber: serialNumberOf({ serialHex, serialDecimal }),
  inKeystore: isInKeystore,
});
