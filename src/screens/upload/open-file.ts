import { startWorker } from '../../client/workers/console-worker.ts';
import type { PairInFile } from '../../pki/files/pair-in-file.ts';
import type { Result } from '../../pki/result.ts';
import { loadCode } from '../../ui/hooks/load-code.ts';
// oxlint-disable-next-line import/default -- Vite makes it: the URL of the worker's own bundle
import workerUrl from './open-file.worker.ts?worker&url';

export interface Question {
  bytes: Uint8Array<ArrayBuffer>;
  password: string;
}

/**
 * Opens a file that is not PEM, or whose key is encrypted in an old way, in a worker of its own, because deriving a key
 * from a password can take seconds. The worker ends, and its memory is freed, after the answer or when `signal` says
 * that it is no longer needed. Rejects if the worker cannot be loaded.
 */
export async function openFile(question: Question, signal: AbortSignal): Promise<Result<PairInFile>> {
  const worker = await loadCode(startOpener);
  try {
    signal.throwIfAborted();
    return await new Promise((resolve, reject) => {
      signal.addEventListener('abort', () => reject(new Error('Not wanted any more.')));
      worker.addEventListener('message', ({ data }: MessageEvent<Result<PairInFile>>) => resolve(data));
      worker.postMessage(question, []);
    });
  } finally {
    worker.terminate();
  }
}

async function startOpener(): Promise<Worker> {
  const worker = startWorker(workerUrl);
  await new Promise((resolve, reject) => {
    worker.addEventListener('message', resolve, { once: true });
    worker.addEventListener('error', () => reject(new Error('The worker could not be loaded.')));
  });
  return worker;
}
