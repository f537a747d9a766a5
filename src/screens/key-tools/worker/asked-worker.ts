import { startWorker } from '../../../client/console-worker.ts';

/** What a tool's worker answers to a question, by the question's number. */
export type Reply = { id: number; value: unknown } | { id: number; failure: string };

/** What it says unasked: that all is fetched, how many bytes of a file are done, how many files are looked through. */
export type Said = 'ready' | { media: number; done: number } | { looked: number; of: number };

/** Thrown into whoever still waits when the tool is left. */
export class ToolClosed extends Error {}

/**
 * A worker that is asked questions and replies to each. `onSaid` gets what it says unasked. It starts when it is opened
 * or first asked; closed, it is gone with all that is in it.
 */
export function createAskedWorker(url: string, onSaid: (said: Said) => void) {
  let worker: Worker | undefined;
  let count = 0;
  const waiting = new Map<number, { resolve: (value: never) => void; reject: (error: Error) => void }>();

  const close = (error: Error) => {
    worker?.terminate();
    worker = undefined;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  const open = () => {
    if (worker) return worker;
    worker = startWorker(url);
    worker.addEventListener('message', ({ data }: MessageEvent<Said | Reply>) => {
      if (!isReply(data)) {
        onSaid(data);
        return;
      }
      const who = waiting.get(data.id);
      waiting.delete(data.id);
      if ('failure' in data) who?.reject(new Error(data.failure));
      else who?.resolve(data.value as never);
    });
    worker.addEventListener('error', () =>
      close(new Error('This tool could not be loaded. Check your connection and reload the page.')),
    );
    return worker;
  };
  const ask = (question: object): Promise<never> =>
    new Promise((resolve, reject) => {
      const id = ++count;
      waiting.set(id, { resolve, reject });
      open().postMessage({ id, ...question }, []);
    });
  return { ask, open, close: () => close(new ToolClosed()) };
}

const isReply = (data: Said | Reply): data is Reply => typeof data === 'object' && 'id' in data;
