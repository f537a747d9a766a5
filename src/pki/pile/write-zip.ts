import { Zip, type ZipInputFile } from 'fflate';
import { crc32 } from './crc32.ts';

export interface ZippedFile {
  name: string;
  pieces: readonly Blob[];
  crc: number;
}

/**
 * A zip of all files. It is not compressed, because media does not get smaller. It refers to the Blobs themselves, so
 * nothing is in memory twice or read again: the library writes the headers around bytes of the same number. With
 * `mtime`, the zip is the same at every download. To be imported when it is needed, because of the library.
 */
export function zipOf(files: readonly ZippedFile[], mtime?: string): Blob {
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
    const entry: ZipInputFile = {
      filename: name,
      size,
      crc,
      compression: 0,
      ...(mtime !== undefined && { mtime }),
    };
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

/** What the page's thread checks at once: about 2 ms. */
const PIECE_BYTES = 1 << 20;

/** A file for the zip. It is read a piece at a time, and the page goes on between them. */
async function zippedFile(name: string, content: string | Blob): Promise<ZippedFile> {
  const whole = new Blob([content]);
  const pieces: Blob[] = [];
  let crc = 0;
  for (let at = 0; at < whole.size; at += PIECE_BYTES) {
    const piece = whole.slice(at, at + PIECE_BYTES);
    crc = crc32(new Uint8Array(await piece.arrayBuffer()), crc);
    pieces.push(piece);
  }
  return { name, pieces, crc };
}

/** The files by their names as one zip. */
export async function zipOfNamed(
  files: Readonly<Record<string, string | Blob>>,
  mtime?: string,
): Promise<Blob> {
  const zipped: ZippedFile[] = [];
  for (const [name, content] of Object.entries(files)) zipped.push(await zippedFile(name, content));
  return zipOf(zipped, mtime);
}
