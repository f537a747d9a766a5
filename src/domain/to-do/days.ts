/**
 * The tenant makes the sentences of the tasks, and only the browser knows the zone of its reader: a sentence contains
 * times (ISO 8601), and the browser writes each as a day.
 */

const TIME = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z/g;

/** The times in a text that are known; others belong to a name. */
export const timesIn = (text: string, known: ReadonlySet<string>): string[] => [
  ...new Set(text.match(TIME)?.filter((time) => known.has(time))),
];

export const withDays = (text: string, times: readonly string[], dayText: (iso: string) => string): string =>
  times.reduce((written, time) => written.replaceAll(time, () => dayText(time)), text);
