/** For tests: whether a reader of a text takes time in proportion to its length. */

/** What texts consist of, and what readers stumble over. */
const pieces = [
  ...Array.from(' \t\n,;:=-./\\"\'`([{<>%+*#&@_09aZé'),
  '\r\n',
  ' \t',
  '\\\\',
  '""',
  ', ',
  '; ',
  'a ',
  '\u00a0',
  '\u200b',
  '\u0301',
  '😀',
  '\0',
];

/** A text of one piece many times, of any length: whole, and in each gap of an example. */
export type Texts = Map<string, (length: number) => string>;

/** `own`: what the reader itself looks for. */
export function awkwardTexts({ examples, own = [] }: { examples: string[]; own?: string[] }): Texts {
  const texts: Texts = new Map();
  for (const piece of new Set([...pieces, ...own, ...examples])) {
    const many = (length: number) => piece.repeat(Math.ceil(length / piece.length));
    texts.set(`many ${JSON.stringify(piece)}`, many);
    for (const example of examples) {
      for (const at of gapsOf(example)) {
        const [before, after] = [example.slice(0, at), example.slice(at)];
        const name = `${JSON.stringify(before)}, many ${JSON.stringify(piece)}, ${JSON.stringify(after)}`;
        texts.set(name, (length) => before + many(length) + after);
      }
    }
  }
  return texts;
}

/** Where words begin and end: within one, nothing new can happen. */
const gapsOf = (example: string): number[] => [...example.matchAll(/\b|$/g)].map(({ index }) => index);

/** Below this, the time says nothing about how it grows. */
const SHORT_MS = 20;

/**
 * The texts on which the time grows faster than their length. Not a time is judged but its growth: a quarter of the text
 * takes a quarter of the time, and a sixteenth where the time is quadratic; four times as much confirms it. Only the
 * processor time of this thread counts, and the least of several runs, so that a busy machine changes nothing.
 */
export async function slowOnes(
  texts: Texts,
  length: number,
  read: (text: string) => unknown,
): Promise<string[]> {
  const slow: string[] = [];
  for (const [name, text] of texts) {
    if ((await leastTime(1, text(length), read)) < SHORT_MS) continue;
    // The whole comes last, so that the compiler has done for it what it did for the quarter.
    const quarter = await leastTime(5, text(length / 4), read);
    const whole = await leastTime(3, text(length), read);
    if (whole < Math.max(SHORT_MS, 8 * quarter)) continue;
    // The collection of garbage may have begun between a quarter and the whole. It does so once.
    if ((await leastTime(3, text(4 * length), read)) < 8 * whole) continue;
    slow.push(`${name}: ${whole.toFixed()} ms, a quarter ${quarter.toFixed()} ms`);
  }
  return slow;
}

async function leastTime(runs: number, text: string, read: (text: string) => unknown): Promise<number> {
  let least = Infinity;
  for (let run = 0; run < runs; run++) {
    const before = process.threadCpuUsage();
    await read(text);
    const { user, system } = process.threadCpuUsage(before);
    least = Math.min(least, (user + system) / 1000);
  }
  return least;
}
