/** What lies in people's folders: things of the operating system, files that cannot be read, media under any name. */
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { describe, expect, test, vi } from 'vitest';
import { encryptMedia } from '../../tenant/recorder/recorder.ts';
import type { Bytes } from '../asn1/asn1.ts';
import * as inspect from '../files/inspect-file.ts';
import { CallArchive } from '../archive/call-archive.ts';
import { encodePem } from '../pem/pem.ts';
import { fixtureBlock, fixtureBytes, fixtureCertificate, opensslFacts } from '../../testing/fixtures.ts';
import { noise } from '../../testing/noise.ts';
import { copiesReport, standingOf } from './copies.ts';
import { isJunk } from './junk.ts';
import { Pile } from './pile.ts';

const media = new Uint8Array(
  readFileSync(join(import.meta.dirname, '../../tenant/recorder/media/test-call.mp3')),
);
const recording = () =>
  encryptMedia(media, [new Uint8Array(new X509Certificate(fixtureBytes('tenant.pem')).raw)]);

type Files = Record<string, Uint8Array | string | Blob>;

async function readInto<Asked extends Pile | CallArchive>(asked: Asked, files: Files): Promise<Asked> {
  asked.add(
    Object.entries(files).map(([name, contents]) => ({
      name,
      blob:
        contents instanceof Blob
          ? contents
          : new Blob([typeof contents === 'string' ? contents : new Uint8Array(contents)]),
    })),
  );
  while ((await asked.work(1000)).doing !== 'nothing');
  return asked;
}
const pileOf = (files: Files) => readInto(new Pile(), files);

/** The names of the media files, with what is known of each, and the files that are of no use. */
async function recordingsIn(files: Files) {
  const archive = await readInto(new CallArchive(), files);
  const media = Array.from(archive.entries(), archive.callOf).flatMap((call) => call.media);
  return {
    states: media.map(({ file, state }) => [file, state]),
    leftOut: archive.report().leftOut.map(({ file }) => file),
  };
}
const leftOutIn = (pile: Pile) =>
  copiesReport(pile).leftOut.map(({ file, why }) => [file, typeof why === 'string' ? why : why.code]);

/** As macOS writes it beside a file on a foreign disk: magic number, version, filler, no entries. */
const APPLE_DOUBLE = Buffer.from('00051607000200004d6163204f53205820202020202020200000', 'hex');

describe('what operating systems and storage put there', () => {
  const junk = {
    'keys/._tenant.key': APPLE_DOUBLE,
    'keys/._call.mp3.bin': APPLE_DOUBLE,
    'keys/.DS_Store': 'x',
    '__MACOSX/keys/._tenant.key': 'x',
    'Thumbs.db': 'x',
    'desktop.ini': 'x',
    'keys/@eaDir/call.mp3.bin': 'x',
    'System Volume Information/IndexerVolumeGuid': 'x',
    '.Trash-1000/files/old.key': 'x',
    '$RECYCLE.BIN/old.key': 'x',
  };

  test('is left out without a word, dropped and in archives', async () => {
    const zip = zipSync(
      Object.fromEntries(Object.entries(junk).map(([name, contents]) => [name, Buffer.from(contents)])),
    );
    const pile = await pileOf({ ...junk, 'a.zip': zip, 'tenant.key': fixtureBytes('tenant.key') });
    expect(copiesReport(pile)).toMatchObject({ files: 1, keys: [{ file: 'tenant.key' }], leftOut: [] });
    expect(pile.media).toEqual([]);
  });

  test('a person’s own file that is only named so is read', async () => {
    expect(isJunk('keys/._tenant.key', fixtureBytes('tenant.key'))).toBe(false);
    const pile = await pileOf({ '._tenant.key': fixtureBytes('tenant.key') });
    expect(pile.keys).toHaveLength(1);
  });

  test('does not keep a lone recording from its envelope', async () => {
    const { ciphertext, pkcs7 } = recording();
    const { states } = await recordingsIn({
      'voice.bin': ciphertext,
      '._voice.bin': APPLE_DOUBLE,
      'other name.p7.pem': pkcs7,
      'tenant.key': fixtureBytes('tenant.key'),
    });
    expect(states).toEqual([['voice.bin', 'opens']]);
  });
});

/** A file that the browser may not read. */
const unreadable = (name = 'NotReadableError') => {
  const blob = new Blob(['secret']);
  const refuse = () => Promise.reject(new DOMException('No.', name));
  blob.slice = () => Object.assign(new Blob(), { arrayBuffer: refuse });
  blob.arrayBuffer = refuse;
  return blob;
};

describe('one file’s failure is its own', () => {
  test('a file without permission is told, and all others are taken', async () => {
    const pile = await pileOf({
      'a.key': fixtureBytes('tenant.key'),
      'closed.key': unreadable(),
      'b.key': fixtureBytes('other.key'),
    });
    pile.addUnreadable([{ path: 'folder/closed', why: 'NotFoundError' }]);
    expect(pile.keys.map(({ file }) => file)).toEqual(['a.key', 'b.key']);
    expect(leftOutIn(pile)).toEqual([
      ['closed.key', 'file_not_readable'],
      ['folder/closed', 'file_not_readable'],
    ]);
    expect(await standingOf(pile, fixtureCertificate('rsa3072.pem').der)).toMatchObject({
      kind: 'perhaps',
      unopened: [{ file: 'closed.key' }, { file: 'folder/closed' }],
    });
  });

  test('an exception in a reader is told of the file that was read', async () => {
    const eachFound = inspect.eachFound;
    const thrown = vi.spyOn(inspect, 'eachFound').mockImplementation((bytes, kept) => {
      if (bytes.length === 3) throw new TypeError('a fault of ours');
      return eachFound(bytes, kept);
    });
    const pile = await pileOf({ 'odd.key': 'odd', 'tenant.key': fixtureBytes('tenant.key') });
    thrown.mockRestore();
    expect(pile.keys).toHaveLength(1);
    expect(leftOutIn(pile)).toEqual([['odd.key', 'reader_failed']]);
  });

  test('a damaged file in an archive takes nothing else with it', async () => {
    const zip = zipSync({
      'a.key': [fixtureBytes('tenant.key'), { level: 0 }],
      'b.key': [fixtureBytes('other.key'), { level: 0 }],
    });
    zip[100]! ^= 1;
    const pile = await pileOf({ 'keys.zip': zip });
    expect(pile.keys.map(({ file }) => file)).toEqual(['keys.zip/b.key']);
    expect(leftOutIn(pile)).toEqual([['keys.zip', 'zip_damaged']]);
    expect(await standingOf(pile, fixtureCertificate('tenant.pem').der)).toMatchObject({
      kind: 'perhaps',
      unopened: [{ file: 'keys.zip' }],
    });
  });
});

describe('encrypted media under another name', () => {
  const key = { 'tenant.key': fixtureBytes('tenant.key') };

  test.each(['call.enc', 'call.qcp', 'call.rec', 'call'])('%s: its envelope knows the name', async (name) => {
    const { ciphertext, pkcs7 } = recording();
    const other = recording();
    const { states, leftOut } = await recordingsIn({
      [`a/${name}`]: ciphertext,
      'a/call.p7.pem': pkcs7,
      'a/other.mp3.bin': other.ciphertext,
      'a/other.p7.pem': other.pkcs7,
      'a/call.txt': 'Notes about the call.',
      ...key,
    });
    expect(states).toEqual([
      [`a/${name}`, 'opens'],
      ['a/other.mp3.bin', 'opens'],
    ]);
    expect(leftOut).toEqual(['a/call.txt']);
  });

  test('alone with one envelope it is its media, whatever its name', async () => {
    const { ciphertext, pkcs7 } = recording();
    const { states } = await recordingsIn({
      '1234': ciphertext,
      'recording.p7.pem': pkcs7,
      'readme.txt': 'Hello, and nothing else.',
      ...key,
    });
    expect(states).toEqual([['1234', 'opens']]);
  });

  test('an unknown file that no envelope waits for is none', async () => {
    const { ciphertext, pkcs7 } = recording();
    const { states, leftOut } = await recordingsIn({
      'call.mp3.bin': ciphertext,
      'call.jpg': noise(1600, 'call.jpg'),
      'call.p7.pem': pkcs7,
      'backup.dat': noise(1600, 'backup.dat'),
      ...key,
    });
    expect(states).toEqual([['call.mp3.bin', 'opens']]);
    expect(leftOut).toEqual(['call.jpg', 'backup.dat']);
  });

  test('a key that is named like media is a key', async () => {
    const pile = await pileOf({
      'tenant.bin': fixtureBytes('tenant.key'),
      'other.bin': fixtureBlock('other.key').bytes,
    });
    expect(pile.keys.map(({ file }) => file)).toEqual(['tenant.bin', 'other.bin']);
    expect(pile.media).toEqual([]);
  });
});

test('the same container in two places is a copy in each', async () => {
  const pile = await pileOf({ 'a/x.p12': fixtureBytes('tenant.p12'), 'b/x.p12': fixtureBytes('tenant.p12') });
  expect(copiesReport(pile).locked).toHaveLength(2);
  pile.addPassword(opensslFacts.password);
  while ((await pile.work(1000)).doing !== 'nothing');
  expect(await standingOf(pile, fixtureCertificate('tenant.pem').der)).toMatchObject({
    kind: 'opens',
    places: [{ file: 'a/x.p12' }, { file: 'b/x.p12' }],
  });
});

test('after it was erased, nothing is left of a private key', async () => {
  const pile = await pileOf({ 'tenant.key': fixtureBytes('tenant.key') });
  const pkcs8: Bytes | undefined = pile.keys[0]?.pkcs8;
  expect(encodePem('PRIVATE KEY', pkcs8!)).toContain('MII');
  pile.erase();
  expect(pkcs8?.every((byte) => byte === 0)).toBe(true);
  expect(pile.keys).toEqual([]);
});

test('70,000 empty files are read in seconds, each with its outcome', async () => {
  const files = Object.fromEntries(Array.from({ length: 70_000 }, (_, i) => [`${i}.key`, new Uint8Array()]));
  const zip = zipSync(files, { level: 0 });
  // It has no Zip64 record, so it says that it contains 70,000 - 65,536 files.
  expect(new DataView(zip.buffer).getUint16(zip.length - 12, true)).toBe(4464);
  const start = process.threadCpuUsage().user;
  const pile = await pileOf({ 'many.zip': zip, 'tenant.key': fixtureBytes('tenant.key') });
  expect((process.threadCpuUsage().user - start) / 1_000_000).toBeLessThan(10);
  expect(pile.leftOut.size).toBe(70_000);
  expect(pile.keys).toHaveLength(1);
});
