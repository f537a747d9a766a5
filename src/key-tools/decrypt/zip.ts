/** Writes decrypted media into a zip, in the worker. */
import { Zip, type ZipInputFile } from 'fflate';

export interface ZippedFile {
  name: string;
  pieces: readonly Blob[];
  crc: number;
}

/**
 * A zip of all files. It is not compressed, because media does not get smaller. It refers to the Blobs themselves, so
 * nothing is in memory twice or read again: the library writes the headers around bytes of the same number.
 */
export function zipOf(files: readonly ZippedFile[]): Blob {
  const parts: BlobPart[] = [];
  const largest = Math.max(0, ...files.flatMap(({ pieces }) => pieces.map(({ size }) => size)));
  const filler = new Uint8Array(largest);
  let standIn: { bytes: Uint8Array<ArrayBuffer>; of: Blob } | undefined;
  const zip = new Zip((error, chunk) => {
    if (error) throw error;
    parts.push(chunk === standIn?.bytes ? standIn.of : chunk);
  });
  for (const { name, pieces, crc } of files) {
    const size = pieces.reduce((sum, piece) => sum + piece.size, 0);
    const entry: ZipInputFile = { filename: name, size, crc, compression: 0 };
    zip.add(entry);
    for (const piece of pieces) {
      standIn = { bytes: filler.subarray(0, piece.size), of: piece };
      entry.ondata?.(null, standIn.bytes, false);
    }
    entry.ondata?.(null, new Uint8Array(), true);
  }
  zip.end();
  return new Blob(parts, { type: 'application/zip' });
}
