/** Files that the console writes, judged by OpenSSL, keytool and pkijs: every size, form, password and kind of name. */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as pkijs from 'pkijs';
import { beforeAll, describe, expect, test } from 'vitest';
import { folderOfTests } from '../../testing/folder.ts';
import { documentedPair } from '../../testing/openssl.ts';
import { fingerprints, inspectCertificate, verifiesItself } from '../certificate/certificate.ts';
import { parseDer, type Bytes } from '../asn1/asn1.ts';
import { encryptPrivateKey, pkcs1Of } from '../key/encrypt-private-key.ts';
import type { CertificateFacts, PrivateKeyFacts } from '../certificate/facts.ts';
import { generateKeyPair, type KeyBits } from '../certificate/generate.ts';
import { encodePem, readPem } from '../pem/pem.ts';
import { writePkcs12 } from '../pkcs12/pkcs12-write.ts';
import { inspectPrivateKey } from '../key/private-key.ts';
import { provesKeyPair } from '../key/proof.ts';
import { requestFacts } from '../certificate/request.ts';
import { certificateRequest } from '../certificate/request-write.ts';
import { selfSignedCertificate, type SignatureHash, type Subject } from '../certificate/self-signed.ts';

const has = (program: string, ...args: string[]) => spawnSync(program, args).status === 0;
/** Where the program is missing, the test is skipped, and its name says why. */
const hasOpenssl = has('openssl', 'version');
const hasKeytool = has('keytool', '-help');

const folder = folderOfTests('written');
const path = (name: string) => join(folder, name);

function openssl(...args: string[]): string {
  const { status, stdout, stderr } = spawnSync('openssl', args, { encoding: 'utf8', cwd: folder });
  if (status !== 0) throw new Error(`openssl ${args.join(' ')}: ${stderr}`);
  return stdout + stderr;
}

interface Made {
  facts: CertificateFacts;
  key: PrivateKeyFacts & { pkcs8: Bytes };
}

async function make(
  bits: KeyBits,
  subject: Subject,
  hash: SignatureHash = 'SHA-256',
  days = 3650,
): Promise<Made> {
  const keys = await keysOf(bits);
  const der = await selfSignedCertificate(keys, { subject, hash, days, notBefore: new Date() });
  const facts = inspectCertificate(der);
  if (!facts.ok) throw new Error(facts.error.detail);
  const pkcs8 = new Uint8Array(await crypto.subtle.exportKey('pkcs8', keys.privateKey));
  const key = await inspectPrivateKey({ label: 'PRIVATE KEY', headers: {}, bytes: pkcs8 });
  if (!key.ok || !key.value.pkcs8) throw new Error('no key');
  return { facts: facts.value, key: { ...key.value, pkcs8: key.value.pkcs8 } };
}

const ascii: Subject = [
  ['CN', 'Genesys Recording'],
  ['C', 'US'],
  ['ST', 'California'],
  ['O', 'Genesys'],
];
const nonAscii: Subject = [
  ['CN', 'Запись разговоров 録音'],
  ['C', 'DE'],
  ['ST', 'Baden-Württemberg'],
  ['L', 'Köln/Süd'],
  ['O', 'Müller, Söhne + "Partner" GmbH'],
  ['OU', '#1 Aufzeichnung '],
];
/** The non-ASCII name is tested together with a non-ASCII password. */
const cases = ([2048, 3072, 4096] as const).flatMap((bits) => [
  { bits, subject: ascii, names: 'ASCII', password: 'correct horse battery staple', id: `${bits}-a` },
  { bits, subject: nonAscii, names: 'non-ASCII', password: 'Pässwört 秘密', id: `${bits}-n` },
]);

/** Pairs are kept and reused, because generating a key takes longer than everything else. */
const made = new Map<KeyBits, Promise<CryptoKeyPair>>();
function keysOf(bits: KeyBits): Promise<CryptoKeyPair> {
  const keys = made.get(bits) ?? generateKeyPair(bits);
  made.set(bits, keys);
  return keys;
}

describe.skipIf(!hasOpenssl)('OpenSSL (skipped where there is none)', () => {
  describe.each(cases)('$bits bits, $names name', ({ bits, subject, names, password, id }) => {
    let made: Made;
    const file = (name: string) => `${id}-${name}`;
    beforeAll(async () => {
      made = await make(bits, subject);
      const { pkcs8 } = made.key;
      writeFileSync(path(file('tenant.pem')), encodePem('CERTIFICATE', made.facts.der));
      writeFileSync(path(file('tenant.der')), made.facts.der);
      writeFileSync(path(file('tenant.key')), encodePem('RSA PRIVATE KEY', pkcs1Of(pkcs8)));
      writeFileSync(path(file('tenant.key.der')), pkcs1Of(pkcs8));
      writeFileSync(path(file('private.pem')), encodePem('PRIVATE KEY', pkcs8));
      writeFileSync(path(file('private.der')), pkcs8);
      const encrypted = await encryptPrivateKey(pkcs8, password);
      writeFileSync(path(file('encrypted.pem')), encodePem('ENCRYPTED PRIVATE KEY', encrypted));
      writeFileSync(path(file('encrypted.der')), encrypted);
      writeFileSync(
        path(file('tenant.p12')),
        await writePkcs12(pkcs8, made.facts.der, password, 'Genesys Recording'),
      );
    }, 60_000);

    test('pkey -check takes every form of the key', () => {
      for (const name of ['tenant.key', 'private.pem']) {
        expect(openssl('pkey', '-check', '-noout', '-in', file(name))).toContain('Key is valid');
      }
      for (const name of ['tenant.key.der', 'private.der']) {
        expect(openssl('pkey', '-check', '-noout', '-inform', 'DER', '-in', file(name))).toContain(
          'Key is valid',
        );
      }
      for (const [form, name] of [
        ['PEM', 'encrypted.pem'],
        ['DER', 'encrypted.der'],
      ] as const) {
        const args = ['-inform', form, '-in', file(name), '-passin', `pass:${password}`];
        expect(openssl('pkey', '-check', '-noout', ...args)).toContain('Key is valid');
      }
    });

    test('x509 prints our fields', async () => {
      const { facts } = made;
      const { sha256 } = await fingerprints(facts.der);
      const printed = (...what: string[]) =>
        openssl('x509', '-in', file('tenant.pem'), '-noout', '-nameopt', 'RFC2253', ...what).trim();
      expect(printed('-subject')).toBe(`subject=${facts.subject.rfc2253}`);
      expect(printed('-issuer')).toBe(`issuer=${facts.issuer.rfc2253}`);
      expect(printed('-serial')).toBe(`serial=${facts.serialNumber.hex}`);
      expect(printed('-startdate', '-enddate', '-dateopt', 'iso_8601')).toBe(
        `notBefore=${facts.notBefore.replace('T', ' ')}\nnotAfter=${facts.notAfter.replace('T', ' ')}`,
      );
      expect(printed('-fingerprint', '-sha256').replaceAll(':', '')).toBe(`sha256 Fingerprint=${sha256}`);
      const text = printed('-text');
      expect(text).toContain('Version: 3 (0x2)');
      expect(text).toContain(`Public-Key: (${bits} bit)`);
      expect(text).toContain('Public Key Algorithm: rsaEncryption');
      expect(text).toContain(`Signature Algorithm: ${facts.signatureAlgorithm}`);
      expect(text).toMatch(/X509v3 Basic Constraints: critical\n +CA:TRUE\n/);
      expect(text).toMatch(/X509v3 Key Usage: critical\n +Key Encipherment, Certificate Sign\n/);
      const [ski, aki] = facts.extensions.map(({ lines }) => lines[0]);
      expect(text).toContain(`X509v3 Subject Key Identifier: \n                ${ski}`);
      expect(aki).toBe(`Key Identifier: ${ski}`);
      expect(openssl('x509', '-in', file('tenant.der'), '-inform', 'DER', '-noout', '-serial')).toContain(
        'serial=',
      );
    });

    test('verify takes it as its own CA, strictly too', () => {
      const args = ['-CAfile', file('tenant.pem'), file('tenant.pem')];
      expect(openssl('verify', ...args)).toContain('OK');
      expect(openssl('verify', '-x509_strict', '-check_ss_sig', ...args)).toContain('OK');
    });

    test('pkcs12 opens the backup, and finds key and certificate in it', () => {
      const info = openssl(
        'pkcs12',
        '-info',
        '-in',
        file('tenant.p12'),
        '-nodes',
        '-passin',
        `pass:${password}`,
      );
      expect(info).toContain('MAC: sha256, Iteration 300000');
      expect(info).toContain('PBES2, PBKDF2, AES-256-CBC, Iteration 300000, PRF hmacWithSHA256');
      writeFileSync(path(file('tenant.p12.pem')), info);
      const modulus = (...args: string[]) => openssl(...args, '-noout', '-modulus').trim();
      const wanted = modulus('x509', '-in', file('tenant.pem'));
      expect(modulus('rsa', '-in', file('tenant.p12.pem'))).toBe(wanted);
      expect(modulus('x509', '-in', file('tenant.p12.pem'))).toBe(wanted);
    });

    test('cms encrypts to the certificate and decrypts with each form of the key', () => {
      writeFileSync(path(file('media')), 'A recording.');
      const enveloped = file('media.p7');
      openssl(
        'cms',
        '-encrypt',
        '-aes-256-cbc',
        '-binary',
        '-outform',
        'PEM',
        '-in',
        file('media'),
        '-out',
        enveloped,
        file('tenant.pem'),
      );
      const open = (...key: string[]) =>
        openssl(
          'cms',
          '-decrypt',
          '-inform',
          'PEM',
          '-in',
          enveloped,
          '-recip',
          file('tenant.pem'),
          ...key,
        ).trim();
      expect(open('-inkey', file('tenant.key'))).toBe('A recording.');
      expect(open('-inkey', file('private.pem'))).toBe('A recording.');
      expect(open('-inkey', file('encrypted.pem'), '-passin', `pass:${password}`)).toBe('A recording.');
    });

    // keytool's own cipher refuses a password that is not ASCII; the screens say so.
    test.skipIf(!hasKeytool || bits > 2048 || names !== 'ASCII')(
      'keytool opens the backup (skipped where there is none, and where it cannot)',
      () => {
        const args = ['-list', '-keystore', file('tenant.p12'), '-storepass', password];
        const { stdout, status } = spawnSync('keytool', args, { encoding: 'utf8', cwd: folder });
        expect(status, stdout).toBe(0);
        expect(stdout).toMatch(/genesys recording, .*PrivateKeyEntry/);
      },
    );
  });

  test('the key usage and names are as the documented command makes them', () => {
    documentedPair(openssl, 'theirs');
    const types = (file: string) =>
      openssl('asn1parse', '-in', file)
        .split('\n')
        .filter((line) => /STRING/.test(line))
        .map((line) => line.slice(line.indexOf('prim:')))
        .slice(0, 8);
    expect(types('2048-a-tenant.pem')).toEqual(types('theirs.pem'));
  });
});

describe('without other programs', () => {
  test('a session key wrapped with the certificate is unwrapped with the key, and the certificate signed itself', async () => {
    const { facts, key } = await make(2048, nonAscii, 'SHA-512');
    expect(await provesKeyPair(facts, key)).toEqual({ ok: true, value: true });
    expect(await verifiesItself(facts)).toBe('yes');
    expect(facts.signatureAlgorithm).toBe('sha512WithRSAEncryption');
    expect(facts.subject.rdns.map(([only]) => [only?.type, only?.value])).toEqual(nonAscii);
    expect(facts.publicKey).toMatchObject({ algorithm: 'RSA', bits: 2048, exponent: '65537' });
  });

  test('pkijs reads the same names and dates', async () => {
    const { facts } = await make(2048, ascii);
    const judged = pkijs.Certificate.fromBER(facts.der);
    expect(judged.version).toBe(2);
    expect(judged.subject.typesAndValues.map(({ value }) => value.valueBlock.value)).toEqual(
      ascii.map(([, value]) => value),
    );
    expect(`${judged.notAfter.value.toISOString().slice(0, 19)}Z`).toBe(facts.notAfter);
    expect(await judged.verify()).toBe(true);
  });

  test('serial numbers are positive, 20 bytes long and never the same', async () => {
    const keys = await keysOf(2048);
    const request = { subject: ascii, hash: 'SHA-256', days: 1, notBefore: new Date() } as const;
    const serials = new Set<string>();
    for (let i = 0; i < 50; i++) {
      const facts = inspectCertificate(await selfSignedCertificate(keys, request));
      if (facts.ok) serials.add(facts.value.serialNumber.hex);
    }
    expect(serials.size).toBe(50);
    expect([...serials].every((serial) => /^[4-7][0-9A-F]{39}$/.test(serial))).toBe(true);
  });

  test('dates from 2050 on, and ends a whole number of days later', async () => {
    const keys = await keysOf(2048);
    const notBefore = new Date('2049-12-31T23:59:58.700Z');
    const der = await selfSignedCertificate(keys, {
      subject: ascii,
      hash: 'SHA-384',
      days: 36500,
      notBefore,
    });
    const facts = inspectCertificate(der);
    expect(facts.ok && [facts.value.notBefore, facts.value.notAfter]).toEqual([
      '2049-12-31T23:59:58Z',
      '2149-12-07T23:59:58Z',
    ]);
  });

  test('an encrypted key opens with its password alone', async () => {
    const { key } = await make(2048, ascii);
    const bytes = await encryptPrivateKey(key.pkcs8, '秘密', 1000);
    const block = { label: 'ENCRYPTED PRIVATE KEY', headers: {}, bytes };
    expect(await inspectPrivateKey(block)).toEqual({ ok: false, error: { code: 'private_key_encrypted' } });
    expect((await inspectPrivateKey(block, 'wrong')).ok).toBe(false);
    const opened = await inspectPrivateKey(block, '秘密');
    expect(opened.ok && opened.value.pkcs8).toEqual(key.pkcs8);
  });
});

describe.skipIf(!hasOpenssl)('certificate requests (skipped where there is no OpenSSL)', () => {
  const subject: Subject = [
    ['CN', 'Aufzeichnung Zürich'],
    ['C', 'CH'],
    ['O', 'a, b + c'],
  ];
  test.each(['SHA-256', 'SHA-384', 'SHA-512'] as const)(
    'with %s: OpenSSL verifies and signs it, and the certificate fits the key',
    async (hash) => {
      const keys = await generateKeyPair(2048);
      const der = await certificateRequest(keys, { subject, hash });
      expect(requestFacts(parseDer(der))).toMatchObject({
        subject: { readable: String.raw`O=a\, b \+ c,C=CH,CN=Aufzeichnung Zürich` },
        extensions: [{ name: 'Key Usage', critical: true, lines: ['Key Encipherment'] }],
      });
      writeFileSync(join(folder, 'asked.csr'), encodePem('CERTIFICATE REQUEST', der));
      expect(openssl('req', '-in', 'asked.csr', '-verify', '-noout')).toContain('verify OK');
      openssl(
        'req',
        '-new',
        '-x509',
        '-newkey',
        'rsa:2048',
        '-nodes',
        '-keyout',
        'ca.key',
        '-out',
        'ca.pem',
        '-subj',
        '/CN=CA',
      );
      openssl(
        'x509',
        '-req',
        '-in',
        'asked.csr',
        '-CA',
        'ca.pem',
        '-CAkey',
        'ca.key',
        '-days',
        '9',
        '-copy_extensions',
        'copyall',
        '-out',
        'signed.pem',
      );
      const signed = inspectCertificate(readPem(readFileSync(join(folder, 'signed.pem'), 'utf8'))[0]!.bytes);
      const pkcs8 = new Uint8Array(await crypto.subtle.exportKey('pkcs8', keys.privateKey));
      const key = await inspectPrivateKey({ label: 'PRIVATE KEY', headers: {}, bytes: pkcs8 });
      if (!signed.ok || !key.ok) throw new Error('What OpenSSL signed cannot be read.');
      expect(signed.value.extensions.find(({ name }) => name === 'Key Usage')?.lines).toEqual([
        'Key Encipherment',
      ]);
      expect(await provesKeyPair(signed.value, key.value)).toEqual({ ok: true, value: true });
    },
  );
});
