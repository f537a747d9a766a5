/** Long work that waits for its next piece, the longest waiting first. */
const waiting: (() => void)[] = [];

/**
 * Between two pieces of long work: lets the event loop answer what has arrived. All long work together does one piece,
 * then the loop goes round, so a request waits for one piece only, however much is under way.
 */
export const giveWay = (): Promise<void> =>
  new Promise((resolve) => {
    if (waiting.push(resolve) === 1) setImmediate(next);
  });

function next(): void {
  waiting.shift()?.();
  if (waiting.length > 0) setImmediate(next);
}

/** Does work that yields between its pieces, and gives way there. */
export async function givingWay<T>(work: Generator<undefined, T>): Promise<T> {
  for (let piece = work.next(); ; piece = work.next()) {
    if (piece.done) return piece.value;
    await giveWay();
  }
}
