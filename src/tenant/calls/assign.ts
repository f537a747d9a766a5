import { isAssignable, isListTooLong, type Validity } from '../../domain/certificate.ts';
import { isoDay } from '../../domain/columns.ts';
import { keyName, keyNumbers } from '../../domain/ivr-profile.ts';
import {
  isAcknowledged,
  stopEntry,
  stopText,
  voiceStop,
  type Acknowledgement,
  type Stop,
} from '../../domain/turn-off.ts';
import { certificateName } from './certificate.ts';
import { record, type SignedIn } from '../http/handler.ts';
import { Refused } from '../http/problem.ts';
import { assertProven } from '../sign-in/proof.ts';
import { findPresent } from '../store/certificates.ts';
import type { Database } from '../store/database.ts';
import {
  listAssignments,
  listIvrProfiles,
  replaceAssignments,
  type StoredIvrProfile,
} from '../store/ivr-profiles.ts';

/**
 * Makes `wanted` the list of a profile, with its audit entry. Every change of an assignment goes through here, inside
 * the caller's transaction. Whether a certificate may be assigned is judged on the keystore as it is now, not as the
 * session sees it: an administrator may have uploaded the certificate after a Genesys Professional signed in.
 */
export function replaceList(
  session: SignedIn,
  profile: StoredIvrProfile,
  { wanted, acknowledgement }: { wanted: readonly string[]; acknowledgement?: Acknowledgement | undefined },
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
    const { subjectName, isNameShared, serialHex, notBefore, notAfter } = certificate;
    const by = { assignedBy: session.username, assignedAt: at };
    return Object.assign(by, { id, subjectName, isNameShared, serialHex, notBefore, notAfter, keyNumber });
  });
  const added = after.filter(({ id }) => !before.has(id));
  if (isListTooLong(after, added)) throw new Refused('list_full', { detail: `IVR profile ${profile.name}` });
  const removed = [...before.values()].filter(({ id }) => !numbers.has(id));
  const stop = removed.length > 0 ? stopIn(database, profile, after, now) : undefined;
  refuseToStop(session, { stop, acknowledgement, now });
  replaceAssignments(database, profile.id, after, { by: session.username, at });

  const words = changeInWords(
    added.map((each) => `${certificateName(each)} as ${keyName(each.keyNumber)}`),
    removed.map(certificateName),
    stop && stopEntry(stop, session.role),
  );
  const changed = [...added, ...removed].map(({ id }) => id);
  record(session, now, 'ivr-profile.assigned', `IVR profile ${profile.name}: ${words}`, changed);
}

/** Adds a certificate to a profile and changes nothing else in it. Writes nothing if it is already there. */
export function addToProfile(
  session: SignedIn,
  profile: StoredIvrProfile,
  certificateId: string,
  now: Date,
): void {
  const before = listAssignments(session.store.database, profile.id).map(({ id }) => id);
  if (!before.includes(certificateId)) {
    replaceList(session, profile, { wanted: [...before, certificateId] }, now);
  }
}

function stopIn(database: Database, { id }: StoredIvrProfile, after: readonly Validity[], now: Date) {
  const assigned = Map.groupBy(listAssignments(database), ({ profileId }) => profileId);
  const profiles = listIvrProfiles(database).map((each) =>
    Object.assign(each, { certificates: assigned.get(each.id) ?? [] }),
  );
  return voiceStop(profiles, { id, after }, now);
}

/** A save that stops encryption, of whichever list, needs a person's confirmation, and a proof of who that is. */
export function refuseToStop(
  session: SignedIn,
  {
    stop,
    acknowledgement,
    now,
  }: { stop: Stop | undefined; acknowledgement: Acknowledgement | undefined; now: Date },
): void {
  if (!stop) return;
  if (!isAcknowledged(acknowledgement)) {
    throw new Refused('encryption_would_stop', { detail: stopText(stop, isoDay) });
  }
  assertProven(session, now);
}

export const notPresent = () =>
  new Refused('not_found', {
    detail:
      'One of the certificates is not in the keystore any more. Sign in again to see the keystore as it is now.',
  });

/** What a save has changed in a list, for the audit log. */
export function changeInWords(added: string[], removed: string[], stops?: string): string {
  const parts = [
    added.length > 0 && `added ${added.join(', ')}`,
    removed.length > 0 && `removed ${removed.join(', ')}`,
    stops,
  ].filter((part) => typeof part === 'string');
  return parts.join('; ') || 'saved without a change';
}
