import { giveWay } from '../give-way.ts';

/**
 * The body of an answer that is too large for the memory: made piece by piece, as fast as the client takes it. Between
 * two pieces, other calls are answered.
 */
export function inPieces(pieces: Iterator<string> | AsyncIterator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream<Uint8Array>(
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
}
