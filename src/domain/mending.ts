import type { Mending } from '../pki/mend-pem.ts';

const SENTENCES: Record<Mending, string> = {
  'written line breaks': 'The line breaks were written as “\\n”; they were put back.',
  'missing line breaks': 'The line breaks were missing; they were put back.',
  'quotation marks': 'The quotation marks around the text were taken away.',
  indentation: 'The lines were indented; the spaces before them were taken away.',
  'mail quoting': 'The “>” of a quoted mail was taken away.',
  'odd characters': 'Invisible characters and unusual spaces were taken away.',
  dashes: 'The dashes around BEGIN and END were put right.',
};

/** What was mended in a text before it was read, for the person who pasted it. Empty where nothing was. */
export const mendedText = (mended: readonly Mending[]): string =>
  mended.map((one) => SENTENCES[one]).join(' ');
