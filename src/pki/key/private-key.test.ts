import { createPrivateKey, createPublicKey } from 'node:crypto';
import { describe, expect, it, test } from 'vitest';
import { contentsOf, fieldsOf, parseDer } from '../asn1/asn1.ts';
import { encode, nullValue, octetString, oid, sequence, unsignedInteger } from '../../testing/der.ts';
import { encryptPrivateKey } from './encrypt-private-key.ts';
import { MAX_PBKDF2_ITERATIONS, MAX_SCRIPT_ITERATIONS } from './encryption.ts';
import { fixtureBlock, fixtureKey, opensslFacts, valueOf } from '../../testing/fixtures.ts';
import type { PemBlock } from '../pem/pem.ts';
import { inspectPrivateKey } from './private-key.ts';

const { password } = opensslFacts;
const legacy = { legacy: true };
const block = (bytes: Uint8Array<ArrayBuffer>, label = 'PRIVATE KEY'): PemBlock => ({
  label,
  headers: {},
  bytes,
});
const codeOf = async (...args: Parameters<typeof inspectPrivateKey>) => {
  const result = await inspectPrivateKey(...args);
  return result.ok ? 'ok' : [result.error.code, result.error.detail];
};

const keyOf = (parts: Uint8Array<ArrayBuffer>[]) =>
  block(
    sequence(unsignedInteger(Uint8Array.of(0)), ...parts.map((part) => unsignedInteger(part))),
    'RSA PRIVATE KEY',
  );

const pbes2 = (kdf: Uint8Array<ArrayBuffer>, cipher = '2.16.840.1.101.3.4.1.42', ivBytes = 16) =>
  block(
    sequence(
      sequence(
        oid('1.2.840.113549.1.5.13'),
        sequence(kdf, sequence(oid(cipher), octetString(new Uint8Array(ivBytes)))),
      ),
      octetString(new Uint8Array(64)),
    ),
  );
const number = (value: number) => {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value);
  return unsignedInteger(bytes);
};
const pbkdf2 = (count: Uint8Array<ArrayBuffer>, prf = '1.2.840.113549.2.9') =>
  sequence(
    oid('1.2.840.113549.1.5.12'),
    sequence(octetString(new Uint8Array(8)), count, sequence(oid(prf), nullValue())),
  );
const scrypt = (n: number, r: number, p: number) =>
  sequence(
    oid('1.3.6.1.4.1.11591.4.11'),
    sequence(octetString(new Uint8Array(8)), number(n), number(r), number(p)),
  );

describe('keys in the clear', () => {
  test.each(Object.entries(opensslFacts.keys))(
    '%s has the size that OpenSSL prints',
    async (file, { bits }) => {
      const facts = await fixtureKey(file);
      expect(facts.encryption).toBeUndefined();
      if (bits > 0) expect(facts.bits).toBe(bits);
    },
  );

  it('names their forms', async () => {
    const forms = await Promise.all(
      ['tenant.key', 'tenant.pkcs1.key', 'ec.key', 'ec.sec1.key', 'ed25519.key', 'pss-marked.key'].map(
        async (file) => {
          const { format, algorithm } = await fixtureKey(file);
          return [file, format, algorithm];
        },
      ),
    );
    expect(forms).toEqual([
      ['tenant.key', 'PKCS#8', 'RSA'],
      ['tenant.pkcs1.key', 'PKCS#1', 'RSA'],
      ['ec.key', 'PKCS#8', 'id-ecPublicKey'],
      ['ec.sec1.key', 'SEC1', 'id-ecPublicKey'],
      ['ed25519.key', 'PKCS#8', 'ED25519'],
      ['pss-marked.key', 'PKCS#8', 'rsassaPss'],
    ]);
  });

  it('turns PKCS#1 into the PKCS#8 that OpenSSL writes', async () => {
    const { bytes } = fixtureBlock('tenant.key');
    expect((await fixtureKey('tenant.pkcs1.key')).pkcs8).toEqual(bytes);
    expect((await fixtureKey('tenant.key')).pkcs8).toEqual(bytes);
    expect((await fixtureKey('tenant.key')).spki).toEqual(fixtureBlock('tenant.pub').bytes);
  });

  it('goes by what is inside, not by the label', async () => {
    const { bytes } = fixtureBlock('tenant.pkcs1.key');
    for (const label of ['PRIVATE KEY', 'EC PRIVATE KEY', 'ENCRYPTED PRIVATE KEY', 'anything']) {
      expect(valueOf(await inspectPrivateKey(block(bytes, label))).format).toBe('PKCS#1');
    }
  });

  it('ignores a password that is not needed', async () => {
    expect(await codeOf(fixtureBlock('tenant.key'), 'whatever')).toBe('ok');
  });

  it('refuses what is no private key', async () => {
    expect(await codeOf(fixtureBlock('tenant.pem'))).toEqual(['not_a_private_key', expect.any(String)]);
    expect(await codeOf(block(new Uint8Array(0)))).toEqual(['not_a_private_key', expect.any(String)]);
    expect(await codeOf({ ...block(new Uint8Array(0)), problem: 'pem_incomplete' })).toEqual([
      'pem_incomplete',
      '“PRIVATE KEY”',
    ]);
  });
});

describe('numbers that do not belong together', () => {
  const { bytes } = fixtureBlock('tenant.pkcs1.key');
  const [, ...numbers] = fieldsOf(parseDer(bytes)).map((number) => contentsOf(number));
  const names = ['n', 'e', 'd', 'p', 'q', 'dp', 'dq', 'qi'];
  it('takes the whole', async () => {
    expect(await codeOf(keyOf(numbers))).toBe('ok');
  });

  test.each(names)('%s changed', async (name) => {
    const changed = numbers.map((number) => number.slice());
    const number = changed[names.indexOf(name)]!;
    number[number.length - 1]! ^= 2;
    expect(await codeOf(keyOf(changed))).toEqual([
      'private_key_inconsistent',
      expect.not.stringMatching(/\d{3}/),
    ]);
  });

  it('takes no time at 8192 bits', async () => {
    const key = fixtureBlock('rsa8192.key');
    await inspectPrivateKey(key);
    const start = process.threadCpuUsage().user;
    await inspectPrivateKey(key);
    expect((process.threadCpuUsage().user - start) / 1000).toBeLessThan(100);
  });
});

describe('encrypted keys', () => {
  /**
   * Per file: the code when opened without the library for old encryption, and the encryption shown once it is open
   * (null where nothing opens it).
   */
  const files: [string, string | undefined, string | null][] = [
    ['pbes2-aes128-sha1.key', undefined, 'PBES2, PBKDF2 with SHA-1, AES-128-CBC'],
    ['pbes2-aes128-sha256.key', undefined, 'PBES2, PBKDF2 with SHA-256, AES-128-CBC'],
    ['pbes2-aes256-sha256.key', undefined, 'PBES2, PBKDF2 with SHA-256, AES-256-CBC'],
    ['pbes2-aes256-sha384.key', undefined, 'PBES2, PBKDF2 with SHA-384, AES-256-CBC'],
    ['pbes2-aes256-sha512.key', undefined, 'PBES2, PBKDF2 with SHA-512, AES-256-CBC'],
    ['pbes2-aes192-sha256.key', 'AES-192-CBC', 'PBES2, PBKDF2 with SHA-256, AES-192-CBC'],
    ['pbes2-aes256-sha224.key', 'PBKDF2 with SHA-224', 'PBES2, PBKDF2 with SHA-224, AES-256-CBC'],
    ['pbes2-3des-sha256.key', 'DES-EDE3-CBC', 'PBES2, PBKDF2 with SHA-256, DES-EDE3-CBC'],
    ['pbes2-aes256-scrypt.key', 'scrypt', 'PBES2, scrypt, AES-256-CBC'],
    ['pbes2-camellia.key', 'camellia-128-cbc', null],
    ['pbes1-3des.key', 'PBE-SHA1-3DES', 'pbeWithSHA1And3-KeyTripleDES-CBC'],
    ['pbes1-2des.key', 'PBE-SHA1-2DES', 'pbeWithSHA1And2-KeyTripleDES-CBC'],
    ['pbes1-md5-des.key', 'PBE-MD5-DES', 'pbeWithMD5AndDES-CBC'],
    ['pbes1-rc4.key', 'PBE-SHA1-RC4-128', null],
    ['proc-type-des3.key', 'DES-EDE3-CBC', 'Proc-Type, DES-EDE3-CBC'],
    ['proc-type-aes128.key', 'AES-128-CBC', 'Proc-Type, AES-128-CBC'],
    ['proc-type-aes192.key', 'AES-192-CBC', 'Proc-Type, AES-192-CBC'],
    ['proc-type-aes256.key', 'AES-256-CBC', 'Proc-Type, AES-256-CBC'],
    ['proc-type-camellia.key', 'CAMELLIA-128-CBC', null],
  ];

  it('covers every file', () => {
    expect(files.map(([file]) => file).sort()).toEqual(opensslFacts.encryptedKeys.toSorted());
  });

  test.each(files)('%s', async (file, refusedAs, words) => {
    const key = fixtureBlock(file);
    const opened = await inspectPrivateKey(key, password);
    if (refusedAs === undefined) {
      expect(await codeOf(key)).toEqual(['private_key_encrypted', undefined]);
      expect(await codeOf(key, 'wrong')).toEqual(['wrong_password', undefined]);
      expect(await codeOf(key, '')).toEqual(['wrong_password', undefined]);
    } else {
      const code = file.startsWith('proc-type') ? 'legacy_encryption' : 'unsupported_encryption';
      expect(opened).toEqual({ ok: false, error: { code, detail: refusedAs } });
      expect(await codeOf(key)).toEqual([code, refusedAs]);
    }
    if (words === null) {
      expect(await codeOf(key, password, legacy)).toEqual(['unsupported_encryption', refusedAs]);
      return;
    }
    expect(await codeOf(key, undefined, legacy)).toEqual(['private_key_encrypted', undefined]);
    expect(await codeOf(key, 'wrong', legacy)).toEqual(['wrong_password', undefined]);
    const facts = valueOf(await inspectPrivateKey(key, password, legacy));
    expect(facts.encryption).toBe(words);
    expect(facts.pkcs8).toEqual(fixtureBlock('tenant.key').bytes);
    if (opened.ok) expect(opened.value).toEqual(facts);
  });
});

describe('derivations that take too long', () => {
  test.each([
    ['PBKDF2 just above the bound', pbes2(pbkdf2(number(MAX_PBKDF2_ITERATIONS + 1))), {}],
    ['PBKDF2 with 2^31 - 1', pbes2(pbkdf2(number(0x7fffffff))), {}],
    ['PBKDF2 with 2^800', pbes2(pbkdf2(encode(2, new Uint8Array(101).fill(0x7f)))), {}],
    ['PBKDF2 for AES-192', pbes2(pbkdf2(number(0x7fffffff)), '2.16.840.1.101.3.4.1.22'), legacy],
    ['PBKDF2 with SHA-224', pbes2(pbkdf2(number(MAX_SCRIPT_ITERATIONS + 1), '1.2.840.113549.2.8')), legacy],
    ['scrypt with much memory', pbes2(scrypt(2 ** 20, 8, 1)), legacy],
    ['scrypt with much work', pbes2(scrypt(2 ** 14, 8, 1000)), legacy],
    ['scrypt with a large block', pbes2(scrypt(2, 2 ** 31, 1)), legacy],
    [
      'PBE',
      block(
        sequence(
          sequence(
            oid('1.2.840.113549.1.12.1.3'),
            sequence(octetString(new Uint8Array(8)), number(0x7fffffff)),
          ),
          octetString(new Uint8Array(64)),
        ),
      ),
      legacy,
    ],
  ])('%s', async (_, key, options) => {
    const start = process.threadCpuUsage().user;
    expect(await codeOf(key, 'password', options)).toEqual(['kdf_too_expensive', expect.any(String)]);
    expect((process.threadCpuUsage().user - start) / 1000).toBeLessThan(1000);
  });

  it('still runs a million rounds', async () => {
    expect(await codeOf(pbes2(pbkdf2(number(1_000_000))), 'password')).toEqual(['wrong_password', undefined]);
  });
});

test.each([
  ['a constructed string', [0x24, 2, 5, 0]],
  ['an indefinite length', [0x3f, 0x80, 1, 2]],
  ['a high tag number', [0x1f, 0x81, 1, 0]],
  ['a sequence that does not fill it', [0x30, 0x81, 2, 5, 0, 0, 0]],
])('bytes of a wrong password that pass the padding check are no key: %s', async (_, bytes) => {
  const encrypted = block(
    await encryptPrivateKey(Uint8Array.from(bytes), 'secret', 1000),
    'ENCRYPTED PRIVATE KEY',
  );
  expect(await codeOf(encrypted, 'secret')).toEqual(['wrong_password', undefined]);
});

test('a key in BER is told as one, when its password is right', async () => {
  const der = fixtureBlock('tenant.key').bytes;
  const ber = Uint8Array.from([0x30, 0x80, ...der.subarray(4), 0, 0]);
  const encrypted = block(await encryptPrivateKey(ber, 'secret', 1000), 'ENCRYPTED PRIVATE KEY');
  expect((await codeOf(encrypted, 'secret'))[0]).toBe('not_der');
});

// RFC 5958, 2: version 2, with the public key at the end as an implicit [1]. OpenSSL 3.0 refuses it.
test('a OneAsymmetricKey with its public key is the same key, and is written as every program reads it', async () => {
  const known = createPrivateKey({
    key: Buffer.from(fixtureBlock('tenant.key').bytes),
    format: 'der',
    type: 'pkcs8',
  });
  const pkcs1 = new Uint8Array(known.export({ type: 'pkcs1', format: 'der' }));
  const publicKey = new Uint8Array(createPublicKey(known).export({ type: 'pkcs1', format: 'der' }));
  const second = sequence(
    unsignedInteger(Uint8Array.of(1)),
    sequence(oid('1.2.840.113549.1.1.1'), nullValue()),
    octetString(pkcs1),
    encode(0x81, Uint8Array.of(0, ...publicKey)),
  );
  const { pkcs8 } = valueOf(await inspectPrivateKey(block(second)));
  expect(Buffer.from(pkcs8!)).toEqual(known.export({ type: 'pkcs8', format: 'der' }));
});
