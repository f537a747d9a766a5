import { expect, test } from 'vitest';
import { Refused } from './problem.ts';
import { createTurns } from './turns.ts';

/** Work that ends when the test says so. */
function held() {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { work: () => promise, end: resolve };
}

test('so many run at a time, and the others follow in their order', async () => {
  const inTurn = createTurns({ atOnce: 2 });
  const begun: number[] = [];
  const jobs = Array.from({ length: 4 }, (_, index) => {
    const { work, end } = held();
    const done = inTurn('a', () => {
      begun.push(index);
      return work();
    });
    return { done, end };
  });
  expect(begun).toEqual([0, 1]);
  jobs[1]?.end();
  await jobs[1]?.done;
  expect(begun).toEqual([0, 1, 2]);
  for (const { end } of jobs) end();
  await Promise.all(jobs.map(({ done }) => done));
  expect(begun).toEqual([0, 1, 2, 3]);
});

test('one key does not wait for another', async () => {
  const inTurn = createTurns({ atOnce: 1 });
  const { work, end } = held();
  const first = inTurn('a', work);
  expect(await inTurn('b', () => Promise.resolve('done'))).toBe('done');
  end();
  await first;
});

test('work that fails gives its place to the next', async () => {
  const inTurn = createTurns({ atOnce: 1 });
  const failed = inTurn('a', () => Promise.reject(new Error('failed')));
  const next = inTurn('a', () => Promise.resolve('done'));
  await expect(failed).rejects.toThrow('failed');
  expect(await next).toBe('done');
});

test('where enough wait, the next is refused, and says when to come again', async () => {
  const inTurn = createTurns({ atOnce: 1, waiting: 1 });
  const { work, end } = held();
  const accepted = [inTurn('a', work), inTurn('a', work)];
  const refused = await inTurn('a', work).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(Refused);
  expect(refused).toMatchObject({ code: 'busy', details: { retryAfter: 5 } });
  end();
  await Promise.all(accepted);
  expect(await inTurn('a', () => Promise.resolve('done'))).toBe('done');
});
