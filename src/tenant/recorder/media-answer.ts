import { ReadableStream as NodeReadableStream } from 'node:stream/web';
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
  const body = NodeReadableStream.from(source.pieces(first, last)) as ReadableStream<Uint8Array>;
  return new Response(body, { status: range ? 206 : 200, headers });
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
