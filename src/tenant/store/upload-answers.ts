import type { Database } from './database.ts';

/** An upload with an Idempotency-Key. Its answer is that of the certificate, as it is when the upload is sent again. */
export interface UploadAnswer {
  /** The request contains a private key and its password, so it is kept as an HMAC (sealing.ts). */
  requestMac: Uint8Array;
  certificateId: string;
}

interface Sender {
  username: string;
  idempotencyKey: string;
}

export const findUploadAnswer = (
  database: Database,
  sender: Sender,
  since: string,
): UploadAnswer | undefined =>
  database.one(
    `SELECT request_mac, certificate_id FROM upload_answer
     WHERE username = :username AND idempotency_key = :idempotencyKey AND at > :since`,
    { ...sender, since },
  );

export const saveUploadAnswer = (
  database: Database,
  sender: Sender,
  answer: UploadAnswer,
  at: string,
): void => database.insert('upload_answer', { ...sender, ...answer, at }, 'REPLACE');

export const deleteUploadAnswersBefore = (database: Database, since: string): void => {
  database.run('DELETE FROM upload_answer WHERE at <= :since', { since });
};
