import type { Mending } from '../pki/pem/mend-pem.ts';

const SENTENCES: Record<Mending, string> = {
  'written line breaks': 'The line breaks were written as “\\n”; they were restored.',
  'missing line breaks': 'The line breaks were missing; they were restored.',
  'quotation marks': 'The quotation marks around the text were removed.',
  indentation: 'The lines were indented; the leading spaces were removed.',
  'mail quoting': 'The “>” of a quoted mail was removed.',
  'odd characters': 'Invisible characters and unusual spaces were removed.',
  dashes: 'The dashes around BEGIN and END were corrected.',
  'base64 alone': 'The base64 stood there without BEGIN and END; it was decoded.',
};

/**
 * What was mended in a pasted text before it was read, as sentences for the person who pasted it; empty when nothing
 * was.
 */
export const mendedText = (mended: readonly Mending[]): string =>
  mended.map((one) => SENTENCES[one]).join(' ');
