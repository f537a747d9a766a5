import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { success } from '../../pki/result.ts';
import { chooseFile, pastedText, sortFiles, type ChosenFile } from './chosen-files.ts';

const fixture = (name: string): ChosenFile => ({
  name,
  bytes: success(new Uint8Array(readFileSync(join(import.meta.dirname, '../../pki/fixtures', name)))),
});
const text = (name: string, content: string): ChosenFile => ({
  name,
  bytes: success(new TextEncoder().encode(content)),
});

const sorted = (names: string[], pointedAt?: 'certificate' | 'privateKey') => {
  const { slots, leftOut } = sortFiles(names.map(fixture), pointedAt);
  return { certificate: slots.certificate?.name, privateKey: slots.privateKey?.name, leftOut };
};

describe('files dropped together', () => {
  test('are sorted by what they hold, not by their order', () => {
    expect(sorted(['tenant.key', 'tenant.pem'])).toEqual({
      certificate: 'tenant.pem',
      privateKey: 'tenant.key',
      leftOut: [],
    });
  });

  test('a bundle goes into both slots', () => {
    expect(sorted(['bundle.pem'])).toEqual({
      certificate: 'bundle.pem',
      privateKey: 'bundle.pem',
      leftOut: [],
    });
  });

  test('what finds no place is named', () => {
    expect(sorted(['tenant.pem', 'other.pem', 'tenant.key']).leftOut).toEqual(['other.pem']);
  });

  test('what is neither goes where its name points, so that its problem is shown there', () => {
    expect(sortFiles([text('notes.key', 'hello')]).slots.privateKey?.name).toBe('notes.key');
    expect(sortFiles([text('notes.txt', 'hello')]).slots.certificate?.name).toBe('notes.txt');
    const both = sortFiles([fixture('tenant.pem'), text('notes.txt', 'hello')]);
    expect(both.slots).toMatchObject({
      certificate: { name: 'tenant.pem' },
      privateKey: { name: 'notes.txt' },
    });
  });
});

test('a file over the limit is not read', async () => {
  const file = new File([new Uint8Array(300_000)], 'huge.pem');
  file.arrayBuffer = () => Promise.reject(new Error('must not be read'));
  expect(await chooseFile(file)).toMatchObject({
    name: 'huge.pem',
    bytes: { error: { code: 'file_too_large' } },
  });
  expect(pastedText('x'.repeat(300_000)).bytes).toMatchObject({ error: { code: 'file_too_large' } });
});
