import { ReadableStream as NodeReadableStream } from 'node:stream/web';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { MediaSource } from '../store/media-files.ts';

/** A media file as an answer: the whole file or the requested part (RFC 9110, 14). Browsers must not store it. */
export function partOf(
  request: Request,
  source: MediaSource,
  { type, fileName }: { type: string; fileName?: string },
): Response {
  const { size } = source;
  const range = readRange(request.headers.get('Range'), size);
  const headers = new Headers({
    'Accept-Ranges': 'bytes',
    'Cache-Control': 'no-store',
    'Content-Type': type,
    ...(fileName ? { 'Content-Disposition': `attachment; filename="${fileName}"` } : {}),
  });
  if (range === 'unsatisfiable') {
    headers.set('Content-Range', `bytes */${size}`);
    headers.set('Content-Length', '0');
    return new Response(null, { status: 416, headers });
  }
  const { first, last } = range ?? { first: 0, last: size - 1 };
  if (range) headers.set('Content-Range', `bytes ${first}-${last}/${size}`);
  headers.set('Content-Length', String(last + 1 - first));
  // A piece is read when the connection has taken the one before; nothing is read for an answer that nobody takes.
  const body = NodeReadableStream.from(collected(source.pieces(first, last))) as ReadableStream<Uint8Array>;
  return new Response(body, { status: range ? 206 : 200, headers });
}

/** After so many bytes, what is left of the pieces is collected: a millisecond of work. */
const COLLECTED_BYTES = 16 * 1024 * 1024;

let sent = 0;
let collectYoung: (() => void) | undefined;

/**
 * The same pieces. V8 waits for 64 MB of buffers that nobody has any more, and one file of 100 MB makes that many. There
 * is no other way to free a buffer: whether the connection still reads it is known only when nobody has it.
 */
async function* collected(pieces: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces) {
    yield piece;
    sent += piece.length;
    if (sent < COLLECTED_BYTES) continue;
    sent = 0;
    collectYoung ??= youngCollection();
    collectYoung();
  }
}

/** V8 shows its collection only to contexts that are made after this flag is set. */
function youngCollection(): () => void {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as NodeJS.GCFunction;
  return () => collect({ type: 'minor' });
}

/**
 * Reads a single range of bytes. Anything else is ignored, as RFC 9110, 14.2 allows, and the whole file is answered.
 */
export function readRange(
  header: string | null,
  size: number,
): { first: number; last: number } | 'unsatisfiable' | undefined {
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (from === '' && to === '') return undefined;
  if (from === '') {
    const length = Math.min(Number(to), size);
    return length === 0 ? 'unsatisfiable' : { first: size - length, last: size - 1 };
  }
  const first = Number(from);
  const last = to === '' ? size - 1 : Math.min(Number(to), size - 1);
  if (to !== '' && Number(to) < first) return undefined;
  return first >= size ? 'unsatisfiable' : { first, last };
}
