import { giveWay } from '../give-way.ts';

/**
 * A file that is too large for the memory: made piece by piece, as fast as the client takes it. Between two pieces, other
 * calls are answered. `saved` is the Content-Disposition.
 */
export function inPieces(
  pieces: Iterator<string> | AsyncIterator<string>,
  type: string,
  saved: string,
): Response {
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        await giveWay();
        const piece = await pieces.next();
        if (piece.done) controller.close();
        else controller.enqueue(encoder.encode(piece.value));
      },
      cancel: () => void pieces.return?.(),
    },
    { highWaterMark: 1 },
  );
  return new Response(body, { headers: { 'Content-Type': type, 'Content-Disposition': saved } });
}
