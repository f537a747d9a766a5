/**
 * What a reader says of a file that is whole and that it cannot read: never that the file is damaged. The files follow
 * their standards; only the reader has limits.
 */
import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { toolSentence } from '../../domain/tool-sentence.ts';
import { inspectFile } from './inspect-file.ts';
import { openPkcs12 } from '../pkcs12/pkcs12-open.ts';
import { errorOfReading } from '../pile/source.ts';
import {
  bitString,
  encode,
  nullValue,
  octetString,
  oid,
  sequence,
  unsignedInteger,
} from '../../testing/der.ts';
import { fixtureBytes } from '../../testing/fixtures.ts';

const integer = (value: number) => unsignedInteger(Uint8Array.of(value));
const text = (value: string) => encode(0x0c, new TextEncoder().encode(value));
const name = (value: Uint8Array) => sequence(encode(0x31, sequence(oid('2.5.4.3'), value)));
const DATA = oid('1.2.840.113549.1.7.1');
const ENVELOPED_DATA = oid('1.2.840.113549.1.7.3');
const data = (contents: Uint8Array) => sequence(DATA, encode(0xa0, octetString(contents)));
const rsaEncryption = sequence(oid('1.2.840.113549.1.1.1'), nullValue());

/** A certificate whose subject has one value. */
function certificateOf(value: Uint8Array) {
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const algorithm = sequence(oid('1.2.840.10045.4.3.2'));
  const date = encode(0x17, new TextEncoder().encode('261130000000Z'));
  return sequence(
    sequence(
      encode(0xa0, integer(2)),
      integer(1),
      algorithm,
      name(text('a')),
      sequence(date, date),
      name(value),
      publicKey.export({ type: 'spki', format: 'der' }),
    ),
    algorithm,
    bitString(new Uint8Array(8)),
  );
}

const nested = (depth: number): Uint8Array => (depth === 0 ? nullValue() : sequence(nested(depth - 1)));
const privateKey = (version: number, algorithm: Uint8Array, key: Uint8Array) =>
  sequence(integer(version), algorithm, octetString(key));
const rsaKey = (bytes: number) =>
  sequence(...[0, 1, 2, 3, 4, 5, 6, 7, 8].map((i) => (i === 1 ? odd(bytes) : integer(i === 0 ? 0 : 3))));
const odd = (bytes: number) => unsignedInteger(new Uint8Array(bytes).fill(0xff));
const recipient = sequence(
  integer(0),
  sequence(name(text('a')), integer(1)),
  rsaEncryption,
  octetString(new Uint8Array(256)),
);
const envelope = (recipients: number) =>
  sequence(
    ENVELOPED_DATA,
    encode(
      0xa0,
      sequence(
        integer(0),
        encode(0x31, ...Array.from({ length: recipients }, () => recipient)),
        sequence(DATA, sequence(oid('2.16.840.1.101.3.4.1.42'), octetString(new Uint8Array(16)))),
      ),
    ),
  );

describe('what is more than this console reads is not damaged', () => {
  test.each<[what: string, detail: string, bytes: Uint8Array]>([
    ['a name of 70 kB', 'a name of', certificateOf(text('a'.repeat(70_000)))],
    ['a name with a value of another type', 'of the type 4', certificateOf(octetString())],
    [
      'a certificate with a tag above 30',
      'a tag number above 30',
      certificateOf(Uint8Array.of(0x9f, 0x1f, 0)),
    ],
    ['a private key that is nested deeply', '60 levels', privateKey(0, rsaEncryption, nested(70))],
    ['a private key of a new version', 'version of PKCS#8', privateKey(2, rsaEncryption, rsaKey(256))],
    ['an RSA key of 20,000 bits', 'more than 16,384 bits', rsaKey(2500)],
    ['an INTEGER of 5,000 bytes', 'a number of 5001 bytes', rsaKey(5000)],
    [
      'a key on a curve without a name here',
      'without a known curve',
      privateKey(
        0,
        sequence(oid('1.2.840.10045.2.1'), oid('1.2.3.4')),
        sequence(integer(1), octetString(new Uint8Array(32))),
      ),
    ],
    ['a message for 1,001 recipients', 'more than 1000 recipients', envelope(1001)],
    ['a PKCS#12 of a new version', 'version of PKCS#12', sequence(integer(4), data(sequence()))],
    [
      'a PKCS#12 that is signed instead of encrypted with a password',
      'pkcs7-signedData instead of a password',
      sequence(integer(3), sequence(oid('1.2.840.113549.1.7.2'), encode(0xa0, sequence()))),
    ],
    [
      'a Java keystore of a new version',
      'the unknown version 3',
      Uint8Array.of(0xfe, 0xed, 0xfe, 0xed, 0, 0, 0, 3),
    ],
  ])('%s', async (_, detail, bytes) => {
    const [found, ...more] = await inspectFile(new Uint8Array(bytes));
    expect(more).toEqual([]);
    expect(found).toMatchObject({ kind: 'cannot open', error: { code: 'not_read_here' } });
    if (found?.kind !== 'cannot open') return;
    expect(found.error.detail).toContain(detail);
    expect(toolSentence(found.error, 'old.key')).toContain('says nothing against the file');
  });

  test('a part of a PKCS#12 that is encrypted for a certificate does not hide the others', async () => {
    const bags = sequence(
      sequence(oid('1.2.840.113549.1.12.10.1.1'), encode(0xa0, fixtureBytes('tenant.key.der').subarray())),
    );
    const file = sequence(
      integer(3),
      data(sequence(data(bags), sequence(ENVELOPED_DATA, encode(0xa0, sequence())))),
    );
    const opened = await openPkcs12(new Uint8Array(file), 'any');
    expect(opened).toMatchObject({
      ok: true,
      value: {
        privateKeys: [{ key: { ok: true } }],
        notOpened: [{ code: 'not_read_here', detail: 'pkcs7-envelopedData instead of a password' }],
      },
    });
  });
});

test('an exception says only then that a file could not be read when it is one of files', () => {
  expect(errorOfReading(new DOMException('', 'NotReadableError'))).toEqual({
    code: 'file_not_readable',
    detail: 'NotReadableError',
  });
  expect(errorOfReading(new DOMException('', 'OperationError'))).toEqual({
    code: 'reader_failed',
    detail: 'OperationError',
  });
});
