import { startWorker } from '../../client/console-worker.ts';
import type { PairInFile } from '../../pki/pair-in-file.ts';
import type { Result } from '../../pki/result.ts';
import { loadCode } from '../../ui/load-code.ts';
// oxlint-disable-next-line import/default -- Vite makes it: the URL of the worker's own bundle
import workerUrl from './open-file.worker.ts?worker&url';

export interface Question {
  bytes: Uint8Array<ArrayBuffer>;
  password: string;
}

/**
 * Opens a file that is no PEM, or whose key is encrypted in an old way, in a worker of its own: deriving a key from a password
 * may take seconds. The worker ends with the answer, or when the answer is not wanted any more, and the key in it is gone.
 * Rejects where the worker cannot be loaded.
 */
export async function openFile(question: Question, signal: AbortSignal): Promise<Result<PairInFile>> {
  const worker = await loadCode(startOpener);
  try {
    signal.throwIfAborted();
    return await new Promise((resolve, reject) => {
      signal.addEventListener('abort', () => reject(new Error('Not wanted any more.')));
      worker.addEventListener('message', ({ data }: MessageEvent<Result<PairInFile> | undefined>) => {
        if (data) resolve(data);
        else reject(new Error('The browser could not open the file.'));
      });
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
