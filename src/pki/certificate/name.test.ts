import { describe, expect, it, test } from 'vitest';
import { encode, oid, sequence } from '../../testing/der.ts';
import { parseDer, reading } from '../asn1/asn1.ts';
import { fixtureCertificate } from '../../testing/fixtures.ts';
import { readableForm, readName } from './name.ts';

const name = (...values: Uint8Array<ArrayBuffer>[]) => {
  const der = sequence(...values.map((value) => encode(0x31, sequence(oid('2.5.4.3'), value))));
  return reading('not_a_certificate', () => readName(parseDer(der)));
};
const printed = (value: Uint8Array<ArrayBuffer>) => {
  const read = name(value);
  return read.ok ? read.value.rfc2253 : read.error.detail;
};
const utf8 = (text: string) => encode(12, new TextEncoder().encode(text));

describe('values as OpenSSL prints them', () => {
  test.each([
    ['plain', 'CN=plain'],
    ['', 'CN='],
    [' ', 'CN=\\ '],
    ['  a  ', 'CN=\\  a \\ '],
    ['#', 'CN=#'],
    ['#a', 'CN=\\#a'],
    ['a,b+c"d\\e<f>g;h=i', 'CN=a\\,b\\+c\\"d\\\\e\\<f\\>g\\;h=i'],
    ['ä€😀', 'CN=\\C3\\A4\\E2\\82\\AC\\F0\\9F\\98\\80'],
    ['a\0b\x7f', 'CN=a\\00b\\7F'],
  ])('%j', (text, expected) => {
    expect(printed(utf8(text))).toBe(expected);
  });

  test.each([
    ['BMPString', encode(30, Uint8Array.of(0, 0x41, 0x26, 0x0e)), 'CN=A\\E2\\98\\8E'],
    ['UniversalString', encode(28, Uint8Array.of(0, 1, 0xf6, 0)), 'CN=\\F0\\9F\\98\\80'],
    ['T61String', encode(20, Uint8Array.of(0xe4)), 'CN=\\C3\\A4'],
    ['NumericString', encode(18, Uint8Array.of(0x31)), 'CN=1'],
    ['BIT STRING', encode(3, Uint8Array.of(4, 0xf0)), 'CN=#030204F0'],
    ['SEQUENCE', sequence(utf8('x')), 'CN=#30030C0178'],
    ['a string in pieces', encode(0x2c, utf8('a'), utf8('b')), 'a constructed string at offset 11'],
    ['a surrogate', encode(30, Uint8Array.of(0xd8, 0)), 'no Unicode character'],
    ['half a character', encode(30, Uint8Array.of(0)), 'BMPString value length must be a multiple of 2'],
    ['broken UTF-8', encode(12, Uint8Array.of(0xc3)), 'a UTF8String that is not UTF-8'],
    ['overlong UTF-8', encode(12, Uint8Array.of(0xc0, 0x80)), 'a UTF8String that is not UTF-8'],
    ['an OCTET STRING', encode(4), 'a name’s value of the type 4'],
  ])('%s', (_, value, expected) => {
    expect(printed(value)).toBe(expected);
  });
});

describe('whole names', () => {
  it('keeps the encoded order beside the printed one', () => {
    const { issuer } = fixtureCertificate('samples/gir-qa-certificate.pem');
    expect(issuer.rfc2253).toBe('CN=gir_qa,O=Genesys,L=Daly City,ST=CA,C=US');
    expect(issuer.encodedOrder).toBe('C=US,ST=CA,L=Daly City,O=Genesys,CN=gir_qa');
    expect(issuer.commonName).toBe('gir_qa');
  });

  it('joins the parts of a multi-valued RDN', () => {
    const { subject } = fixtureCertificate('name-multi.pem');
    expect(subject.rdns.map((rdn) => rdn.length)).toEqual([1, 3, 1]);
    expect(subject.rfc2253).toContain('+');
  });

  it('keeps the text of values that RFC 2253 prints in hexadecimal', () => {
    const { subject } = fixtureCertificate('name-unknown.pem');
    const unknown = subject.rdns.flat().find(({ type }) => type === '1.2.3.4.5');
    expect(unknown).toEqual({ type: '1.2.3.4.5', oid: '1.2.3.4.5', value: 'value' });
    expect(subject.rfc2253).toContain('1.2.3.4.5=#0C0576616C7565');
  });

  it('reads the older string types', () => {
    for (const file of ['name-bmp.pem', 'name-universal.pem', 'name-t61.pem']) {
      expect(fixtureCertificate(file).subject.rdns[0]![0]).toEqual({
        type: 'O',
        oid: '2.5.4.10',
        value: 'Müller, Söhne',
      });
    }
  });
});

const readable = (text: string) => {
  const read = name(utf8(text));
  if (!read.ok) throw new Error(read.error.detail);
  // The form that OpenSSL prints, as it is stored in records, can be turned into the readable form.
  expect(readableForm(read.value.rfc2253)).toBe(read.value.readable);
  return read.value.readable;
};

describe('names that people can read', () => {
  test.each([
    ['Zürich', 'CN=Zürich'],
    ['録音 😀', 'CN=録音 😀'],
    ['a,b', 'CN=a\\,b'],
    ['\\C3', 'CN=\\\\C3'],
    ['ä\\ö', 'CN=ä\\\\ö'],
    ['a\u202Eb', 'CN=a\\E2\\80\\AEb'],
    ['a\u00A0b', 'CN=a\\C2\\A0b'],
    ['a\u200Bb\0', 'CN=a\\E2\\80\\8Bb\\00'],
    ['\uFEFFa', 'CN=\\EF\\BB\\BFa'],
    ['a\x7F', 'CN=a\\7F'],
  ])('%j', (text, expected) => {
    expect(readable(text)).toBe(expected);
  });
});
