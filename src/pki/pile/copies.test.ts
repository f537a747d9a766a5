/** A pile of files that people keep, made by keytool (the committed files) and by this machine's OpenSSL. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { folderOfTests } from '../../testing/folder.ts';
import type { Bytes } from '../asn1/asn1.ts';
import { inspectFile } from '../files/inspect-file.ts';
import { encodePem } from '../pem/pem.ts';
import { fixtureBlock, fixtureBytes, fixturePath, opensslFacts } from '../../testing/fixtures.ts';
import { copiesReport, keysBeside, standingOf, type CopyStanding } from './copies.ts';
import { Pile } from './pile.ts';
import { zipSayingItHas } from '../../testing/zip.ts';

const folder = folderOfTests('backup');
const hasOpenssl = !spawnSync('openssl', ['version']).error;

/** Runs an OpenSSL command on a pair of the fixtures and answers the file that it writes. */
function openssl(words: string, password: string): Bytes {
  const args = [...words.split(' '), '-passout', `pass:${password}`, '-out', join(folder, 'made')];
  const { status, stderr } = spawnSync('openssl', args, { cwd: fixturePath(''), encoding: 'utf8' });
  expect(status, stderr).toBe(0);
  return new Uint8Array(readFileSync(join(folder, 'made')));
}

const blob = (name: string, bytes: Bytes | string) => ({ name, blob: new Blob([bytes]) });
const fixture = (name: string, as = name) => blob(as, fixtureBytes(name));
const certificate = (name: string) => fixtureBlock(name, 'CERTIFICATE').bytes;

async function worked(pile: Pile): Promise<Pile> {
  while ((await pile.work(1000)).doing !== 'nothing');
  return pile;
}
async function pileOf(...files: { name: string; blob: Blob }[]): Promise<Pile> {
  const pile = new Pile();
  pile.add(files);
  return worked(pile);
}
async function unlocked(pile: Pile, password: string): Promise<Pile> {
  pile.addPassword(password);
  return worked(pile);
}
const keysIn = (pile: Pile) =>
  copiesReport(pile).keys.map(({ file, inside }) => (inside ? `${file}, ${inside}` : file));
const lockedIn = (pile: Pile) => copiesReport(pile).locked.map(({ file }) => file);
const standing = (pile: Pile, name: string): Promise<CopyStanding> => standingOf(pile, certificate(name));
const kindOf = async (pile: Pile, name: string) => (await standing(pile, name)).kind;

describe('a zip of everything', () => {
  test.skipIf(!hasOpenssl)('gives every key, and each wrong password is told', async () => {
    const inner = zipSync({
      'tenant.key.der': fixtureBytes('tenant.key.der'),
      'tenant.pem': fixtureBytes('tenant.pem'),
    });
    const zip = zipSync({
      'java/keystore.jks': fixtureBytes('keystore.jks'),
      'java/keystore.pkcs12.jks': fixtureBytes('keystore.pkcs12.jks'),
      'modern.p12': openssl('pkcs12 -export -inkey rsa3072.key -in rsa3072.pem', 'modern one'),
      'legacy.pfx': openssl('pkcs12 -export -legacy -inkey rsa4096.key -in rsa4096.pem', 'legacy one'),
      'pkcs8.key': openssl('pkcs8 -topk8 -in rsa1024.key', 'pkcs8 one'),
      'pkcs1.key': openssl('rsa -traditional -aes256 -in rsa8192.key', 'pkcs1 one'),
      'inner.zip': inner,
    });
    const pile = await pileOf(blob('backup.zip', zip));
    expect(keysIn(pile)).toEqual(['backup.zip/inner.zip/tenant.key.der']);
    const all = [
      'java/keystore.jks',
      'java/keystore.pkcs12.jks',
      'modern.p12',
      'legacy.pfx',
      'pkcs8.key',
      'pkcs1.key',
    ];
    expect(lockedIn(pile).toSorted()).toEqual(all.map((file) => `backup.zip/${file}`).toSorted());

    await unlocked(pile, 'no password of any');
    expect(lockedIn(pile)).toHaveLength(all.length);
    expect(copiesReport(pile).locked.every(({ problem }) => problem?.code === 'wrong_password')).toBe(true);

    // Both keystores have one password; a key in one of them has a password of its own.
    await unlocked(pile, 'changeit');
    expect(lockedIn(pile)).toHaveLength(all.length - 1);
    for (const password of ['another', 'modern one', 'legacy one', 'pkcs8 one', 'pkcs1 one']) {
      const before = lockedIn(pile).length;
      await unlocked(pile, password);
      expect(lockedIn(pile)).toHaveLength(before - 1);
    }
    expect(new Set(keysIn(pile))).toEqual(
      new Set([
        'backup.zip/inner.zip/tenant.key.der',
        'backup.zip/java/keystore.jks, Java keystore, “genesys recording 世界”',
        'backup.zip/java/keystore.jks, Java keystore, “other”',
        'backup.zip/java/keystore.pkcs12.jks, PKCS#12, “genesys recording 世界”',
        'backup.zip/java/keystore.pkcs12.jks, PKCS#12, “other”',
        'backup.zip/modern.p12, PKCS#12, “RSA 3072”',
        'backup.zip/legacy.pfx, PKCS#12, “RSA 4096”',
        'backup.zip/pkcs8.key',
        'backup.zip/pkcs1.key',
      ]),
    );
    const names = ['tenant.pem', 'other.pem', 'rsa3072.pem', 'rsa4096.pem', 'rsa1024.pem', 'rsa8192.pem'];
    for (const name of names) expect(await kindOf(pile, name), name).toBe('opens');
    expect(copiesReport(pile).leftOut).toEqual([]);
  });

  test('dropped twice, every key is there once', async () => {
    const pile = await pileOf(fixture('tenant.key'), fixture('keystore.jks'));
    await unlocked(pile, 'changeit');
    const before = copiesReport(pile);
    pile.add([fixture('tenant.key'), fixture('keystore.jks')]);
    await worked(pile);
    expect(copiesReport(pile).keys).toEqual(before.keys);
    expect(copiesReport(pile).certificates).toEqual(before.certificates);
  });

  test('a password that was entered is tried on what comes later', async () => {
    const pile = await pileOf(fixture('pbes2-aes256-sha256.key'));
    await unlocked(pile, opensslFacts.password);
    pile.add([fixture('tenant.p12')]);
    await worked(pile);
    expect(keysIn(pile)).toEqual(['pbes2-aes256-sha256.key', 'tenant.p12, PKCS#12, “Genesys Recording”']);
    expect(lockedIn(pile)).toEqual([]);
  });
});

/** Each file that cannot be used, with the reason. */
const problems = async (...files: { name: string; blob: Blob }[]) =>
  copiesReport(await pileOf(...files)).leftOut.map(({ file, why }) => [
    file,
    typeof why === 'string' ? why : why.code,
  ]);

test('keys that belong to no certificate of the list are told apart', async () => {
  const pile = await pileOf(fixture('tenant.key'), fixture('other.key'), fixture('ec.key'));
  const others = keysBeside(pile, [certificate('tenant.pem')]).map(({ file, algorithm }) => [
    file,
    algorithm,
  ]);
  expect(others).toEqual([
    ['other.key', 'RSA'],
    ['ec.key', 'id-ecPublicKey'],
  ]);
});

test('a text with the mark is a document, in a zip, too, and its certificates are no copies', async () => {
  const text = JSON.stringify({ format: 'a record', pem: readFileSync(fixturePath('tenant.pem'), 'utf8') });
  const pile = new Pile({ mark: 'a record' });
  pile.add([
    blob('x.zip', zipSync({ 'record.json': new TextEncoder().encode(text) })),
    fixture('rsa3072.pem'),
  ]);
  await worked(pile);
  expect(copiesReport(pile).documents).toEqual([{ file: 'x.zip/record.json', text }]);
  expect(copiesReport(pile).certificates.map(({ file }) => file)).toEqual(['rsa3072.pem']);
  const other = await pileOf(blob('record.json', text));
  expect(copiesReport(other).certificates).toHaveLength(1);
});

describe('what cannot be used is named', () => {
  test('damaged files, files of other programs, and files of no use', async () => {
    expect(
      await problems(
        blob('cut.jks', fixtureBytes('keystore.jks').slice(0, 3000)),
        blob('cut.key', fixtureBytes('tenant.key').slice(0, 900)),
        fixture('keystore.jceks'),
        blob('empty.key', ''),
        blob('.DS_Store', 'x'),
        blob('readme.txt', 'Hello'),
        fixture('tenant.csr'),
        fixture('pbes1-rc4.key'),
      ),
    ).toMatchObject([
      ['cut.jks', 'not_jks'],
      ['cut.key', 'pem_incomplete'],
      ['keystore.jceks', 'jceks_keystore'],
      ['empty.key', 'empty_file'],
      ['readme.txt', 'Neither PEM nor DER: nothing in it looks like a certificate or a key'],
      ['tenant.csr', 'A certificate request: no private key is in it'],
    ]);
  });

  test('until the file is dropped again and is mended', async () => {
    const pile = await pileOf(blob('a.jks', fixtureBytes('keystore.jks').slice(0, 3000)), blob('b.key', ''));
    pile.add([fixture('keystore.jks', 'a.jks')]);
    await worked(pile);
    expect(copiesReport(pile).leftOut.map(({ file }) => file)).toEqual(['b.key']);
    expect(lockedIn(pile)).toEqual(['a.jks']);
  });

  test('a method that is not opened: once its password is asked for', async () => {
    const pile = await pileOf(fixture('pbes1-rc4.key'));
    await unlocked(pile, opensslFacts.password);
    expect(copiesReport(pile)).toMatchObject({
      locked: [],
      leftOut: [{ file: 'pbes1-rc4.key', why: { code: 'unsupported_encryption' } }],
    });
  });

  test('zips that are too much, or too deep', async () => {
    const key = zipSync({ 'tenant.key': fixtureBytes('tenant.key') });
    const deep = zipSync({ 'b.zip': zipSync({ 'c.zip': key }), 'd.zip': key });
    const pile = await pileOf(blob('many.zip', zipSayingItHas(600_000)), blob('a.zip', deep));
    expect(copiesReport(pile).leftOut).toMatchObject([
      { file: 'many.zip', why: { code: 'zip_too_large' } },
      { file: 'a.zip/b.zip/c.zip', why: { code: 'zip_nested' } },
    ]);
    expect(keysIn(pile)).toEqual(['a.zip/d.zip/tenant.key']);
  });
});

/** An envelope for the certificate in this file, made by OpenSSL. */
const encrypted = (file: string) => {
  const { stdout } = spawnSync(
    'openssl',
    ['cms', '-encrypt', '-aes256', '-outform', 'PEM', fixturePath(file)],
    {
      input: 'sound',
      encoding: 'utf8',
    },
  );
  return stdout;
};

describe('how the backup of a certificate’s key stands', () => {
  test('its key opens a wrapped session key, wherever the key lies', async () => {
    const pile = await pileOf(fixture('tenant.key', 'old/a.key'), fixture('tenant.pkcs1.key', 'b.key'));
    expect(await standing(pile, 'tenant.pem')).toEqual({
      kind: 'opens',
      places: [
        { file: 'old/a.key', inside: undefined },
        { file: 'b.key', inside: undefined },
      ],
      sessionKey: 'none given',
    });
  });

  test.skipIf(!hasOpenssl)('and that of a recording', async () => {
    const pile = await pileOf(fixture('tenant.key'), fixture('other.key'));
    const opened = await standingOf(pile, certificate('tenant.pem'), encrypted('tenant.pem'));
    expect(opened).toMatchObject({ kind: 'opens', sessionKey: 'unwrapped' });
    // An envelope for a different certificate.
    const strange = await standingOf(pile, certificate('tenant.pem'), encrypted('other.pem'));
    expect(strange).toMatchObject({ kind: 'opens', sessionKey: 'not unwrapped' });
    expect(await standingOf(pile, certificate('tenant.pem'), 'no envelope')).toMatchObject({
      sessionKey: 'not unwrapped',
    });
  });

  test('a Java keystore says whose keys are locked in it; of other locked files any may hold it', async () => {
    const java = await pileOf(fixture('keystore.jks'));
    expect(await standing(java, 'tenant.pem')).toMatchObject({ kind: 'locked' });
    expect(await standing(java, 'rsa4096.pem')).toEqual({ kind: 'missing' });
    expect(await standing(java, 'rsa3072.pem')).toMatchObject({ kind: 'only the certificate' });
    const other = await pileOf(fixture('tenant.p12'), fixture('keystore.jks'));
    expect(await standing(other, 'rsa4096.pem')).toEqual({
      kind: 'perhaps',
      locked: [{ file: 'tenant.p12', inside: undefined }],
      unopened: [],
    });
    const beside = await pileOf(
      fixture('pbes2-aes256-sha256.key', 'a/tenant.key'),
      fixture('tenant.pem', 'a/tenant.pem'),
    );
    expect(await standing(beside, 'tenant.pem')).toMatchObject({ kind: 'locked' });
  });

  test('a damaged key is known by the public key that it still says, or by the name of its file', async () => {
    const broken = fixtureBlock('tenant.key').bytes.slice();
    // Changes one byte of the private exponent.
    broken[400]! ^= 1;
    const byKey = await pileOf(blob('x.key', encodePem('PRIVATE KEY', broken)));
    expect(await standing(byKey, 'tenant.pem')).toEqual({
      kind: 'damaged',
      places: [{ file: 'x.key', inside: undefined }],
    });
    expect(await kindOf(byKey, 'other.pem')).toBe('missing');
    const cut = blob('keys/tenant.key', fixtureBytes('tenant.key').slice(0, 900));
    expect(await kindOf(await pileOf(cut, fixture('tenant.pem', 'keys/tenant.pem')), 'tenant.pem')).toBe(
      'damaged',
    );
    expect(await kindOf(await pileOf(cut, fixture('tenant.pem', 'other/tenant.pem')), 'tenant.pem')).toBe(
      'only the certificate',
    );
  });

  test('of a certificate that cannot be read nobody can tell', async () => {
    const pile = await pileOf(fixture('tenant.key'));
    expect(await standingOf(pile, new Uint8Array(0))).toEqual({ kind: 'missing' });
  });

  test('another certificate for the same key is as good: keys are told by their public half', async () => {
    const [renewed] = await inspectFile(fixtureBytes('signed-by-other.pem'));
    expect(renewed?.kind).toBe('certificate');
    expect(await kindOf(await pileOf(fixture('tenant.key')), 'signed-by-other.pem')).toBe('opens');
  });
});

test('it can be stopped: what was read stays, and the rest is counted', async () => {
  const pile = new Pile();
  pile.add([
    fixture('tenant.key'),
    ...Array.from({ length: 20 }, (_, i) => fixture('tenant.pem', `${i}.pem`)),
  ]);
  expect(await pile.work(0)).toEqual({ doing: 'reading', done: 1, of: 21 });
  pile.stop();
  expect(await pile.work(0)).toMatchObject({ doing: 'nothing' });
  expect(copiesReport(pile)).toMatchObject({ files: 1, notRead: 20 });
  expect(keysIn(pile)).toEqual(['tenant.key']);
});

test('nothing that crosses to the page holds a private key or a password', async () => {
  const pile = await pileOf(fixture('tenant.key'), fixture('keystore.jks'), fixture('tenant.p12'));
  await unlocked(pile, 'changeit');
  const crossed = structuredClone(copiesReport(pile));
  expect(JSON.stringify(crossed)).not.toContain('changeit');
  expect(Object.keys(crossed.keys[0]!)).toEqual(['file', 'inside', 'keyId', 'algorithm', 'bits']);
});
