import type { Database } from './database.ts';

/** The answer to an upload with an Idempotency-Key. Of the request, only a SHA-256 is stored. */
export interface UploadAnswer {
  requestSha256: Uint8Array;
  /** JSON. */
  answer: string;
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
  database.all<UploadAnswer>(
    `SELECT request_sha256 AS requestSha256, answer FROM upload_answer
     WHERE username = :username AND idempotency_key = :idempotencyKey AND at > :since`,
    { ...sender, since },
  )[0];

export const saveUploadAnswer = (
  database: Database,
  sender: Sender,
  answer: UploadAnswer,
  at: string,
): void => {
  database.run(
    `INSERT OR REPLACE INTO upload_answer (username, idempotency_key, request_sha256, answer, at)
     VALUES (:username, :idempotencyKey, :requestSha256, :answer, :at)`,
    { ...sender, ...answer, at },
  );
};

export const deleteUploadAnswersBefore = (database: Database, since: string): void => {
  database.run('DELETE FROM upload_answer WHERE at <= :since', { since });
};
