import { dayParts, monthNames, zoneNameAt } from '../../ui/page/dates.ts';
import { momentOf } from '../../ui/form/days.ts';

const MINUTE_MS = 60_000;

interface Found {
  /** What is left to search for. */
  words: string;
  from?: string;
  to?: string;
}

/**
 * A date in a search, as the list shows it, means that day; with a time, that minute: in the language and in the zone of
 * the reader. The tenant knows neither, so it gets two moments.
 */
export function shownDate(search: string): Found {
  const found = dateIn().exec(search);
  if (!found?.groups) return { words: search };
  const { day, month = '', year, hour, minute, half } = found.groups;
  const named = monthNames().findIndex((name) => name.toLowerCase() === month.toLowerCase());
  const hours = (Number(hour ?? 0) % (half ? 12 : 24)) + (half?.toLowerCase() === 'pm' ? 12 : 0);
  const clock = [hours, Number(minute ?? 0)] as const;
  const from = momentOf([Number(year), named, Number(day), ...clock]);
  const to =
    hour === undefined
      ? momentOf([Number(year), named, Number(day) + 1, ...clock])
      : new Date(from.getTime() + MINUTE_MS);
  const rest = `${search.slice(0, found.index)} ${search.slice(found.index + found[0].length)}`;
  const words = rest.replace(zoneNameAt(from), '').replaceAll(/\s+/g, ' ').trim();
  return { words, from: from.toISOString(), to: to.toISOString() };
}

/** The day as the language of the reader writes it, and perhaps the time behind it. */
function dateIn(): RegExp {
  const months = monthNames().map((name) => name.replaceAll(/[^\p{L}\p{M}\p{N}]/gu, String.raw`\$&`));
  const day = dayParts().map((type) => {
    if (type === 'day') return String.raw`(?<day>\d{1,2})`;
    if (type === 'month') return `(?<month>${months.join('|')})`;
    return type === 'year' ? String.raw`(?<year>\d{4})` : String.raw`\W{1,8}`;
  });
  const time = String.raw`(?:\W{1,3}(?<hour>\d{1,2}):(?<minute>\d{2})(?:\s(?<half>[AP]M))?)?`;
  return new RegExp(`${day.join('')}${time}`, 'i');
}
