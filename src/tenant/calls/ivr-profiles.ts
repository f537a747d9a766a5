import type { AnswerOf } from '../../contract/calls.ts';
import {
  CONFIGURATION_SECTION,
  ivrProfileWords,
  keyName,
  type IvrProfileSort,
} from '../../domain/ivr-profile.ts';
import { isoDay } from '../../domain/columns.ts';
import { namesApart } from '../../domain/same-name.ts';
import { encodePem } from '../../pki/pem/pem.ts';
import { addToProfile, notPresent, replaceList } from './assign.ts';
import { serialNumberOf } from './certificate.ts';
import { etagOf, matches } from '../http/etag.ts';
import type { Asking, SomeHandlers } from '../http/handler.ts';
import { answerList, exportOf } from '../http/list.ts';
import { found, Refused } from '../http/problem.ts';
import { findPresent } from '../store/certificates.ts';
import type { Database } from '../store/database.ts';
import {
  findIvrProfile,
  ivrProfileList,
  listAssignments,
  listConfiguration,
  listIvrProfiles,
  type StoredAssignment,
  type StoredIvrProfile,
} from '../store/ivr-profiles.ts';

/**
 * Assignments are the same in every session: the rule that hides changes of other sessions is about the keystore, and a
 * profile is what the recorder reads.
 */
export const ivrProfileCalls = {
  'GET /api/ivr-profiles': listed,

  'GET /api/ivr-profiles.csv': exportOf(
    'ivr-profiles',
    ({ session, now }) => Object.values(ivrProfileWords(now, namesIn(session.store.database))),
    listed,
  ),

  'PUT /api/ivr-profiles/{id}/certificates': ({ session, id, body, ifMatch, now }) => {
    const { database } = session.store;
    return database.transaction(() => {
      const profile = existing(database, id);
      if (!matches(ifMatch, etagOf(profile.version))) throw new Refused('changed_meanwhile');
      const { certificateIds, acknowledgement } = body;
      replaceList(session, profile, { wanted: [...new Set(certificateIds)], acknowledgement }, now);
      return ivrProfileAnswer(existing(database, id), listAssignments(database, id));
    });
  },

  'GET /api/ivr-profiles/{id}/configuration': ({ session, id }) => {
    const { database } = session.store;
    existing(database, id);
    return {
      section: CONFIGURATION_SECTION,
      options: listConfiguration(database, id).map(({ keyNumber, der }) => ({
        key: keyName(keyNumber),
        value: encodePem('CERTIFICATE', der),
      })),
    };
  },

  'POST /api/certificates/{id}/assign': ({ session, id, body, now }) => {
    const { database } = session.store;
    return database.transaction(() => {
      if (!findPresent(database, id)) throw notPresent();
      const wanted = new Set(body.ivrProfileIds);
      for (const profileId of wanted) addToProfile(session, existing(database, profileId), id, now);
      return { items: changedOnes(database, wanted) };
    });
  },

  'POST /api/certificates/{id}/unassign': ({ session, id, body, now }) => {
    const { database } = session.store;
    const { ivrProfiles, acknowledgement } = body;
    return database.transaction(() => {
      if (!findPresent(database, id)) throw notPresent();
      for (const { id: profileId, etag } of ivrProfiles) {
        const profile = existing(database, profileId);
        if (!matches(etag, etagOf(profile.version))) throw new Refused('changed_meanwhile');
        const before = listAssignments(database, profileId).map((each) => each.id);
        if (!before.includes(id)) continue;
        replaceList(session, profile, { wanted: before.filter((each) => each !== id), acknowledgement }, now);
      }
      return { items: changedOnes(database, new Set(ivrProfiles.map((each) => each.id))) };
    });
  },
} satisfies SomeHandlers;

const namesIn = (database: Database) => namesApart(listAssignments(database).map(assignmentOf), isoDay);

export const existing = (database: Database, id: string): StoredIvrProfile =>
  found(findIvrProfile(database, id), 'There is no such IVR profile.');

type Answer = AnswerOf<'PUT /api/ivr-profiles/{id}/certificates'>;

function listed({ session, query }: Asking<'GET /api/ivr-profiles'>) {
  const { database } = session.store;
  const page = answerList<StoredIvrProfile, IvrProfileSort>(database, ivrProfileList, { where: [] }, query);
  return { ...page, items: ivrProfileAnswers(database, page.items) };
}

const changedOnes = (database: Database, ids: ReadonlySet<string>): Answer[] =>
  allIvrProfiles(database).filter(({ id }) => ids.has(id));

export const allIvrProfiles = (database: Database): Answer[] =>
  ivrProfileAnswers(database, listIvrProfiles(database));

function ivrProfileAnswers(database: Database, profiles: readonly StoredIvrProfile[]): Answer[] {
  const assignments = Map.groupBy(listAssignments(database), ({ profileId }) => profileId);
  return profiles.map((profile) => ivrProfileAnswer(profile, assignments.get(profile.id)));
}

const ivrProfileAnswer = (
  { version, changedBy: by, changedAt: at, ...profile }: StoredIvrProfile,
  assignments: readonly StoredAssignment[] = [],
): Answer => ({
  ...profile,
  certificates: assignments.map(assignmentOf),
  changed: by === null || at === null ? null : { by, at },
  etag: etagOf(version),
});

const assignmentOf = ({
  keyNumber,
  isNameShared,
  serialHex,
  serialDecimal,
  ...assigned
}: StoredAssignment) => ({
  ...assigned,
  nameShared: isNameShared,
  key: keyName(keyNumber),
  serialNumber: serialNumberOf({ serialHex, serialDecimal }),
});
