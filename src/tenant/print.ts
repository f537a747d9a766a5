import { byNumber } from '../domain/visible.ts';

/**
 * Characters that a terminal obeys instead of showing them: controls (C0, DEL, C1), which clear the screen or begin a
 * line that is not ours, line separators, and those that turn the direction of writing. Names in files can contain any
 * of them. The line breaks of a stack stay.
 */
const OBEYED = /(?!\n {4}at )[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu;

/** The text with what a terminal would obey as `\u001B`. */
export const printable = (text: string): string => text.replaceAll(OBEYED, byNumber);

/** Writes lines to the terminal. Everything that a command or the server says goes through here or `printError`. */
export function print(...lines: string[]): void {
  process.stdout.write(`${lines.map(printable).join('\n')}\n`);
}

export function printError(...lines: string[]): void {
  process.stderr.write(`${lines.map(printable).join('\n')}\n`);
}
