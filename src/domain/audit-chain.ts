import { counted } from './counted.ts';

/** The result of a check of the audit log, for which the tenant computes the hash of every entry again. */
interface Chain {
  entries: number;
  broken: Broken | null;
}

export interface Broken {
  /**
   * `no head`: the stored number and hash of the last entry are missing. `added`: there are entries after the last one
   * that the tenant wrote.
   */
  kind: 'changed' | 'missing' | 'added' | 'no head';
  from: number;
  to: number;
  /** The entry at which the break shows, as it reads now. */
  entry: { id: number; at: string; username: string; summary: string } | null;
}

/** The result in one or two sentences, for the screen and for `npm run verify-audit-log`. */
export function chainSentence({ entries, broken }: Chain): string {
  if (!broken) {
    return entries === 0
      ? 'The log has no entry yet.'
      : `The chain holds: ${counted(entries, 'entry', 'entries')}, each with the hash of the one before.`;
  }
  const { kind, from, to, entry } = broken;
  const range = from === to ? `entry ${from}` : `entries ${from} to ${to}`;
  const are = from === to ? 'is' : 'are';
  switch (kind) {
    case 'changed':
      return `The chain breaks at entry ${from}${named(entry)}. Its hash does not match its content${from > 1 ? ` and the hash of entry ${from - 1}, so one of the two was changed` : ', so it was changed'}.`;
    case 'missing':
      return entry
        ? `The chain breaks at entry ${entry.id}${named(entry)}: ${range} before it ${are} missing.`
        : `The end of the log is missing: ${range} ${from === to ? 'was' : 'were'} written and ${are} not there.`;
    case 'added':
      return `The chain breaks at entry ${from}${named(entry)}: the console did not write ${from === to ? 'it' : range}.`;
    case 'no head':
      return 'The note of the last entry is missing, so it cannot be said whether the end of the log is there.';
  }
}

const named = (entry: Broken['entry']): string =>
  entry ? ` (${entry.at.slice(0, 16).replace('T', ' ')} UTC, ${entry.username}: ${entry.summary})` : '';
