import type * as fs from 'node:fs';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { eachFolder, folder as dataDir } from '../../testing/folder.ts';
import { PLAN, putBack, RESTORED } from './put-back.ts';

/** Simulates a process that is killed after this many files have been moved. */
const kill = vi.hoisted(() => ({ after: Infinity }));
vi.mock('node:fs', async (original) => {
  const real = await original<typeof fs>();
  const renameSync: typeof real.renameSync = (...names) => {
    if (kill.after-- <= 0) throw new Error('killed');
    real.renameSync(...names);
  };
  return { ...real, renameSync };
});

const old = ['a.sqlite', 'a.sqlite-wal', 'a.sqlite-shm', 'a.key', 'gone.sqlite', 'gone.key'];
const restored = ['a.sqlite', 'a.key', 'b.sqlite', 'b.key'];
eachFolder('put-back');

function write(folder: string, names: string[], content: string): void {
  mkdirSync(join(folder, 'media'), { recursive: true });
  for (const name of [...names, 'media/1']) writeFileSync(join(folder, name), content);
}

test.each([
  '',
  '{}',
  '{"names":["../other"],"replaced":"replaced-1"}',
  '{"names":[],"replaced":"../replaced-1"}',
])('a folder of that name with the plan %j is left as it is', (text) => {
  write(dataDir, old, 'old');
  write(join(dataDir, RESTORED), restored, 'new');
  if (text !== '') writeFileSync(join(dataDir, RESTORED, PLAN), text);
  const before = readdirSync(dataDir, { recursive: true, encoding: 'utf8' }).toSorted();
  expect(() => putBack(dataDir)).toThrow(/restored is not a restore of this console.*Nothing was changed/);
  expect(readdirSync(dataDir, { recursive: true, encoding: 'utf8' }).toSorted()).toEqual(before);
});

const content = (name: string) => readFileSync(join(dataDir, name), 'utf8');

test.each(Array.from({ length: 15 }, (_, moves) => moves))(
  'a restore that is killed after %i moves is finished by the next start',
  (moves) => {
    write(dataDir, old, 'old');
    write(join(dataDir, RESTORED), restored, 'new');
    writeFileSync(
      join(dataDir, RESTORED, PLAN),
      JSON.stringify({ names: [...restored, 'media'], replaced: 'replaced-1' }),
    );

    kill.after = moves;
    let killed = false;
    try {
      putBack(dataDir);
    } catch {
      killed = true;
    }
    expect(killed).toBe(moves < 13);
    kill.after = Infinity;
    putBack(dataDir);

    expect(existsSync(join(dataDir, RESTORED))).toBe(false);
    expect(readdirSync(dataDir).toSorted()).toEqual([...restored, 'media', 'replaced-1'].toSorted());
    for (const name of [...restored, 'media/1']) expect(content(name)).toBe('new');
    for (const name of [...old, 'media/1']) expect(content(join('replaced-1', name))).toBe('old');
  },
);
