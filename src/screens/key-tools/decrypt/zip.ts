/** Writes decrypted media into a zip, in the worker. */
import { Zip, ZipPassThrough } from 'fflate';
import { freeBuffer } from '../../../pki/free-buffer.ts';
import type { NamedBlob } from '../../../pki/pile/source.ts';

/**
 * A zip of all files. It is not compressed, because media does not get smaller. It refers to the Blobs themselves, so
 * nothing is in memory twice; only checksums and the zip's own headers are new.
 */
export async function zipOf(files: readonly NamedBlob[]): Promise<Blob> {
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
