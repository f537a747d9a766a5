/**
 * Reads zips and writes decrypted media into one, in the worker. The library that writes zips is loaded when it is
 * needed.
 */
import { freeBuffer } from '../../../pki/free-buffer.ts';
import type { PkiCode } from '../../../pki/result.ts';
import { unzip, ZipAllowance, type NamedBlob } from '../../../pki/zip.ts';

export type { NamedBlob };

const words: Partial<Record<PkiCode, string>> = {
  zip_too_large: 'a zip with more than 2,000 files or 512 MB in it',
  zip_encrypted: 'a zip with a password',
};

/** The files in a zip, or what is wrong with it, as a part of a sentence. */
export async function zippedFiles(zip: Blob): Promise<NamedBlob[] | string> {
  const unzipped = await unzip(zip, new ZipAllowance());
  return unzipped.ok ? unzipped.value : (words[unzipped.error.code] ?? 'a damaged zip');
}

/** A zip stores lengths in four bytes. */
export const MAX_ZIP_BYTES = 4_000_000_000;

/**
 * A zip of all files. It is not compressed, because media does not get smaller. It refers to the Blobs themselves, so
 * nothing is in memory twice; only checksums and the zip's own headers are new.
 */
export async function zipOf(files: readonly NamedBlob[]): Promise<Blob> {
  const { Zip, ZipPassThrough } = await import('fflate');
  const parts: BlobPart[] = [];
  /** The bytes that were pushed last, and the part of a Blob that they came from. */
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
