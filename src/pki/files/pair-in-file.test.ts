import { expect, test } from 'vitest';
import { readCertificateFile, readPrivateKeyFile } from './files.ts';
import { pairInFile } from './pair-in-file.ts';
import { inspectPrivateKey } from '../key/private-key.ts';
import { provesKeyPair } from '../key/proof.ts';
import { fixtureBytes, fixtureText, opensslFacts, valueOf } from '../../testing/fixtures.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const { password } = opensslFacts;

/** Reads the extracted PEM as the tenant will: the key must fit the certificate that OpenSSL made with it. */
async function fits(certificate: string, privateKey: string) {
  const facts = valueOf(readCertificateFile(bytes(certificate)));
  const key = valueOf(await inspectPrivateKey(valueOf(readPrivateKeyFile(bytes(privateKey)))));
  expect(key).toMatchObject({ format: 'PKCS#8', encryption: undefined });
  expect(await provesKeyPair(facts, key)).toEqual({ ok: true, value: true });
}

test.each(['tenant.p12', 'keystore.jks'])('%s: certificate and key', async (file) => {
  const pair = valueOf(await pairInFile(fixtureBytes(file), file === 'tenant.p12' ? password : 'changeit'));
  await fits(valueOf(pair.certificate), valueOf(pair.privateKey));
});

test.each(['tenant.der', 'tenant.key.der'])('%s: DER becomes the PEM that OpenSSL wrote', async (file) => {
  const pair = valueOf(await pairInFile(fixtureBytes(file), ''));
  const [found, missing] =
    file === 'tenant.der'
      ? ([pair.certificate, pair.privateKey] as const)
      : ([pair.privateKey, pair.certificate] as const);
  expect(valueOf(found).trim()).toBe(fixtureText(file === 'tenant.der' ? 'tenant.pem' : 'tenant.key').trim());
  expect(missing.ok).toBe(false);
});

test('a bundle of another program has the certificate that OpenSSL wrote, and no key', async () => {
  const pair = valueOf(await pairInFile(fixtureBytes('other-programs/bouncy-castle.p7b'), ''));
  expect(valueOf(pair.certificate).trim()).toBe(fixtureText('tenant.pem').trim());
  expect(pair.privateKey).toMatchObject({ ok: false, error: { code: 'certificate_not_private_key' } });
});

test.each([
  ['proc-type-des3.key', 'tenant.pem'],
  ['proc-type-aes256.key', 'tenant.pem'],
  ['pbes1-3des.key', 'tenant.pem'],
  ['pbes1-md5-des.key', 'tenant.pem'],
  ['pbes2-aes192-sha256.key', 'tenant.pem'],
  ['pbes2-aes256-scrypt.key', 'tenant.pem'],
])('%s, which WebCrypto cannot open', async (file, certificate) => {
  const { privateKey } = valueOf(await pairInFile(fixtureBytes(file), password));
  await fits(fixtureText(certificate), valueOf(privateKey));
});

test('no password, and a wrong one, are told apart', async () => {
  for (const file of ['tenant.p12', 'keystore.jks', 'proc-type-aes256.key']) {
    expect(await pairInFile(fixtureBytes(file), '')).toMatchObject({
      error: { code: 'private_key_encrypted' },
    });
    expect(await pairInFile(fixtureBytes(file), 'wrong')).toMatchObject({
      error: { code: 'wrong_password' },
    });
  }
});

test('what leaves a choice is left to the person', async () => {
  const two = valueOf(await pairInFile(fixtureBytes('two-keys.pem'), ''));
  expect(two.privateKey).toMatchObject({ error: { code: 'several_private_keys', detail: '2' } });
  const store = valueOf(await pairInFile(fixtureBytes('keystore.pkcs12.jks'), 'changeit'));
  expect(store.privateKey).toMatchObject({ error: { code: 'several_private_keys', detail: '2' } });
  const chain = valueOf(await pairInFile(fixtureBytes('chain.pem'), ''));
  expect(chain.certificate).toMatchObject({ error: { code: 'several_certificates', detail: '2' } });
  // With several certificates in a file, the key decides which one is taken.
  const withKey = valueOf(await pairInFile(bytes(fixtureText('chain.pem') + fixtureText('tenant.key')), ''));
  await fits(valueOf(withKey.certificate), valueOf(withKey.privateKey));
});

test('an encryption that is not opened, a key that is not RSA', async () => {
  expect(await pairInFile(fixtureBytes('pbes1-rc4.key'), password)).toMatchObject({
    error: { code: 'unsupported_encryption' },
  });
  const { privateKey } = valueOf(await pairInFile(fixtureBytes('ec.key'), ''));
  expect(privateKey).toMatchObject({ error: { code: 'not_rsa' } });
});
