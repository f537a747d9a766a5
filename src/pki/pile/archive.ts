/** The files in an archive, of whatever kind it is. Nothing is unpacked before somebody reads it. */
import type { Bytes } from '../asn1/asn1.ts';
import { foreignCode, type ForeignCode } from '../files/foreign-files.ts';
import type { PkiError } from '../outcome.ts';
import { Checkpoints, inflated, NotDeflated } from './inflate.ts';
import { inOrder, ReadError, sourceOf, type Outer, type Source } from './source.ts';
import { filesInTar, isTar } from './tar.ts';
import { openZip } from './zip.ts';

export type ArchiveKind = 'zip' | 'gzip' | 'tar';

/** As many bytes of a file as `archiveKind` and `mediaType` look at. */
export const FIRST_BYTES = 4096;

const KINDS: Partial<Record<ForeignCode, ArchiveKind>> = {
  zip_file: 'zip',
  gzip_file: 'gzip',
  tar_file: 'tar',
};

export function archiveKind(start: Bytes): ArchiveKind | undefined {
  const code = foreignCode(start);
  return code && KINDS[code];
}

/** A smaller archive inside another one is read into memory, because it is read more than once. */
const MEMORY_BYTES = 64 * 1024 * 1024;

export interface Archive {
  /**
   * Each file, and what is said of the archive itself. Each file is to be read before the next is asked for: a gzip file
   * is then run through once. Throws `ReadError` where the archive is damaged.
   */
  files: AsyncGenerator<Source | PkiError>;
  /** How many files there are; undefined where only the end shows it. */
  count: number | undefined;
}

export async function openArchive(archive: Source, kind: ArchiveKind, maxFiles: number): Promise<Archive> {
  if (kind === 'gzip') return { files: filesInGzip(archive), count: undefined };
  if (kind === 'tar') return { files: filesOfTar(archive), count: undefined };
  const inMemory = !archive.blob && archive.size <= MEMORY_BYTES;
  const zip = inMemory
    ? sourceOf({ name: archive.name, blob: new Blob([await archive.read(0, archive.size)]) })
    : archive;
  const opened = await openZip(zip, maxFiles);
  if (!opened.ok) throw new ReadError(opened.error);
  const { files, problems } = opened.value;
  return { files: oneByOne([...problems, ...files]), count: files.length };
}

async function* oneByOne<T>(all: readonly T[]): AsyncGenerator<T> {
  yield* all;
}

async function* filesOfTar(tar: Outer): AsyncGenerator<Source | PkiError> {
  for await (const file of filesInTar(tar)) {
    if (file.name === 'backup.json' && (await isConsoleBackup(file))) {
      yield { code: 'console_backup' };
      return;
    }
    yield file;
  }
}

/** `npm run backup` writes this file first, with this list. */
async function isConsoleBackup(file: Source): Promise<boolean> {
  const text = new TextDecoder().decode(await file.read(0, FIRST_BYTES));
  return text.includes('"madeAt"') && text.includes('"tenants"');
}

/**
 * Data that takes so much less room than it unpacks to is made to fill memory and time. Recordings hardly get smaller.
 */
const MAX_RATIO = 200;
const FREE_BYTES = 100 * 1024 * 1024;

/** Several files are saved at once, and the next one may be read first. */
const GZIP_WINDOW_BYTES = 16 * 1024 * 1024;

/** A gzip file contains a tar or one file, which has no name of its own. */
async function* filesInGzip(archive: Source): AsyncGenerator<Source | PkiError> {
  const checkpoints = new Checkpoints();
  const unpacked = async function* (from: number) {
    let length = from;
    try {
      for await (const piece of inflated(archive.read, 'gzip', { checkpoints, from })) {
        length += piece.length;
        if (length > FREE_BYTES && length > MAX_RATIO * archive.size) {
          const times = `more than ${MAX_RATIO} times its own size`;
          throw new ReadError({ code: 'zip_too_large', detail: times });
        }
        yield piece;
      }
    } catch (error) {
      throw error instanceof NotDeflated
        ? new ReadError({ code: 'gzip_damaged', detail: error.message })
        : error;
    }
  };
  const read = inOrder(unpacked, { windowBytes: GZIP_WINDOW_BYTES, startBefore: checkpoints.before });
  if (isTar(await read(0, FIRST_BYTES))) {
    yield* filesOfTar({ read, isSequential: true });
    return;
  }
  let size = 0;
  for (let length = -1; length !== 0; size += length) length = (await read(size, size + PIECE_BYTES)).length;
  const name = archive.name.slice(archive.name.lastIndexOf('/') + 1).replace(/\.gz$/i, '');
  yield { name, size, read, isSequential: true };
}

const PIECE_BYTES = 1024 * 1024;
