import { createHash, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { beforeEach, describe, expect, test } from 'vitest';
import { certificatesText } from '../../domain/call-columns.ts';
import { madeCall, recorderFor, recordingJson, treeFolder } from '../../testing/recordings.ts';
import { fixtureBytes, fixtureText } from '../../testing/fixtures.ts';
import { noise } from '../../testing/noise.ts';
import { CallArchive } from './call-archive.ts';
import { openMedia } from './open-media.ts';

const voice = new Uint8Array(
  readFileSync(join(import.meta.dirname, '../../tenant/recorder/media/test-call.mp3')),
);
const screen = new Uint8Array(
  readFileSync(join(import.meta.dirname, '../../tenant/recorder/media/test-screen.mp4')),
);
const encrypt = recorderFor(fixtureText('tenant.pem'));

let archive: CallArchive;
beforeEach(() => {
  archive = new CallArchive();
});

type Contents = string | Uint8Array;
async function add(files: Record<string, Contents>) {
  archive.add(
    Object.entries(files).map(([name, contents]) => ({
      name,
      blob: new Blob([new Uint8Array(Buffer.from(contents))]),
    })),
  );
  while ((await archive.work(1000)).doing !== 'nothing');
}

const calls = () => Array.from(archive.entries(), archive.callOf);

/** The files of one call in the documented tree: metadata, voice, screen. */
function treeOf(n: number, { inClear = false } = {}): Record<string, Contents> {
  const call = madeCall(n);
  const folder = treeFolder(call);
  const [first, second] = [encrypt(voice, `voice ${n}`), encrypt(screen, `screen ${n}`)];
  const files = [
    { name: `v${n}.mp3`, type: 'audio/mp3', bytes: voice.length, ...(!inClear && { pkcs7: first.pkcs7 }) },
    { name: `s${n}.mp4`, type: 'video/mp4', bytes: screen.length, pkcs7: second.pkcs7 },
  ];
  return {
    [`${folder}/v${n}.mp3.bin`]: inClear ? voice : first.ciphertext,
    [`${folder}/recording.json`]: recordingJson(call, files),
    [`${folder}/s${n}.mp4.bin`]: second.ciphertext,
  };
}

async function opened(media: number): Promise<Buffer> {
  const part = archive.part(media);
  if (!part?.file) throw new Error('no such part');
  const pieces: Uint8Array[] = [];
  const opening = openMedia(archive, part);
  for await (const piece of opening.pieces) pieces.push(piece.slice());
  const { source } = part.file;
  const bytes = Buffer.concat(pieces);
  expect(opening.facts().sha256).toEqual({
    ciphertext: part.envelope && sha256(await source.read(0, source.size)),
    media: sha256(bytes),
  });
  return bytes;
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

describe('the documented tree', () => {
  test('voice and screen of one call are one row, and open byte for byte', async () => {
    await add(treeOf(3));
    expect(calls()).toMatchObject([{ state: 'key missing', kind: 'both' }]);
    await add({ 'tenant.key': fixtureBytes('tenant.key') });
    const [call, ...others] = calls();
    expect(others).toEqual([]);
    expect(call).toMatchObject({
      callId: madeCall(3).id,
      startedAt: '2026-03-14T00:30:00.000Z',
      folderDate: '2026-03-14',
      caller: '+16505550003',
      dialed: '+14160000003',
      agent: 'agent-3',
      durationMs: 61_500,
      ivrProfile: 'CallRecProfile',
      state: 'opens',
      media: [
        { name: 'v3.mp3.bin', kind: 'voice', state: 'opens' },
        { name: 's3.mp4.bin', kind: 'screen', state: 'opens' },
      ],
    });
    expect(await opened(call!.media[0]!.id)).toEqual(Buffer.from(voice));
    expect(await opened(call!.media[1]!.id)).toEqual(Buffer.from(screen));
  });

  test('how much later the screen began is what the metadata of both say', async () => {
    const file = { type: 'audio/mp3', bytes: 1 };
    const media = [
      { ...file, name: 'v.mp3' },
      { ...file, name: 's.mp4', type: 'video/mp4', startsLaterMs: 2500 },
    ];
    await add({
      'recording.json': recordingJson(madeCall(1), media),
      'v.mp3.bin': voice,
      's.mp4.bin': screen,
    });
    const [first, second] = calls()[0]!.media;
    expect(second!.startedAt! - first!.startedAt!).toBe(2500);
  });

  test('certificates that are not here are told once each, and have the name that the keystore gives them', async () => {
    await add({ ...treeOf(1), ...treeOf(2) });
    const { unnamed } = archive.report();
    const serial = new X509Certificate(fixtureText('tenant.pem')).serialNumber;
    expect(unnamed).toMatchObject([{ serialHex: serial }]);
    const { version } = archive;
    archive.name(new Map([[unnamed[0]!.alias, 'Payments']]));
    expect(archive.version).toBeGreaterThan(version);
    expect(archive.report().unnamed).toEqual([]);
    await add(treeOf(3));
    expect(calls().map(certificatesText)).toEqual(['Payments', 'Payments', 'Payments']);
    // A certificate that is dropped names itself.
    await add({ 'tenant.pem': fixtureBytes('tenant.pem') });
    expect(calls().map(certificatesText)[0]).toBe('Genesys Recording');
  });

  test('in a zip: where each file lies is told', async () => {
    const files = Object.entries({ ...treeOf(1), ...treeOf(2) });
    await add({
      'day.zip': zipSync(
        Object.fromEntries(files.map(([name, each]) => [name, new Uint8Array(Buffer.from(each))])),
      ),
    });
    expect(calls().map(({ callId }) => callId)).toEqual([madeCall(1).id, madeCall(2).id]);
    expect(calls()[0]?.media[0]).toMatchObject({
      file: 'day.zip',
      entry: `${treeFolder(madeCall(1))}/v1.mp3.bin`,
    });
  });

  test('a file in the clear needs no key', async () => {
    await add(treeOf(4, { inClear: true }));
    const [call] = calls();
    expect(call?.media.map(({ state }) => state)).toEqual(['in the clear', 'key missing']);
    expect(await opened(call!.media[0]!.id)).toEqual(Buffer.from(voice));
  });
});

const recording = (name: string) => encrypt(voice, name);

/** Metadata whose path of the media file has the number as a folder. */
const numberedJson = (n: number, { pkcs7 }: { pkcs7: string }) =>
  recordingJson(madeCall(n), [{ name: 'x.mp3', type: 'audio/mp3', bytes: 1, pkcs7 }]).replace(
    '/recordings/x.mp3.bin',
    `/voice/${n}/x.mp3.bin`,
  );

describe('which files belong together', () => {
  test('in a flat folder by name: envelopes in files of their own', async () => {
    const [a, b] = [recording('a'), recording('b')];
    await add({
      'flat/a.mp3.bin': a.ciphertext,
      'flat/b.mp3.bin': b.ciphertext,
      'flat/a.p7.pem': a.pkcs7,
      'flat/b.mp3.p7.pem': b.pkcs7,
      'tenant.key': fixtureBytes('tenant.key'),
    });
    expect(calls().map(({ media, state }) => [media.length, state])).toEqual([
      [1, 'opens'],
      [1, 'opens'],
    ]);
  });

  test('across folders the path in the metadata decides between files of one name', async () => {
    const [a, b] = [recording('a'), recording('b')];
    await add({
      'media/voice/2/x.mp3.bin': b.ciphertext,
      'media/voice/1/x.mp3.bin': a.ciphertext,
      'meta/1.json': numberedJson(1, a),
      'meta/2.json': numberedJson(2, b),
      'tenant.key': fixtureBytes('tenant.key'),
    });
    expect(calls().map(({ callId, media }) => [callId, media[0]?.file])).toEqual([
      [madeCall(1).id, 'media/voice/1/x.mp3.bin'],
      [madeCall(2).id, 'media/voice/2/x.mp3.bin'],
    ]);
    for (const { media } of calls()) expect(await opened(media[0]!.id)).toEqual(Buffer.from(voice));
  });

  test('a file that is alone in the folder with its metadata, whatever its name', async () => {
    const a = recording('a');
    const json = recordingJson(madeCall(1), [{ name: 'x.mp3', type: 'audio/mp3', bytes: 1, pkcs7: a.pkcs7 }]);
    await add({ '1/media.bin': a.ciphertext, '1/recording.json': json, '2/other.bin': noise(64, 'other') });
    expect(calls().map(({ media, state }) => [media[0]?.name, state])).toEqual([
      ['media.bin', 'key missing'],
      ['other.bin', 'no session key'],
    ]);
  });

  test('the same envelope in the metadata and in a file of its own is one', async () => {
    const a = recording('a');
    const json = recordingJson(madeCall(1), [{ name: 'x.mp3', type: 'audio/mp3', bytes: 1, pkcs7: a.pkcs7 }]);
    await add({
      'x.mp3.bin': a.ciphertext,
      'call.json': json,
      'session-key.p7.pem': a.pkcs7,
      'tree/x.mp3.bin': a.ciphertext,
      'tree/x.mp3.p7.pem': a.pkcs7,
      'tree/x.json': json.replaceAll(madeCall(1).id, madeCall(2).id),
    });
    expect(calls().map(({ callId, media }) => [callId, media.length])).toEqual([
      [madeCall(1).id, 1],
      [madeCall(2).id, 1],
    ]);
  });
});

test('a recording of several pieces opens, and its SHA-256 are told', async () => {
  const long = new Uint8Array(5_000_000);
  const { ciphertext, pkcs7 } = encrypt(long, 'long');
  await add({ 'x.mp3.bin': ciphertext, 'x.p7.pem': pkcs7, 'tenant.key': fixtureBytes('tenant.key') });
  expect((await opened(calls()[0]!.media[0]!.id)).equals(long)).toBe(true);
});

test('a key that is named like media is a key', async () => {
  await add({ ...treeOf(1), 'tenant.bin': fixtureBytes('tenant.key') });
  expect(calls().map(({ state }) => state)).toEqual(['opens']);
  expect(archive.report().keys).toEqual(['tenant.bin']);
});

test('what has the name of metadata or of an envelope, and is none, is read as any other file', async () => {
  await add({ ...treeOf(1), 'a.json': '{"lamps": 3}', 'tenant.p7': fixtureBytes('tenant.key') });
  await add({ 'b.json': '{"lamps": 4}' });
  expect(archive.report().leftOut.map(({ file }) => file)).toEqual(['a.json', 'b.json']);
  expect(calls().map(({ state }) => state)).toEqual(['opens']);
});

test('what is missing or damaged is said of each call', async () => {
  const [a, b] = [encrypt(voice, 'a'), encrypt(voice, 'b')];
  await add({
    'a/recording.json': recordingJson(madeCall(1), [
      { name: 'a.mp3', type: 'audio/mp3', bytes: 1, pkcs7: a.pkcs7 },
    ]),
    'b/b.mp3.bin': b.ciphertext.subarray(0, -1),
    'b/b.p7.pem': b.pkcs7,
    'c/c.mp3.bin': new Uint8Array(0),
    'd/recording.json': recordingJson(madeCall(4), [
      { name: 'd.mp3', type: 'audio/mp3', bytes: 1, pkcs7: a.pkcs7.slice(0, 200) },
    ]),
    'd/d.mp3.bin': a.ciphertext,
  });
  expect(calls().map(({ state, media }) => [state, media[0]?.why])).toEqual([
    ['media missing', undefined],
    ['damaged', 'truncated'],
    ['damaged', 'empty'],
    ['damaged', expect.objectContaining({ code: 'not_pkcs7' })],
  ]);
});

test('a file with another ending is media where an envelope of its name waits for it', async () => {
  const { ciphertext, pkcs7 } = encrypt(voice, 'another ending');
  await add({ 'a/call.enc': ciphertext, 'a/call.p7.pem': pkcs7, 'a/other.enc': noise(64) });
  expect(calls()).toMatchObject([{ state: 'key missing', media: [{ name: 'call.enc' }] }]);
  expect(archive.report().leftOut.map(({ file }) => file)).toEqual(['a/other.enc']);
});
