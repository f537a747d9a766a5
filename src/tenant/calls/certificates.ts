import type { AnswerOf } from '../../contract/calls.ts';
import {
  certificateWords,
  deletedWords,
  type CertificateSort,
  type DeletedSort,
} from '../../domain/certificate-columns.ts';
import { DAY_MS, placeName, RESTORABLE_DAYS } from '../../domain/certificate.ts';
import { attachment, certificateFileName } from '../../domain/file-name.ts';
import { may } from '../../domain/session.ts';
import { encodePem } from '../../pki/pem/pem.ts';
import {
  certificateAnswer,
  certificateAnswers,
  certificateName,
  notSeen,
  refuseTwin,
  relatedTo,
  seen,
} from './certificate.ts';
import { isApproved, takeApproval } from './requests.ts';
import { etagOf, matches } from '../http/etag.ts';
import { record, type Asking, type SignedIn, type SomeHandlers } from '../http/handler.ts';
import { answerList, exportOf } from '../http/list.ts';
import { Refused } from '../http/problem.ts';
import { certificateList, certificatesSeen, deletedList, deletedSince } from '../store/certificate-lists.ts';
import {
  certificateDer,
  findDeleted,
  findPresent,
  identityOf,
  isChangedElsewhere,
  markDeleted,
  markRestored,
  placesOf,
  recordChange,
  type StoredCertificate,
  type StoredWithDer,
} from '../store/certificates.ts';
import { openRequest } from '../store/requests.ts';
import { openedBy } from '../store/recordings.ts';
import { storeUpload } from './upload.ts';

export const certificateCalls = {
  'GET /api/certificates': (incoming) => ({
    ...listed(incoming),
    changedElsewhere: isChangedElsewhere(incoming.session.store.database, incoming.session.view),
  }),

  'GET /api/certificates.csv': exportOf(
    'certificates',
    ({ now }) => Object.values(certificateWords(now)),
    listed,
  ),

  'POST /api/certificates': (incoming) =>
    storeUpload(incoming, { answerOf: (stored) => certificateAnswer(stored, incoming.session) }),

  'GET /api/certificates/{id}': ({ session, id }) => certificateAnswer(seen(session, id), session),

  'GET /api/certificates/{id}/pem': ({ session, id, answerHeaders }) => {
    const { subjectName, isNameShared, serialHex } = seen(session, id);
    const der = certificateDer(session.store.database, id);
    if (!der) throw notSeen();
    const otherwise = `certificate-${serialHex.slice(-8)}`;
    const named = { subjectName, nameShared: isNameShared, serialNumber: { hex: serialHex } };
    answerHeaders.set('Content-Disposition', attachment(certificateFileName(named), 'pem', otherwise));
    return encodePem('CERTIFICATE', new Uint8Array(der));
  },

  'GET /api/certificates/{id}/usage': ({ session, id }) => {
    seen(session, id);
    const { database } = session.store;
    const places = placesOf(database, [id]).get(id) ?? [];
    const identity = identityOf(database, id);
    if (!identity) throw notSeen();
    const recordings = openedBy(database, identity);
    const approved = isApproved(openRequest(database, 'deletion', id), recordings);
    return { places, recordings, deletable: places.length === 0 && approved };
  },

  'DELETE /api/certificates/{id}': ({ session, id, ifMatch, now }) => {
    const { database } = session.store;
    database.transaction(() => {
      seen(session, id);
      // The session's view decides what the user sees; whether a certificate may be deleted is judged on the current
      // state.
      const present = findPresent(database, id);
      if (!present || !matches(ifMatch, etagOf(present.version))) throw new Refused('changed_meanwhile');
      const places = placesOf(database, [id]).get(id) ?? [];
      if (places.length > 0) {
        throw new Refused('certificate_in_use', { detail: places.map(placeName).join(', ') }, { places });
      }
      takeApproval(session, id, now);
      const at = now.toISOString();
      markDeleted(database, id, session.username, at);
      recordChange(database, { session: session.id, certificate: id, kind: 'removed' });
      const summary = `Deleted ${certificateName(present)}; it can be restored until ${destroyedAt(at).slice(0, 10)}`;
      record(session, now, 'certificate.deleted', summary, [id]);
    });
  },

  'GET /api/deleted-certificates': listedDeleted,

  'GET /api/deleted-certificates.csv': exportOf(
    'recently-deleted',
    () => Object.values(deletedWords()),
    listedDeleted,
  ),

  'POST /api/deleted-certificates/{id}/restore': ({ session, id, now }) => {
    const { database } = session.store;
    return database.transaction(() => {
      const deleted = findDeleted(database, id, restorableSince(now));
      const identity = deleted && identityOf(database, id);
      if (!deleted || !identity) {
        throw new Refused('not_found', {
          detail:
            'This pair is not among the recently deleted ones any more. It may have been restored in another session; sign in again to see it.',
        });
      }
      refuseTwin(session, identity, 'uploaded_again');
      markRestored(database, id);
      recordChange(database, { session: session.id, certificate: id, kind: 'added' });
      const summary = `Restored ${certificateName(deleted)} with its private key`;
      record(session, now, 'certificate.restored', summary, [id]);
      return certificateAnswer({ ...deleted, version: deleted.version + 1 }, session);
    });
  },
} satisfies SomeHandlers;

function listed({ session, now, query: asked }: Asking<'GET /api/certificates'>) {
  const { status, expiresFrom, serialNumbers, ...query } = asked;
  const { view, store } = session;
  const list = certificateList(may(session, 'record backup checks'));
  const page = answerList<StoredCertificate, CertificateSort>(
    store.database,
    list,
    certificatesSeen(view, { status, expiresFrom, serialNumbers: serialNumbers?.split(',') }, now),
    query,
  );
  return { ...page, items: certificateAnswers(page.items, session) };
}

function listedDeleted({ session, now, query }: Asking<'GET /api/deleted-certificates'>) {
  const { view, store } = session;
  const condition = deletedSince(view, restorableSince(now));
  const page = answerList<StoredWithDer, DeletedSort>(store.database, deletedList, condition, query);
  const related = relatedTo(
    session,
    page.items.map(({ id }) => id),
  );
  return { ...page, items: page.items.map((each) => deletedAnswerOf(each, session, related)) };
}

export const restorableSince = (now: Date): string =>
  new Date(now.getTime() - RESTORABLE_DAYS * DAY_MS).toISOString();

const destroyedAt = (deletedAt: string): string =>
  new Date(Date.parse(deletedAt) + RESTORABLE_DAYS * DAY_MS).toISOString();

function deletedAnswerOf(
  stored: StoredWithDer,
  session: SignedIn,
  related: ReturnType<typeof relatedTo>,
): AnswerOf<'GET /api/deleted-certificates'>['items'][number] {
  const { deletedBy, deletedAt } = stored;
  if (deletedBy === null || deletedAt === null) throw new Error('Not a deleted certificate');
  return {
    ...certificateAnswer(stored, session, related),
    deletedBy,
    deletedAt,
    destroyedAt: destroyedAt(deletedAt),
    pem: encodePem('CERTIFICATE', new Uint8Array(stored.der)),
  };
}
