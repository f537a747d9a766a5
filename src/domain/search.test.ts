import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { hasWords, searchable, searchWords } from './search.ts';

const found = (text: string, search: string) => hasWords(searchable(text), searchWords(search));

describe('a certificate is found by what programs print of it', () => {
  const { fingerprint256, serialNumber, subject } = new X509Certificate(
    readFileSync(join(import.meta.dirname, '../pki/fixtures/tenant.pem')),
  );
  const digits = fingerprint256.replaceAll(':', '');
  const serial = serialNumber.toUpperCase();
  const bytes = serial.match(/../g) ?? [];
  const text = `Genesys Recording\n${subject.replaceAll('\n', ',')}\n${digits}\n${serial}\n${BigInt(`0x${serial}`)}`;

  test.each([
    fingerprint256,
    fingerprint256.toLowerCase(),
    fingerprint256.replaceAll(':', ' '),
    fingerprint256.replaceAll(':', '-'),
    fingerprint256.slice(0, 48).replace(/:$/, ''),
    fingerprint256.replace(/^(.{47}:)/, '$1\n    '),
    `sha256 Fingerprint=${fingerprint256}`,
    `SHA256 Fingerprint=${fingerprint256}`,
    `SHA256: ${fingerprint256}`,
    `Thumbprint: ${digits.toLowerCase()}`,
    `serial=${serial}`,
    `Serial Number: ${bytes.join(':').toLowerCase()}`,
    `Serial number: ${serial.toLowerCase().replace(/^0/, '')}`,
    `0x${serial}`,
    `(0x${serial.toLowerCase()})`,
    bytes.join(' '),
    bytes.join(':'),
    String(BigInt(`0x${serial}`)),
  ])('%s', (search) => {
    expect(found(text, search)).toBe(true);
    expect(
      found(
        text
          .replaceAll(digits, '')
          .replaceAll(serial, '')
          .replaceAll(/\d{9,}/g, ''),
        search,
      ),
    ).toBe(false);
  });
});

test.each([
  ['E3AB01', '00:e3:ab:01'],
  ['1E05', '1E 05'],
  ['1E05', '1e:05'],
  ['C=US,ST=CA,L=Daly City,O=Genesys,CN=gir_qa\n10', 'C=US,ST=CA,L=Daly City,O=Genesys,CN=gir_qa:10'],
  ['CN=gir_qa,O=Genesys,C=US', '/C=US/O=Genesys/CN=gir_qa'],
  ['CN=gir_qa,O=Genesys,C=US', 'subject=C = US, O = Genesys, CN = gir_qa'],
  ['Zürich', 'Zurich'],
  ['Zu\u0308rich', 'ZÜRICH'],
  ['Zurich', 'zürich'],
  ['Straße', 'STRASSE'],
  ['Łódź, København, Ærø', 'lodz kobenhavn aero'],
  ['ΟΔΟΣ', 'οδος'],
  ['İstanbul', 'istanbul'],
  ['東京 録音', '録音'],
  ['Genesys Recording', 'record genesys'],
  ['Genesys Recording', 'Genesys-Recording'],
  ['tenant_2026', 'tenant-2026'],
])('%j is found with %j', (text, search) => {
  expect(found(text, search)).toBe(true);
});

test.each([
  ['10\n20', '1020'],
  ['ab\ncd\nef', 'ab:cd:ef'],
  ['Genesys', 'Genesys Recording'],
  ['007', '0x8'],
])('%j is not found with %j', (text, search) => {
  expect(found(text, search)).toBe(false);
});

test('a search without a letter or a digit has no words', () => {
  expect(searchWords(' – … : ')).toEqual([]);
});
