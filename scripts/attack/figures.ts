import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Server, Stage } from '../faults/stage.ts';
import type { Reading } from './loop-watch.ts';

/**
 * The quick half runs in `npm test`, also on a machine where everything is slow: it plays less, and a hold is a failure
 * only from five times the bound on.
 */
export interface Pace {
  quick: boolean;
}

const MB = 1024 * 1024;

/** A figure and the bound that it must keep. */
export interface Figure {
  what: string;
  seen: number;
  most: number;
  unit: string;
}

/** The goal: no request holds the others for longer. */
export const HOLD_MS = 50;

export const held = (what: string, { holdMs }: Reading, { quick }: Pace, most = HOLD_MS): Figure => ({
  what: `the loop was held by ${what} for`,
  seen: holdMs,
  most: quick ? 5 * most : most,
  unit: ' ms',
});

export const megabytes = (what: string, bytes: number, most: number): Figure => ({
  what,
  seen: bytes / MB,
  most,
  unit: ' MB',
});

export const grown = (what: string, { rssBefore, rssMost }: Reading, most: number): Figure =>
  megabytes(`the memory grew by ${what} by`, rssMost - rssBefore, most);

/** The figures, each beside its bound, as one sentence. Throws it if one is over its bound. */
export function kept(...figures: Figure[]): string {
  const sentence = figures
    .map(({ what, seen, most, unit }) => `${what} ${rounded(seen)}${unit} (at most ${rounded(most)}${unit})`)
    .join('; ');
  if (figures.some(({ seen, most }) => !(seen <= most))) throw new Error(`Over its bound: ${sentence}`);
  return sentence;
}

const rounded = (value: number): string => String(Number(value.toPrecision(value < 10 ? 2 : 3)));

/** A server with `loop-watch.ts` in it. */
export async function startWatched(stage: Stage, environment: Record<string, string> = {}) {
  const watch = pathToFileURL(join(import.meta.dirname, 'loop-watch.ts')).href;
  const server = await stage.start({ NODE_OPTIONS: `--import=${watch}`, ...environment });
  return { server, watch: watchOf(server) };
}

export interface Watch {
  /** What was measured since the last reading. */
  read: () => Promise<Reading>;
  /** Measures what the work does. */
  of: (work: () => Promise<unknown>) => Promise<Reading>;
}

function watchOf(server: Server): Watch {
  let readings = 0;
  const read = async (): Promise<Reading> => {
    const line = new RegExp(`^loop-watch ${++readings} (.+)$`, 'm');
    server.process.kill('SIGUSR2');
    const ended = server.ended.then(() => 'ended' as const);
    if ((await Promise.race([server.prints(line), ended])) === 'ended') {
      throw new Error(`The server ended:\n${server.output}`);
    }
    return JSON.parse(line.exec(server.output)?.[1] ?? '') as Reading;
  };
  return {
    read,
    async of(work) {
      await read();
      await work();
      return read();
    },
  };
}
