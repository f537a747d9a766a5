/** A media file as an answer: the whole file or the requested part (RFC 9110, 14). Browsers must not store it. */
export function partOf(
  request: Request,
  bytes: Buffer,
  { type, fileName }: { type: string; fileName?: string },
): Response {
  const range = readRange(request.headers.get('Range'), bytes.length);
  const headers = new Headers({
    'Accept-Ranges': 'bytes',
    'Cache-Control': 'no-store',
    'Content-Type': type,
    ...(fileName ? { 'Content-Disposition': `attachment; filename="${fileName}"` } : {}),
  });
  const answer = (status: number, part: Buffer) =>
    new Response(new Uint8Array(part), { status, headers: withLength(headers, part.length) });
  if (range === undefined) return answer(200, bytes);
  if (range === 'unsatisfiable') {
    headers.set('Content-Range', `bytes */${bytes.length}`);
    return answer(416, Buffer.alloc(0));
  }
  const { first, last } = range;
  headers.set('Content-Range', `bytes ${first}-${last}/${bytes.length}`);
  return answer(206, bytes.subarray(first, last + 1));
}

function withLength(headers: Headers, length: number): Headers {
  headers.set('Content-Length', String(length));
  return headers;
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
