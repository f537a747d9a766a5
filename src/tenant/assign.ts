import { isAssignable, isListTooLong } from '../domain/certificate.ts';
import { keyName, keyNumbers } from '../domain/ivr-profile.ts';
import { certificateName } from './certificate.ts';
import { actor, type SignedIn } from './handler.ts';
import { Refused } from './problem.ts';
import { recordEntry } from './store/audit-log.ts';
import { findPresent } from './store/certificates.ts';
import { listAssignments, replaceAssignments, type StoredIvrProfile } from './store/ivr-profiles.ts';

/**
 * Makes `wanted` the list of a profile, with its audit entry. Every change of an assignment goes through here, inside
 * the caller's transaction. Whether a certificate may be assigned is judged on the keystore as it is now, not as the
 * session sees it: an administrator may have uploaded the certificate after a Genesys Professional signed in.
 */
export function replaceList(
  session: SignedIn,
  profile: StoredIvrProfile,
  wanted: readonly string[],
  now: Date,
): void {
  const { database } = session.store;
  const before = new Map(listAssignments(database, profile.id).map((assigned) => [assigned.id, assigned]));
  const at = now.toISOString();
  const numbers = keyNumbers(new Map([...before].map(([id, { keyNumber }]) => [id, keyNumber])), wanted);
  const after = [...numbers].map(([id, keyNumber]) => {
    // A certificate that has expired since then may stay, but it cannot be added.
    const kept = before.get(id);
    if (kept) return kept;
    const certificate = findPresent(database, id);
    if (!certificate) throw notPresent();
    if (!isAssignable(certificate, now)) {
      throw new Refused(
        'certificate_expired',
        { detail: certificateName(certificate) },
        { certificateId: id },
      );
    }
    const { subjectName, serialHex } = certificate;
    return { id, subjectName, serialHex, keyNumber, assignedBy: session.username, assignedAt: at };
  });
  const added = after.filter(({ id }) => !before.has(id));
  if (isListTooLong(after, added)) throw new Refused('list_full', { detail: `IVR profile ${profile.name}` });
  replaceAssignments(database, profile.id, after, { by: session.username, at });

  const removed = [...before.values()].filter(({ id }) => !numbers.has(id));
  recordEntry(database, actor(session), {
    at,
    action: 'ivr-profile.assigned',
    summary: changeInWords(
      profile.name,
      added.map((each) => `${certificateName(each)} as ${keyName(each.keyNumber)}`),
      removed.map(certificateName),
    ),
    certificates: [...added, ...removed].map(({ id }) => id),
  });
}

/** Adds a certificate to a profile and changes nothing else in it. Writes nothing if it is already there. */
export function addToProfile(
  session: SignedIn,
  profile: StoredIvrProfile,
  certificateId: string,
  now: Date,
): void {
  const before = listAssignments(session.store.database, profile.id).map(({ id }) => id);
  if (!before.includes(certificateId)) replaceList(session, profile, [...before, certificateId], now);
}

export const notPresent = () =>
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
