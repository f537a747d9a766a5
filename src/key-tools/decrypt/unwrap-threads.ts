/**
 * Unwraps session keys in threads. Of all that a recording of some minutes costs, RSA is the larger half; what is left
 * waits for the disk, so it stays in the thread that reads and writes.
 */
import { startWorker } from '../../client/workers/console-worker.ts';
import type { Bytes } from '../../pki/asn1/asn1.ts';
import { unwrapHere, type Unwrap } from '../../pki/archive/openers.ts';
import type { WrappedKey } from '../../pki/cms/session-key.ts';
import type { HeldKey } from '../../pki/pile/pile.ts';
// oxlint-disable-next-line import/default -- Vite makes it: the URL of the worker's own bundle
import workerUrl from './unwrap.worker.ts?worker&url';

/** A key is sent once, and then named by its number. */
export type Asked =
  | { key: number; pkcs8: Bytes }
  | { id: number; key: number; recipient: WrappedKey; keyBytes: number };

export interface Unwrapped {
  id: number;
  sessionKey: Bytes | undefined;
}

interface Thread {
  worker: Worker;
  keys: Map<HeldKey, number>;
  waiting: Map<number, { answer: (sessionKey: Bytes | undefined) => void; again: () => void }>;
}

/** More would wait for the thread that reads. */
const MOST = 8;

export class UnwrapThreads {
  #threads: Thread[];
  #count = 0;

  constructor(count = Math.min(MOST, navigator.hardwareConcurrency)) {
    try {
      this.#threads = Array.from({ length: count }, () => this.#start());
    } catch {
      // In Chromium, a worker of a page that is a file may start no other: each has an origin of its own.
      this.#threads = [];
    }
  }

  unwrap: Unwrap = (recipient, key, keyBytes) =>
    new Promise((resolve) => {
      const { pkcs8 } = key;
      const [thread] = this.#threads.toSorted((a, b) => a.waiting.size - b.waiting.size);
      if (!thread || !pkcs8) {
        resolve(unwrapHere(recipient, key, keyBytes));
        return;
      }
      const ask = (asked: Asked) => thread.worker.postMessage(asked, []);
      const number = thread.keys.get(key) ?? thread.keys.size;
      if (!thread.keys.has(key)) ask({ key: number, pkcs8 });
      thread.keys.set(key, number);
      const id = this.#count++;
      thread.waiting.set(id, {
        answer: resolve,
        again: () => resolve(this.unwrap(recipient, key, keyBytes)),
      });
      const { keyTransport, oaep, encryptedKey } = recipient;
      ask({ id, key: number, recipient: { keyTransport, ...(oaep && { oaep }), encryptedKey }, keyBytes });
    });

  /** Ends the threads, and with them their copies of the keys. */
  close(): void {
    for (const { worker } of this.#threads) worker.terminate();
    this.#threads = [];
  }

  #start(): Thread {
    const thread: Thread = { worker: startWorker(workerUrl), keys: new Map(), waiting: new Map() };
    thread.worker.addEventListener('message', ({ data }: MessageEvent<Unwrapped>) => {
      const who = thread.waiting.get(data.id);
      thread.waiting.delete(data.id);
      who?.answer(data.sessionKey);
    });
    // A thread that does not start is not needed: the others do its work, and at last the one here.
    thread.worker.addEventListener('error', (event) => {
      event.preventDefault();
      thread.worker.terminate();
      this.#threads = this.#threads.filter((each) => each !== thread);
      for (const { again } of thread.waiting.values()) again();
    });
    return thread;
  }
}
