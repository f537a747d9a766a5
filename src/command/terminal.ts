/** What both commands say on a terminal, or in a log. */
import { toolSentence } from '../domain/tool-sentence.ts';
import { placeText, type LeftOut } from '../pki/pile/report.ts';
import { print, printError } from '../tenant/print.ts';

const TERMINAL_MS = 200;
const LOG_MS = 10_000;

/** Files that cannot be used here, and why. */
export function printLeftOut(leftOut: Iterable<LeftOut>): void {
  for (const { why, ...place } of leftOut) {
    const file = placeText(place);
    printError(typeof why === 'string' ? `${file}: ${why}.` : toolSentence(why, file));
  }
}

/** One line that changes on a terminal, and a line now and then elsewhere. */
export class Progress {
  readonly #isTerminal = process.stderr.isTTY;
  #said = performance.now();

  say(words: () => string): void {
    const now = performance.now();
    if (now - this.#said < (this.#isTerminal ? TERMINAL_MS : LOG_MS)) return;
    this.#said = now;
    const text = words();
    if (this.#isTerminal) process.stderr.write(`\r\u001B[K${text}`);
    else print(text);
  }

  /** Takes the line away. */
  end(): void {
    if (this.#isTerminal) process.stderr.write('\r\u001B[K');
  }
}
