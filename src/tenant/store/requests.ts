import type { OpenedRecordings } from '../../domain/recording.ts';
import type { RequestKind, RequestSort, RequestState } from '../../domain/request.ts';
import { sharesName, type StoredCertificate } from './certificates.ts';
import type { Database } from './database.ts';
import { filtered, type Condition, type List } from './list.ts';

/** What a list shows of a request. */
export interface ListedRequest {
  id: string;
  kind: RequestKind;
  certificateId: string;
  subjectName: string;
  isNameShared: boolean;
  serialHex: string;
  serialDecimal: string;
  notAfter: string | null;
  note: string;
  requestedBy: string;
  requestedAt: string;
  state: RequestState;
  answeredBy: string | null;
  answeredAt: string | null;
  reason: string | null;
  /** In the order of the tenant's profiles. */
  ivrProfiles: { id: string; name: string }[];
}

/** A request to assign, with its own copy of the certificate. The table has no column for a private key. */
interface AssignmentRequest extends ListedRequest {
  kind: 'assignment';
  notBefore: string;
  notAfter: string;
  keyBits: number;
  sha256: string;
  der: Uint8Array<ArrayBuffer>;
}

export interface DeletionRequest extends ListedRequest {
  kind: 'deletion';
  issuerDer: Uint8Array;
  /** What the pair opened when the request was answered. */
  recordings: OpenedRecordings | null;
}

export type StoredRequest = AssignmentRequest | DeletionRequest;

const listed = /* sql */ `
  request.id, kind, certificate_id, subject_name,
  (${sharesName('request')} OR EXISTS (
     SELECT 1 FROM request AS other
     WHERE other.subject_name = request.subject_name AND other.serial_decimal <> request.serial_decimal)) AS is_name_shared,
  serial_hex, serial_decimal,
  coalesce(not_after, (SELECT not_after FROM certificate WHERE certificate.id = certificate_id)) AS not_after,
  note, requested_by, requested_at, state, answered_by, answered_at, reason,
  (SELECT json_group_array(json_object('id', ivr_profile.id, 'name', name) ORDER BY position)
   FROM request_profile JOIN ivr_profile ON ivr_profile.id = profile_id
   WHERE request_id = request.id) AS ivr_profiles_json`;

const whole = /* sql */ `
  SELECT ${listed}, not_before, key_bits, sha256, der, issuer_der, recordings AS recordings_json
  FROM request`;

/** As `asksFor` of domain/request.ts says it. */
const asksFor = /* sql */ `
  CASE kind WHEN 'deletion' THEN 'Deletion' ELSE 'Assignment to ' ||
    (SELECT group_concat(name, ', ' ORDER BY position) FROM request_profile
     JOIN ivr_profile ON ivr_profile.id = profile_id WHERE request_id = request.id) END`;

export const requestList: List<RequestSort> = {
  from: 'request',
  columns: listed,
  id: 'request.id',
  sorts: {
    requestedAt: 'requested_at',
    subjectName: 'text_order(subject_name)',
    asksFor: `text_order(${asksFor})`,
    requestedBy: 'text_order(requested_by)',
    state: 'state',
  },
  searched: [
    'subject_name',
    'serial_hex',
    'serial_decimal',
    asksFor,
    'note',
    'requested_by',
    `coalesce(answered_by, '')`,
    `coalesce(reason, '')`,
  ],
};

interface Filter {
  kind?: RequestKind | undefined;
  state?: RequestState | undefined;
  certificateId?: string | undefined;
}

export const requestsOf = (asked: Filter): Condition =>
  filtered(
    { kind: 'kind = :kind', state: 'state = :state', certificateId: 'certificate_id = :certificateId' },
    asked,
  );

export const listAllRequests = (database: Database): ListedRequest[] =>
  database.all(`SELECT ${listed} FROM request ORDER BY requested_at DESC, id DESC`);

export const findRequest = (database: Database, id: string): StoredRequest | undefined =>
  database.one(`${whole} WHERE id = :id`, { id });

/** The request that is waiting, or the deletion that was agreed to and not done yet. */
export const openRequest = <K extends RequestKind>(
  database: Database,
  kind: K,
  certificateId: string,
): Extract<StoredRequest, { kind: K }> | undefined =>
  database.one(
    `${whole} WHERE kind = :kind AND certificate_id = :certificateId AND state IN ('waiting', 'agreed')`,
    { kind, certificateId },
  );

type NewRequest = Pick<ListedRequest, 'id' | 'note' | 'requestedBy' | 'requestedAt'> & {
  certificate: StoredCertificate;
} & (
    | { kind: 'assignment'; der: Uint8Array; ivrProfileIds: readonly string[] }
    | { kind: 'deletion'; issuerDer: Uint8Array }
  );

export function insertRequest(database: Database, request: NewRequest): void {
  const { id, kind, note, requestedBy, requestedAt, certificate } = request;
  const { subjectName, serialHex, serialDecimal, notBefore, notAfter, keyBits, sha256 } = certificate;
  const said = { certificateId: certificate.id, subjectName, serialHex, serialDecimal };
  const copy =
    request.kind === 'assignment'
      ? { notBefore, notAfter, keyBits, sha256, der: request.der }
      : { issuerDer: request.issuerDer };
  const asked = { id, kind, note, requestedBy, requestedAt, state: 'waiting' };
  database.insert('request', { ...asked, ...said, ...copy });
  for (const profileId of request.kind === 'assignment' ? request.ivrProfileIds : []) {
    database.insert('request_profile', { requestId: id, profileId });
  }
}

/** `recordings`: what a deletion would cost at the time of the answer. */
export const answerRequest = (
  database: Database,
  answer: {
    id: string;
    state: Exclude<RequestState, 'waiting'>;
    by: string;
    at: string;
    reason: string | null;
    recordings: OpenedRecordings | null;
  },
): void => {
  database.run(
    `UPDATE request
     SET state = :state, answered_by = :by, answered_at = :at, reason = :reason, recordings = :recordings
     WHERE id = :id`,
    { ...answer, recordings: answer.recordings && JSON.stringify(answer.recordings) },
  );
};

/** Keeps who agreed, and to what. */
export const setRequestState = (database: Database, id: string, state: 'withdrawn' | 'deleted'): void => {
  database.run('UPDATE request SET state = :state WHERE id = :id', { id, state });
};
