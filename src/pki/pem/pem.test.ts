import { describe, expect, it, test } from 'vitest';
import { fixtureBlock, fixtureText } from '../../testing/fixtures.ts';
import { encodePem, readPem } from './pem.ts';

const hello = new TextEncoder().encode('hello world');
const block = (base64: string, label = 'TEST') =>
  `-----BEGIN ${label}-----\n${base64}-----END ${label}-----\n`;
const line64 = 'A'.repeat(64);

describe('blocks as real files have them', () => {
  test.each([
    ['plain', block('aGVsbG8gd29ybGQ=\n')],
    ['CRLF', block('aGVsbG8gd29ybGQ=\n').replaceAll('\n', '\r\n')],
    ['CR', block('aGVsbG8gd29ybGQ=\n').replaceAll('\n', '\r')],
    ['byte order mark', `\ufeff${block('aGVsbG8gd29ybGQ=\n')}`],
    ['text around', `subject=CN = x\n\n${block('aGVsbG8gd29ybGQ=\n')}that was it`],
    ['trailing white space', block('aGVsbG8g  \t\nd29ybGQ=  \n')],
    ['white space within', block(' aG Vs\tbG8gd29\nybGQ=\n')],
    ['no newline at the end', block('aGVsbG8gd29ybGQ=\n').trimEnd()],
    ['an empty line first', block('\naGVsbG8gd29ybGQ=\n')],
    ['one column', block(`${'aGVsbG8gd29ybGQ='.split('').join('\n')}\n`)],
    ['a comment after a dash', block('aGVsbG8gd29ybGQ=\n- a comment\n')],
  ])('%s', (_, text) => {
    expect(readPem(text)).toEqual([{ label: 'TEST', headers: {}, bytes: hello }]);
  });

  it('reads several, with their labels', () => {
    const text = block('AAAA\n', 'ONE') + block('BBBB\n', 'TWO WORDS');
    expect(readPem(text).map(({ label }) => label)).toEqual(['ONE', 'TWO WORDS']);
  });

  it('reads headers', () => {
    const { headers, bytes } = fixtureBlock('proc-type-aes128.key');
    expect(headers).toEqual({
      'Proc-Type': '4,ENCRYPTED',
      'DEK-Info': expect.stringMatching(/^AES-128-CBC,[0-9A-F]{32}$/),
    });
    expect(bytes.length % 16).toBe(0);
  });

  it('reads lines of any length', () => {
    const long = 'AAAA'.repeat(100_000);
    expect(readPem(block(`${long}\n`))[0]!.bytes.length).toBe(300_000);
  });
});

describe('blocks that OpenSSL refuses', () => {
  test.each([
    ['no END', '-----BEGIN TEST-----\naGVs\n'],
    ['another label at the end', '-----BEGIN TEST-----\naGVs\n-----END OTHER-----\n'],
    ['a strange character', block('aGV*\n')],
    ['an incomplete group', block('aGVsb\n')],
    ['padding in the midst', block('aG==VsbG\n')],
    ['too much padding', block('a===\n')],
    ['an empty line in the midst', block('aGVs\n\nbG8g\n')],
    ['two empty lines', block('\n\naGVs\n')],
    ['headers that are none', block('Name: value\n\naGVs\n')],
    ['a long line after headers', block(`Proc-Type: 4,ENCRYPTED\n\n${line64}AAAA\n`)],
    ['a short line in the midst after headers', block(`Proc-Type: 4,ENCRYPTED\n\nAAAA\n${line64}\n`)],
  ])('%s', (_, text) => {
    expect(readPem(text)).toEqual([
      { label: 'TEST', headers: expect.any(Object), bytes: new Uint8Array(0), problem: 'pem_incomplete' },
    ]);
  });

  it('goes on after a block without its END', () => {
    const blocks = readPem(`-----BEGIN ONE-----\naGVs\n${block('aGVs\n', 'TWO')}`);
    expect(blocks.map(({ label, problem }) => [label, problem])).toEqual([
      ['ONE', 'pem_incomplete'],
      ['TWO', undefined],
    ]);
  });

  test.each(['', 'hello', '-----BEGIN TEST', '----BEGIN TEST----\nAAAA\n----END TEST----', 'AAAA'])(
    'none in %j',
    (text) => {
      expect(readPem(text)).toEqual([]);
    },
  );
});

describe('encodePem', () => {
  test.each(['tenant.pem', 'tenant.key', 'rsa8192.key', 'ec.pem'])('writes %s as OpenSSL does', (file) => {
    const { label, bytes } = fixtureBlock(file);
    expect(encodePem(label, bytes)).toBe(fixtureText(file));
  });

  it('writes CRLF on demand', () => {
    expect(encodePem('TEST', hello, '\r\n')).toBe(
      '-----BEGIN TEST-----\r\naGVsbG8gd29ybGQ=\r\n-----END TEST-----\r\n',
    );
  });

  test.each([0, 1, 2, 3, 47, 48, 49, 96])('%i bytes come back', (length) => {
    const bytes = Uint8Array.from({ length }, (_, i) => i * 37);
    expect(readPem(encodePem('TEST', bytes))[0]!.bytes).toEqual(bytes);
  });
});
