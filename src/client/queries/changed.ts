import type { QueryClient } from '@tanstack/react-query';

/** The first part of a query's key: what the query is about. */
type Noun =
  | 'accounts'
  | 'calendar-feed'
  | 'certificates'
  | 'keys'
  | 'ivr-profiles'
  | 'requests'
  | 'recordings'
  | 'screen-recording-certificates';

/** Every write adds to the audit log, and most writes change when recordings are encrypted, and what is to do. */
const always = ['audit-log', 'coverage', 'overview'];

/**
 * After a write, fetches again the queries about these nouns that are on screen; others are fetched when they are next
 * shown.
 */
export const changed =
  (client: QueryClient, ...nouns: readonly Noun[]) =>
  async (): Promise<void> => {
    await Promise.all([...nouns, ...always].map((noun) => client.invalidateQueries({ queryKey: [noun] })));
  };
