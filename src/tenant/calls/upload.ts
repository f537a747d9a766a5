import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { upload } from '../../contract/certificates.ts';
import { DAY_MS } from '../../domain/certificate.ts';
import { certificateName, refuseTwin, seen } from './certificate.ts';
import { record, type SignedIn } from '../http/handler.ts';
import { Refused } from '../http/problem.ts';
import {
  findInView,
  findPresent,
  findSuccessor,
  insertPair,
  recordChange,
  type NewCertificate,
  type StoredCertificate,
} from '../store/certificates.ts';
import { findUploadAnswer, saveUploadAnswer } from '../store/upload-answers.ts';
import { inThread } from '../operations/threads.ts';

/** Milliseconds for which an upload is recognised when it is sent again with the same Idempotency-Key. */
export const UPLOAD_ANSWER_MS = DAY_MS;

interface Incoming {
  session: SignedIn;
  body: z.output<typeof upload>;
  idempotencyKey: string | undefined;
  now: Date;
}

/**
 * The common part of the uploads of Certificates and of Keys Management: the pair is read and proven, then stored in
 * one transaction. `finish`, what else the upload does there, is part of it.
 *
 * Sent again, an upload has no effect, and is answered with the certificate as this session sees it now: one that was
 * deleted in the meantime is refused like any call for it.
 */
export async function storeUpload<Answer extends object>(
  { session, body, idempotencyKey, now }: Incoming,
  {
    finish,
    answerOf,
  }: { finish?: (stored: StoredCertificate) => void; answerOf: (stored: StoredCertificate) => Answer },
): Promise<Answer> {
  const { database, seal } = session.store;
  const sender = idempotencyKey === undefined ? undefined : { username: session.username, idempotencyKey };
  const { certificate: given, privateKey, privateKeyPassword, replaces } = body;
  const requestMac = seal.mac(
    JSON.stringify([given, privateKey, privateKeyPassword, replaces]),
    'upload answer',
  );

  const answered = (): Answer | undefined => {
    const since = new Date(now.getTime() - UPLOAD_ANSWER_MS).toISOString();
    const before = sender && findUploadAnswer(database, sender, since);
    if (!before) return undefined;
    if (!requestMac.equals(before.requestMac)) throw new Refused('idempotency_key_reused');
    return answerOf(seen(session, before.certificateId));
  };

  const already = answered();
  if (already) return already;
  const { pkcs8, ...facts } = await inThread(session, 'inspectUpload', {
    upload: body,
    tenant: session.tenant,
  });
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
    const renewed = replaces === undefined ? undefined : renewable(session, replaces, certificate);
    insertPair(database, certificate, sealed, renewed?.id);
    const stored = findPresent(database, certificate.id);
    if (!stored) throw new Error('The pair that was stored is not there');
    recordChange(database, { session: session.id, certificate: certificate.id, kind: 'added' });
    const renews = renewed ? `; it renews ${certificateName(renewed)}` : '';
    const summary = `Uploaded ${certificateName(stored)} with its private key${renews}`;
    record(session, now, 'certificate.uploaded', summary, [certificate.id, ...(renewed ? [renewed.id] : [])]);
    finish?.(stored);
    if (sender) {
      const { id, uploadedAt } = certificate;
      saveUploadAnswer(database, sender, { requestMac, certificateId: id }, uploadedAt);
    }
    return answerOf(stored);
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
  if (successor) throw new Refused('already_renewed', { detail: certificateName(successor) });
  if (Date.parse(notAfter) <= Date.parse(renewed.notAfter)) {
    throw new Refused('renewal_ends_sooner', {
      detail: `${certificateName(renewed)}, on ${renewed.notAfter.slice(0, 10)}`,
    });
  }
  return renewed;
}
