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

export interface Break {
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

/** The result for the screen and for `npm run verify-audit-log`: a sentence for each break, or one that it holds. */
export function chainSentences({ entries, breaks, breakCount, before }: Chain): string[] {
  if (breakCount === 0) {
    return [
      entries === 0
        ? 'The log has no entry yet.'
        : `The chain holds: ${counted(entries, 'entry', 'entries')}, each with the hash of the one before.`,
      ...(before
        ? [
            `The first ${numberText(before.entries)} of them were verified before, at ${minute(before.since)} or later.`,
          ]
        : []),
    ];
  }
  const more = breakCount - breaks.length;
  return [
    ...breaks.map(breakSentence),
    ...(more > 0
      ? [
          `There ${more === 1 ? 'is' : 'are'} ${counted(more, 'more break')}: “npm run verify-audit-log” lists all.`,
        ]
      : []),
  ];
}

function breakSentence({ kind, from, to, entry }: Break): string {
  const range = from === to ? `entry ${from}` : `entries ${from} to ${to}`;
  const are = from === to ? 'is' : 'are';
  switch (kind) {
    case 'changed':
      return `The chain breaks at entry ${from}${entryName(entry)}. Its hash does not match its content${from > 1 ? ` and the hash of entry ${from - 1}, so one of the two was changed` : ', so it was changed'}.`;
    case 'missing':
      return entry
        ? `The chain breaks at entry ${entry.id}${entryName(entry)}: ${range} before it ${are} missing.`
        : `The end of the log is missing: ${range} ${from === to ? 'was' : 'were'} written and ${are} not there.`;
    case 'added':
      return `The chain breaks at entry ${from}${entryName(entry)}: the console did not write it.`;
    case 'no head':
      return 'The note of the last entry is missing, so it cannot be said whether the end of the log is there.';
    case 'several heads':
      return 'There is more than one note of the last entry, so it cannot be said whether the end of the log is there.';
  }
}

const minute = (at: string): string => `${at.slice(0, 16).replace('T', ' ')} UTC`;

const entryName = (entry: Break['entry']): string =>
  entry ? ` (${minute(entry.at)}, ${entry.username}: ${entry.summary})` : '';
