import { unexpectedSentence } from '../../../domain/tool-sentence.ts';
import type { Reply, Said } from './asked-worker.ts';

/** What a worker says: a reply to a question, or something unasked. */
export const say = (answer: Said | Reply): void => postMessage(answer);

/**
 * A worker's side of `createAskedWorker`: replies to each question with what `answer` makes of it, and says 'ready' when
 * all that it may need is `fetched`. `inWords` says why there is no reply. Without top-level await, so that it also runs
 * as a classic script.
 */
export function answerQuestions(
  answer: (question: never) => unknown,
  fetched: Promise<unknown>,
  inWords = unexpectedSentence,
): void {
  addEventListener('message', ({ data }: MessageEvent<{ id: number }>) => {
    void (async () => {
      try {
        say({ id: data.id, value: await answer(data as never) });
      } catch (error) {
        say({ id: data.id, failure: inWords(error) });
      }
    })();
  });
  // Not fetched: an error of the whole worker, which the page hears of.
  fetched.then(() => say('ready'), reportError);
}
