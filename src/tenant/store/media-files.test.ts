import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { eachFolder, folder } from '../../testing/folder.ts';
import {
  isMediaName,
  mediaTypeOf,
  removeMedia,
  mediaPath,
  placeMedia,
  removeMediaNow,
  storedMedia,
  writeMedia,
} from './media-files.ts';

const NAME = '0f0e0d0c-0b0a-4908-8706-050403020100.mp3.bin';

eachFolder('media');
beforeEach(() => {
  mkdirSync(join(folder, 'media'));
  writeFileSync(join(folder, 'outside.txt'), 'of somebody else');
});

const media = () => join(folder, 'media');

async function read(name: string): Promise<Buffer> {
  const source = await storedMedia(media(), name);
  const pieces: Uint8Array[] = [];
  for await (const piece of source.pieces(0, source.size - 1)) pieces.push(piece);
  return Buffer.concat(pieces);
}

test('a media file is read as it was written', async () => {
  await writeMedia(media(), NAME, Buffer.from('ciphertext'));
  expect((await read(NAME)).toString()).toBe('ciphertext');
});

test.each([
  '../outside.txt',
  `../media/${NAME}`,
  `${NAME}/`,
  `./${NAME}`,
  `${NAME}\0`,
  '',
  '.',
  'holiday.mp4',
])('a file named %j is neither read, written nor removed', async (name) => {
  expect(isMediaName(name)).toBe(false);
  await expect(storedMedia(media(), name)).rejects.toThrow('not of our form');
  await expect(writeMedia(media(), name, Buffer.of(1))).rejects.toThrow('not of our form');
  expect(() => removeMedia(media(), name)).toThrow('not of our form');
  removeMediaNow(media(), name);
  expect(existsSync(join(folder, 'outside.txt'))).toBe(true);
  expect(existsSync(media())).toBe(true);
});

test('a link, a folder and a pipe under a name of ours are not read', async () => {
  symlinkSync(join(folder, 'outside.txt'), join(media(), NAME));
  await expect(storedMedia(media(), NAME)).rejects.toThrow(/ELOOP|EMLINK/);
  rmSync(join(media(), NAME));
  mkdirSync(join(media(), NAME));
  await expect(storedMedia(media(), NAME)).rejects.toThrow('not a regular file');
  rmSync(join(media(), NAME), { recursive: true });
  if (spawnSync('mkfifo', [join(media(), NAME)]).status !== 0) return;
  await expect(storedMedia(media(), NAME)).rejects.toThrow('not a regular file');
});

test('a link or a folder under a name of ours is not removed', () => {
  const [link, inner] = [NAME, NAME.replace('0f', '1f')];
  symlinkSync(join(folder, 'outside.txt'), join(media(), link));
  mkdirSync(join(media(), inner));
  for (const name of [link, inner]) removeMediaNow(media(), name);
  expect(readdirSync(media()).toSorted()).toEqual([link, inner].toSorted());
});

test('the type of a medium is that of its name', () => {
  expect(mediaTypeOf(NAME)).toBe('audio/mp3');
  expect(mediaTypeOf(NAME.replace('.bin', ''))).toBe('audio/mp3');
  expect(mediaTypeOf('page.html')).toBe('application/octet-stream');
});

test('a new file is in the folder of its first two letters, and an old one is found where it is', async () => {
  const old = NAME.replace('0f', '1f');
  writeFileSync(join(media(), old), 'of an earlier version');
  await writeMedia(media(), NAME, Buffer.from('ciphertext'));
  expect(readdirSync(media(), { recursive: true, encoding: 'utf8' }).toSorted()).toEqual([
    '0f',
    join('0f', NAME),
    old,
  ]);
  expect((await read(old)).toString()).toBe('of an earlier version');
  placeMedia(media());
  expect(mediaPath(media(), old)).toBe(join(media(), '1f', old));
  expect((await read(old)).toString()).toBe('of an earlier version');
  removeMediaNow(media(), old);
  await removeMedia(media(), NAME);
  expect(readdirSync(media(), { recursive: true, encoding: 'utf8' }).toSorted()).toEqual(['0f', '1f']);
});
