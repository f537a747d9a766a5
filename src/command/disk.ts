/** Folders and files on a disk, read in parts. Reading waits for the disk: more than one thread decrypts meanwhile. */
import { closeSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Bytes } from '../pki/asn1/asn1.ts';
import type { PkiError } from '../pki/outcome.ts';
import { ReadError, type Source } from '../pki/pile/source.ts';

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : 'unknown';

/** The name that is told is the path as it was given. */
export function diskFile(path: string): Source {
  return {
    name: path,
    size: statSync(path).size,
    read: (from, to) => Promise.resolve(readPart(path, from, to)),
  };
}

function readPart(path: string, from: number, to: number): Bytes {
  try {
    const file = openSync(path, 'r');
    try {
      const bytes = new Uint8Array(to - from);
      let length = 0;
      for (let read = -1; read !== 0 && length < bytes.length; length += read)
        read = readSync(file, bytes, length, bytes.length - length, from + length);
      return length === bytes.length ? bytes : bytes.slice(0, length);
    } finally {
      closeSync(file);
    }
  } catch (error) {
    throw new ReadError({ code: 'file_not_readable', detail: codeOf(error) });
  }
}

/**
 * The files at these paths and in the folders below them, in the order of their names: each run goes through them in the
 * same order. A linked folder is not followed, because it may contain itself.
 */
export async function* filesAt(paths: readonly string[]): AsyncGenerator<Source | PkiError> {
  for (const path of paths) yield* filesBelow(path);
}

function* filesBelow(path: string): Generator<Source | PkiError> {
  try {
    if (!statSync(path).isDirectory()) {
      yield diskFile(path);
      return;
    }
    const entries = readdirSync(path, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const entry of entries) {
      const inside = join(path, entry.name);
      if (entry.isDirectory()) yield* filesBelow(inside);
      else if (entry.isFile() || (entry.isSymbolicLink() && statSync(inside).isFile()))
        yield diskFile(inside);
    }
  } catch (error) {
    yield { code: 'file_not_readable', detail: `${path}: ${codeOf(error)}` };
  }
}
