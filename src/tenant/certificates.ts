import { z } from 'zod';
import type { AnswerOf } from '../contract/calls.ts';
import { DAY_MS, placeName, RESTORABLE_DAYS } from '../domain/certificate.ts';
import { attachment } from '../domain/file-name.ts';
import { encodePem } from '../pki/pem.ts';
import { answerOf, named, notSeen, refuseTwin, relatedTo, seen } from './certificate.ts';
import { afterMoment, decodeCursor, nextCursor } from './cursor.ts';
import { isApproved, takeApproval } from './deletion-requests.ts';
import { etagOf, matches } from './etag.ts';
import { actor, type Handlers, type SignedIn } from './handler.ts';
import { Refused } from './problem.ts';
import { recordEntry } from './store/audit-log.ts';
import {
  certificateDer,
  countCertificates,
  findDeleted,
  findPresent,
  identityOf,
  listCertificates,
  listRecentlyDeleted,
  markDeleted,
  markRestored,
  placesOf,
  recordChange,
  type StoredWithDer,
} from './store/certificates.ts';
import { openDeletionRequest } from './store/deletion-requests.ts';
import { openedBy } from './store/recordings.ts';
import { storeUpload } from './upload.ts';

type CertificateCall =
  | 'GET /api/certificates'
  | 'POST /api/certificates'
  | 'GET /api/certificates/{id}'
  | 'GET /api/certificates/{id}/pem'
  | 'GET /api/certificates/{id}/usage'
  | 'DELETE /api/certificates/{id}'
  | 'GET /api/deleted-certificates'
  | 'POST /api/deleted-certificates/{id}/restore';

export const certificateCalls: Handlers<CertificateCall> = {
  'GET /api/certificates': ({ session, now, query }) => {
    const { sort, limit, cursor, search, status } = query;
    const { database } = session.store;
    const after = cursor === undefined ? undefined : decodeCursor(cursorSchema, cursor);
    if (after && after[0] !== sort) {
      throw new Refused('invalid_request', { detail: 'the cursor belongs to another order of the list' });
    }
    const page = listCertificates(database, session.view, {
      sort,
      limit,
      after: after && { value: after[1], id: after[2] },
      search,
      status,
      now,
    });
    const related = relatedTo(
      session,
      page.items.map(({ id }) => id),
    );
    return {
      items: page.items.map((certificate) => answerOf(certificate, session, related)),
      ...countCertificates(database, session.view),
      ...nextCursor(page, ({ sortValue, id }) => [sort, sortValue, id]),
    };
  },

  'POST /api/certificates': (incoming) =>
    storeUpload(incoming, { answerOf: (stored) => answerOf(stored, incoming.session) }),

  'GET /api/certificates/{id}': ({ session, id }) => {
    const certificate = seen(session, id);
    return answerOf(certificate, session);
  },

  'GET /api/certificates/{id}/pem': ({ session, id, answerHeaders }) => {
    const { subjectName, serialHex } = seen(session, id);
    const der = certificateDer(session.store.database, id);
    if (!der) throw notSeen();
    const otherwise = `certificate-${serialHex.slice(-8)}`;
    answerHeaders.set('Content-Disposition', attachment(subjectName, 'pem', otherwise));
    return encodePem('CERTIFICATE', new Uint8Array(der));
  },

  'GET /api/certificates/{id}/usage': ({ session, id }) => {
    seen(session, id);
    const { database } = session.store;
    const places = placesOf(database, [id]).get(id) ?? [];
    const identity = identityOf(database, id);
    if (!identity) throw notSeen();
    const recordings = openedBy(database, identity);
    const approved = isApproved(openDeletionRequest(database, id), recordings);
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
      recordEntry(database, actor(session), {
        at,
        action: 'certificate.deleted',
        summary: `Deleted ${named(present)}; it can be restored until ${destroyedAt(at).slice(0, 10)}`,
        certificates: [id],
      });
    });
    return undefined;
  },

  'GET /api/deleted-certificates': ({ session, now, query: { limit, cursor } }) => {
    const page = listRecentlyDeleted(session.store.database, session.view, {
      since: restorableSince(now),
      limit,
      after: afterMoment(cursor),
    });
    const related = relatedTo(
      session,
      page.items.map(({ id }) => id),
    );
    return {
      items: page.items.map((each) => deletedAnswerOf(each, session, related)),
      ...nextCursor(page, ({ deletedAt, id }) => [deletedAt, id]),
    };
  },

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
      recordEntry(database, actor(session), {
        at: now.toISOString(),
        action: 'certificate.restored',
        summary: `Restored ${named(deleted)} with its private key`,
        certificates: [id],
      });
      return answerOf({ ...deleted, version: deleted.version + 1 }, session);
    });
  },
};

const cursorSchema = z.tuple([z.string(), z.union([z.string(), z.number()]), z.string()]);

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
    ...answerOf(stored, session, related),
    deletedBy,
    deletedAt,
    destroyedAt: destroyedAt(deletedAt),
    pem: encodePem('CERTIFICATE', new Uint8Array(stored.der)),
  };
}
