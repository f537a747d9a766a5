/**
 * Reads whole files. Each read is a request to the browser, which takes several times as long as reading a small file. So
 * those that are asked for while others are being read are read together, as one Blob.
 */
import type { Bytes } from '../asn1/asn1.ts';

/** A larger file is read alone. */
const SMALL_BYTES = 64 * 1024;
const MOST_TOGETHER = 128;

interface Wanted {
  blob: Blob;
  resolve: (bytes: Promise<Bytes>) => void;
}

let waiting: Wanted[] = [];
let isReading = false;

export function readWhole(blob: Blob): Promise<Bytes> {
  if (blob.size > SMALL_BYTES) return bytesOf(blob);
  return new Promise((resolve) => {
    waiting.push({ blob, resolve });
    if (!isReading) void readWaiting();
  });
}

async function readWaiting(): Promise<void> {
  isReading = true;
  while (waiting.length > 0) {
    const some = waiting.slice(0, MOST_TOGETHER);
    waiting = waiting.slice(MOST_TOGETHER);
    await readTogether(some);
  }
  isReading = false;
}

async function readTogether(some: readonly Wanted[]): Promise<void> {
  const size = some.reduce((sum, { blob }) => sum + blob.size, 0);
  const all =
    some.length > 1
      ? await bytesOf(new Blob(some.map(({ blob }) => blob))).catch(() => undefined)
      : undefined;
  // One that cannot be read fails them all, and one that is lent by the page (LentBlob) is empty among others.
  const isWhole = all?.length === size;
  let at = 0;
  const readings = some.map(({ blob, resolve }) => {
    const reading = isWhole ? Promise.resolve(all.slice(at, (at += blob.size))) : bytesOf(blob);
    resolve(reading);
    return reading;
  });
  await Promise.allSettled(readings);
}

export const bytesOf = async (blob: Blob): Promise<Bytes> => new Uint8Array(await blob.arrayBuffer());
