import type { Period, ReportedListener, ReportedRetirement } from '../../domain/key-report.ts';
import { MOST_COUNTED } from '../../domain/list.ts';
import type { StoredAssignmentPeriod } from './assignment-history.ts';
import type { StoredCertificate } from './certificates.ts';
import type { Database, Page } from './database.ts';

/** What the key report asks of the database. Each question finds its rows by an index, and answers a page of them. */

type Asked = Period & { limit: number };

/** The last row of the page before. */
export interface After {
  at: string;
  id: string | number;
}

/** Undefined for the first page. */
type Paged = Asked & { after: After | undefined };

export interface StoredKey extends Omit<
  StoredCertificate,
  'isNameShared' | 'subjectDn' | 'issuerDn' | 'alias' | 'signatureAlgorithm' | 'selfSigned' | 'version'
> {
  replacedBy: Pick<StoredKey, 'id' | 'subjectName' | 'serialHex' | 'serialDecimal'> | null;
  isAssigned: boolean;
}

const ofPeriod = 'uploaded_at < :to AND (deleted_at IS NULL OR deleted_at >= :from)';

/** The pairs that were in the keystore in the period, in the order of their upload, as they are now. */
export const listKeysOf = (database: Database, { after, ...asked }: Paged): Page<StoredKey> =>
  database.page(
    `SELECT id, subject_name, serial_hex, serial_decimal, key_bits, sha256, not_before, not_after, uploaded_by,
       uploaded_at, deleted_by, deleted_at,
       (SELECT json_object('checkedAt', checked_at, 'checkedBy', checked_by, 'location', location)
        FROM backup_check WHERE certificate_id = certificate.id) AS backup_check_json,
       (SELECT json_object('id', id, 'subjectName', subject_name, 'serialHex', serial_hex,
                           'serialDecimal', serial_decimal)
        FROM certificate AS successor WHERE replaces = certificate.id AND uploaded_at < :to
        ORDER BY uploaded_at DESC LIMIT 1) AS replaced_by_json,
       EXISTS (SELECT 1 FROM assignment_period WHERE certificate_id = certificate.id AND assigned_at < :to
               AND (unassigned_at IS NULL OR unassigned_at >= :to)) AS is_assigned
     FROM certificate WHERE ${ofPeriod} ${after ? 'AND (uploaded_at, id) > (:at, :id)' : ''}
     ORDER BY uploaded_at, id LIMIT :limit`,
    { ...asked, ...after },
  );

export const countKeysOf = (database: Database, { from, to }: Period): number =>
  countOf(database, `certificate WHERE ${ofPeriod}`, { from, to });

/** What encrypted last in each place before a time; a place where nothing did is left out. */
export const lastEndedBefore = (
  database: Database,
  places: readonly string[],
  before: string,
): StoredAssignmentPeriod[] =>
  places.flatMap((place) =>
    database.all<StoredAssignmentPeriod>(
      `SELECT id AS number, place, certificate_id, subject_name, serial_hex, serial_decimal, not_before, not_after,
         assigned_by, assigned_at, unassigned_by, unassigned_at, 0 AS is_in_keystore
       FROM assignment_period INDEXED BY assignment_period_by_place
       WHERE place = :place AND min(unassigned_at, not_after) <= :before
         AND max(assigned_at, not_before) < min(unassigned_at, not_after)
       ORDER BY min(unassigned_at, not_after) DESC LIMIT 1`,
      { place, before },
    ),
  );

/**
 * The entries of the audit log that record these acts, in their order: of a certificate at a time, and where there are
 * several, the one whose sentence names the place.
 */
export function entriesOfActs(
  database: Database,
  acts: readonly { certificate: string; at: string; place: string }[],
): (number | null)[] {
  return database
    .all<{ entry: number | null }>(
      `SELECT (SELECT entry.id FROM audit_entry_certificate AS about JOIN audit_entry AS entry ON entry.id = entry_id
               WHERE about.certificate_id = act.value ->> 'certificate' AND entry.at = act.value ->> 'at'
               ORDER BY instr(entry.summary, act.value ->> 'place') > 0 DESC, entry.id LIMIT 1) AS entry
       FROM json_each(:acts) AS act ORDER BY act.key`,
      { acts },
    )
    .map(({ entry }) => entry);
}

const retiring = `action IN ('certificate.deleted', 'certificate.restored', 'certificate.destroyed')`;

/**
 * Deletions, restorations and destructions in the order of their time. A destruction has the persons of the deletion
 * before it; an agreement belongs to the first deletion after it.
 */
export const listRetirementsOf = (database: Database, { after, ...asked }: Paged): Page<ReportedRetirement> =>
  database.page(
    `WITH retired AS MATERIALIZED (
       SELECT id, at, username, action, summary,
         (SELECT certificate_id FROM audit_entry_certificate WHERE entry_id = audit_entry.id LIMIT 1) AS certificate
       FROM audit_entry
       WHERE ${retiring} AND at >= :from AND at < :to ${after ? 'AND (at, id) > (:at, :id)' : ''}
       ORDER BY at, id LIMIT :limit
     ),
     acted AS (
       SELECT retired.*, CASE action WHEN 'certificate.restored' THEN NULL ELSE
         (SELECT max(entry_id) FROM audit_entry_certificate AS about JOIN audit_entry AS entry ON entry.id = entry_id
          WHERE about.certificate_id = certificate AND entry.action = 'certificate.deleted' AND entry.id <= retired.id)
         END AS deletion
       FROM retired
     )
     SELECT acted.id AS entry, acted.at, acted.summary AS what,
       CASE action WHEN 'certificate.destroyed' THEN deleted.username ELSE acted.username END AS by,
       (SELECT json_object('requestId', request.id, 'by', answered_by, 'at', answered_at) FROM request
        WHERE request.certificate_id = certificate AND kind = 'deletion' AND state = 'deleted'
          AND answered_at <= deleted.at
          AND NOT EXISTS (
            SELECT 1 FROM audit_entry_certificate AS about JOIN audit_entry AS entry ON entry.id = entry_id
            WHERE about.certificate_id = certificate AND entry.action = 'certificate.deleted'
              AND entry.at >= answered_at AND entry.id < deletion)
        ORDER BY answered_at DESC LIMIT 1) AS agreement_json
     FROM acted LEFT JOIN (SELECT id, at, username FROM audit_entry) AS deleted ON deleted.id = deletion
     ORDER BY acted.at, acted.id LIMIT :limit`,
    { ...asked, ...after },
  );

export const countRetirementsOf = (database: Database, { from, to }: Period): number =>
  countOf(database, `audit_entry WHERE ${retiring} AND at >= :from AND at < :to`, { from, to });

/** Who has played recordings, by the first playings of the period: so many as are counted. */
export function listListenersOf(
  database: Database,
  { from, to }: Period,
): { listeners: ReportedListener[]; isCut: boolean } {
  const listeners = database.all<ReportedListener>(
    `SELECT username, role, count(*) AS playings, min(at) AS first, max(at) AS last
     FROM (SELECT username, role, at FROM audit_entry
           WHERE action = 'recording.played' AND at >= :from AND at < :to ORDER BY at, id LIMIT ${MOST_COUNTED})
     GROUP BY username, role ORDER BY text_order(username), role`,
    { from, to },
  );
  const played = countOf(
    database,
    `audit_entry WHERE action = 'recording.played' AND at >= :from AND at < :to`,
    { from, to },
  );
  return { listeners, isCut: played > MOST_COUNTED };
}

/** Exact up to `MOST_COUNTED`; a greater one says that there are more. */
const countOf = (database: Database, rows: string, period: Record<string, string>): number =>
  database.one<{ n: number }>(
    `SELECT count(*) AS n FROM (SELECT 1 FROM ${rows} LIMIT ${MOST_COUNTED + 1})`,
    period,
  )?.n ?? 0;
