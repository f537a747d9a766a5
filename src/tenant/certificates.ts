import { createHash, randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { AnswerOf } from '../contract/calls.ts';
import { DAY_MS, placeName, RESTORABLE_DAYS, type Place } from '../domain/certificate.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import { etagOf, matches } from './etag.ts';
import { actor, type Handlers, type SignedIn } from './handler.ts';
import { inspectPair } from './pair.ts';
import { Refused } from './problem.ts';
import { recordEntry } from './store/audit-log.ts';
import {
  certificateDer,
  countCertificates,
  findDeleted,
  findInView,
  findPresent,
  findTwin,
  identityOf,
  insertPair,
  listCertificates,
  listRecentlyDeleted,
  markDeleted,
  markRestored,
  placesOf,
  recordChange,
  type NewCertificate,
  type StoredCertificate,
} from './store/certificates.ts';
import { findUploadAnswer, saveUploadAnswer } from './store/upload-answers.ts';
import { encodePem } from '../pki/pem.ts';

type CertificateCall =
  | 'GET /api/certificates'
  | 'POST /api/certificates'
  | 'GET /api/certificates/{id}'
  | 'GET /api/certificates/{id}/pem'
  | 'GET /api/certificates/{id}/usage'
  | 'DELETE /api/certificates/{id}'
  | 'GET /api/deleted-certificates'
  | 'POST /api/deleted-certificates/{id}/restore';

type Certificate = AnswerOf<'POST /api/certificates'>;

/** How long the answer of an upload is kept for a second send with the same Idempotency-Key. */
export const UPLOAD_ANSWER_MS = DAY_MS;

export const certificateCalls: Handlers<CertificateCall> = {
  'GET /api/certificates': ({ session, query: { sort, limit, cursor } }) => {
    const { database } = session.store;
    const after = cursor === undefined ? undefined : decodeCursor(cursorSchema, cursor);
    if (after && after[0] !== sort) {
      throw new Refused('invalid_request', { detail: 'the cursor belongs to another order of the list' });
    }
    const page = listCertificates(database, session.view, {
      sort,
      limit,
      after: after && { value: after[1], id: after[2] },
    });
    const places = placesOf(
      database,
      page.items.map(({ id }) => id),
    );
    return {
      items: page.items.map((certificate) => answerOf(certificate, places)),
      ...countCertificates(database, session.view),
      ...(page.next ? { nextCursor: encodeCursor([sort, page.next.value, page.next.id]) } : {}),
    };
  },

  'POST /api/certificates': async ({ session, body, idempotencyKey, now }) => {
    const { database, seal } = session.store;
    const sender = idempotencyKey === undefined ? undefined : { username: session.username, idempotencyKey };
    const requestSha256 = createHash('sha256')
      .update(JSON.stringify([body.certificate, body.privateKey, body.privateKeyPassword]))
      .digest();

    /** The answer that this upload got before, when it is sent again. */
    const answered = (): Certificate | undefined => {
      const since = new Date(now.getTime() - UPLOAD_ANSWER_MS).toISOString();
      const before = sender && findUploadAnswer(database, sender, since);
      if (!before) return undefined;
      if (!requestSha256.equals(before.requestSha256)) throw new Refused('idempotency_key_reused');
      return JSON.parse(before.answer) as Certificate;
    };

    const already = answered();
    if (already) return already;
    const { pkcs8, ...facts } = await inspectPair(body, session.tenant);
    const certificate: NewCertificate = {
      ...facts,
      id: randomUUID(),
      uploadedBy: session.username,
      uploadedAt: now.toISOString(),
    };
    const sealed = seal.seal(pkcs8, certificate.id);
    pkcs8.fill(0);

    return database.transaction(() => {
      // Again, because the same upload may have come twice and the other one was faster.
      const meanwhile = answered();
      if (meanwhile) return meanwhile;
      refuseTwin(session, certificate);
      insertPair(database, certificate, sealed);
      recordChange(database, { session: session.id, certificate: certificate.id, kind: 'added' });
      recordEntry(database, actor(session), {
        at: certificate.uploadedAt,
        action: 'certificate.uploaded',
        summary: `Uploaded ${named(certificate)} with its private key`,
        certificates: [certificate.id],
      });
      const answer = answerOf({ ...certificate, version: 1, deletedBy: null, deletedAt: null });
      if (sender) {
        saveUploadAnswer(
          database,
          sender,
          { requestSha256, answer: JSON.stringify(answer) },
          certificate.uploadedAt,
        );
      }
      return answer;
    });
  },

  'GET /api/certificates/{id}': ({ session, id }) => {
    const certificate = seen(session, id);
    return answerOf(certificate, placesOf(session.store.database, [id]));
  },

  'GET /api/certificates/{id}/pem': ({ session, id, answerHeaders }) => {
    const { subjectName } = seen(session, id);
    const der = certificateDer(session.store.database, id);
    if (!der) throw notSeen();
    const name = subjectName.replaceAll(/[^\w.-]+/g, '-').replaceAll(/^[-.]+|[-.]+$/g, '') || 'certificate';
    answerHeaders.set('Content-Disposition', `attachment; filename="${name.slice(0, 100)}.pem"`);
    return encodePem('CERTIFICATE', new Uint8Array(der));
  },

  'GET /api/certificates/{id}/usage': ({ session, id }) => {
    seen(session, id);
    const places = placesOf(session.store.database, [id]).get(id) ?? [];
    return { places, deletable: places.length === 0 };
  },

  'DELETE /api/certificates/{id}': ({ session, id, ifMatch, now }) => {
    const { database } = session.store;
    database.transaction(() => {
      seen(session, id);
      // The view says what the user is looking at; whether it may be deleted is judged on what is there now.
      const present = findPresent(database, id);
      if (!present || !matches(ifMatch, etagOf(present.version))) throw new Refused('changed_meanwhile');
      const places = placesOf(database, [id]).get(id) ?? [];
      if (places.length > 0) {
        throw new Refused('certificate_in_use', { detail: places.map(placeName).join(', ') }, { places });
      }
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

  'GET /api/deleted-certificates': ({ session, now }) => {
    const deleted = listRecentlyDeleted(session.store.database, session.view, restorableSince(now));
    return { items: deleted.map(deletedAnswerOf) };
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
      refuseTwin(session, identity);
      markRestored(database, id);
      recordChange(database, { session: session.id, certificate: id, kind: 'added' });
      recordEntry(database, actor(session), {
        at: now.toISOString(),
        action: 'certificate.restored',
        summary: `Restored ${named(deleted)} with its private key`,
        certificates: [id],
      });
      return answerOf({ ...deleted, version: deleted.version + 1 });
    });
  },
};

const cursorSchema = z.tuple([z.string(), z.union([z.string(), z.number()]), z.string()]);

export const restorableSince = (now: Date): string =>
  new Date(now.getTime() - RESTORABLE_DAYS * DAY_MS).toISOString();

const destroyedAt = (deletedAt: string): string =>
  new Date(Date.parse(deletedAt) + RESTORABLE_DAYS * DAY_MS).toISOString();

export const named = ({
  subjectName,
  serialHex,
}: Pick<StoredCertificate, 'subjectName' | 'serialHex'>): string =>
  `“${subjectName}” (serial number ${serialHex})`;

const notSeen = () =>
  new Refused('not_found', {
    detail:
      'This certificate is not in the keystore as your session sees it. If it was uploaded in another session, sign in again to see it.',
  });

function seen(session: SignedIn, id: string): StoredCertificate {
  const certificate = findInView(session.store.database, session.view, id);
  if (!certificate) throw notSeen();
  return certificate;
}

/** Judged on what is in the keystore now; the sentence depends on whether this session can see it. */
function refuseTwin(session: SignedIn, identity: { issuerDer: Uint8Array; serialDecimal: string }): void {
  const { database } = session.store;
  const { issuerDer, serialDecimal } = identity;
  const twin = findTwin(database, { issuerDer, serialDecimal });
  if (!twin) return;
  if (findInView(database, session.view, twin.id)) {
    throw new Refused('duplicate_certificate', { detail: twin.subjectName }, { certificateId: twin.id });
  }
  throw new Refused('duplicate_certificate', {
    detail: `“${twin.subjectName}”, uploaded in another session; sign in again to see it`,
  });
}

/** A certificate for the caller: metadata only. A deleted or a new one is assigned nowhere. */
function answerOf(stored: StoredCertificate, places = new Map<string, Place[]>()): Certificate {
  return {
    id: stored.id,
    subjectName: stored.subjectName,
    serialNumber: { hex: stored.serialHex, decimal: stored.serialDecimal },
    subjectDn: stored.subjectDn,
    issuerDn: stored.issuerDn,
    alias: stored.alias,
    notBefore: stored.notBefore,
    notAfter: stored.notAfter,
    keyBits: stored.keyBits,
    signatureAlgorithm: stored.signatureAlgorithm,
    sha256: stored.sha256,
    selfSigned: stored.selfSigned,
    uploadedBy: stored.uploadedBy,
    uploadedAt: stored.uploadedAt,
    assignedTo: places.get(stored.id) ?? [],
    etag: etagOf(stored.version),
  };
}

function deletedAnswerOf(
  stored: StoredCertificate,
): AnswerOf<'GET /api/deleted-certificates'>['items'][number] {
  const { deletedBy, deletedAt } = stored;
  if (deletedBy === null || deletedAt === null) throw new Error('Not a deleted certificate');
  return { ...answerOf(stored), deletedBy, deletedAt, destroyedAt: destroyedAt(deletedAt) };
}
