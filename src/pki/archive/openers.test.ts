import { spawnSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { beforeEach, describe, expect, test } from 'vitest';
import { folderOfTests } from '../../testing/folder.ts';
import { leftOutText, mediaText } from '../../key-tools/decrypt/sentences.ts';
import { lockedText } from '../../key-tools/locked-words.ts';
import { encryptMedia } from '../../tenant/recorder/recorder.ts';
import { fixtureBytes, fixturePath, opensslFacts } from '../../testing/fixtures.ts';
import { placeText } from '../pile/report.ts';
import { CallArchive } from './call-archive.ts';
import { openMedia } from './open-media.ts';

const media = new Uint8Array(
  readFileSync(join(import.meta.dirname, '../../tenant/recorder/media/test-call.mp3')),
);
const encryptedFor = (...certificates: string[]) =>
  encryptMedia(
    media,
    certificates.map((file) => new Uint8Array(new X509Certificate(fixtureBytes(file)).raw)),
  );

let archive: CallArchive;
beforeEach(() => {
  archive = new CallArchive();
});

/** What is said of the archive, and of each media file in it. */
async function report() {
  while ((await archive.work(1000)).doing !== 'nothing');
  const all = Array.from(archive.entries(), archive.callOf).flatMap((call) => call.media);
  return { ...archive.report(), media: all };
}

/** Enters a password for one file, and answers the problem with it. */
async function unlock(id: number, password: string) {
  archive.addPassword(password);
  return (await report()).locked.find((each) => each.id === id)?.problem;
}

const blob = (contents: string | Uint8Array) => new Blob([new Uint8Array(Buffer.from(contents))]);
const add = async (name: string, contents: string | Uint8Array) => {
  archive.add([{ name, blob: blob(contents) }]);
  await report();
};
const addFixture = (name: string) => add(name, fixtureBytes(name));

async function addRecording(name: string, ...certificates: string[]) {
  const { ciphertext, pkcs7 } = encryptedFor(...certificates);
  await add(`${name}.mp3.bin`, ciphertext);
  await add(`${name}.p7.pem`, pkcs7);
}

/** The sentence that is shown for each media file. */
async function standings() {
  const all = await report();
  return all.media.map((each) => mediaText(each, all).text);
}

async function decrypted(index = 0) {
  const { media: all } = await report();
  const pieces: Uint8Array[] = [];
  for await (const piece of openMedia(archive, archive.part(all[index]!.id)!).pieces) pieces.push(piece);
  return new Uint8Array(Buffer.concat(pieces));
}

describe('a certificate that was dropped', () => {
  test('is named, and that its private key is missing, until the key comes', async () => {
    await addRecording('call', 'tenant.pem');
    expect(await standings()).toEqual(['Add the private key of this certificate.']);
    await addFixture('other.pem');
    await addFixture('tenant.pem');
    const { recipients } = (await report()).media[0]!;
    expect(recipients).toMatchObject([
      {
        by: 'issuer and serial number',
        certificate: { file: 'tenant.pem', subject: 'Genesys Recording', hasKey: false },
      },
    ]);
    expect(await standings()).toEqual([
      'You dropped the certificate “Genesys Recording” (tenant.pem), not its private key. Add the private key of this certificate.',
    ]);
    await addFixture('tenant.key');
    expect(await standings()).toEqual(['tenant.key opens it.']);
    expect(await decrypted()).toEqual(media);
  });

  test('whose key is here and does not open it: the session key is damaged', async () => {
    const { ciphertext, pkcs7 } = encryptedFor('tenant.pem');
    const der = Buffer.from(pkcs7.replace(/-----.*-----|\s/g, ''), 'base64');
    // The wrapped session key comes before the OBJECT IDENTIFIER of the content type.
    const at = der.indexOf(Buffer.from('2a864886f70d010701', 'hex')) - 40;
    der[at] = (der[at] ?? 0) ^ 1;
    await add('call.mp3.bin', ciphertext);
    await add('call.p7', der);
    await addFixture('tenant.pem');
    await addFixture('tenant.key');
    expect((await standings())[0]).toContain(
      'The private key of “Genesys Recording” is here and does not open it',
    );
  });
});

describe('locked private keys', () => {
  const { password } = opensslFacts;
  const locked = ['tenant.p12', 'pbes2-aes256-sha256.key', 'proc-type-aes256.key'];

  test('one password opens all that it opens, those that come later, too', async () => {
    for (const file of locked.slice(0, 2)) await addFixture(file);
    const [first] = (await report()).locked;
    expect(await unlock(first!.id, password)).toBeUndefined();
    expect(await report()).toMatchObject({ locked: [], keys: ['tenant.p12', 'pbes2-aes256-sha256.key'] });
    await addFixture(locked[2]!);
    expect((await report()).locked).toEqual([]);
  });

  test('a wrong password is told at its file, and tried on the others', async () => {
    for (const file of locked.slice(0, 2)) await addFixture(file);
    const ids = (await report()).locked.map(({ id }) => id);
    expect(await unlock(ids[0]!, 'wrong')).toMatchObject({ code: 'wrong_password' });
    expect((await report()).locked.map(({ id }) => id)).toEqual(ids);

    const other = spawnSync(
      'openssl',
      ['pkey', '-in', fixturePath('other.key'), '-aes256', '-passout', 'pass:another'],
      { encoding: 'utf8' },
    );
    if (other.status !== 0) return;
    await add('other.key', other.stdout);
    // The password is entered for the first file, but it belongs to the third.
    expect(await unlock(ids[0]!, 'another')).toMatchObject({ code: 'wrong_password' });
    expect(await report()).toMatchObject({
      keys: ['other.key'],
      locked: [{ id: ids[0] }, { id: ids[1] }],
    });
    await addRecording('call', 'tenant.pem');
    expect((await standings())[0]).toBe(
      'None of the private keys here opens it. tenant.p12, pbes2-aes256-sha256.key are still locked: enter the password above.',
    );
  });

  test('dropped twice, or that no password opens, are told once, with the reason', async () => {
    await addFixture('pbes2-aes256-sha256.key');
    await addFixture('pbes2-aes256-sha256.key');
    await addFixture('pbes2-camellia.key');
    await addFixture('pbes2-camellia.key');
    const { locked: asked, leftOut } = await report();
    expect(asked.map(placeText)).toEqual(['pbes2-aes256-sha256.key']);
    expect(leftOut).toHaveLength(1);
    expect(leftOutText(leftOut[0]!)).toMatch(/^pbes2-camellia.key is encrypted with camellia-128-cbc/);
  });
});

test('a private key in a Java keystore opens, one with a password of its own, too', async () => {
  await addFixture('keystore.jks');
  const [keystore] = (await report()).locked;
  expect(keystore).toMatchObject({ file: 'keystore.jks', inside: undefined });
  expect(lockedText(keystore!.locked)).toBe('a Java keystore (Java’s own key protection, SHA-1)');
  expect(await unlock(keystore!.id, 'changeit')).toBeUndefined();
  const { keys, locked } = await report();
  expect(keys).toEqual(['keystore.jks']);
  expect(locked.map(placeText)).toEqual(['keystore.jks, Java keystore, “other”']);
  expect(await unlock(locked[0]!.id, 'another')).toBeUndefined();
  await addRecording('call', 'other.pem');
  expect((await report()).media[0]?.state).toBe('opens');
});

test('a certificate in a locked keystore is not said to have come without its key', async () => {
  await addFixture('keystore.jks');
  await addRecording('call', 'tenant.pem');
  expect(await standings()).toEqual(['keystore.jks is still locked: enter the password above.']);
});

describe('media and envelopes', () => {
  beforeEach(() => addFixture('tenant.key'));

  test('of one name in two folders go with those of their own folder', async () => {
    for (const folder of ['monday', 'tuesday']) await addRecording(`${folder}/call`, 'tenant.pem');
    expect(await decrypted(0)).toEqual(media);
    expect(await decrypted(1)).toEqual(media);
  });

  test('of one name and two endings, too', async () => {
    for (const name of ['call.mp4', 'call.mp3']) {
      const { ciphertext, pkcs7 } = encryptedFor('tenant.pem');
      await add(`${name}.bin`, ciphertext);
      await add(`${name}.p7.pem`, pkcs7);
    }
    expect(await decrypted(0)).toEqual(media);
    expect(await decrypted(1)).toEqual(media);
  });

  test('in a zip with folders', async () => {
    const { ciphertext, pkcs7 } = encryptedFor('other.pem', 'tenant.pem');
    const zip = zipSync({ 'a/call.mp3.bin': ciphertext, 'a/call.p7.pem': Buffer.from(pkcs7) });
    await add('backup.zip', zip);
    expect(await standings()).toEqual(['tenant.key opens it.']);
    expect((await report()).media[0]).toMatchObject({ name: 'call.mp3.bin', entry: 'a/call.mp3.bin' });
  });
});

const openssl = spawnSync('openssl', ['version'], { encoding: 'utf8' }).stdout ?? '';

describe.skipIf(!openssl.startsWith('OpenSSL 3'))('made by OpenSSL (skipped where there is none)', () => {
  const folder = folderOfTests('pile');
  const cms = (...options: string[]) => {
    const path = join(import.meta.dirname, '../../tenant/recorder/media/test-call.mp3');
    const args = ['cms', '-encrypt', '-binary', '-in', path, '-outform', 'PEM', '-out', 'call.mp3.cms'];
    const { status, stderr } = spawnSync('openssl', [...args, ...options], { cwd: folder, encoding: 'utf8' });
    expect(status, stderr).toBe(0);
    return readFileSync(join(folder, 'call.mp3.cms'));
  };
  const recipient = ['-recip', fixturePath('tenant.pem')];

  test.each(['-aes128', '-aes192', '-aes256'])('%s: opens, with its content inside', async (cipher) => {
    await add('call.mp3.cms', cms(cipher, ...recipient));
    await addFixture('tenant.key');
    expect((await report()).media[0]).toMatchObject({ name: 'call.mp3.cms', state: 'opens' });
    expect(await decrypted()).toEqual(media);
  });

  test('a recipient by its subject key identifier is named, and found among the certificates', async () => {
    await add('call.mp3.cms', cms('-aes256', '-keyid', ...recipient));
    await addFixture('tenant.pem');
    const { recipients } = (await report()).media[0]!;
    expect(recipients).toMatchObject([
      { by: 'subject key identifier', certificate: { subject: 'Genesys Recording', hasKey: false } },
    ]);
    await addFixture('tenant.key');
    expect(await decrypted()).toEqual(media);
  });

  const key = ['-inkey', fixturePath('tenant.key')];
  test.each([
    ['AES-256-GCM', ['-aes-256-gcm', ...recipient], key],
    ['DES-EDE3-CBC', ['-des3', ...recipient], key],
    [
      'a session key wrapped by a password',
      ['-aes256', '-pwri_password', 'secret'],
      ['-pwri_password', 'secret'],
    ],
  ])('%s is refused by name, and what is said to open it does', async (what, options, opened) => {
    await add('call.mp3.cms', cms(...options));
    await addFixture('tenant.key');
    const [refused] = (await report()).media;
    const why = { code: 'unsupported_envelope', detail: what };
    expect(refused).toMatchObject({ state: 'not read here', why });
    const [, command] = /“(openssl [^”]*)”/.exec(mediaText(refused!, archive.report()).text) ?? [];
    const line = `${command} -binary -inform PEM -in call.mp3.cms -out call.mp3 ${opened.join(' ')}`;
    const { status, stderr } = spawnSync('bash', ['-c', line], { cwd: folder, encoding: 'utf8' });
    expect(status, stderr).toBe(0);
    expect(new Uint8Array(readFileSync(join(folder, 'call.mp3')))).toEqual(media);
  });

  test('an envelope with a line before it, as OpenSSL writes them for a store, opens', async () => {
    await add('call.mp3.cms', Buffer.concat([Buffer.from('0: CMS\n'), cms('-aes256', ...recipient)]));
    await addFixture('tenant.key');
    expect((await report()).media[0]).toMatchObject({ state: 'opens' });
    expect(await decrypted()).toEqual(media);
  });
});
