/**
 * The keystore as one session sees it. Documented: what one Platform Administration session uploads or deletes does not
 * show in another one until that one signs out and in again. So a session sees, for each certificate, the last change
 * that was made before it signed in or that it made itself.
 *
 * Nothing is copied for a session: only certificates that other sessions have changed since then are looked up in
 * `keystore_change`; all others are as they are now. The view decides what a session is shown, never what is written.
 */
export interface View {
  session: string;
  /** The keystore's revision when the session signed in. */
  revision: number;
}

/** Must precede a SELECT that uses one of the conditions below; binds :session and :revision. */
export const withView = /* sql */ `
  WITH changed_elsewhere AS MATERIALIZED (
    SELECT DISTINCT certificate_id FROM keystore_change WHERE revision > :revision AND session_id <> :session
  ),
  last_seen AS MATERIALIZED (
    SELECT certificate_id, kind, max(revision) FROM keystore_change
    WHERE certificate_id IN (SELECT certificate_id FROM changed_elsewhere)
      AND (revision <= :revision OR session_id = :session)
    GROUP BY certificate_id
  )`;

/** For a row of `certificate`: this session sees it in the keystore. */
export const inView = seesIn('certificate');

/** The same for a row of `certificate` under another name. */
export function seesIn(row: string): string {
  return /* sql */ `
  CASE WHEN ${row}.id IN (SELECT certificate_id FROM changed_elsewhere)
       THEN ${row}.id IN (SELECT certificate_id FROM last_seen WHERE kind = 'added')
       ELSE ${row}.deleted_at IS NULL END`;
}

/**
 * For a row of `certificate`: this session sees it under Recently deleted. A certificate that it never saw is in
 * neither.
 */
export const inRecentlyDeleted = /* sql */ `
  certificate.deleted_at IS NOT NULL
  AND (certificate.id NOT IN (SELECT certificate_id FROM changed_elsewhere)
       OR certificate.id IN (SELECT certificate_id FROM last_seen WHERE kind = 'removed'))`;
