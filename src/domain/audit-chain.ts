import { counted, numberText } from './counted.ts';

/** The result of a check of the audit log, for which the tenant computes the hash of every entry again. */
interface Chain {
  entries: number;
  breaks: readonly Break[];
  /** There can be more breaks than are listed. */
  breakCount: number;
  /** The first entries, verified before and not again. */
  before: { entries: number; since: string } | null;
}

interface Break {
  /**
   * `added`: the tenant has never given an entry this number. `no head`, `several heads`: there is not exactly one
   * stored number and hash of the last entry.
   */
  kind: 'changed' | 'missing' | 'added' | 'no head' | 'several heads';
  from: number;
  to: number;
  /** The entry at which the break shows, as it reads now. */
  entry: { id: number; at: string; username: string; summary: string } | null;
}

/** The most breaks that a person is shown. The script lists all. */
export const LISTED_BREAKS = 100;

/**
 * The result for the screen and for `npm run verify-audit-log`: a sentence for each break, or one that it holds. A screen
 * has times in the zone of its reader.
 */
export function chainSentences(
  { entries, breaks, breakCount, before }: Chain,
  timeText: TimeText = minuteInUtc,
): string[] {
  if (breakCount === 0) {
    return [
      entries === 0
        ? 'The log has no entry yet.'
        : `The chain holds: ${counted(entries, 'entry', 'entries')}, each with the hash of the one before.`,
      ...(before
        ? [
            `The first ${numberText(before.entries)} of them were verified before, at ${timeText(before.since)} or later.`,
          ]
        : []),
    ];
  }
  const more = breakCount - breaks.length;
  return [
    ...breaks.map((each) => breakSentence(each, timeText)),
    ...(more > 0
      ? [
          `There ${more === 1 ? 'is' : 'are'} ${counted(more, 'more break')}: “npm run verify-audit-log” lists all.`,
        ]
      : []),
  ];
}

function breakSentence({ kind, from, to, entry }: Break, timeText: TimeText): string {
  const range = from === to ? `entry ${from}` : `entries ${from} to ${to}`;
  const are = from === to ? 'is' : 'are';
  const named = entry ? ` (${timeText(entry.at)}, ${entry.username}: ${entry.summary})` : '';
  switch (kind) {
    case 'changed':
      return `The chain breaks at entry ${from}${named}. Its hash does not match its content${from > 1 ? ` and the hash of entry ${from - 1}, so one of the two was changed` : ', so it was changed'}.`;
    case 'missing':
      return entry
        ? `The chain breaks at entry ${entry.id}${named}: ${range} before it ${are} missing.`
        : `The end of the log is missing: ${range} ${from === to ? 'was' : 'were'} written and ${are} not there.`;
    case 'added':
      return `The chain breaks at entry ${from}${named}: the console did not write it.`;
    case 'no head':
      return 'The note of the last entry is missing, so it cannot be said whether the end of the log is there.';
    case 'several heads':
      return 'There is more than one note of the last entry, so it cannot be said whether the end of the log is there.';
  }
}

type TimeText = (iso: string) => string;

const minuteInUtc = (at: string): string => `${at.slice(0, 16).replace('T', ' ')} UTC`;
