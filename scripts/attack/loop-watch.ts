/**
 * Loaded into a server before its own code (`node --import`). It measures how long the event loop is held, and the most
 * memory, and prints both on SIGUSR2. The hold is CPU time of the server's own thread: what other programs on a busy
 * machine take is not counted.
 */
import { isMainThread } from 'node:worker_threads';

export interface Reading {
  /** Milliseconds: the longest time from one look to the next. */
  holdMs: number;
  /** Resident memory: at the beginning, and the most since. */
  rssBefore: number;
  rssMost: number;
}

/** A loop that is not held is looked at so often. */
const EVERY_MS = 2;

const spentMs = () => {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
};

const begin = (): Reading => ({
  holdMs: 0,
  rssBefore: process.memoryUsage.rss(),
  rssMost: process.memoryUsage.rss(),
});

if (isMainThread) {
  let reading = begin();
  let readings = 0;
  let before = spentMs();
  const look = () => {
    const now = spentMs();
    reading.holdMs = Math.max(reading.holdMs, now - before);
    reading.rssMost = Math.max(reading.rssMost, process.memoryUsage.rss());
    before = spentMs();
  };
  setInterval(look, EVERY_MS).unref();
  process.on('SIGUSR2', () => {
    look();
    process.stderr.write(`loop-watch ${++readings} ${JSON.stringify(reading)}\n`);
    reading = begin();
    before = spentMs();
  });
}
