import { startWorker } from '../../client/workers/console-worker.ts';
import { createLender } from './lent-files.ts';
import type { Progress } from '../../pki/pile/report.ts';

/** A call to a tool's worker. */
export interface Question {
  id: number;
  name: string;
  input: unknown;
}

type Input<Calls, Name extends keyof Calls> = Calls[Name] extends (input: infer I) => unknown ? I : never;
type Output<Calls, Name extends keyof Calls> = Calls[Name] extends (input: never) => infer O
  ? Awaited<O>
  : never;

export type Ask<Calls> = <Name extends keyof Calls & string>(
  name: Name,
  input: Input<Calls, Name>,
) => Promise<Output<Calls, Name>>;

/** The answer of a tool's worker to a question, with the question's number. */
export type Reply = { id: number; value: unknown } | { id: number; failure: string };

/**
 * Messages that the worker sends on its own: everything is loaded; files that are read; bytes of a media file that are
 * done; media files that are saved; a zip of them.
 */
export type Said =
  | 'ready'
  | Progress
  | { media: number; done: number }
  | { saving: { done: number; of: number } }
  | { name: string; zip: Blob };

/** The rejection of calls that are still waiting when the tool is left. */
export class ToolClosed extends Error {}

/**
 * A worker that is asked questions and replies to each. `onSaid` receives its other messages. The worker starts when it
 * is opened or first asked; closing it ends it and frees its memory.
 */
export function createAskedWorker<Calls>(url: string, onSaid: (said: Said) => void) {
  let worker: Worker | undefined;
  let lender: ReturnType<typeof createLender> | undefined;
  let count = 0;
  const waiting = new Map<number, { resolve: (value: never) => void; reject: (error: Error) => void }>();

  const close = (error: Error) => {
    worker?.terminate();
    worker = undefined;
    lender?.close();
    lender = undefined;
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
    // The copy of the key tools starts its workers from a blob. Elsewhere every worker can read files.
    if (url.startsWith('blob:')) {
      lender = createLender();
      worker.postMessage(lender.hello, [lender.hello.port]);
    }
    return worker;
  };
  const ask: Ask<Calls> = (name, input) =>
    new Promise((resolve, reject) => {
      const id = ++count;
      waiting.set(id, { resolve, reject });
      const started = open();
      const question: Question = { id, name, input };
      if (!lender) return started.postMessage(question, []);
      lender.prepared(question).then((each) => started.postMessage(each, []), reject);
    });
  return { ask, open, close: () => close(new ToolClosed()) };
}

const isReply = (data: Said | Reply): data is Reply => typeof data === 'object' && 'id' in data;
