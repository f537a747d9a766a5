import { actionText, UNASSIGNED_WORDS, type AuditAction } from '../../domain/audit.ts';
import { searchable, searchWords } from '../../domain/search.ts';

/**
 * The index of the audit log for its search: the table `audit_gram` has all pieces of one, two and three characters of
 * an entry's texts, and the entry's action. So a search reads only entries that have all pieces of its words, and then
 * looks whether they have the words. Entries never change, so nothing is ever taken out.
 */

/** The form of a piece in the index, whose tokens are letters and digits. */
const tokenOf = (piece: string): string => Buffer.from(piece, 'utf16le').toString('hex');

const piecesOf = (text: string, length: number): string[] =>
  Array.from({ length: Math.max(0, text.length + 1 - length) }, (_, at) => text.slice(at, at + length));

/** All tokens of an entry. An action is longer than a piece, so it is no other's token. */
export function gramsOf(action: string, text: string): string {
  const lines = searchable(text).split('\n');
  const pieces = lines.flatMap((line) => [1, 2, 3].flatMap((length) => piecesOf(line, length)));
  return [...new Set([action, ...pieces])].map(tokenOf).join(' ');
}

/** The time as lists show it, in UTC: 30 Nov 2026 14:05. */
export const atWords = /* sql */ `
  (substr(at, 9, 2) + 0) || ' ' || substr('JanFebMarAprMayJunJulAugSepOctNovDec', 3 * substr(at, 6, 2) - 2, 3) || ' '
  || substr(at, 1, 4) || ' ' || substr(at, 12, 5)`;

/** Of a row of `audit_entry`. The words for its action are not among them, because another version may have others. */
export const gramsOfRow = /* sql */ `
  audit_grams(action, username || char(10) || session || char(10) || action || char(10) || summary || char(10) ||
    coalesce(${atWords}, ''))`;

const allOf = (parts: readonly string[]): string => `(${parts.join(' AND ')})`;

/** One line of an entry contains this text, which is `searchable`. */
const containing = (text: string): string =>
  allOf((text.length <= 3 ? [text] : piecesOf(text, 3)).map((piece) => `"${tokenOf(piece)}"`));

/** A word of a search is in one of the texts, or it is one for the action. */
function worded(word: string): string {
  const taken: AuditAction[] = ['ivr-profile.assigned', 'screen-recording.saved'];
  const actions = new Set([
    ...Object.entries(actionText).flatMap(([action, text]) =>
      searchable(text).includes(word) ? [action] : [],
    ),
    ...(searchable(UNASSIGNED_WORDS).includes(word) ? taken : []),
  ]);
  return `(${[containing(word), ...[...actions].map((action) => `"${tokenOf(action)}"`)].join(' OR ')})`;
}

/** What the index is asked for entries that can meet these; undefined where it cannot help. */
export function matchOf(asked: {
  search?: string | undefined;
  username?: string | undefined;
  about?: string | undefined;
}): string | undefined {
  const names = (asked.about ?? '').split(/IVR profile |\n/).map(searchable);
  const parts = [
    ...searchWords(asked.search ?? '').map(worded),
    ...[...searchWords(asked.username ?? ''), ...names.filter(Boolean)].map(containing),
  ];
  return parts.length > 0 ? allOf(parts) : undefined;
}
