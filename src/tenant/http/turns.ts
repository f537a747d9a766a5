import { Refused } from './problem.ts';

interface Line {
  running: number;
  next: (() => void)[];
}

/**
 * Work with the same key is done in turn: `atOnce` at a time, the rest in the order in which it came. Where `waiting`
 * others wait already, it is refused: `busy`.
 */
export function createTurns({ atOnce, waiting = Infinity }: { atOnce: number; waiting?: number }) {
  const lines = new Map<string, Line>();
  return async function inTurn<T>(key: string, work: () => Promise<T>): Promise<T> {
    const line = lines.get(key) ?? { running: 0, next: [] };
    lines.set(key, line);
    if (line.running < atOnce) line.running++;
    else if (line.next.length < waiting) await new Promise<void>((begin) => line.next.push(begin));
    else throw new Refused('busy', {}, { retryAfter: RETRY_AFTER });
    try {
      return await work();
    } finally {
      // The place is handed on, or given up.
      const begin = line.next.shift();
      if (begin) begin();
      else if (--line.running === 0) lines.delete(key);
    }
  };
}

/** Seconds after which a call that was refused as `busy` may be tried again. */
export const RETRY_AFTER = 5;
