import type { AnswerOf, BodyOf } from '../../contract/calls.ts';
import { isAssignable, isListTooLong, SCREEN_RECORDING_NAME } from '../../domain/certificate.ts';
import { screenStop, stopEntry } from '../../domain/turn-off.ts';
import { encodePem } from '../../pki/pem/pem.ts';
import { changeInWords, notPresent, refuseToStop } from './assign.ts';
import { certificateName, serialNumberOf } from './certificate.ts';
import { etagOf, matches } from '../http/etag.ts';
import { record, type SignedIn, type SomeHandlers } from '../http/handler.ts';
import { Refused } from '../http/problem.ts';
import { findPresent } from '../store/certificates.ts';
import type { Database } from '../store/database.ts';
import {
  hasPrivateKey,
  listScreenRecordingCertificates,
  listScreenRecordingSettings,
  replaceScreenRecordingCertificates,
  screenRecordingList,
  type StoredScreenRecordingCertificate,
} from '../store/screen-recording.ts';

/**
 * The certificates for which screen recordings are encrypted. Like an IVR profile, the list is what the recorder reads,
 * so it is the same in every session.
 */
export const screenRecordingCalls = {
  'GET /api/screen-recording-certificates': ({ session }) => screenRecordingAnswer(session.store.database),

  'PUT /api/screen-recording-certificates': ({ session, body, ifMatch, now }) => {
    const { database } = session.store;
    return database.transaction(() => {
      const { version } = screenRecordingList(database);
      if (!matches(ifMatch, etagOf(version))) throw new Refused('changed_meanwhile');
      save(session, body, now);
      return screenRecordingAnswer(database);
    });
  },

  'GET /api/v2/ops/contact-centers/{id}/settings/screen-recording-encryption': ({ session, id }) => {
    const { database } = session.store;
    if (id !== screenRecordingList(database).contactCenterId) {
      throw new Refused('not_found', { detail: 'There is no such contact center in this tenant.' });
    }
    return {
      statusCode: 0,
      settings: listScreenRecordingSettings(database).flatMap(({ alias, der }, index) => [
        { name: `certificatealias-${index + 1}`, value: alias },
        { name: `certificate-${index + 1}`, value: encodePem('CERTIFICATE', der, '\r\n') },
      ]),
      key: 'name',
    };
  },
} satisfies SomeHandlers;

/** Runs inside the caller's transaction. A save without a change writes nothing. */
function save(
  session: SignedIn,
  { certificateIds, acknowledgement }: BodyOf<'PUT /api/screen-recording-certificates'>,
  now: Date,
): void {
  const { database } = session.store;
  const wanted = new Set(certificateIds);
  const before = listScreenRecordingCertificates(database);
  // Certificates that stay keep their places. One that has expired since then may stay, but it cannot be added.
  const kept = before.filter(({ id }) => wanted.has(id));
  const removed = before.filter(({ id }) => !wanted.has(id));
  const at = now.toISOString();
  const added = [...wanted]
    .filter((id) => !before.some((each) => each.id === id))
    .map((id) => Object.assign(addable(database, id, now), { addedBy: session.username, addedAt: at }));
  if (added.length === 0 && removed.length === 0) return;

  const after = [...kept, ...added];
  if (isListTooLong(after, added)) throw new Refused('list_full', { detail: SCREEN_RECORDING_NAME });
  const stop = screenStop({ before, after }, now);
  refuseToStop(session, { stop, acknowledgement, now });
  replaceScreenRecordingCertificates(database, after, { by: session.username, at });

  const words = changeInWords(
    added.map(certificateName),
    removed.map(certificateName),
    stop && stopEntry(stop, session.role),
  );
  const changed = [...added, ...removed].map(({ id }) => id);
  record(session, now, 'screen-recording.saved', `${SCREEN_RECORDING_NAME}: ${words}`, changed);
}

/** Judged on the keystore as it is now, like an assignment. */
function addable(database: Database, id: string, now: Date) {
  const certificate = findPresent(database, id);
  if (!certificate) throw notPresent();
  const about = { detail: certificateName(certificate) };
  if (!hasPrivateKey(database, id)) {
    throw new Refused('private_key_not_in_keystore', about, { certificateId: id });
  }
  if (!isAssignable(certificate, now)) throw new Refused('certificate_expired', about, { certificateId: id });
  return certificate;
}

function screenRecordingAnswer(database: Database): AnswerOf<'GET /api/screen-recording-certificates'> {
  const { contactCenterId, version, changedBy, changedAt } = screenRecordingList(database);
  return {
    items: screenRecordingItems(database),
    contactCenterId,
    changed: changedBy === null || changedAt === null ? null : { by: changedBy, at: changedAt },
    etag: etagOf(version),
  };
}

export const screenRecordingItems = (database: Database) =>
  listScreenRecordingCertificates(database).map(itemOf);

const itemOf = ({ isNameShared, serialHex, serialDecimal, ...listed }: StoredScreenRecordingCertificate) => ({
  ...listed,
  nameShared: isNameShared,
  serialNumber: serialNumberOf({ serialHex, serialDecimal }),
});
