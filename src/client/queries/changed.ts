import type { MutationFunctionContext } from '@tanstack/react-query';

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
 * shown. What the mutation answered does not matter, only the client in which it ran.
 */
export const changed =
  (...nouns: readonly Noun[]) =>
  async (...outcome: [...unknown[], MutationFunctionContext]): Promise<void> => {
    const { client } = outcome.at(-1) as MutationFunctionContext;
    await Promise.all([...nouns, ...always].map((noun) => client.invalidateQueries({ queryKey: [noun] })));
  };
