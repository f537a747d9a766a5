import { constants, PerformanceObserver, type PerformanceEntry } from 'node:perf_hooks';
import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { partOf } from './media-answer.ts';

const PIECE = 256 * 1024;

test('what is left of the pieces of an answer is collected every 16 MB', async () => {
  const source = {
    size: 40 * 1024 * 1024,
    async *pieces(first: number, last: number) {
      for (let at = first; at <= last; at += PIECE) yield new Uint8Array(PIECE);
    },
  };
  const entries: PerformanceEntry[] = [];
  const observer = new PerformanceObserver((list) => entries.push(...list.getEntries()));
  observer.observe({ entryTypes: ['gc'] });
  let bytes = 0;
  for await (const piece of partOf(new Request('http://tenant.test/'), source, { type: 'video/mp4' }).body ??
    [])
    bytes += piece.length;
  expect(bytes).toBe(source.size);
  // Entries are told after the turn in which they happen.
  await setImmediate();
  entries.push(...observer.takeRecords());
  observer.disconnect();
  const { NODE_PERFORMANCE_GC_MINOR: kind, NODE_PERFORMANCE_GC_FLAGS_FORCED: forced } = constants;
  const collections = entries.map(
    (entry) => (entry as unknown as { detail: { kind: number; flags: number } }).detail,
  );
  expect(collections.filter((each) => each.kind === kind && (each.flags & forced) !== 0)).toHaveLength(2);
});
