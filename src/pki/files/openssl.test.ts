/**
 * Runs where `openssl` 3 is installed: makes keys and certificates as the documentation does, and compares with what
 * OpenSSL prints about them.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderOfTests } from '../../testing/folder.ts';
import { documentedPair } from '../../testing/openssl.ts';
import { fingerprints, verifiesItself } from '../certificate/certificate.ts';
import type { Bytes } from '../asn1/asn1.ts';
import { readCertificateFile, readPrivateKeyFile } from './files.ts';
import { valueOf } from '../../testing/fixtures.ts';
import { encodePem } from '../pem/pem.ts';
import { inspectPrivateKey } from '../key/private-key.ts';
import { provesKeyPair } from '../key/proof.ts';

function opensslVersion(): string | undefined {
  try {
    return execFileSync('openssl', ['version'], { encoding: 'utf8' });
  } catch {
    return undefined;
  }
}

const version = opensslVersion();
const usable = version?.startsWith('OpenSSL 3') ?? false;
const title = usable
  ? `with ${version?.trim()}`
  : `skipped: OpenSSL 3 is not here (${version?.trim() ?? 'no openssl'})`;

describe.skipIf(!usable)(title, () => {
  const folder = folderOfTests('pki');
  const openssl = (...args: string[]) =>
    execFileSync('openssl', args, { cwd: folder, encoding: 'utf8', stdio: ['pipe', 'pipe', 'pipe'] });
  const bytesOf = (file: string): Bytes => new Uint8Array(readFileSync(join(folder, file)));

  it('reads and proves the pair of the documentation', async () => {
    documentedPair(openssl, 'tenant');
    const certificate = valueOf(readCertificateFile(bytesOf('tenant.pem')));
    const key = valueOf(await inspectPrivateKey(valueOf(readPrivateKeyFile(bytesOf('tenant.key')))));
    const printed = openssl(
      'x509',
      '-in',
      'tenant.pem',
      '-noout',
      '-serial',
      '-subject',
      '-nameopt',
      'RFC2253',
      '-fingerprint',
      '-sha256',
    );
    const { sha256 } = await fingerprints(certificate.der);
    expect(printed.replaceAll(':', '').split('\n').slice(0, 3)).toEqual([
      `serial=${certificate.serialNumber.hex}`,
      `subject=${certificate.subject.rfc2253}`,
      `sha256 Fingerprint=${sha256}`,
    ]);
    expect(await verifiesItself(certificate)).toBe('yes');
    expect(await provesKeyPair(certificate, key)).toEqual({ ok: true, value: true });

    const encoded = encodePem('PRIVATE KEY', key.pkcs8!);
    expect(
      execFileSync('openssl', ['pkey', '-check', '-noout'], { input: encoded, encoding: 'utf8' }),
    ).toContain('Key is valid');
    const spki = encodePem('PUBLIC KEY', key.spki!);
    expect(spki).toBe(openssl('x509', '-in', 'tenant.pem', '-noout', '-pubkey'));
  });

  it('opens what `openssl pkcs8 -topk8` and `-traditional` encrypt', async () => {
    openssl('genrsa', '-out', 'secret.key', '2048');
    const forms: string[][] = [
      ['pkcs8', '-topk8', '-v2', 'aes-256-cbc', '-v2prf', 'hmacWithSHA512'],
      ['pkcs8', '-topk8', '-scrypt'],
      ['pkcs8', '-topk8', '-v1', 'PBE-SHA1-3DES'],
      ['rsa', '-traditional', '-aes256'],
    ];
    for (const form of forms) {
      openssl(...form, '-in', 'secret.key', '-out', 'encrypted.key', '-passout', 'pass:pässwörd');
      const { readPem } = await import('../pem/pem.ts');
      const [block] = readPem(new TextDecoder().decode(bytesOf('encrypted.key')));
      const opened = valueOf(await inspectPrivateKey(block!, 'pässwörd', { legacy: true }));
      expect(encodePem('PRIVATE KEY', opened.pkcs8!)).toBe(new TextDecoder().decode(bytesOf('secret.key')));
    }
  });
});
