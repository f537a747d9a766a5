/** Zips, in the worker: what is in one, and one of what was decrypted. The library that writes one is loaded then. */
import { freeBuffer } from '../../../pki/free-buffer.ts';
import type { PkiCode } from '../../../pki/result.ts';
import { unzip, ZipAllowance, type NamedBlob } from '../../../pki/zip.ts';

export type { NamedBlob };

const words: Partial<Record<PkiCode, string>> = {
  zip_too_large: 'a zip with more than 2,000 files or 512 MB in it',
  zip_encrypted: 'a zip with a password',
};

/** The files, or what is wrong with it, in words. */
export async function zippedFiles(zip: Blob): Promise<NamedBlob[] | string> {
  const unzipped = await unzip(zip, new ZipAllowance());
  return unzipped.ok ? unzipped.value : (words[unzipped.error.code] ?? 'a damaged zip');
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
