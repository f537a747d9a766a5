/**
 * One rule of search for the page and the tenant. Only letters and digits count, without case and accents, so that a
 * fingerprint is found with colons or without, and *Zürich* with “zurich”. What programs print around a value is no part
 * of it: `0x1E05`, `serial=1E05`, `sha256 Fingerprint=AB:CD:…`.
 */

/** Of a search that the tenant takes (`contract/lists.ts`): each of its words is looked for in each row. */
export const MAX_SEARCH_LENGTH = 200;

/** Letters of Latin alphabets that Unicode does not take apart, and the form of a sigma that depends on its place. */
const PLAIN: Record<string, string> = {
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ħ: 'h',
  ŧ: 't',
  ð: 'd',
  þ: 'th',
  æ: 'ae',
  œ: 'oe',
  ς: 'σ',
};

/** Most text is ASCII, for which this would take ten times as long. */
const folded = (letters: string): string =>
  letters
    .normalize('NFKD')
    .toUpperCase()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '')
    .replaceAll(/[øłđħŧðþæœς]/g, (letter) => PLAIN[letter] ?? letter);

/** A text in the form in which it is searched. Its lines stay apart, so that no word is found across two of them. */
export const searchable = (text: string): string =>
  text
    .replaceAll(/[^\p{ASCII}]+/gu, folded)
    .toLowerCase()
    .replaceAll(/[^a-z\d\n\u{80}-\u{10ffff}]+/gu, '');

/** What OpenSSL, Java and Windows print before a value. */
const LABEL =
  /\b(?:serial(?: ?number)?|subject|issuer|(?:sha-?(?:1|256) ?)?(?:fingerprint|thumbprint)|sha-?(?:1|256)) ?[=:]/gi;

/** At least three bytes: two words of two letters are more often words. */
const BYTES = /(?<![\p{L}\p{N}])[\dA-Fa-f]{2}(?:[ :-]{1,2}[\dA-Fa-f]{2}){2,}(?![\p{L}\p{N}])/gu;

/** The words of a search, each as `searchable`. A part of a distinguished name is a word, because its order varies. */
export const searchWords = (search: string): string[] =>
  search
    .replaceAll(/\s+/g, ' ')
    .replaceAll(LABEL, ' ')
    .replaceAll(BYTES, (bytes) => bytes.replaceAll(/[ :-]/g, ''))
    .split(/[ ,;]|\/(?=[a-z]{1,30}=)/i)
    // The alias of a certificate: its issuer, and its serial number after a colon.
    .flatMap((word) => (word.includes('=') ? word.split(/:(?=\d+$)/) : word))
    .map(searchable)
    .map((word) => (/^[\da-fx]+$/.test(word) ? word.replace(/^0x|^00(?=[89a-f][\da-f])/, '') : word))
    .filter(Boolean);

/** Whether a text has all of these words. The text is `searchable`. */
export const hasWords = (text: string, words: readonly string[]): boolean =>
  words.every((word) => text.includes(word));
