/**
 * Files that other programs wrote (fixtures/other-programs, with a README that says how). All are made of the pair
 * tenant.key and tenant.pem, so the right key and certificate are known from OpenSSL (facts.json).
 */
import { describe, expect, test } from 'vitest';
import type { Bytes } from '../asn1/asn1.ts';
import { decryptMedia, sessionKeyBytes } from '../media/decrypt-media.ts';
import { standingOf } from '../pile/copies.ts';
import { Pile } from '../pile/pile.ts';
import { CallArchive } from '../archive/call-archive.ts';
import { sourceOf } from '../pile/source.ts';
import { inspectFile, keyIdOf, type Found } from './inspect-file.ts';
import { pairInFile } from './pair-in-file.ts';
import { encodePem } from '../pem/pem.ts';
import { attachedContent } from '../cms/pkcs7.ts';
import { unwrapSessionKey } from '../cms/session-key.ts';
import {
  fixtureBytes,
  fixtureCertificate,
  fixtureKey,
  opensslFacts,
  valueOf,
} from '../../testing/fixtures.ts';
import { openWith } from '../../testing/passwords.ts';
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

describe('a password opens in whichever way it was written, and the way is told', () => {
  test.each(openWith)('%s with %j', async (file, password, writing) => {
    const found = await opened(file, password);
    const key = found.find((each) => each.kind === 'private key');
    const container = found.find((each) => each.kind === 'PKCS#12');
    expect(key).toMatchObject({ keyId });
    if (container) expect(found).toMatchObject(PAIR);
    expect(container ? container.writing : key?.facts.writing).toBe(writing);
  });

  test('no other password does', async () => {
    for (const file of ['umlaut-gpgsm.p12', 'umlaut-latin1.key', 'line-feed.p12', 'empty-password.key']) {
      const [locked] = await inspectFile(bytesOf(file));
      if (!locked || !isLocked(locked)) throw new Error('not locked');
      expect(await unlock(locked, 'Gruße')).toMatchObject({ ok: false, error: { code: 'wrong_password' } });
    }
  });
});

describe('a PKCS#12', () => {
  test.each(['pbmac1.p12', 'pbmac1-sha512.p12', 'pbmac1-java.p12', 'pbmac1-nss.p12'])(
    '%s: its PBMAC1 is checked',
    async (file) => {
      expect(await opened(file, 'correct horse')).toMatchObject([
        { ...PAIR[0], intact: true },
        PAIR[1],
        PAIR[2],
      ]);
      const [locked] = await inspectFile(bytesOf(file));
      if (locked?.kind !== 'locked PKCS#12') throw new Error('not locked');
      const changed = locked.bytes.slice();
      changed[Buffer.from(changed).indexOf(locked.facts.mac!.value)]! ^= 1;
      const after = await unlock({ ...locked, bytes: changed }, 'correct horse');
      expect(after).toMatchObject({ ok: true, value: [{ kind: 'PKCS#12', intact: false }, {}, {}] });
    },
    60_000,
  );

  test('with the attribute that Windows gives the keys of its machine store opens', async () => {
    expect(await opened('local-machine.p12', 'correct horse')).toMatchObject(PAIR);
  });

  test.each(['open-to-all.p12', 'open-with-mac.p12', 'python-none.p12'])(
    '%s: nothing is encrypted, and no password is asked for',
    async (file) => {
      expect(await inspectFile(bytesOf(file))).toMatchObject([
        { ...PAIR[0], lock: 'none' },
        PAIR[1],
        PAIR[2],
      ]);
    },
  );

  test('of Java, whose key has a password of its own: the certificate is shown, the key asks for it', async () => {
    const [container, locked, certificate] = await opened('java-own-password.p12', 'correct horse');
    expect([container, certificate]).toMatchObject([{ intact: true }, { kind: 'certificate', sha256 }]);
    if (locked?.kind !== 'locked private key') throw new Error('not locked');
    expect(await unlock(locked, 'key password')).toMatchObject({ value: [{ kind: 'private key', keyId }] });
    expect(await pairInFile(bytesOf('java-own-password.p12'), 'correct horse')).toMatchObject({
      value: { certificate: { ok: true }, privateKey: { error: { code: 'key_has_own_password' } } },
    });
  });

  test('of Java opens its key with the key’s password, too, and its certificate then', async () => {
    const [container, key, rest] = await opened('java-own-password.p12', 'key password');
    expect([container, key]).toMatchObject([{ intact: false }, { kind: 'private key', keyId }]);
    if (rest?.kind !== 'locked PKCS#12') throw new Error('not locked');
    expect(await unlock(rest, 'correct horse')).toMatchObject({
      value: [
        { kind: 'PKCS#12', intact: true },
        { kind: 'certificate', sha256 },
      ],
    });
  });

  test('with one password for its contents and one for its check opens with the first', async () => {
    expect(await opened('openssl-twopass.p12', 'for the contents')).toMatchObject([
      { ...PAIR[0], intact: false },
      PAIR[1],
      PAIR[2],
    ]);
    const [locked] = await inspectFile(bytesOf('openssl-twopass.p12'));
    if (!locked || !isLocked(locked)) throw new Error('not locked');
    expect(await unlock(locked, 'for the check')).toMatchObject({ error: { code: 'other_password' } });
  });
});

test('a password that fits only the check of a PKCS#12 leaves the file locked, and another one opens it', async () => {
  const file = 'openssl-twopass.p12';
  const pile = new Pile();
  pile.add([{ name: file, blob: new Blob([bytesOf(file)]) }]);
  const enter = async (password: string) => {
    pile.addPassword(password);
    while ((await pile.work(1000)).doing !== 'nothing');
  };
  await enter('for the check');
  expect(pile.locked).toMatchObject([{ file, problem: { code: 'other_password' } }]);
  expect([...pile.leftOut]).toEqual([]);
  await enter('for the contents');
  expect(pile.locked).toEqual([]);
  expect(pile.keys).toMatchObject([{ file, keyId }]);
});

test.each(['gnutls-3des.key', 'gnutls-rc2.key', 'gnutls-aes.key'])(
  '%s opens with the 600,000 rounds of GnuTLS',
  async (file) => {
    expect(await opened(file, 'correct horse')).toMatchObject([{ kind: 'private key', keyId }]);
  },
  60_000,
);

describe('newer algorithms', () => {
  test('have their names', async () => {
    expect(await inspectFile(bytesOf('ml-dsa.key'))).toMatchObject([{ facts: { algorithm: 'ML-DSA-65' } }]);
    expect(await inspectFile(bytesOf('ml-kem.key'))).toMatchObject([{ facts: { algorithm: 'ML-KEM-768' } }]);
    expect(await inspectFile(bytesOf('sm4.key'))).toMatchObject([{ encryption: 'sm4-cbc' }]);
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

const mail = (...lines: string[]) => Buffer.from(lines.join('\n'), 'latin1');

describe('a mail', () => {
  test('that is signed has the certificate of its text, and that of its signature', async () => {
    expect(await inspectFile(bytesOf('openssl-signed.eml'))).toMatchObject([
      { kind: 'certificate', label: 'CERTIFICATE', sha256 },
      { kind: 'PKCS#7 bundle', certificates: 1, signers: 1 },
      { kind: 'certificate', inside: 'PKCS#7 bundle', sha256 },
    ]);
  });

  test('that was forwarded has everything that is attached to it', async () => {
    expect(await opened('python.eml', 'correct horse')).toMatchObject([
      { kind: 'session-key envelope' },
      ...PAIR,
      { kind: 'certificate', label: 'CERTIFICATE', sha256 },
    ]);
  });

  const message = Buffer.from(bytesOf('openssl-cms.eml')).toString();
  const base64 = message.slice(message.indexOf('\n\n') + 2);
  const der = Buffer.from(base64, 'base64');
  test.each<[name: string, mail: Buffer]>([
    [
      'with folded headers in upper case, all in quotes',
      mail(
        'CONTENT-TYPE: "application/pkcs7-mime";',
        '\tsmime-type="enveloped-data";',
        ' name="=?utf-8?Q?a=3Bb?="',
        'CONTENT-TRANSFER-ENCODING: "BASE64"',
        '',
        base64,
      ),
    ],
    ['in a mailbox', mail('From a@example.com Mon Nov 30 08:00:00 2026', message)],
    ['in DER', mail('Content-Type: application/pkcs7-mime', '', der.toString('latin1'))],
    [
      'as a file of no type, in PEM',
      mail(
        'Content-Type: application/octet-stream; name=call.pem',
        '',
        Buffer.from(bytesOf('openssl-stream.cms.pem')).toString(),
      ),
    ],
    [
      'in a part whose boundary begins like that around it, and whose end was cut off',
      mail(
        'Content-Type: multipart/mixed; boundary=a',
        '',
        '--a',
        'Content-Type: multipart/related; boundary="ab"',
        '',
        '--ab',
        message,
      ),
    ],
  ])('%s contains its message', async (_, bytes) => {
    expect(await inspectFile(new Uint8Array(bytes))).toMatchObject([{ kind: 'session-key envelope' }]);
  });

  test('is decrypted with the key beside it', async () => {
    const archive = new CallArchive();
    archive.add([
      { name: 'call.eml', blob: new Blob([bytesOf('openssl-smime.eml')]) },
      { name: 'tenant.key', blob: new Blob([fixtureBytes('tenant.key')]) },
    ]);
    while ((await archive.work(1000)).doing !== 'nothing');
    expect(Array.from(archive.entries(), archive.callOf)).toMatchObject([
      { media: [{ name: 'call.eml', state: 'opens', key: 'tenant.key' }] },
    ]);
  });

  test('whose base64 is cut off says so', async () => {
    expect(await inspectFile(new Uint8Array(Buffer.from(message.slice(0, 600))))).toMatchObject([
      { kind: 'damaged', error: { code: 'not_pkcs7', detail: expect.stringContaining('base64') as string } },
    ]);
  });
});

test.each(['CMS', 'PKCS7', 'ENCRYPTED MESSAGE', 'PKCS12', 'SOMETHING ELSE'])(
  'the label %s does not decide what is inside',
  async (label) => {
    const pem = (file: string) => new TextEncoder().encode(encodePem(label, bytesOf(file)));
    expect(await inspectFile(pem('gpgsm.p7m'))).toMatchObject([{ kind: 'session-key envelope', label }]);
    expect(await inspectFile(pem('nss.p12'))).toMatchObject([{ kind: 'locked PKCS#12', label }]);
  },
);

/** The media in a message, decrypted with the tenant's key. */
async function decrypted(file: string): Promise<Uint8Array> {
  const found = await inspectFile(bytesOf(file));
  const message = found.find((each) => each.kind === 'session-key envelope');
  if (!message) throw new Error(`${file} is ${found[0]?.kind}`);
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
    ['openssl-smime.eml'],
    ['openssl-cms.eml'],
    ['openssl-crlf.eml'],
    ['python.eml'],
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
