const DAY_MS = 86_400_000;

export interface Tick {
  at: number;
  /** "2027" at the start of a year, "Apr" within one. */
  label: string;
  isYear: boolean;
}

const month = new Intl.DateTimeFormat('en', { month: 'short', timeZone: 'UTC' });

/** The first days of quarters, half-years or years, whichever leaves enough room for the labels. */
export function ticksOf(from: number, to: number): Tick[] {
  const years = (to - from) / (365 * DAY_MS);
  const step = years <= 3.2 ? 3 : years <= 6 ? 6 : 12;
  const first = new Date(from).getUTCFullYear();
  const ticks: Tick[] = [];
  for (let months = 0; ; months += step) {
    const at = Date.UTC(first, months);
    if (at > to) return ticks;
    const isYear = months % 12 === 0;
    // A label at the very edge would be outside the picture.
    if (at < from || at > to - (to - from) * 0.03) continue;
    ticks.push({ at, isYear, label: isYear ? String(new Date(at).getUTCFullYear()) : month.format(at) });
  }
}
