import type { Place } from '../domain/certificate.ts';
import { coverageFrom, intervalsOf } from '../domain/coverage.ts';
import { recordsCalls } from '../domain/ivr-profile.ts';
import { may } from '../domain/session.ts';
import type { Handlers } from './handler.ts';
import {
  historySince,
  listAssignmentPeriods,
  SCREEN_RECORDING,
  type StoredAssignmentPeriod,
} from './store/assignment-history.ts';
import { listIvrProfiles } from './store/ivr-profiles.ts';

/** The same in every session, like the lists: this is what recorders did and will do. */
export const coverageCalls: Handlers<'GET /api/coverage'> = {
  'GET /api/coverage': ({ session, now }) => {
    const { database } = session.store;
    const from = coverageFrom(now);
    const knownSince = new Date(historySince(database));
    const periods = Map.groupBy(
      listAssignmentPeriods(database, session.view, from.toISOString()),
      ({ place }) => place,
    );
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
  },
};

const assignmentOf = ({
  place: _,
  serialHex,
  serialDecimal,
  inKeystore,
  ...period
}: StoredAssignmentPeriod) => ({
  ...period,
  serialNumber: { hex: serialHex, decimal: serialDecimal },
  inKeystore: inKeystore === 1,
});
