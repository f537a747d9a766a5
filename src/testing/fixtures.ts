/** For tests only: the files of `fixtures/`, and what OpenSSL printed about them when `npm run fixtures` made them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspectCertificate } from '../pki/certificate/certificate.ts';
import type { Bytes } from '../pki/asn1/asn1.ts';
import type { CertificateFacts, PrivateKeyFacts } from '../pki/certificate/facts.ts';
import { readPem, type PemBlock } from '../pki/pem/pem.ts';
import { inspectPrivateKey } from '../pki/key/private-key.ts';
import type { Result } from '../pki/result.ts';

export interface OpensslFacts {
  subject: string;
  issuer: string;
  serial: string;
  notBefore: string;
  notAfter: string;
  keyAlgorithm: string;
  bits?: number;
  signatureAlgorithm: string;
  sha1: string;
  sha256: string;
}

export const fixturePath = (file: string): string => join(import.meta.dirname, '../pki/fixtures', file);
export const fixtureBytes = (file: string): Bytes => new Uint8Array(readFileSync(fixturePath(file)));
export const fixtureText = (file: string): string => readFileSync(fixturePath(file), 'utf8');

/** What OpenSSL printed. */
export const opensslFacts = JSON.parse(fixtureText('facts.json')) as {
  password: string;
  certificates: Record<string, OpensslFacts>;
  keys: Record<string, { bits: number }>;
  encryptedKeys: string[];
};

/** The first block of a fixture whose label ends with `labelEnd`. */
export function fixtureBlock(file: string, labelEnd = ''): PemBlock {
  const block = readPem(fixtureText(file)).find(({ label }) => label.endsWith(labelEnd));
  if (!block) throw new Error(`no ${labelEnd} in ${file}`);
  return block;
}

/** The value of a result that must not be an error in this test. */
export function valueOf<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.detail ?? ''}`);
  return result.value;
}

export const fixtureCertificate = (file: string): CertificateFacts =>
  valueOf(inspectCertificate(fixtureBlock(file, 'CERTIFICATE').bytes));

export const fixtureKey = async (file: string): Promise<PrivateKeyFacts> =>
  valueOf(await inspectPrivateKey(fixtureBlock(file, 'PRIVATE KEY')));
