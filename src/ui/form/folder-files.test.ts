import { expect, test } from 'vitest';
import { filesInFolder } from './folder-files.ts';

/** A folder as the browser gives it; `listed` counts those that are being gone through. */
function folder(name: string, inside: readonly FileSystemHandle[], listed: { now: number; most: number }) {
  return {
    kind: 'directory',
    name,
    values: async function* () {
      listed.most = Math.max(listed.most, ++listed.now);
      await new Promise((resolve) => setImmediate(resolve));
      yield* inside;
      listed.now--;
    },
  } as unknown as FileSystemDirectoryHandle;
}

const file = (name: string) =>
  ({ kind: 'file', name, getFile: () => Promise.resolve(new File([name], name)) }) as FileSystemFileHandle;

test('the files of many folders come in the order of the folders, and some folders are looked into at once', async () => {
  const listed = { now: 0, most: 0 };
  const names = Array.from({ length: 100 }, (_, number) => String(number).padStart(3, '0'));
  const days = ['one', 'two'].map((day) =>
    folder(day, [...names.map((name) => folder(name, [file('a'), file('b')], listed)), file(day)], listed),
  );
  const found: string[] = [];
  for await (const { files } of filesInFolder(folder('all', days, listed)))
    found.push(...files.map(({ name }) => name));
  expect(found).toEqual(
    ['one', 'two'].flatMap((day) =>
      [day, ...names.flatMap((name) => [`${name}/a`, `${name}/b`])].map((path) => `all/${day}/${path}`),
    ),
  );
  expect(listed.most).toBeGreaterThan(8);
  expect(listed.most).toBeLessThan(32);
});

test('a folder that may not be read takes nothing else with it', async () => {
  const listed = { now: 0, most: 0 };
  const refused = {
    kind: 'directory',
    name: 'refused',
    values: () => {
      throw new DOMException('no', 'NotAllowedError');
    },
  } as unknown as FileSystemDirectoryHandle;
  const all: unknown[] = [];
  for await (const { files, unreadable } of filesInFolder(folder('all', [refused, file('a')], listed)))
    all.push(...files.map(({ name }) => name), ...unreadable);
  expect(all).toEqual(['all/a', { path: 'all/refused', why: 'NotAllowedError' }]);
});
