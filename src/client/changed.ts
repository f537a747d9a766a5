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

/** Every write is in the audit log, and most change what is encrypted when. */
const always = ['audit-log', 'coverage'];

/** After a write: what it touched is fetched again where it is shown. */
export const changed =
  (client: QueryClient, ...nouns: readonly Noun[]) =>
  async (): Promise<void> => {
    await Promise.all([...nouns, ...always].map((noun) => client.invalidateQueries({ queryKey: [noun] })));
  };
