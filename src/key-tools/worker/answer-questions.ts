import { unexpectedSentence } from '../../domain/tool-sentence.ts';
import { borrower, isHello, type Hello } from './lent-files.ts';
import type { Question, Reply, Said } from './asked-worker.ts';

/** Sends a reply to a question, or a message that nobody asked for (`Said`). */
export const say = (answer: Said | Reply): void => postMessage(answer);

const asItIs = <Q>(question: Q): Q => question;

/**
 * The worker's side of `createAskedWorker`: replies to each question with the result of the call, and says 'ready' when
 * everything it may need has been loaded (`fetched`). `inWords` turns an exception into a sentence. Works without
 * top-level await, so that it also runs as a classic script.
 */
export function answerQuestions(
  calls: Readonly<Record<string, (input: never) => unknown>>,
  fetched: Promise<unknown>,
  inWords = unexpectedSentence,
): void {
  let borrowed = asItIs;
  addEventListener('message', ({ data }: MessageEvent<Question | Hello>) => {
    if (isHello(data)) {
      borrowed = borrower(data);
      return;
    }
    void (async () => {
      try {
        const { name, input } = borrowed(data);
        say({ id: data.id, value: await calls[name]?.(input as never) });
      } catch (error) {
        say({ id: data.id, failure: inWords(error) });
      }
    })();
  });
  // If loading fails, the error is reported as an error of the whole worker, which reaches the page.
  fetched.then(() => say('ready'), reportError);
}
