import type { AnswerOf } from '../contract/calls.ts';
import { isAssignable } from '../domain/certificate.ts';
import { named } from './certificates.ts';
import { etagOf, matches } from './etag.ts';
import { actor, type Handlers } from './handler.ts';
import { Refused } from './problem.ts';
import { recordEntry } from './store/audit-log.ts';
import { findPresent } from './store/certificates.ts';
import {
  findIvrProfile,
  listAssignments,
  listIvrProfiles,
  replaceAssignments,
  type StoredAssignment,
  type StoredIvrProfile,
} from './store/ivr-profiles.ts';

/**
 * Assignments are shown as they are now, to every session: the rule that hides another session's changes is about
 * the keystore, and a profile is what the recorder reads.
 */
export const ivrProfileCalls: Handlers<'GET /api/ivr-profiles' | 'PUT /api/ivr-profiles/{id}/certificates'> =
  {
    'GET /api/ivr-profiles': ({ session }) => {
      const assignments = Map.groupBy(listAssignments(session.store.database), ({ profileId }) => profileId);
      return {
        items: listIvrProfiles(session.store.database).map((profile) =>
          answerOf(profile, assignments.get(profile.id)),
        ),
      };
    },

    'PUT /api/ivr-profiles/{id}/certificates': ({ session, id, body, ifMatch, now }) => {
      const { database } = session.store;
      const wanted = [...new Set(body.certificateIds)];
      return database.transaction(() => {
        const profile = findIvrProfile(database, id);
        if (!profile) throw new Refused('not_found', { detail: 'There is no such IVR profile.' });
        if (!matches(ifMatch, etagOf(profile.version))) throw new Refused('changed_meanwhile');
        const before = new Map(listAssignments(database, id).map((assigned) => [assigned.id, assigned]));
        const at = now.toISOString();
        const after = wanted.map((certificateId) => {
          // One that has expired since may stay; it just can't be added.
          const kept = before.get(certificateId);
          if (kept) return kept;
          const certificate = findPresent(database, certificateId);
          if (!certificate) throw notPresent();
          if (!isAssignable(certificate, now)) {
            throw new Refused('certificate_expired', { detail: named(certificate) }, { certificateId });
          }
          return { ...certificate, assignedBy: session.username, assignedAt: at };
        });
        replaceAssignments(database, id, after);

        const added = after.filter((assigned) => !before.has(assigned.id));
        const removed = [...before.values()].filter((assigned) => !wanted.includes(assigned.id));
        recordEntry(database, actor(session), {
          at,
          action: 'ivr-profile.assigned',
          summary: changeInWords(profile.name, added.map(named), removed.map(named)),
          certificates: [...added, ...removed].map((certificate) => certificate.id),
        });
        return answerOf({ ...profile, version: profile.version + 1 }, listAssignments(database, id));
      });
    },
  };

const notPresent = () =>
  new Refused('not_found', {
    detail:
      'One of the certificates is not in the keystore any more. Sign in again to see the keystore as it is now.',
  });

function changeInWords(profile: string, added: string[], removed: string[]): string {
  const parts = [
    added.length > 0 && `added ${added.join(', ')}`,
    removed.length > 0 && `removed ${removed.join(', ')}`,
  ].filter((part) => part !== false);
  return `IVR profile ${profile}: ${parts.join('; ') || 'saved without a change'}`;
}

function answerOf(
  { id, name, serviceType, geoLocation, isDefault, version }: StoredIvrProfile,
  assignments: readonly StoredAssignment[] = [],
): AnswerOf<'PUT /api/ivr-profiles/{id}/certificates'> {
  const certificates = assignments.map(assignmentOf);
  return { id, name, serviceType, geoLocation, isDefault, certificates, etag: etagOf(version) };
}

const assignmentOf = ({ serialHex, serialDecimal, ...assigned }: StoredAssignment) => ({
  ...assigned,
  serialNumber: { hex: serialHex, decimal: serialDecimal },
});
