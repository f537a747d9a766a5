import { createHash, randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { upload } from '../contract/schemas.ts';
import { DAY_MS } from '../domain/certificate.ts';
import { named, refuseTwin } from './certificate.ts';
import { actor, type SignedIn } from './handler.ts';
import { inspectPair } from './pair.ts';
import { Refused } from './problem.ts';
import { recordEntry } from './store/audit-log.ts';
import {
  findInView,
  findPresent,
  findSuccessor,
  insertPair,
  recordChange,
  type NewCertificate,
  type StoredCertificate,
} from './store/certificates.ts';
import { findUploadAnswer, saveUploadAnswer } from './store/upload-answers.ts';

/** Milliseconds for which the answer of an upload is kept for a repeated request with the same Idempotency-Key. */
export const UPLOAD_ANSWER_MS = DAY_MS;

interface Incoming {
  session: SignedIn;
  body: z.output<typeof upload>;
  idempotencyKey: string | undefined;
  now: Date;
}

/**
 * The common part of the uploads of Certificates and of Keys Management: the pair is read and proven, then stored in
 * one transaction. `finish` is part of it: what else the upload does there, and its answer.
 */
export async function storeUpload<Answer extends object>(
  { session, body, idempotencyKey, now }: Incoming,
  { finish }: { finish: (stored: StoredCertificate) => Answer },
): Promise<Answer> {
  const { database, seal } = session.store;
  const sender = idempotencyKey === undefined ? undefined : { username: session.username, idempotencyKey };
  const requestSha256 = createHash('sha256')
    .update(JSON.stringify([body.certificate, body.privateKey, body.privateKeyPassword, body.replaces]))
    .digest();

  /** The answer that this upload got before, if it is sent again. */
  const answered = (): Answer | undefined => {
    const since = new Date(now.getTime() - UPLOAD_ANSWER_MS).toISOString();
    const before = sender && findUploadAnswer(database, sender, since);
    if (!before) return undefined;
    if (!requestSha256.equals(before.requestSha256)) throw new Refused('idempotency_key_reused');
    return JSON.parse(before.answer) as Answer;
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
    // Checked again, because the same upload may have been sent twice and the other request may have been faster.
    const meanwhile = answered();
    if (meanwhile) return meanwhile;
    refuseTwin(session, certificate);
    const renewed = body.replaces === undefined ? undefined : renewable(session, body.replaces, certificate);
    insertPair(database, certificate, sealed, renewed?.id);
    recordChange(database, { session: session.id, certificate: certificate.id, kind: 'added' });
    recordEntry(database, actor(session), {
      at: certificate.uploadedAt,
      action: 'certificate.uploaded',
      summary: `Uploaded ${named(certificate)} with its private key${renewed ? `; it renews ${named(renewed)}` : ''}`,
      certificates: [certificate.id, ...(renewed ? [renewed.id] : [])],
    });
    const answer = finish({
      ...certificate,
      version: 1,
      deletedBy: null,
      deletedAt: null,
      backupCheck: null,
    });
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
}

/**
 * The certificate that an upload says it renews. Judged on the keystore as it is now, because two administrators may
 * renew the same certificate at the same time; and the successor must not end earlier.
 */
function renewable(
  session: SignedIn,
  id: string,
  { notAfter }: Pick<StoredCertificate, 'notAfter'>,
): StoredCertificate {
  const { database } = session.store;
  const renewed = findPresent(database, id);
  if (!renewed || !findInView(database, session.view, id)) {
    throw new Refused('not_found', {
      detail:
        'The certificate that this one is to renew is not in the keystore as your session sees it. Upload this pair on its own, or sign in again to see what has changed.',
    });
  }
  const successor = findSuccessor(database, id);
  if (successor) throw new Refused('already_renewed', { detail: named(successor) });
  if (Date.parse(notAfter) <= Date.parse(renewed.notAfter)) {
    throw new Refused('renewal_ends_sooner', {
      detail: `${named(renewed)}, on ${renewed.notAfter.slice(0, 10)}`,
    });
  }
  return renewed;
}
