import { usePreference } from '../hooks/preference.ts';

export type Density = 'comfortable' | 'compact';

/** The height of the rows in all lists. */
export const useDensity = () => usePreference<Density>('list-density', ['comfortable', 'compact']);
