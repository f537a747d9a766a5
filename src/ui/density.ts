import { usePreference } from './preference.ts';

export type Density = 'comfortable' | 'compact';

/** How much room the rows of every list take. */
export const useDensity = () => usePreference<Density>('list-density', ['comfortable', 'compact']);
