/**
 * Files for a worker that may not read them: in WebKit, the worker of a page that was opened as a file (the copy of the
 * key tools) gets NotReadableError for every Blob. Then the page lends them: it reads the parts that the worker asks for.
 */
import type { Bytes } from '../../pki/asn1/asn1.ts';

/** The first message to the worker: a Blob to try, and the port over which parts of files come. */
export interface Hello {
  probe: Blob;
  port: MessagePort;
}

/** What stands for a Blob in a question. */
interface Lent {
  lent: number;
  size: number;
  type: string;
}

interface Wish {
  id: number;
  lent: number;
  from: number;
  to: number;
}

type Part = { id: number; bytes: ArrayBuffer } | { id: number; failure: string };

/** The page's side. It keeps what it has lent until the worker ends. */
export function createLender() {
  const files: Blob[] = [];
  const { port1, port2 } = new MessageChannel();
  const workerReads = new Promise<boolean>((resolve) => {
    port1.addEventListener('message', ({ data }: MessageEvent<boolean | Wish>) => {
      if (typeof data === 'boolean') resolve(data);
      else void partOf(data).then((part) => port1.postMessage(part, 'bytes' in part ? [part.bytes] : []));
    });
  });
  port1.start();

  const partOf = async ({ id, lent, from, to }: Wish): Promise<Part> => {
    try {
      return { id, bytes: await (files[lent] ?? new Blob()).slice(from, to).arrayBuffer() };
    } catch (error) {
      return { id, failure: error instanceof DOMException ? error.name : 'NotReadableError' };
    }
  };
  const lend = (blob: Blob): Lent => ({ lent: files.push(blob) - 1, size: blob.size, type: blob.type });
  return {
    hello: { probe: new Blob(['a']), port: port2 } satisfies Hello,
    /** The question as the worker can use it. */
    prepared: async <Q>(question: Q): Promise<Q> =>
      (await workerReads)
        ? question
        : (mapped(question, (value) => (value instanceof Blob ? lend(value) : undefined)) as Q),
    close: () => port1.close(),
  };
}

export const isHello = (data: object): data is Hello => 'probe' in data;

/** The worker's side: tries the probe, says the result, and answers how lent files in a question become Blobs. */
export function borrower({ probe, port }: Hello): <Q>(question: Q) => Q {
  const waiting = new Map<
    number,
    { resolve: (bytes: ArrayBuffer) => void; reject: (error: Error) => void }
  >();
  let count = 0;
  port.addEventListener('message', ({ data }: MessageEvent<Part>) => {
    const who = waiting.get(data.id);
    waiting.delete(data.id);
    if ('bytes' in data) who?.resolve(data.bytes);
    else who?.reject(new DOMException('The page cannot read this file.', data.failure));
  });
  port.start();
  probe.arrayBuffer().then(
    () => port.postMessage(true),
    () => port.postMessage(false),
  );
  const readerOf =
    (lent: number): Reader =>
    (from, to) =>
      new Promise((resolve, reject) => {
        const id = ++count;
        waiting.set(id, { resolve, reject });
        port.postMessage({ id, lent, from, to } satisfies Wish);
      });
  return <Q>(question: Q) =>
    mapped(question, (value) =>
      isLent(value) ? new LentBlob(readerOf(value.lent), 0, value.size, value.type) : undefined,
    ) as Q;
}

type Reader = (from: number, to: number) => Promise<ArrayBuffer>;

const isLent = (value: object): value is Lent => 'lent' in value;

/** The same with each object for which `to` has another one in its place. Bytes stay as they are. */
function mapped(value: unknown, to: (value: object) => unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const other = to(value);
  if (other !== undefined) return other;
  if (Array.isArray(value)) return value.map((each) => mapped(each, to));
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, mapped(each, to)]));
}

const PIECE_BYTES = 1024 * 1024;

/** A part of a file of the page (File API, 3), for what the readers use of a Blob. */
class LentBlob extends Blob {
  readonly #read: Reader;
  readonly #start: number;
  readonly #size: number;
  readonly #type: string;

  constructor(read: Reader, start: number, size: number, type: string) {
    super();
    this.#read = read;
    this.#start = start;
    this.#size = size;
    this.#type = type;
  }

  override get size(): number {
    return this.#size;
  }

  override get type(): string {
    return this.#type;
  }

  override slice(from = 0, to = this.#size, type = ''): Blob {
    const start = inside(from, this.#size);
    return new LentBlob(this.#read, this.#start + start, Math.max(0, inside(to, this.#size) - start), type);
  }

  override async arrayBuffer(): Promise<ArrayBuffer> {
    return this.#size === 0 ? new ArrayBuffer(0) : this.#read(this.#start, this.#start + this.#size);
  }

  override async bytes(): Promise<Bytes> {
    return new Uint8Array(await this.arrayBuffer());
  }

  override async text(): Promise<string> {
    return new TextDecoder().decode(await this.arrayBuffer());
  }

  override stream(): ReadableStream<Bytes> {
    let at = 0;
    return new ReadableStream({
      pull: async (controller) => {
        if (at >= this.#size) return controller.close();
        controller.enqueue(new Uint8Array(await this.slice(at, at + PIECE_BYTES).arrayBuffer()));
        at += PIECE_BYTES;
      },
    });
  }
}

const inside = (at: number, size: number) => (at < 0 ? Math.max(0, size + at) : Math.min(at, size));
