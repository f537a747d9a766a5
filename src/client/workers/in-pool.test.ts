import { expect, test } from 'vitest';
import { inPool } from './in-pool.ts';

/** Tasks that end when the test says so, and the numbers of those that have begun. */
function tasks(count: number) {
  const begun: number[] = [];
  const all = Array.from({ length: count }, () => Promise.withResolvers<string>());
  const run = (task: (typeof all)[number]) => {
    begun.push(all.indexOf(task));
    return task.promise;
  };
  return { all, begun, run };
}

const soon = () => new Promise((resolve) => setImmediate(resolve));

test('six tasks run at a time; their results are in order, whichever ends first', async () => {
  const { all, begun, run } = tasks(8);
  const progress: number[] = [];
  const results = inPool(all, run, (done) => progress.push(done));
  await soon();
  expect(begun).toEqual([0, 1, 2, 3, 4, 5]);
  for (const number of [5, 7, 0, 6, 1, 2, 3, 4]) {
    all[number]?.resolve(`result ${number}`);
    await soon();
  }
  expect(await results).toEqual([0, 1, 2, 3, 4, 5, 6, 7].map((number) => `result ${number}`));
  expect(progress).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
});

test('after the first error no other task is begun', async () => {
  const { all, begun, run } = tasks(9);
  const results = inPool(all, run);
  all[2]?.reject(new Error('refused'));
  await expect(results).rejects.toThrow('refused');
  for (const { resolve } of all) resolve('late');
  await soon();
  expect(begun).toEqual([0, 1, 2, 3, 4, 5]);
});
