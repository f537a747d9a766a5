import type { Assignment } from '../../domain/coverage.ts';
import type { StoredCertificate } from './certificates.ts';
import type { Database } from './database.ts';
import { inView, withView, type View } from './view.ts';

/** The place of an assignment: an IVR profile's id, or this for Screen Recording Certificates. */
export const SCREEN_RECORDING = 'screen-recording';

export interface StoredAssignmentPeriod extends Assignment {
  /** Counts up in the order of assigning. */
  number: number;
  place: string;
  serialHex: string;
  serialDecimal: string;
  assignedBy: string;
  /** Whether the session sees the certificate in the keystore. */
  isInKeystore: boolean;
}

/**
 * The time since which assignments are recorded. Of earlier assignments, only those that still lasted then are known.
 */
export function historySince(database: Database): string {
  const history = database.one<{ since: string }>('SELECT since FROM assignment_history');
  if (!history) throw new Error('The tenant has no assignment history');
  return history.since;
}

/** Does nothing if the history has already begun. */
export const beginHistory = (database: Database, since: string): number =>
  database.run(
    'INSERT INTO assignment_history (since) SELECT :since WHERE NOT EXISTS (SELECT 1 FROM assignment_history)',
    { since },
  );

/** For demo data, whose assignments lie in the past. */
export const backdateHistory = (database: Database, since: string): number =>
  database.run('UPDATE assignment_history SET since = :since', { since });

/**
 * Records the change of a place's list, in the same transaction: certificates that are no longer in it end now, new
 * ones begin when they were assigned.
 */
export function recordAssignments(
  database: Database,
  place: string,
  list: readonly (Change & { id: string })[],
  changed: Change,
): void {
  const open = new Set(
    database
      .all<{ id: string }>(
        'SELECT certificate_id AS id FROM assignment_period WHERE place = :place AND unassigned_at IS NULL',
        { place },
      )
      .map(({ id }) => id),
  );
  database.run(
    `UPDATE assignment_period SET unassigned_by = :by, unassigned_at = :at
     WHERE place = :place AND unassigned_at IS NULL AND certificate_id NOT IN (SELECT value FROM json_each(:ids))`,
    { place, ids: list.map(({ id }) => id), ...changed },
  );
  const begun = list.filter(({ id }) => !open.has(id));
  const certificates = database.all<PeriodCertificate>(
    `SELECT id, subject_name, serial_hex, serial_decimal, not_before, not_after
     FROM certificate WHERE id IN (SELECT value FROM json_each(:ids))`,
    { ids: begun.map(({ id }) => id) },
  );
  const factsOf = new Map(certificates.map((each) => [each.id, each]));
  for (const { id, by, at } of begun) {
    const certificate = factsOf.get(id);
    if (certificate) insertPeriod(database, place, certificate, { begun: { by, at }, ended: null });
  }
}

/** The facts of a certificate that the history keeps, even after the certificate is destroyed. */
type PeriodCertificate = Pick<
  StoredCertificate,
  'id' | 'subjectName' | 'serialHex' | 'serialDecimal' | 'notBefore' | 'notAfter'
>;

interface Change {
  by: string;
  at: string;
}

export const insertPeriod = (
  database: Database,
  place: string,
  { id, subjectName, serialHex, serialDecimal, notBefore, notAfter }: PeriodCertificate,
  { begun, ended }: { begun: Change; ended: Change | null },
): void =>
  database.insert('assignment_period', {
    place,
    certificateId: id,
    subjectName,
    serialHex,
    serialDecimal,
    notBefore,
    notAfter,
    assignedBy: begun.by,
    assignedAt: begun.at,
    unassignedBy: ended?.by ?? null,
    unassignedAt: ended?.at ?? null,
  });

/**
 * The assignments that still last, and those that ended after `since`, in the order of assigning: `limit` at most, those
 * that ended last. Where there are more, the answered `since` is later: no assignment that ended after it is missing.
 */
export function listAssignmentPeriods(
  database: Database,
  view: View,
  { since, limit }: { since: string; limit: number },
): { periods: StoredAssignmentPeriod[]; since: string } {
  const rows = database.all<StoredAssignmentPeriod>(
    `${withView}
     SELECT period.id AS number, place, certificate_id, period.subject_name, period.serial_hex, period.serial_decimal,
       period.not_before, period.not_after, assigned_by, assigned_at, unassigned_by, unassigned_at,
       certificate.id IS NOT NULL AND (${inView}) AS is_in_keystore
     FROM assignment_period AS period LEFT JOIN certificate ON certificate.id = certificate_id
     WHERE unassigned_at IS NULL OR unassigned_at > :since
     ORDER BY unassigned_at DESC NULLS FIRST, period.id DESC LIMIT :limit`,
    { ...view, since, limit: limit + 1 },
  );
  const periods = rows.slice(0, limit).toSorted((a, b) => a.number - b.number);
  return { periods, since: rows[limit]?.unassignedAt ?? since };
}
