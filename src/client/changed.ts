import type { QueryClient } from '@tanstack/react-query';

/** The nouns whose queries begin with their name. */
type Noun =
  | 'calendar-feed'
  | 'certificates'
  | 'keys'
  | 'ivr-profiles'
  | 'assignment-requests'
  | 'deletion-requests'
  | 'recordings'
  | 'screen-recording-certificates';

/** After a write: what it touched is fetched again where it is shown. Every write is in the audit log, too. */
export const changed =
  (client: QueryClient, ...nouns: readonly Noun[]) =>
  async (): Promise<void> => {
    await Promise.all([...nouns, 'audit-log'].map((noun) => client.invalidateQueries({ queryKey: [noun] })));
  };
