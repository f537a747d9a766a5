/**
 * The reverse of written-files.test.ts: every file that OpenSSL 3 writes opens here, or the message names why it does
 * not.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { folderOfTests } from '../../testing/folder.ts';
import { documentedPair } from '../../testing/openssl.ts';
import type { Bytes } from '../asn1/asn1.ts';
import type { PrivateKeyFacts } from '../certificate/facts.ts';
import { inspectFile } from './inspect-file.ts';
import { readPem } from '../pem/pem.ts';
import { openPkcs12 } from '../pkcs12/pkcs12-open.ts';
import { inspectPrivateKey } from '../key/private-key.ts';
import type { Result } from '../result.ts';

const version = spawnSync('openssl', ['version'], { encoding: 'utf8' }).stdout ?? '';
const isOpenssl3 = version.startsWith('OpenSSL 3');
const password = 'pass:correct horse';
const typed = 'correct horse';

const folder = folderOfTests('openssl');

function openssl(...args: string[]): void {
  const { status, stderr } = spawnSync('openssl', args, { encoding: 'utf8', cwd: folder });
  if (status !== 0) throw new Error(`openssl ${args.join(' ')}: ${stderr}`);
}

const bytesOf = (name: string): Bytes => new Uint8Array(readFileSync(join(folder, name)));

async function openKey(name: string, given: string | undefined): Promise<Result<PrivateKeyFacts>> {
  const [block] = readPem(new TextDecoder().decode(bytesOf(name)));
  return inspectPrivateKey(block ?? { label: 'PRIVATE KEY', headers: {}, bytes: bytesOf(name) }, given, {
    legacy: true,
  });
}

describe.skipIf(!isOpenssl3)('OpenSSL 3 (skipped where there is none)', () => {
  beforeAll(() => {
    documentedPair(openssl, 'tenant', 30);
  }, 60_000);

  const topk8 = (...how: string[]) => ['pkcs8', '-topk8', '-in', 'tenant.key', '-passout', password, ...how];
  const aes = (hash: string) => topk8('-v2', 'aes-256-cbc', '-v2prf', hash);
  const keys: [written: string, args: string[], opensOrRefused: string][] = [
    ['genrsa', ['pkey', '-in', 'tenant.key'], 'without password'],
    ['genrsa -traditional', ['rsa', '-in', 'tenant.key', '-traditional'], 'without password'],
    ['genrsa in DER', ['pkey', '-in', 'tenant.key', '-outform', 'DER'], 'without password'],
    [
      'pkcs8 -topk8 -nocrypt',
      ['pkcs8', '-topk8', '-inform', 'pem', '-in', 'tenant.key', '-outform', 'pem', '-nocrypt'],
      'without password',
    ],
    ['genrsa -aes256', ['rsa', '-in', 'tenant.key', '-aes256', '-passout', password], 'with password'],
    ...['aes128', 'aes192', 'aes256', 'des3', 'des'].map((cipher): (typeof keys)[number] => [
      `genrsa -traditional -${cipher}`,
      // Single DES is only in OpenSSL's legacy provider.
      [
        'rsa',
        '-in',
        'tenant.key',
        '-traditional',
        `-${cipher}`,
        '-passout',
        password,
        ...(cipher === 'des' ? ['-provider', 'legacy', '-provider', 'default'] : []),
      ],
      'with password',
    ]),
    [
      'genrsa -traditional -camellia256',
      ['rsa', '-in', 'tenant.key', '-traditional', '-camellia256', '-passout', password],
      'CAMELLIA-256-CBC',
    ],
    [
      'genrsa -traditional -aria256',
      ['rsa', '-in', 'tenant.key', '-traditional', '-aria256', '-passout', password],
      'ARIA-256-CBC',
    ],
    ...[
      'hmacWithSHA1',
      'hmacWithSHA224',
      'hmacWithSHA256',
      'hmacWithSHA384',
      'hmacWithSHA512',
      'hmacWithSHA512-256',
    ].map((hash): (typeof keys)[number] => [
      `pkcs8 -v2 aes-256-cbc -v2prf ${hash}`,
      aes(hash),
      'with password',
    ]),
    ['pkcs8 -v2 aes-192-cbc', topk8('-v2', 'aes-192-cbc'), 'with password'],
    ['pkcs8 -v2 des3', topk8('-v2', 'des3'), 'with password'],
    ['pkcs8 -scrypt', topk8('-scrypt'), 'with password'],
    ['pkcs8 -iter 600000', topk8('-iter', '600000'), 'with password'],
    [
      'pkcs8 -v1 PBE-SHA1-3DES',
      topk8('-v1', 'PBE-SHA1-3DES', '-provider', 'legacy', '-provider', 'default'),
      'with password',
    ],
    [
      'pkcs8 -v1 PBE-MD5-DES',
      topk8('-v1', 'PBE-MD5-DES', '-provider', 'legacy', '-provider', 'default'),
      'with password',
    ],
    [
      'pkcs8 -v1 PBE-SHA1-RC4-128',
      topk8('-v1', 'PBE-SHA1-RC4-128', '-provider', 'legacy', '-provider', 'default'),
      'PBE-SHA1-RC4-128',
    ],
    ['pkcs8 -v2 camellia-256-cbc', topk8('-v2', 'camellia-256-cbc'), 'camellia-256-cbc'],
  ];
  test.each(keys)('%s', async (_, args, opens) => {
    openssl(...args, '-out', 'written');
    const opened = await openKey('written', opens === 'without password' ? undefined : typed);
    const [found] = await inspectFile(bytesOf('written'));
    if (opens === 'without password' || opens === 'with password') {
      expect(opened).toMatchObject({ ok: true, value: { algorithm: 'RSA', bits: 2048 } });
      expect(found?.kind).toBe(opens === 'with password' ? 'locked private key' : 'private key');
    } else {
      expect(opened).toMatchObject({ ok: false, error: { code: 'unsupported_encryption', detail: opens } });
      expect(found?.kind).toBe('locked private key');
    }
    if (opens === 'with password') {
      expect(await openKey('written', 'wrong')).toEqual({ ok: false, error: { code: 'wrong_password' } });
    }
  });

  const legacy = ['-legacy', '-provider', 'legacy', '-provider', 'default'];
  const containers: [written: string, args: string[], opensOrRefused: string][] = [
    ['pkcs12 -export', [], 'opens'],
    ['pkcs12 -export -legacy', legacy, 'opens'],
    ['pkcs12 -export -nomac', ['-nomac'], 'opens'],
    ['pkcs12 -export -macalg sha512 -iter 100000', ['-macalg', 'sha512', '-iter', '100000'], 'opens'],
    ['pkcs12 -export -keypbe NONE -certpbe NONE', ['-keypbe', 'NONE', '-certpbe', 'NONE'], 'opens'],
    [
      'pkcs12 -export -certpbe PBE-SHA1-RC2-128',
      ['-certpbe', 'PBE-SHA1-RC2-128', '-provider', 'legacy', '-provider', 'default'],
      'opens',
    ],
    [
      'pkcs12 -export -certpbe PBE-SHA1-2DES',
      ['-certpbe', 'PBE-SHA1-2DES', '-provider', 'legacy', '-provider', 'default'],
      'opens',
    ],
    [
      'pkcs12 -export -certpbe PBE-SHA1-RC4-128',
      ['-certpbe', 'PBE-SHA1-RC4-128', '-provider', 'legacy', '-provider', 'default'],
      'PBE-SHA1-RC4-128',
    ],
    ['pkcs12 -export -certpbe camellia-256-cbc', ['-certpbe', 'camellia-256-cbc'], 'camellia-256-cbc'],
    [
      'pkcs12 -export -macalg md5',
      ['-macalg', 'md5', '-provider', 'legacy', '-provider', 'default'],
      'opens',
    ],
  ];
  test.each(containers)('%s', async (_, how, opens) => {
    const written = '-inkey tenant.key -in tenant.pem -name Genesys -out written.p12 -passout';
    openssl('pkcs12', '-export', ...written.split(' '), password, ...how);
    const bytes = bytesOf('written.p12');
    const [found] = await inspectFile(bytes);
    expect(found?.kind).toBe(how.includes('NONE') ? 'PKCS#12' : 'locked PKCS#12');
    const opened = await openPkcs12(bytes, typed);
    if (opens === 'opens') {
      if (!opened.ok) throw new Error(opened.error.code);
      const [certificate] = opened.value.certificates;
      const [privateKey] = opened.value.privateKeys;
      expect(certificate?.localKeyId).toBe(privateKey?.localKeyId);
      expect(privateKey?.friendlyName).toBe('Genesys');
      expect(privateKey?.key).toMatchObject({ ok: true, value: { algorithm: 'RSA', bits: 2048 } });
      expect(opened.value.certificates[0]?.der).toEqual(
        readPem(readFileSync(join(folder, 'tenant.pem'), 'utf8'))[0]?.bytes,
      );
    } else {
      // The certificate is told by name, and the key opens all the same.
      expect(opened).toMatchObject({
        ok: true,
        value: {
          notOpened: [{ code: 'unsupported_encryption', detail: opens }],
          privateKeys: [{ key: { ok: true } }],
        },
      });
    }
    const wrong = await openPkcs12(bytes, 'wrong');
    if (!how.includes('NONE')) expect(wrong.ok).toBe(false);
  });

  test('req -new, crl2pkcs7 and cms -encrypt', async () => {
    openssl(
      'req',
      '-new',
      '-key',
      'tenant.key',
      '-subj',
      '/CN=Genesys Recording',
      '-addext',
      'subjectAltName=DNS:example.com',
      '-out',
      'request.pem',
    );
    expect(await inspectFile(bytesOf('request.pem'))).toMatchObject([
      {
        kind: 'certificate request',
        facts: {
          subject: { rfc2253: 'CN=Genesys Recording' },
          extensions: [{ name: 'Subject Alternative Name', lines: ['DNS: example.com'] }],
        },
      },
    ]);
    openssl('crl2pkcs7', '-nocrl', '-certfile', 'tenant.pem', '-out', 'bundle.p7b');
    expect((await inspectFile(bytesOf('bundle.p7b'))).map(({ kind }) => kind)).toEqual([
      'PKCS#7 bundle',
      'certificate',
    ]);
    openssl(
      'cms',
      '-encrypt',
      '-aes-256-cbc',
      '-in',
      'tenant.pem',
      '-outform',
      'PEM',
      '-out',
      'envelope.pem',
      'tenant.pem',
    );
    const [certificate] = await inspectFile(bytesOf('tenant.pem'));
    const serialNumber = certificate?.kind === 'certificate' ? certificate.facts.serialNumber : undefined;
    expect(await inspectFile(bytesOf('envelope.pem'))).toMatchObject([
      {
        kind: 'session-key envelope',
        facts: {
          cipher: 'AES-256-CBC',
          recipients: [{ by: 'issuer and serial number', serialNumber, keyTransport: 'rsaEncryption' }],
        },
      },
    ]);
  });
});
