/** Our RSA against OpenSSL's (`node:crypto`): every padding, hash and size, and the keys that browsers do not take. */
import {
  constants,
  createPrivateKey,
  createPublicKey,
  privateDecrypt,
  publicEncrypt,
  type KeyObject,
} from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Bytes } from '../asn1/asn1.ts';
import type { PrivateKeyFacts } from '../certificate/facts.ts';
import { readPem } from '../pem/pem.ts';
import { inspectPrivateKey } from './private-key.ts';
import { provesKeyPair } from './proof.ts';
import { fromBigInt } from './rsa-numbers.ts';
import { inverseOf, openOaep, openPkcs1, power, rsaPrivateKey, wrapPkcs1 } from './rsa.ts';
import { HASHES, type HashName } from './hashes.ts';
import {
  fixtureBytes,
  fixtureCertificate,
  fixtureKey,
  fixtureText,
  valueOf,
} from '../../testing/fixtures.ts';
import { encode, unsignedInteger, octetString, oid, nullValue, sequence } from '../../testing/der.ts';
import { inspectCertificate } from '../certificate/certificate.ts';

const secret = new Uint8Array(32).map((_, i) => i * 7);
const noLabel = new Uint8Array(0);

async function pkcs8Of(file: string): Promise<Bytes> {
  const { pkcs8 } = await fixtureKey(file);
  if (!pkcs8) throw new Error('no RSA key');
  return pkcs8;
}
const nodeKey = (pkcs8: Bytes): KeyObject =>
  createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' });

describe.each(['rsa512.key', 'rsa1024.key', 'tenant.key', 'rsa3072.key', 'rsa4096.key', 'rsa8192.key'])(
  '%s',
  (file) => {
    test('opens what OpenSSL wraps with PKCS#1 v1.5, and OpenSSL what it wraps', async () => {
      const pkcs8 = await pkcs8Of(file);
      const key = rsaPrivateKey(pkcs8);
      const node = nodeKey(pkcs8);
      const padding = constants.RSA_PKCS1_PADDING;
      for (let again = 0; again < 3; again++) {
        const text = publicEncrypt({ key: createPublicKey(node), padding }, secret);
        expect(openPkcs1(key, new Uint8Array(text))).toEqual(secret);
      }
      expect(new Uint8Array(privateDecrypt({ key: node, padding }, wrapPkcs1(key, secret)))).toEqual(secret);
    });
  },
);

test.each(Object.keys(HASHES) as HashName[])('OAEP with %s, with a label and without', async (hash) => {
  const pkcs8 = await pkcs8Of('tenant.key');
  const key = rsaPrivateKey(pkcs8);
  const publicKey = createPublicKey(nodeKey(pkcs8));
  const padding = constants.RSA_PKCS1_OAEP_PADDING;
  for (const label of [noLabel, new TextEncoder().encode('recording')]) {
    const oaepLabel = label.length > 0 ? { oaepLabel: label } : {};
    const text = new Uint8Array(
      publicEncrypt({ key: publicKey, padding, oaepHash: hash, ...oaepLabel }, secret),
    );
    expect(openOaep(key, text, { hash, maskHash: hash, label })).toEqual(secret);
    expect(openOaep(key, text, { hash, maskHash: hash, label: Uint8Array.of(1) })).toBeUndefined();
    expect(
      openOaep(key, text, { hash, maskHash: hash === 'SHA-1' ? 'SHA-256' : 'SHA-1', label }),
    ).toBeUndefined();
  }
});

test('another key, a changed text and one that is too long open nothing, and nothing throws', async () => {
  const key = rsaPrivateKey(await pkcs8Of('tenant.key'));
  const other = rsaPrivateKey(await pkcs8Of('other.key'));
  const text = wrapPkcs1(other, secret);
  expect(openPkcs1(key, text)).not.toEqual(secret);
  expect(openOaep(key, text, { hash: 'SHA-1', maskHash: 'SHA-1', label: noLabel })).toBeUndefined();
  expect(openPkcs1(key, new Uint8Array(256).fill(0xff))).toBeUndefined();
  expect(openPkcs1(key, new Uint8Array(0))).toBeUndefined();
});

test('powers and inverses are those of the plain definition', () => {
  const number = fc.bigInt({ min: 0n, max: 2n ** 80n });
  fc.assert(
    fc.property(
      number,
      fc.integer({ min: 0, max: 200 }),
      fc.bigInt({ min: 1n, max: 2n ** 80n }),
      (base, exponent, modulus) => {
        expect(power(base, BigInt(exponent), modulus)).toBe(base ** BigInt(exponent) % modulus);
        const inverse = inverseOf(base, modulus);
        if (inverse !== undefined && modulus > 1n) expect((base * inverse) % modulus).toBe(1n);
      },
    ),
    { seed: 1, numRuns: 100 },
  );
});

const answer = (bytes: Bytes) => inspectPrivateKey({ label: 'PRIVATE KEY', headers: {}, bytes });
const read = async (bytes: Bytes): Promise<PrivateKeyFacts> => valueOf(await answer(bytes));

/** A private key of which only these numbers are given. */
const plainKey = (n: bigint, e: bigint, d: bigint): Bytes => {
  const numbers = [0n, n, e, d, 0n, 0n, 0n, 0n, 0n].map((number) => unsignedInteger(fromBigInt(number)));
  return sequence(
    encode(2, Uint8Array.of(0)),
    sequence(oid('1.2.840.113549.1.1.1'), nullValue()),
    octetString(sequence(...numbers)),
  );
};

const inFile = async (file: string) => {
  const [key, certificate] = readPem(fixtureText(`other-programs/${file}`));
  return { key: await read(key!.bytes), certificate: valueOf(inspectCertificate(certificate!.bytes)) };
};

describe('keys that browsers do not take', () => {
  test.each([
    ['three-primes.pem', 'more than two primes'],
    ['long-exponent.pem', undefined],
  ])('%s opens what was wrapped for its certificate', async (file, unusual) => {
    const { key, certificate } = await inFile(file);
    expect(key.unusual).toBe(unusual);
    expect(await provesKeyPair(certificate, key)).toEqual({ ok: true, value: true });
    const publicKey = createPublicKey({
      key: Buffer.from(certificate.publicKey.spki),
      format: 'der',
      type: 'spki',
    });
    const text = publicEncrypt({ key: publicKey, padding: constants.RSA_PKCS1_PADDING }, secret);
    expect(openPkcs1(rsaPrivateKey(key.pkcs8!), new Uint8Array(text))).toEqual(secret);
  });

  test('one that Java wrote without CRT numbers gets them back, and is the same key', async () => {
    const key = await read(fixtureBytes('other-programs/java-without-crt.pk8'));
    const { pkcs8, spki } = await fixtureKey('tenant.key');
    expect(key).toMatchObject({ unusual: 'without its CRT numbers', spki });
    // OpenSSL reads it, and finds its numbers right.
    expect(nodeKey(key.pkcs8!).export({ type: 'pkcs8', format: 'der' })).toHaveLength(pkcs8!.length);
    expect(await provesKeyPair(fixtureCertificate('tenant.pem'), key)).toEqual({ ok: true, value: true });
  });

  test.each([1024, 2048, 4096, 8192])(
    'is completed within a second, %i bits, whichever d it has',
    async (bits) => {
      const { n, e, d, primes } = rsaPrivateKey(
        await pkcs8Of(bits === 2048 ? 'tenant.key' : `rsa${bits}.key`),
      );
      const [q, p] = primes.map(({ prime }) => prime) as [bigint, bigint];
      for (const exponent of [d, inverseOf(e, (p - 1n) * (q - 1n))!]) {
        for (const own of [e, 0n]) {
          const start = process.threadCpuUsage().user;
          const key = await read(plainKey(n, own, exponent));
          expect((process.threadCpuUsage().user - start) / 1000).toBeLessThan(1000);
          expect(key.unusual).toBe('without its CRT numbers');
          const found = rsaPrivateKey(key.pkcs8!).primes.map(({ prime }) => prime);
          expect(new Set(found)).toEqual(new Set([p, q]));
        }
      }
    },
  );

  test('one whose primes are not found opens by its exponent alone', async () => {
    const { n, e, d, primes } = rsaPrivateKey(await pkcs8Of('tenant.key'));
    const totient = primes.reduce((product, { prime }) => product * (prime - 1n), 1n);
    // Any multiple may be added to d: it stays right, but says nothing of the primes.
    const key = await read(plainKey(n, e, d + totient * 2n ** 100n));
    expect(key.unusual).toBe('without its primes');
    expect(
      openPkcs1(rsaPrivateKey(key.pkcs8!), wrapPkcs1(rsaPrivateKey(await pkcs8Of('tenant.key')), secret)),
    ).toEqual(secret);
  });

  test('one whose exponents do not fit is damaged; one without a public exponent is not', async () => {
    const { n, e, d } = rsaPrivateKey(await pkcs8Of('tenant.key'));
    expect(await answer(plainKey(n, e, d + 2n))).toMatchObject({
      error: { code: 'private_key_inconsistent' },
    });
    expect(await answer(plainKey(n, 0n, d + 2n))).toMatchObject({
      error: { code: 'public_exponent_missing' },
    });
  });
});

test('unwrapping with a key of 2048 bits takes a few milliseconds', async () => {
  const key = rsaPrivateKey(await pkcs8Of('tenant.key'));
  const text = wrapPkcs1(key, secret);
  openPkcs1(key, text);
  const start = process.threadCpuUsage().user;
  for (let i = 0; i < 10; i++) openPkcs1(key, text);
  // 4 ms each where nothing else runs.
  expect((process.threadCpuUsage().user - start) / 10_000).toBeLessThan(18);
});
