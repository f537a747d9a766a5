import { problemSentence } from './problem.ts';

export const MAX_NOTE_LENGTH = 2000;

/**
 * People paste what they have at hand. Other people read a note or a reason, and the tenant keeps it, so a text with a
 * private key in PEM is refused. The BEGIN line is enough to recognise one.
 */
export const holdsPrivateKey = (text: string): boolean => /-----\s*BEGIN[^-]*PRIVATE KEY/i.test(text);

/** What is wrong with a note or a reason; undefined where nothing is. */
export const noteProblem = (text: string, where: 'note' | 'reason' = 'note'): string | undefined =>
  holdsPrivateKey(text) ? problemSentence('private_key_in_text', { detail: where }) : undefined;
