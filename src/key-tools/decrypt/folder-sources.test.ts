import { beforeEach, expect, test, vi } from 'vitest';
import type { Source } from '../../pki/pile/source.ts';
import { sourcesInFolder } from './folder-sources.ts';

/** Folders as the browser gives them (File System API). It answers a new File each time, and counts. */
class Folder {
  readonly kind = 'directory';
  readonly name: string;
  readonly entries: Record<string, Folder | File>;
  static asked = 0;

  constructor(name: string, entries: Record<string, Folder | File>) {
    this.name = name;
    this.entries = entries;
  }

  async *values() {
    for (const name of Object.keys(this.entries)) yield this.#at(name);
  }
  getDirectoryHandle = (name: string) => Promise.resolve(this.#at(name));
  getFileHandle = (name: string) => Promise.resolve(this.#at(name));

  #at(name: string) {
    const entry = this.entries[name];
    if (!entry) throw new DOMException('It is not there.', 'NotFoundError');
    if (entry instanceof Folder) return entry;
    return { kind: 'file', name, getFile: () => (Folder.asked++, Promise.resolve(entry)) };
  }
}

const file = (text: string, lastModified = 1) => new File([text], '', { lastModified });

let call: Folder;
let root: Folder;
beforeEach(() => {
  Folder.asked = 0;
  call = new Folder('id', { 'a.mp3.bin': file('encrypted'), 'recording.json': file('{}') });
  root = new Folder('year', { '2026-03-14': new Folder('2026-03-14', { id: call }) });
});

async function sources(mostKept = 0): Promise<Map<string, Source>> {
  const all = new Map<string, Source>();
  const folder = root as unknown as FileSystemDirectoryHandle;
  for await (const source of sourcesInFolder(folder, () => {}, mostKept)) all.set(source.name, source);
  return all;
}

const MEDIA = 'year/2026-03-14/id/a.mp3.bin';
const textOf = async (source: Source | undefined) =>
  new TextDecoder().decode(await source?.read(0, source.size));

test('media is asked for again when it is read; nothing else is', async () => {
  const all = await sources();
  expect([...all.keys()].sort()).toEqual([MEDIA, 'year/2026-03-14/id/recording.json']);
  expect(Folder.asked).toBe(2);
  expect(all.get(MEDIA)).toMatchObject({ size: 9 });
  expect(await textOf(all.get(MEDIA))).toBe('encrypted');
  expect(Folder.asked).toBe(3);
  expect(await textOf(all.get('year/2026-03-14/id/recording.json'))).toBe('{}');
  expect(Folder.asked).toBe(3);
});

test('so many media files are kept, and not asked for again', async () => {
  root.entries['b.mp3.bin'] = file('another');
  const all = await sources(1);
  const media = [...all].filter(([name]) => name.endsWith('.bin'));
  expect(Folder.asked).toBe(3);
  expect(await Promise.all(media.map(([, source]) => textOf(source)))).toEqual(['another', 'encrypted']);
  expect(Folder.asked).toBe(4);
});

test('the browser is told in time how much has been let go of', async () => {
  const counted: number[] = [];
  class Counted extends ArrayBuffer {
    constructor(length: number) {
      super(length);
      counted.push(length);
    }
  }
  vi.stubGlobal('ArrayBuffer', Counted);
  const names = Array.from({ length: 6200 }, (_, number) => `${number}.json`);
  root = new Folder('year', Object.fromEntries(names.map((name) => [name, file('{}')])));
  expect((await sources()).size).toBe(6200);
  vi.unstubAllGlobals();
  // What V8 lets pile up outside its heap before it collects is 64 MB.
  expect(counted.filter((length) => length > 64 * 1024 * 1024)).toHaveLength(2);
});

test('media that is read in pieces is asked for once', async () => {
  const source = (await sources()).get(MEDIA);
  for (const at of [0, 3, 6]) await source?.read(at, at + 3);
  expect(Folder.asked).toBe(3);
});

test('media that was changed or removed since is not read; when it is back, it is', async () => {
  const media = (await sources()).get(MEDIA);
  const before = call.entries['a.mp3.bin']!;
  call.entries['a.mp3.bin'] = file('encryptex', 2);
  await expect(textOf(media)).rejects.toMatchObject({ name: 'NotReadableError' });
  delete call.entries['a.mp3.bin'];
  await expect(textOf(media)).rejects.toMatchObject({ name: 'NotFoundError' });
  call.entries['a.mp3.bin'] = before;
  expect(await textOf(media)).toBe('encrypted');
});
