/**
 * Files that other programs wrote (fixtures/other-programs, with a README that says how). All are made of the pair
 * tenant.key and tenant.pem, so the right key and certificate are known from OpenSSL (facts.json).
 */
import { describe, expect, test } from 'vitest';
import type { Bytes } from './asn1.ts';
import { decryptMedia, sessionKeyBytes } from './decrypt-media.ts';
import { standingOf } from './pile/copies.ts';
import { Pile } from './pile/pile.ts';
import { sourceOf } from './pile/source.ts';
import { inspectFile, keyIdOf, type Found } from './inspect-file.ts';
import { attachedContent } from './pkcs7.ts';
import { unwrapSessionKey } from './session-key.ts';
import { fixtureBytes, fixtureCertificate, fixtureKey, opensslFacts, valueOf } from './test-fixtures.ts';
import { isLocked, unlock } from './unlock.ts';

const bytesOf = (file: string): Bytes => fixtureBytes(`other-programs/${file}`);
const keyId = keyIdOf(fixtureCertificate('tenant.pem').publicKey);
const sha256 = opensslFacts.certificates['tenant.pem']?.sha256;
const { pkcs8 } = await fixtureKey('tenant.key');

/** What is in a file after its password was entered, without what was opened with it. */
async function opened(file: string, password: string): Promise<Found[]> {
  const all: Found[] = [];
  for (const found of await inspectFile(bytesOf(file))) {
    if (isLocked(found)) all.push(...valueOf(await unlock(found, password)));
    else all.push(found);
  }
  return all;
}

const PAIR = [
  { kind: 'PKCS#12', privateKeys: 1, certificates: 1 },
  { kind: 'private key', keyId },
  { kind: 'certificate', keyId, sha256 },
];

describe('a PKCS#12 opens with its password', () => {
  test.each<[file: string]>([
    ['nss.p12'],
    ['nss-110.p12'],
    ['nss-rc2.p12'],
    ['bouncy-castle.p12'],
    ['gpgsm.p12'],
    ['gpgsm.p12.pem'],
    ['gnutls.p12'],
    ['gnutls-110.p12'],
    ['java.p12'],
  ])('%s', async (file) => {
    expect(await opened(file, 'correct horse')).toMatchObject(PAIR);
  });
});

test.each(['three-primes.pem', 'long-exponent.pem'])('the key in %s is a copy that opens', async (file) => {
  const pile = new Pile();
  pile.add([{ name: file, blob: new Blob([bytesOf(file)]) }]);
  while ((await pile.work(1000)).doing !== 'nothing');
  const [certificate] = pile.certificates;
  expect(await standingOf(pile, certificate!.found.facts.der)).toMatchObject({ kind: 'opens' });
});

test('a bundle of Bouncy Castle has its certificate', async () => {
  expect(await inspectFile(bytesOf('bouncy-castle.p7b'))).toMatchObject([
    { kind: 'PKCS#7 bundle', certificates: 1 },
    { kind: 'certificate', keyId, sha256 },
  ]);
});

test('a signed message has its certificate', async () => {
  expect(await inspectFile(bytesOf('openssl-signed.p7m'))).toMatchObject([
    { kind: 'PKCS#7 bundle', certificates: 1, signers: 1 },
    { kind: 'certificate', keyId, sha256 },
  ]);
});

/** The media in a message, decrypted with the tenant's key. */
async function decrypted(file: string): Promise<Uint8Array> {
  const [message] = await inspectFile(bytesOf(file));
  if (message?.kind !== 'session-key envelope') throw new Error(`${file} is ${message?.kind}`);
  const { cipher, recipients, iv } = message.facts;
  const sessionKey = unwrapSessionKey(recipients[0]!, pkcs8!, sessionKeyBytes(cipher)!);
  if (!sessionKey) throw new Error('the session key was not unwrapped');
  const pieces: Bytes[] = [];
  for await (const piece of decryptMedia(
    sourceOf({ name: file, blob: new Blob([attachedContent(message.der)!]) }),
    sessionKey,
    iv!,
  ))
    pieces.push(piece);
  return Buffer.concat(pieces);
}

/** The recording that every message contains: 80 samples of silence. */
const isRecording = (bytes: Uint8Array) =>
  new TextDecoder().decode(bytes.subarray(0, 4)) === 'RIFF' &&
  bytes.length === 124 &&
  bytes.subarray(44).every((sample) => sample === 0x80);

describe('the recording in a message is decrypted', () => {
  test.each<[file: string]>([
    ['openssl-stream.p7m'],
    ['openssl-stream.cms.pem'],
    ['bouncy-castle.p7m'],
    ['gpgsm.p7m'],
    ['gpgsm.p7m.pem'],
    ['pkijs.p7m'],
    ['oaep-default.p7m'],
    ['oaep-sha224.p7m'],
    ['oaep-sha384.p7m'],
    ['oaep-sha512.p7m'],
    ['oaep-sha256-mgf-sha1.p7m'],
    ['oaep-label.p7m'],
    ['oaep-pkijs.p7m'],
    ['node-forge.p7m'],
  ])('%s', async (file) => {
    expect(isRecording(await decrypted(file))).toBe(true);
  });
});
