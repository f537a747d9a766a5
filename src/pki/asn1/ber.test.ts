/** BER in every form that X.690 allows becomes the DER that it stands for, within the limits of all readers. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Asn1Error, parseDer, type Bytes } from './asn1.ts';
import { implicitOctets, toDer } from './ber.ts';
import { inspectFile } from '../files/inspect-file.ts';
import { concat, encode, nullValue, octetString, oid, sequence } from '../../testing/der.ts';
import { fixtureBlock } from '../../testing/fixtures.ts';

const END = Uint8Array.of(0, 0);
const indefinite = (identifier: number, ...contents: Uint8Array[]): Bytes =>
  concat(Uint8Array.of(identifier, 0x80), ...contents, END);
/** The same element with a length in more bytes than it needs. */
const longLength = (identifier: number, contents: Uint8Array): Bytes =>
  concat(Uint8Array.of(identifier, 0x84, 0, 0, contents.length >> 8, contents.length & 255), contents);
const filled = (length: number, byte: number): Bytes => new Uint8Array(length).fill(byte);
const text = (value: string) => new TextEncoder().encode(value);

/** An element as a tree, to be written in DER and in BER. */
type Tree = { identifier: number; contents: Bytes } | { identifier: number; children: Tree[] };
const der = (tree: Tree): Bytes =>
  'contents' in tree
    ? encode(tree.identifier, tree.contents)
    : encode(tree.identifier, ...tree.children.map(der));

/** Writes BER; each choice comes from the list, so that fast-check can shrink it. */
function ber(tree: Tree, choices: number[]): Bytes {
  const choice = choices.pop() ?? 0;
  if ('children' in tree) {
    const children = tree.children.map((child) => ber(child, choices));
    if (choice % 3 === 0) return encode(tree.identifier, ...children);
    if (choice % 3 === 1) return indefinite(tree.identifier, ...children);
    return longLength(tree.identifier, concat(...children));
  }
  const { identifier, contents } = tree;
  if (identifier !== 4 || choice % 3 === 0) return encode(identifier, contents);
  if (choice % 3 === 1) return longLength(identifier, contents);
  const middle = choice % (contents.length + 1);
  const segments = [contents.subarray(0, middle), contents.subarray(middle)].map((part) => octetString(part));
  return choice % 2 === 0 ? indefinite(0x24, ...segments) : encode(0x24, indefinite(0x24, ...segments));
}

const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small' },
    fc.record({
      identifier: fc.constantFrom(2, 4, 0x80),
      contents: fc.uint8Array({ minLength: 1, maxLength: 200 }),
    }),
    fc.record({
      identifier: fc.constantFrom(0x30, 0x31, 0xa0),
      children: fc.array(tie('tree'), { maxLength: 6 }),
    }),
  ),
}));

describe('BER', () => {
  test('of any structure becomes its DER', () => {
    fc.assert(
      fc.property(tree, fc.array(fc.nat(1000)), (tree, choices) => {
        expect(toDer(ber(tree, choices)).der).toEqual(der(tree));
      }),
      { seed: 1, numRuns: 2000 },
    );
  });

  test('that is DER already is not copied', () => {
    const { bytes } = fixtureBlock('tenant.pem');
    expect(toDer(bytes).der.buffer).toBe(bytes.buffer);
  });

  test('has bit strings and texts in segments, too', () => {
    const bits = indefinite(0x23, encode(3, Uint8Array.of(0, 1, 2)), encode(3, Uint8Array.of(4, 0xf0)));
    expect(toDer(bits).der).toEqual(encode(3, Uint8Array.of(4, 1, 2, 0xf0)));
    const words = encode(0x2c, encode(12, text('Gen')), octetString(text('esys')));
    expect(toDer(words).der).toEqual(encode(12, text('Genesys')));
  });

  test('ends where its first element ends', () => {
    expect(toDer(concat(indefinite(0x30, nullValue()), text('more'))).der).toEqual(sequence(nullValue()));
  });

  test('gives out what stands in a place as it stands', () => {
    const odd = longLength(0x30, text('\u0005\u0000'));
    const place = indefinite(0x30, oid('1.2.3'), indefinite(0xa0, indefinite(0x30, odd), nullValue()));
    const { der, takenOut } = toDer(place, [0x30, 0xa0, 0x30]);
    expect(takenOut).toEqual([odd]);
    expect(der).toEqual(sequence(oid('1.2.3'), encode(0xa0, sequence(), nullValue())));
  });

  test('a string with a tag of its own is one string', () => {
    const inSegments = encode(0xa0, octetString(text('Gen')), octetString(text('esys')));
    expect(implicitOctets(parseDer(inSegments))).toEqual(text('Genesys'));
    expect(implicitOctets(parseDer(encode(0x80, text('Genesys'))))).toEqual(text('Genesys'));
    expect(() => implicitOctets(parseDer(encode(0xa0, nullValue())))).toThrow(Asn1Error);
  });
});

const repeated = (bytes: Bytes, count: number): Bytes => {
  const all = new Uint8Array(bytes.length * count);
  for (let i = 0; i < count; i++) all.set(bytes, i * bytes.length);
  return all;
};

describe('crafted BER is refused within a second', () => {
  const MEGABYTE = 1024 * 1024;
  test.each<[string, () => Bytes]>([
    ['100,000 levels, open', () => repeated(Uint8Array.of(0x30, 0x80), 100_000)],
    ['100,000 levels of segments', () => repeated(Uint8Array.of(0x24, 0x80), 100_000)],
    [
      'more than a million elements',
      () =>
        indefinite(
          0x30,
          filled(4 * MEGABYTE, 5).map((_, i) => (i % 2 ? 0 : 5)),
        ),
    ],
    ['a length past the end', () => indefinite(0x30, Uint8Array.of(4, 0x84, 0xff, 0xff, 0xff, 0xff))],
    ['a value of indefinite length', () => indefinite(0x30, Uint8Array.of(4, 0x80, 0, 0))],
    ['segments of another type', () => indefinite(0x24, nullValue())],
    ['a bit string without segments', () => indefinite(0x23)],
    ['a tag without end', () => indefinite(0x30, Uint8Array.of(0x3f), filled(MEGABYTE, 0xff))],
    ['an end where none is open', () => sequence(END)],
  ])('%s', (_, make) => {
    const bytes = make();
    const start = process.threadCpuUsage().user;
    expect(() => toDer(bytes)).toThrow(Asn1Error);
    expect(() => toDer(bytes, [0x30, 0x30])).toThrow(Asn1Error);
    expect((process.threadCpuUsage().user - start) / 1000).toBeLessThan(1000);
  });

  test('a string in 300,000 segments is read in linear time', () => {
    const segments = repeated(octetString(Uint8Array.of(1)), 300_000);
    const start = process.threadCpuUsage().user;
    expect(toDer(indefinite(0x24, segments)).der).toEqual(octetString(filled(300_000, 1)));
    expect((process.threadCpuUsage().user - start) / 1000).toBeLessThan(1000);
  });
});

test('a certificate in BER is refused by name, also in a bundle in BER, and the others in it are shown', async () => {
  const { bytes } = fixtureBlock('tenant.pem');
  const header = bytes.indexOf(0x30, 1);
  const inBer = indefinite(0x30, bytes.subarray(header));
  expect(await inspectFile(inBer)).toMatchObject([{ kind: 'cannot open', error: { code: 'not_der' } }]);
  const data = indefinite(0x30, oid('1.2.840.113549.1.7.1'));
  const signed = indefinite(
    0x30,
    encode(2, Uint8Array.of(1)),
    encode(0x31),
    data,
    indefinite(0xa0, bytes, inBer),
    encode(0x31),
  );
  const message = indefinite(0x30, oid('1.2.840.113549.1.7.2'), indefinite(0xa0, signed));
  expect(await inspectFile(message)).toMatchObject([
    { kind: 'PKCS#7 bundle', certificates: 2 },
    { kind: 'certificate' },
    { kind: 'cannot open', error: { code: 'not_der' } },
  ]);
});
