import type { RequestState } from '../../domain/assignment-request.ts';
import type { StoredCertificate } from './certificates.ts';
import type { AskedPage, Database, Page } from './database.ts';

/** A request with its own copy of the certificate. The table has no column for a private key. */
export interface StoredRequest {
  id: string;
  certificateId: string;
  subjectName: string;
  serialHex: string;
  serialDecimal: string;
  notBefore: string;
  notAfter: string;
  keyBits: number;
  sha256: string;
  der: Uint8Array<ArrayBuffer>;
  note: string;
  requestedBy: string;
  requestedAt: string;
  state: RequestState;
  answeredBy: string | null;
  answeredAt: string | null;
  reason: string | null;
  /** JSON: [{ id, name }, …] in the order of the tenant's profiles. */
  ivrProfiles: string;
}

const select = /* sql */ `
  SELECT id, certificate_id AS certificateId, subject_name AS subjectName, serial_hex AS serialHex,
    serial_decimal AS serialDecimal, not_before AS notBefore, not_after AS notAfter, key_bits AS keyBits, sha256, der,
    note, requested_by AS requestedBy, requested_at AS requestedAt, state, answered_by AS answeredBy,
    answered_at AS answeredAt, reason,
    (SELECT json_group_array(json_object('id', ivr_profile.id, 'name', name) ORDER BY position)
     FROM assignment_request_profile JOIN ivr_profile ON ivr_profile.id = profile_id
     WHERE request_id = assignment_request.id) AS ivrProfiles
  FROM assignment_request`;

/** One page, newest first. */
export const listRequests = (database: Database, { limit, after }: AskedPage): Page<StoredRequest> =>
  database.page(
    `${select} ${after ? 'WHERE (requested_at, id) < (:at, :id)' : ''}
     ORDER BY requested_at DESC, id DESC LIMIT :limit`,
    { ...after, limit },
  );

export const findRequest = (database: Database, id: string): StoredRequest | undefined =>
  database.all<StoredRequest>(`${select} WHERE id = :id`, { id })[0];

export const hasWaitingRequest = (database: Database, certificateId: string): boolean =>
  database.all(
    `SELECT 1 FROM assignment_request WHERE certificate_id = :certificateId AND state = 'waiting'`,
    { certificateId },
  ).length > 0;

/** `certificate` is copied into the request. */
export function insertRequest(
  database: Database,
  request: Pick<StoredRequest, 'id' | 'note' | 'requestedBy' | 'requestedAt'>,
  certificate: StoredCertificate & Pick<StoredRequest, 'der'>,
  profileIds: readonly string[],
): void {
  const { id: certificateId, subjectName, serialHex, serialDecimal, notBefore, notAfter } = certificate;
  const { keyBits, sha256, der } = certificate;
  const copy = {
    certificateId,
    subjectName,
    serialHex,
    serialDecimal,
    notBefore,
    notAfter,
    keyBits,
    sha256,
    der,
  };
  database.run(
    `INSERT INTO assignment_request (id, certificate_id, subject_name, serial_hex, serial_decimal, not_before, not_after,
       key_bits, sha256, der, note, requested_by, requested_at, state)
     VALUES (:id, :certificateId, :subjectName, :serialHex, :serialDecimal, :notBefore, :notAfter,
       :keyBits, :sha256, :der, :note, :requestedBy, :requestedAt, 'waiting')`,
    { ...request, ...copy },
  );
  for (const profileId of profileIds) {
    database.run('INSERT INTO assignment_request_profile (request_id, profile_id) VALUES (:id, :profileId)', {
      id: request.id,
      profileId,
    });
  }
}

export const answerRequest = (
  database: Database,
  answer: {
    id: string;
    state: Exclude<RequestState, 'waiting'>;
    by: string;
    at: string;
    reason: string | null;
  },
): void => {
  database.run(
    `UPDATE assignment_request SET state = :state, answered_by = :by, answered_at = :at, reason = :reason
     WHERE id = :id`,
    answer,
  );
};
