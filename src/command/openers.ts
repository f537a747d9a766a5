/**
 * The threads of the command. This thread reads, whatever the file lies in, and they decrypt: so a zip, a tar or a message
 * is read in one way, and the memory does not depend on how many files there are.
 */
import { createHash, createPrivateKey } from 'node:crypto';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Hashes, Opener, Opening } from '../archive/save.ts';
import type { Bytes } from '../pki/asn1/asn1.ts';
import type { CallArchive, Sealed } from '../pki/archive/call-archive.ts';
import { unwrapHere } from '../pki/archive/openers.ts';
import type { Part } from '../pki/archive/part.ts';
import type { HeldKey } from '../pki/pile/pile.ts';
import { errorOfReading, type Source } from '../pki/pile/source.ts';
import { diskFile } from './disk.ts';
import type { Answered, Asked, Sealed as SealedInThread } from './opener-thread.ts';

/** A file of this size is sent at once; a larger one in pieces of it. */
const PIECE_BYTES = 1024 * 1024;

function isTakenByNode({ pkcs8 }: HeldKey): boolean {
  try {
    createPrivateKey({ key: Buffer.from(pkcs8 ?? []), format: 'der', type: 'pkcs8' });
    return true;
  } catch {
    return false;
  }
}

interface Thread {
  worker: Worker;
  /** How many files it works on. */
  busy: number;
}

type Without<All, Key extends string> = All extends object ? Omit<All, Key> : never;
type Answer = Without<Answered, 'job'>;

export class Threads {
  readonly #threads: Thread[];
  readonly #waiting = new Map<number, (answer: Answer) => void>();
  readonly #keys: readonly HeldKey[];
  #next = 0;

  /** `keys`: all that may open something. Those that Node.js does not take are used here. */
  constructor(count: number, keys: readonly HeldKey[]) {
    this.#keys = keys.filter(isTakenByNode);
    const workerData = { keys: this.#keys.map(({ pkcs8 }) => pkcs8) };
    this.#threads = Array.from({ length: count }, () => {
      const worker = new Worker(new URL('opener-thread.ts', import.meta.url), {
        workerData,
        resourceLimits: { maxYoungGenerationSizeMb: 6 },
      });
      worker.on('message', ({ job, ...answer }: Answered) => this.#waiting.get(job)?.(answer));
      // Without threads nothing more can be done.
      worker.on('error', (error) => {
        throw error;
      });
      return { worker, busy: 0 };
    });
  }

  async close(): Promise<void> {
    await Promise.all(this.#threads.map(({ worker }) => worker.terminate()));
  }

  /** Decrypts what is read from `part`, and writes it to `path`. */
  async open(archive: CallArchive, part: Part, path: string | undefined): Promise<Opening> {
    const { source } = part.file!;
    const sealed = archive.sealed(part);
    const thread = this.#leastBusy();
    const job = this.#next++;
    thread.busy++;
    const answers = this.#answersOf(job);
    const ask = (asked: Without<Asked, 'job'>, transfer: ArrayBuffer[] = []) =>
      thread.worker.postMessage({ ...asked, job }, transfer);
    try {
      ask({
        ask: 'begin',
        path,
        isMessage: part.isMessage,
        sealed: sealed && (await this.#sealed(sealed)),
      });
      const { size } = source;
      for (let at = 0; at === 0 || at < size; at += PIECE_BYTES) {
        const bytes = await source.read(at, Math.min(size, at + PIECE_BYTES));
        const isLast = at + PIECE_BYTES >= size;
        ask({ ask: 'piece', bytes, isLast }, [bytes.buffer]);
        if (isLast) break;
        const answer = await answers.next();
        if (!('opening' in answer)) continue;
        // It has failed, so the rest is not read.
        ask({ ask: 'discard' });
        return answer.opening;
      }
      for (;;) {
        const answer = await answers.next();
        if ('opening' in answer) return answer.opening;
      }
    } catch (error) {
      ask({ ask: 'discard' });
      await answers.next();
      return { kind: 'failed', why: errorOfReading(error) };
    } finally {
      thread.busy--;
      this.#waiting.delete(job);
    }
  }

  async #sealed({ iv, keyBytes, wrapped }: Sealed): Promise<SealedInThread> {
    const taken = wrapped.flatMap(({ recipient: { encryptedKey, oaep }, key }) => {
      const number = this.#keys.indexOf(key);
      return number < 0 ? [] : [{ key: number, encryptedKey, oaep: oaep?.ok ? oaep.value : undefined }];
    });
    let sessionKey: Bytes | undefined;
    for (const { recipient, key } of taken.length === 0 ? wrapped : [])
      sessionKey ??= await unwrapHere(recipient, key, keyBytes);
    return { iv, keyBytes, wrapped: taken, sessionKey };
  }

  #leastBusy(): Thread {
    return this.#threads.reduce((least, each) => (each.busy < least.busy ? each : least));
  }

  /** The answers to one file, in their order. */
  #answersOf(job: number): { next: () => Promise<Answer> } {
    const come: Answer[] = [];
    let wanted: ((answer: Answer) => void) | undefined;
    this.#waiting.set(job, (answer) => {
      const waiting = wanted;
      wanted = undefined;
      if (waiting) waiting(answer);
      else come.push(answer);
    });
    return {
      next: () =>
        new Promise((resolve) => {
          const first = come.shift();
          if (first) resolve(first);
          else wanted = resolve;
        }),
    };
  }
}

/** Saves into a folder. `known` are the hashes that an index of an earlier run says, by name. */
export function folderOpener(
  archive: CallArchive,
  threads: Threads,
  folder: string | undefined,
  known: ReadonlyMap<string, Hashes>,
): Opener {
  const pathOf = (name: string) => join(folder ?? '', name);
  return {
    open: (part, name) => threads.open(archive, part, name === undefined ? undefined : pathOf(name)),
    sizeOf: (name) => Promise.resolve(statSync(pathOf(name), { throwIfNoEntry: false })?.size),
    hashesOf: async (part, name) =>
      known.get(name) ?? { ciphertext: await cipherHash(part), media: await hashOf(diskFile(pathOf(name))) },
  };
}

async function cipherHash({ file, envelope }: Part): Promise<string> {
  return file && envelope ? hashOf(file.source) : '';
}

async function hashOf({ size, read }: Source): Promise<string> {
  const hash = createHash('sha256');
  for (let at = 0; at < size; at += PIECE_BYTES)
    hash.update(await read(at, Math.min(size, at + PIECE_BYTES)));
  return hash.digest('hex');
}
