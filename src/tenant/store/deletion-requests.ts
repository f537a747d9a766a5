import type { DeletionState } from '../../domain/deletion-request.ts';
import type { OpenedRecordings } from '../../domain/recording.ts';
import type { AskedPage, Database, Page } from './database.ts';

export interface StoredDeletionRequest {
  id: string;
  certificateId: string;
  subjectName: string;
  serialHex: string;
  serialDecimal: string;
  issuerDer: Uint8Array;
  note: string;
  requestedBy: string;
  requestedAt: string;
  state: DeletionState;
  answeredBy: string | null;
  answeredAt: string | null;
  reason: string | null;
  /** JSON: the recordings that the pair opened when the request was answered. */
  recordings: string | null;
}

const select = /* sql */ `
  SELECT id, certificate_id AS certificateId, subject_name AS subjectName, serial_hex AS serialHex,
    serial_decimal AS serialDecimal, issuer_der AS issuerDer, note, requested_by AS requestedBy,
    requested_at AS requestedAt, state, answered_by AS answeredBy, answered_at AS answeredAt, reason, recordings
  FROM deletion_request`;

/** One page, newest first. */
export const listDeletionRequests = (
  database: Database,
  { limit, after }: AskedPage,
): Page<StoredDeletionRequest> =>
  database.page(
    `${select} ${after ? 'WHERE (requested_at, id) < (:at, :id)' : ''}
     ORDER BY requested_at DESC, id DESC LIMIT :limit`,
    { ...after, limit },
  );

export const findDeletionRequest = (database: Database, id: string): StoredDeletionRequest | undefined =>
  database.all<StoredDeletionRequest>(`${select} WHERE id = :id`, { id })[0];

/** The request that is waiting, or that was agreed to and not used yet. */
export const openDeletionRequest = (
  database: Database,
  certificateId: string,
): StoredDeletionRequest | undefined =>
  database.all<StoredDeletionRequest>(
    `${select} WHERE certificate_id = :certificateId AND state IN ('waiting', 'agreed')`,
    { certificateId },
  )[0];

export const insertDeletionRequest = (
  database: Database,
  request: Pick<
    StoredDeletionRequest,
    | 'id'
    | 'certificateId'
    | 'subjectName'
    | 'serialHex'
    | 'serialDecimal'
    | 'issuerDer'
    | 'note'
    | 'requestedBy'
    | 'requestedAt'
  >,
): void => {
  database.run(
    `INSERT INTO deletion_request (id, certificate_id, subject_name, serial_hex, serial_decimal, issuer_der, note,
       requested_by, requested_at, state)
     VALUES (:id, :certificateId, :subjectName, :serialHex, :serialDecimal, :issuerDer, :note, :requestedBy,
       :requestedAt, 'waiting')`,
    request,
  );
};

export const answerDeletionRequest = (
  database: Database,
  answer: {
    id: string;
    state: Exclude<DeletionState, 'waiting'>;
    by: string;
    at: string;
    reason: string | null;
    recordings: OpenedRecordings;
  },
): void => {
  database.run(
    `UPDATE deletion_request
     SET state = :state, answered_by = :by, answered_at = :at, reason = :reason, recordings = :recordings
     WHERE id = :id`,
    { ...answer, recordings: JSON.stringify(answer.recordings) },
  );
};

/** Keeps who agreed, and to what. */
export const setDeletionState = (database: Database, id: string, state: 'withdrawn' | 'deleted'): void => {
  database.run('UPDATE deletion_request SET state = :state WHERE id = :id', { id, state });
};
