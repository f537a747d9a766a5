import type { Database } from './database.ts';
import type { View } from './view.ts';

/** The tables that the answer of a list is made from: only a write to one of them can change the answer. */
const keystore = [
  'certificate',
  'keystore_change',
  'backup_check',
  'ivr_profile',
  'ivr_profile_certificate',
  'screen_recording_certificate',
] as const;

const tablesOf = {
  certificates: keystore,
  keys: keystore,
  requests: ['request', 'request_profile', 'ivr_profile'],
  'screen-recording-certificates': ['screen_recording_list', 'screen_recording_certificate', ...keystore],
} as const;

export type List = keyof typeof tablesOf;

/**
 * A number for each list; it grows whenever the list may have changed. A transaction that is rolled back changes none.
 */
export function listVersions(database: Database): Record<List, number> {
  const rows = database.all<{ name: string; version: number }>('SELECT name, version FROM table_version');
  const versions = new Map(rows.map(({ name, version }) => [name, version]));
  const sum = (list: List) => tablesOf[list].reduce((total, table) => total + (versions.get(table) ?? 0), 0);
  return {
    certificates: sum('certificates'),
    keys: sum('keys'),
    requests: sum('requests'),
    'screen-recording-certificates': sum('screen-recording-certificates'),
  };
}

/**
 * A name for what a session sees. All sessions that see the keystore as it is now share the name `now`: since they
 * signed in, no other session has changed it. Any other session has a view of its own, named by its id.
 */
export const viewName = (database: Database, view: View): string =>
  database.has(
    'SELECT 1 FROM keystore_change WHERE revision > :revision AND session_id <> :session LIMIT 1',
    { ...view },
  )
    ? view.session
    : 'now';
