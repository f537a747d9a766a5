/** Saves the media of calls, in the worker: into a folder that the person chose, or into zips that the page downloads. */
import { savedNames } from '../../archive/names.ts';
import { indexHeader, indexLine, savedMedia, Tally, type Opener, type Opening } from '../../archive/save.ts';
import type { CallArchive } from '../../pki/archive/call-archive.ts';
import { sha256Of } from '../../pki/archive/digest.ts';
import { openMedia } from '../../pki/archive/open-media.ts';
import type { Unwrap } from '../../pki/archive/openers.ts';
import type { CallEntry, Part } from '../../pki/archive/part.ts';
import { NotDecrypted } from '../../pki/media/decrypt-media.ts';
import { freeBuffer } from '../../pki/media/free-buffer.ts';
import { crc32 } from '../../pki/pile/crc32.ts';
import { errorOfReading, sourceOf } from '../../pki/pile/source.ts';
import { writeBlob } from './save.ts';
import { fileProblem } from './sentences.ts';
import { zipOf, type ZippedFile } from '../../pki/pile/write-zip.ts';

export interface SavingProgress {
  done: number;
  of: number;
}

export interface SaveOutcome {
  /** The last line: how many were saved, how many not and why. */
  text: string;
  notOpened: number;
  isStopped: boolean;
}

interface SaveRequest {
  archive: CallArchive;
  unwrap: Unwrap;
  calls: readonly CallEntry[];
  /** Undefined where the browser has no such folders. */
  folder: FileSystemDirectoryHandle | undefined;
  isStopped: () => boolean;
  onProgress: (progress: SavingProgress) => void | Promise<void>;
  /** A zip is whole; more may follow. */
  onZip: (name: string, zip: Blob) => void;
}

/** While one is read or written, another one is decrypted. */
const AT_ONCE = 8;
const INDEX = 'index.csv';

/** A failure ends nothing: each media file has its own outcome, in the index and in the last line. */
export async function saveCalls(request: SaveRequest): Promise<SaveOutcome> {
  const { archive, calls, folder, isStopped, onProgress } = request;
  const parts = calls
    .flatMap(({ parts }) => parts)
    .sort((a, b) => (a.file?.order ?? 0) - (b.file?.order ?? 0));
  const names = savedNames(archive.entries());
  const zips = new Zips(request.onZip);
  const open = openerOf(request);
  const opener = folder ? await intoFolder(folder, open) : intoZips(zips, open);
  const tally = new Tally();
  let index = indexHeader();
  let done = 0;
  await onProgress({ done, of: parts.length });
  for await (const saved of savedMedia({ archive, parts, names, opener, atOnce: AT_ONCE, isStopped })) {
    tally.add(saved);
    const line = indexLine(archive, saved);
    index += line;
    if (!folder) zips.addLine(line);
    await onProgress({ done: ++done, of: parts.length });
  }
  if (folder) await writeIndex(folder, index);
  else zips.end();
  return { text: tally.text(), notOpened: tally.notOpened, isStopped: done < parts.length };
}

async function intoFolder(folder: FileSystemDirectoryHandle, opened: OpenInto): Promise<Opener> {
  const there = new Set<string>();
  // The DOM's types do not declare that a folder can be gone through.
  for await (const name of (folder as unknown as { keys: () => AsyncIterable<string> }).keys())
    there.add(name);
  return {
    sizeOf: async (name) => (there.has(name) ? (await fileIn(folder, name))?.size : undefined),
    hashesOf: async ({ file, envelope }, name) => {
      const saved = await fileIn(folder, name);
      return {
        ciphertext: file && envelope ? await sha256Of(file.source) : '',
        media: saved ? await sha256Of(sourceOf({ name, blob: saved })) : '',
      };
    },
    open: async (part, name = '') => {
      let out: FileSystemWritableFileStream | undefined;
      try {
        const file = await folder.getFileHandle(name, { create: true });
        // A file of another size is not ours: what this tool writes appears whole.
        if (there.has(name) && (await file.getFile()).size > 0) return { kind: 'not written', why: TAKEN };
        out = await file.createWritable();
      } catch (error) {
        return { kind: 'not written', why: fileProblem(error) };
      }
      const opening = await opened(part, (piece) => out.write(piece));
      try {
        if (opening.kind === 'opened') await out.close();
        else await out.abort();
      } catch (error) {
        return { kind: 'not written', why: fileProblem(error) };
      }
      // An empty file would look like a recording.
      if (opening.kind !== 'opened') await folder.removeEntry(name).catch(() => undefined);
      return opening;
    },
  };
}

const TAKEN = 'Another file in the folder has this name. Save into an empty folder.';

async function fileIn(folder: FileSystemDirectoryHandle, name: string): Promise<File | undefined> {
  try {
    return await (await folder.getFileHandle(name)).getFile();
  } catch (error) {
    if (error instanceof DOMException && error.name === 'NotFoundError') return undefined;
    throw error;
  }
}

/** An index of an earlier run stays beside the new one: it may be about other calls. */
async function writeIndex(folder: FileSystemDirectoryHandle, text: string): Promise<void> {
  let name = INDEX;
  for (let count = 2; await fileIn(folder, name); count++) name = `index-${count}.csv`;
  await writeBlob(await folder.getFileHandle(name, { create: true }), new Blob([text]));
}

const intoZips = (zips: Zips, opened: OpenInto): Opener => ({
  sizeOf: () => Promise.resolve(undefined),
  hashesOf: () => Promise.reject(new Error('Nothing is there already.')),
  open: async (part, name = '') => {
    const pieces: Blob[] = [];
    let crc = 0;
    const opening = await opened(part, (piece) => {
      crc = crc32(piece, crc);
      pieces.push(new Blob([piece]));
    });
    if (opening.kind === 'opened') zips.add({ name, pieces, crc }, opening.bytes);
    return opening;
  },
});

/** A zip is kept in the page's memory until it is downloaded, and stores lengths in four bytes. */
const MAX_ZIP_BYTES = 500_000_000;

/** Zips of bounded size. Each has an index of what is in it, and of what was not opened meanwhile. */
class Zips {
  readonly #onZip: (name: string, zip: Blob) => void;
  #files: ZippedFile[] = [];
  #index = '';
  #bytes = 0;
  #count = 0;

  constructor(onZip: (name: string, zip: Blob) => void) {
    this.#onZip = onZip;
  }

  add(file: ZippedFile, bytes: number): void {
    this.#files.push(file);
    this.#bytes += bytes;
  }

  addLine(line: string): void {
    this.#index += line;
    if (this.#bytes > MAX_ZIP_BYTES) this.end();
  }

  end(): void {
    if (this.#files.length === 0 && this.#count > 0 && this.#index === '') return;
    const text = new TextEncoder().encode(indexHeader() + this.#index);
    const index = { name: INDEX, pieces: [new Blob([text])], crc: crc32(text) };
    const files = [...this.#files, index];
    this.#files = [];
    this.#index = '';
    this.#bytes = 0;
    this.#count++;
    const name = this.#count === 1 ? 'recordings.zip' : `recordings-${this.#count}.zip`;
    this.#onZip(name, zipOf(files));
  }
}

type OpenInto = (
  part: Part,
  write: (piece: Uint8Array<ArrayBuffer>) => void | Promise<void>,
) => Promise<Opening>;

const openerOf =
  ({ archive, unwrap }: Pick<SaveRequest, 'archive' | 'unwrap'>): OpenInto =>
  async (part, write) => {
    const opening = openMedia(archive, part, unwrap);
    let bytes = 0;
    try {
      for await (const piece of opening.pieces) {
        bytes += piece.length;
        try {
          await write(piece);
        } catch (error) {
          return { kind: 'not written', why: fileProblem(error) };
        }
        freeBuffer(piece.buffer);
      }
    } catch (error) {
      if (error instanceof NotDecrypted) return { kind: 'failed', why: error.problem };
      return { kind: 'failed', why: errorOfReading(error) };
    }
    const { type, sha256 } = opening.facts();
    return {
      kind: 'opened',
      bytes,
      type,
      hashes: { ciphertext: sha256.ciphertext ?? '', media: sha256.media },
    };
  };
