/** Progress: one line that changes on a terminal, and a line now and then elsewhere, as in a log. */
import { print } from '../tenant/print.ts';

const TERMINAL_MS = 200;
const LOG_MS = 10_000;

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
