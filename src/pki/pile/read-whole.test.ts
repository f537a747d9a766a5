import { mkdtempSync, openAsBlob, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { readWhole } from './read-whole.ts';

afterEach(() => vi.restoreAllMocks());

const texts = Array.from({ length: 200 }, (_, n) => `The file ${n}, ${'.'.repeat(n % 7)}`);
const textOf = async (blob: Blob) => new TextDecoder().decode(await readWhole(blob));

test('small files are read together: each has its own bytes, and the browser is asked a few times', async () => {
  const asked = vi.spyOn(Blob.prototype, 'arrayBuffer');
  expect(await Promise.all(texts.map((text) => textOf(new Blob([text]))))).toEqual(texts);
  expect(asked.mock.calls.length).toBeLessThan(5);
});

test('a file that was changed in the meantime fails alone', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'read-whole-'));
  try {
    const path = join(folder, 'changed');
    writeFileSync(path, 'as it was');
    const changed = await openAsBlob(path);
    writeFileSync(path, 'as it is now, which is longer');
    const blobs = texts.map((text, n) => (n === 70 ? changed : new Blob([text])));
    const read = await Promise.allSettled(blobs.map(textOf));
    expect(read.map((each) => (each.status === 'fulfilled' ? each.value : 'failed'))).toEqual(
      texts.with(70, 'failed'),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('a file that the page lends to the worker is read by its own reader', async () => {
  class Lent extends Blob {
    override get size() {
      return 4;
    }
    override arrayBuffer() {
      return Promise.resolve(new TextEncoder().encode('lent').buffer);
    }
  }
  const all = [new Blob(['first']), new Lent(), new Blob(['last'])];
  expect(await Promise.all(all.map(textOf))).toEqual(['first', 'lent', 'last']);
});
