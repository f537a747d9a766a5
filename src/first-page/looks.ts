/**
 * What a browser shows by its own settings and the server cannot know: its time zone, and what the person chose in this
 * browser. The page writes it into a cookie (`app/looks.ts`), so that the next document looks as the page does.
 */
export interface Looks {
  timeZone: string | undefined;
  colours: 'light' | 'dark' | undefined;
  compact: boolean;
}

export const LOOKS_COOKIE = 'looks';

/** Reads the cookie's value, `timeZone,colours,density`. It is input like any other. */
export function readLooks(value: string | undefined): Looks {
  const [timeZone = '', colours, density] = (value ?? '').split(',');
  return {
    timeZone: zones.has(timeZone) ? timeZone : undefined,
    colours: colours === 'light' || colours === 'dark' ? colours : undefined,
    compact: density === 'compact',
  };
}

const zones = new Set([...Intl.supportedValuesOf('timeZone'), 'UTC']);

/** The language that a browser prefers (RFC 9110, 12.5.4), which is the one of its dates; undefined for none that is known. */
export function firstLanguage(acceptLanguage: string | null): string | undefined {
  const language = /^[A-Za-z0-9-]+/.exec(acceptLanguage ?? '')?.[0];
  try {
    return language === undefined ? undefined : Intl.DateTimeFormat.supportedLocalesOf(language)[0];
  } catch {
    return undefined;
  }
}
