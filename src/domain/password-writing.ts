import type { Writing } from '../pki/key/password.ts';

const SENTENCES: Record<Writing, string> = {
  composed: 'The password fits with its accented letters composed (as Windows and Linux write them).',
  decomposed: 'The password fits with its accented letters decomposed (as macOS may write them).',
  'Windows-1252':
    'The password fits in Windows-1252, as a Windows console passes it on; most programs take UTF-8.',
  'widened bytes':
    'The password fits as gpgsm and OpenSSL before 1.1 write letters beyond ASCII; other programs may refuse it.',
  'line feed':
    'The password fits with a line feed at its end, probably from a script. Other programs need that, too.',
  'carriage return':
    'The password fits with a Windows line end at its end, probably from a script. Other programs need that, too.',
  blank: 'The password fits with a blank at its end. Other programs need that, too.',
  'without blanks': 'The password fits without the blanks around it.',
};

/** How a file's password was written, where that is not how it was typed; empty where it is. */
export const writingText = (writing: Writing | undefined): string => (writing ? SENTENCES[writing] : '');
