/** Zips, in the worker: what is in one, and one of what was decrypted. The library is loaded when it is needed. */
import { freeBuffer } from '../../../pki/free-buffer.ts';

export interface NamedBlob {
  name: string;
  blob: Blob;
}

/** Its files are unpacked in memory, so there is a bound to their number and to their size. */
const MAX_FILES = 2000;
const MAX_BYTES = 512 * 1024 * 1024;

/** The files, or what is wrong with it, in words. */
export async function zippedFiles(zip: Blob): Promise<NamedBlob[] | string> {
  if (zip.size > MAX_BYTES) return 'a zip of more than 512 MB';
  const { unzipSync } = await import('fflate');
  let files = 0;
  let bytes = 0;
  try {
    const entries = unzipSync(new Uint8Array(await zip.arrayBuffer()), {
      filter: ({ originalSize }) => {
        files++;
        bytes += originalSize;
        return files <= MAX_FILES && bytes <= MAX_BYTES;
      },
    });
    if (files > MAX_FILES || bytes > MAX_BYTES) return 'a zip with more than 2,000 files or 512 MB in it';
    return Object.entries(entries)
      .filter(([name]) => !name.endsWith('/'))
      .map(([name, content]) => ({ name, blob: new Blob([content]) }));
  } catch {
    return 'a damaged zip';
  }
}

/** A zip has four bytes for a length. */
export const MAX_ZIP_BYTES = 4_000_000_000;

/**
 * One zip of all, not compressed, because media does not get smaller. It is made of pieces of the Blobs themselves, so
 * nothing is in memory twice: only checksums and the zip's own headers are new.
 */
export async function zipOf(files: readonly NamedBlob[]): Promise<Blob> {
  const { Zip, ZipPassThrough } = await import('fflate');
  const parts: BlobPart[] = [];
  /** What was just pushed, and which part of a Blob it is. */
  let piece: { bytes: Uint8Array; of: Blob } | undefined;
  const zip = new Zip((error, chunk) => {
    if (error) throw error;
    parts.push(chunk === piece?.bytes ? piece.of : chunk);
  });
  for (const { name, blob } of files) {
    const entry = new ZipPassThrough(name);
    zip.add(entry);
    let position = 0;
    for await (const bytes of streamOf(blob)) {
      piece = { bytes, of: blob.slice(position, position + bytes.length) };
      position += bytes.length;
      entry.push(bytes);
      freeBuffer(bytes.buffer);
    }
    entry.push(new Uint8Array(), true);
  }
  zip.end();
  return new Blob(parts, { type: 'application/zip' });
}

async function* streamOf(blob: Blob): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const reader = blob.stream().getReader();
  for (let next = await reader.read(); next.value; next = await reader.read()) yield next.value;
}
