import { describe, expect, test } from 'vitest';
import {
  certificateStatus,
  hasNoExpiry,
  isAssignable,
  confirmsSerialNumber,
  placeName,
  statusText,
  subjectName,
  unmetRequirement,
  type Storable,
} from './certificate.ts';

const validity = { notBefore: '2026-01-01T00:00:00Z', notAfter: '2027-01-01T00:00:00Z' };

describe('the status over time', () => {
  test.each([
    ['2025-12-31T23:59:59Z', 'Not yet valid'],
    // The first and the last second of the validity both belong to it (RFC 5280, 4.1.2.5).
    ['2026-01-01T00:00:00Z', 'Valid'],
    ['2026-10-02T00:00:00Z', 'Valid'],
    ['2026-10-02T00:00:01Z', 'Expires in 90 days'],
    ['2026-12-30T12:00:00Z', 'Expires in 1 day'],
    ['2026-12-31T12:00:00Z', 'Expires in less than a day'],
    ['2027-01-01T00:00:00Z', 'Expires in less than a day'],
    ['2027-01-01T00:00:01Z', 'Expired'],
  ])('at %s: %s', (now, text) => {
    expect(statusText(certificateStatus(validity, new Date(now)))).toBe(text);
  });

  test('an expired certificate cannot be assigned, one that is not valid yet can', () => {
    expect(isAssignable(validity, new Date('2027-01-01T00:00:01Z'))).toBe(false);
    expect(isAssignable(validity, new Date('2025-01-01T00:00:00Z'))).toBe(true);
  });

  test('9999-12-31 means no expiry', () => {
    expect(hasNoExpiry({ ...validity, notAfter: '9999-12-31T23:59:59Z' })).toBe(true);
    expect(hasNoExpiry(validity)).toBe(false);
  });
});

const storable: Storable = {
  publicKey: { algorithm: 'RSA', bits: 2048, exponent: '65537' },
  subject: { der: new Uint8Array(2048) },
  issuer: { der: new Uint8Array(2048) },
  serialNumber: { hex: 'FF'.repeat(64) },
  der: new Uint8Array(32_768),
};

test.each([
  ['RSA', 2048, undefined],
  ['RSA', 4096, undefined],
  ['RSA', 2047, 'key_too_short'],
  ['RSA', undefined, 'key_too_short'],
  ['RSA', 8192, undefined],
  ['RSA', 8193, 'key_too_long'],
  ['id-ecPublicKey', 384, 'not_rsa'],
  ['rsassaPss', 2048, 'not_rsa'],
])('a key of the kind %s with %s bits: %s', (algorithm, bits, unmet) => {
  expect(unmetRequirement({ ...storable, publicKey: { ...storable.publicKey, algorithm, bits } })?.code).toBe(
    unmet,
  );
});

test.each([
  ['3', undefined],
  ['65537', undefined],
  [String(2n ** 256n - 1n), undefined],
  [String(2n ** 256n + 1n), 'of more than 256 bits'],
  [undefined, 'of more than 256 bits'],
  ['0', 'below 3'],
  ['1', 'below 3'],
  ['4', 'that is even'],
])('the public exponent %s: %s', (exponent, detail) => {
  const publicKey = { algorithm: 'RSA', bits: 2048, ...(exponent === undefined ? {} : { exponent }) };
  expect(unmetRequirement({ ...storable, publicKey })).toEqual(
    detail && { code: 'exponent_unusable', detail },
  );
});

test.each<[Partial<Storable>, string]>([
  [{ subject: { der: new Uint8Array(2049) } }, 'its subject has 2,049 bytes, and 2,048 bytes are the most'],
  [{ issuer: { der: new Uint8Array(2049) } }, 'its issuer has 2,049 bytes, and 2,048 bytes are the most'],
  [
    { serialNumber: { hex: `-${'01'.repeat(65)}` } },
    'its serial number has 65 bytes, and 64 bytes are the most',
  ],
  [{ der: new Uint8Array(32_769) }, 'the whole has 32,769 bytes, and 32,768 bytes are the most'],
])('a certificate is too large as soon as one of its parts is', (part, detail) => {
  expect(unmetRequirement(storable)).toBeUndefined();
  expect(unmetRequirement({ ...storable, ...part })).toEqual({ code: 'certificate_too_large', detail });
});

test('the subject name is the common name, else the whole name, else a word', () => {
  expect(subjectName({ commonName: 'Genesys Recording', readable: 'O=Genesys,CN=Genesys Recording' })).toBe(
    'Genesys Recording',
  );
  expect(subjectName({ commonName: undefined, readable: 'O=Genesys,C=US' })).toBe('O=Genesys,C=US');
  expect(subjectName({ commonName: '  ', readable: '' })).toBe('(no subject)');
});

test.each([
  ['0A1B2C', true],
  ['0a:1b:2c', true],
  [' 0A 1B 2C ', true],
  ['662316', true],
  ['A1B2C', false],
  ['', false],
  [' : ', false],
])('typed serial number %j: %s', (typed, same) => {
  expect(confirmsSerialNumber(typed, { hex: '0A1B2C', decimal: '662316' })).toBe(same);
});

test('the last 8 digits confirm a long serial number, and fewer do not', () => {
  const serial = { hex: '043AB4AC11BE3844EABA80012E76988704', decimal: '1' };
  expect(confirmsSerialNumber('76988704', serial)).toBe(true);
  expect(confirmsSerialNumber('6988704', serial)).toBe(false);
  expect(confirmsSerialNumber('E76988704', serial)).toBe(false);
});

test('places have the names of the screens', () => {
  expect(placeName({ kind: 'ivr-profile', id: '1', name: 'record' })).toBe('IVR profile record');
  expect(placeName({ kind: 'screen-recording' })).toBe('Screen Recording Certificates');
});
