/** A number as English sentences write it, such as "12,345", whatever the language of the browser or the server is. */
export const numberText = (number: number): string => number.toLocaleString('en');

/**
 * A number with its noun: "1 certificate", "1,200 certificates". `many` is the plural where it is not just `one` with
 * an s.
 */
export const counted = (number: number, one: string, many = `${one}s`): string =>
  `${numberText(number)} ${number === 1 ? one : many}`;

const list = new Intl.ListFormat('en', { type: 'conjunction' });

/** "a, b, and c" */
export const listText = (items: readonly string[]): string => list.format(items);

/** "24.8 kB", "1.2 GB" */
export function sizeText(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${units[unit]}`;
}

/** How long something still lasts, of which so many whole days are left. The last of them may end tomorrow. */
export const daysLeft = (days: number): string => (days === 0 ? 'less than a day' : counted(days, 'day'));
