/** Files that were crafted to break a reader must end in an error value, quickly, and never in an exception. */
import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { inspectCertificate } from '../certificate/certificate.ts';
import type { Bytes } from '../asn1/asn1.ts';
import { concat, encode, nullValue, octetString, oid, sequence } from '../../testing/der.ts';
import { readCertificateFile, readPrivateKeyFile, sortFile } from './files.ts';
import { fixtureBlock, fixtureBytes, opensslFacts } from '../../testing/fixtures.ts';
import { encodePem, readPem, type PemBlock } from '../pem/pem.ts';
import { inspectPrivateKey } from '../key/private-key.ts';

const MEGABYTE = 1024 * 1024;
/** Milliseconds of CPU time that this thread has used, so that nothing else on the machine can fail a test. */
const worked = (): number => process.threadCpuUsage().user / 1000;
const bytesOf = (text: string): Bytes => new TextEncoder().encode(text);

/** Gives the same bytes to every reader. Fields that are computed when read are read, too. */
async function readEverything(bytes: Bytes): Promise<string[]> {
  const certificate = inspectCertificate(bytes);
  if (certificate.ok) expect(certificate.value.extensions).toBeInstanceOf(Array);
  const block: PemBlock = { label: 'PRIVATE KEY', headers: {}, bytes };
  const answers = [
    certificate,
    readCertificateFile(bytes),
    readPrivateKeyFile(bytes),
    await inspectPrivateKey(block),
    await inspectPrivateKey(block, undefined, { legacy: true }),
  ];
  sortFile(bytes);
  return answers.map((answer) => (answer.ok ? 'ok' : answer.error.code));
}

async function withinASecond(bytes: Bytes): Promise<string[]> {
  const start = worked();
  const answers = await readEverything(bytes);
  expect(worked() - start).toBeLessThan(1000);
  return answers;
}

/** A certificate with the given parts; the others have ordinary values. */
function certificateWith(parts: {
  serial?: Bytes;
  algorithm?: Bytes;
  name?: Bytes;
  time?: Bytes;
  extensions?: Bytes;
}): Bytes {
  const algorithm = parts.algorithm ?? sequence(oid('1.2.840.113549.1.1.11'), nullValue());
  const time = encode(23, bytesOf('260101000000Z'));
  const tbs = sequence(
    encode(0xa0, encode(2, Uint8Array.of(2))),
    parts.serial ?? encode(2, Uint8Array.of(1)),
    algorithm,
    parts.name ?? sequence(),
    sequence(parts.time ?? time, time),
    sequence(),
    fixtureKeyInfo,
    parts.extensions ?? new Uint8Array(0),
  );
  return sequence(tbs, algorithm, encode(3, Uint8Array.of(0, 1)));
}
const fixtureKeyInfo = fixtureBlock('tenant.pub').bytes;

const filled = (length: number, byte: number): Bytes => new Uint8Array(length).fill(byte);
const repeated = (bytes: Bytes, count: number): Bytes => {
  const all = new Uint8Array(bytes.length * count);
  for (let i = 0; i < count; i++) all.set(bytes, i * bytes.length);
  return all;
};
const nested = (depth: number, ...opening: number[]): Bytes => repeated(Uint8Array.from(opening), depth);

function nestedDefinite(depth: number): Bytes {
  let element: Bytes = nullValue();
  for (let i = 0; i < depth; i++) element = sequence(element);
  return element;
}

/** A relative distinguished name: one common name of this value. */
const value = (...contents: Bytes[]): Bytes => encode(0x31, sequence(oid('2.5.4.3'), ...contents));

describe('structures', () => {
  const deepNames = Array.from({ length: 7 }).reduce<Bytes>(
    (inner) => encode(0x2c, inner),
    encode(12, bytesOf('x')),
  );
  test.each<[string, () => Bytes]>([
    ['nothing', () => new Uint8Array(0)],
    ['10,000 indefinite levels, open', () => nested(10_000, 0x30, 0x80)],
    ['10,000 indefinite levels, closed', () => concat(nested(10_000, 0x30, 0x80), filled(20_000, 0))],
    ['10,000 definite levels', () => nestedDefinite(10_000)],
    [
      '10,000 levels of a string in pieces',
      () => certificateWith({ serial: concat(nested(10_000, 0x24, 0x80), filled(20_000, 0)) }),
    ],
    [
      'a string in pieces beyond five levels',
      () => certificateWith({ name: sequence(encode(0x31, sequence(oid('2.5.4.3'), deepNames))) }),
    ],
    ['a length past the end', () => Uint8Array.of(0x30, 0x82, 0xff, 0xff, 0x30)],
    ['a length of 2^1016', () => concat(Uint8Array.of(0x30, 0xff), filled(127, 0xff))],
    ['a length with a thousand zeroes', () => concat(Uint8Array.of(0x30, 0xfe), filled(126, 0))],
    ['a tag without end', () => concat(Uint8Array.of(0x3f), filled(MEGABYTE, 0xff))],
    ['a million arcs', () => certificateWith({ algorithm: sequence(encode(6, filled(MEGABYTE, 1))) })],
    [
      'one arc of a million digits',
      () => certificateWith({ algorithm: sequence(encode(6, filled(MEGABYTE, 0xff), Uint8Array.of(1))) }),
    ],
    ['a serial number of a megabyte', () => certificateWith({ serial: encode(2, filled(MEGABYTE, 0x7f)) })],
    [
      'a negative serial number of a megabyte',
      () => certificateWith({ serial: encode(2, filled(MEGABYTE, 0x81)) }),
    ],
    ['a date of a megabyte', () => certificateWith({ time: encode(23, filled(MEGABYTE, 0x31)) })],
    [
      'a fraction of a megabyte',
      () =>
        certificateWith({
          time: encode(24, bytesOf('20260101000000.'), filled(MEGABYTE, 0x31), bytesOf('Z')),
        }),
    ],
    ['zeroes', () => filled(MEGABYTE, 0)],
    ['a megabyte of empty elements', () => sequence(filled(MEGABYTE, 0x30))],
  ])('%s', async (_, make) => {
    const answers = await withinASecond(make());
    expect(answers.slice(1)).not.toContain('ok');
  });

  test.each<[string, () => Bytes]>([
    ['a name of 4,500 parts', () => repeated(value(encode(12, bytesOf('a'))), 4500)],
    ['a long value that is not ASCII', () => value(encode(20, filled(60_000, 0xe4)))],
    ['a long value to be escaped', () => value(encode(12, filled(60_000, 0x2c)))],
  ])('%s', (_, make) => {
    const der = certificateWith({ name: sequence(make()) });
    const start = worked();
    expect(inspectCertificate(der).ok).toBe(true);
    expect(worked() - start).toBeLessThan(1000);
    expect(inspectCertificate(certificateWith({ name: sequence(make(), make()) })).ok).toBe(false);
  });

  it('shows 9,000 extensions within a second', () => {
    const extension = sequence(oid('2.5.29.17'), octetString(sequence(filled(50, 0x82))));
    const list = sequence(repeated(extension, 9_000));
    const der = certificateWith({ extensions: encode(0xa3, list) });
    const start = worked();
    const facts = inspectCertificate(der);
    expect(facts.ok && facts.value.extensions.length).toBe(9_000);
    expect(worked() - start).toBeLessThan(1000);
  });
});

describe('text', () => {
  test.each<[string, () => string, number]>([
    ['5 MB of one line', () => 'A'.repeat(5 * MEGABYTE), 0],
    [
      '5 MB of one line in a block',
      () => `-----BEGIN TEST-----\n${'A'.repeat(5 * MEGABYTE)}\n-----END TEST-----\n`,
      1,
    ],
    ['1 MB of BEGIN lines', () => '-----BEGIN CERTIFICATE-----\n'.repeat(37_450), 37_450],
    ['1 MB of BEGIN without dashes', () => '-----BEGIN '.repeat(95_326), 0],
    ['1 MB of dashes', () => '-'.repeat(MEGABYTE), 0],
    ['1 MB of empty lines', () => '\n'.repeat(MEGABYTE), 0],
    [
      '1 MB of empty lines in a block',
      () => `-----BEGIN TEST-----\n${'\n'.repeat(MEGABYTE)}-----END TEST-----\n`,
      1,
    ],
    ['1 MB of spaces', () => `-----BEGIN TEST-----\n${' '.repeat(MEGABYTE)}`, 1],
    [
      '1 MB of headers',
      () => `-----BEGIN TEST-----\n${'Proc-Type: 4\n a\n'.repeat(65_536)}\n-----END TEST-----\n`,
      1,
    ],
    ['1 MB of END lines', () => '-----END CERTIFICATE-----\n'.repeat(40_329), 0],
  ])('%s', (_, make, blocks) => {
    const text = make();
    const start = worked();
    expect(readPem(text)).toHaveLength(blocks);
    expect(worked() - start).toBeLessThan(1000);
  });

  it('finds nothing in a file that is too large, whatever it is', async () => {
    const answers = await withinASecond(bytesOf('-----BEGIN CERTIFICATE-----\n'.repeat(37_450)));
    expect(answers.slice(1, 3)).toEqual(['file_too_large', 'file_too_large']);
  });
});

/** Real files, which the tests then mutate. */
const seeds = [
  ...Object.keys(opensslFacts.certificates).map((file) => fixtureBlock(file, 'CERTIFICATE').bytes),
  ...[
    'tenant.key',
    'tenant.pkcs1.key',
    'ec.key',
    'ec.sec1.key',
    'ed25519.key',
    ...opensslFacts.encryptedKeys,
  ].map((file) => fixtureBlock(file, 'PRIVATE KEY').bytes),
  fixtureBytes('tenant.p12'),
  fixtureBytes('tenant.csr.der'),
];

/** A real file with some bytes changed, cut out or repeated, and with its end cut off. */
const mutated = fc
  .record({
    seed: fc.constantFrom(...seeds),
    edits: fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }), fc.nat(255)), {
      minLength: 1,
      maxLength: 6,
    }),
    keep: fc.oneof(
      { weight: 3, arbitrary: fc.constant(1) },
      { weight: 1, arbitrary: fc.double({ min: 0, max: 1, noNaN: true }) },
    ),
    flip: fc.boolean(),
  })
  .map(({ seed, edits, keep, flip }) => {
    const bytes = seed.slice(0, Math.ceil(seed.length * keep));
    for (const [where, byte] of edits) {
      const at = Math.floor(where * bytes.length);
      bytes[at] = flip ? (bytes[at] ?? 0) ^ (1 << (byte & 7)) : byte;
    }
    return bytes;
  });

describe('anything at all', () => {
  it('20,000 mutated files: an answer, never an exception', async () => {
    let slowest = 0;
    await fc.assert(
      fc.asyncProperty(mutated, async (bytes) => {
        const start = worked();
        await readEverything(bytes);
        slowest = Math.max(slowest, worked() - start);
      }),
      { seed: 1, numRuns: 20_000 },
    );
    expect(slowest).toBeLessThan(1000);
  }, 60_000);

  it('5,000 random byte strings', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
        await readEverything(new Uint8Array(bytes));
      }),
      { seed: 1, numRuns: 5_000 },
    );
  }, 60_000);

  it('5,000 texts around and inside PEM', () => {
    const piece = fc.oneof(
      fc.string(),
      fc.constantFrom(
        '-----BEGIN ',
        '-----END ',
        '-----',
        'CERTIFICATE',
        'PRIVATE KEY',
        '\n',
        '\r\n',
        '\r',
        ':',
        'AAAA',
        '=',
        ' ',
      ),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const bytes = bytesOf(pieces.join(''));
        for (const { label, bytes: inside, problem } of readPem(pieces.join(''))) {
          if (!problem) expect(readPem(encodePem(label, inside))[0]?.bytes).toEqual(inside);
        }
        readCertificateFile(bytes);
        readPrivateKeyFile(bytes);
        sortFile(bytes);
      }),
      { seed: 1, numRuns: 5_000 },
    );
  }, 60_000);

  it(
    'every truncation of a certificate, and a flipped bit in each of its bytes',
    { timeout: 300_000 },
    () => {
      const { bytes } = fixtureBlock('extensions.pem');
      for (let length = 0; length < bytes.length; length++) {
        expect(inspectCertificate(bytes.slice(0, length)).ok).toBe(false);
      }
      for (let at = 0; at < bytes.length; at++) {
        const changed = bytes.slice();
        changed[at]! ^= 1 << (at & 7);
        const facts = inspectCertificate(changed);
        if (facts.ok) expect(facts.value.extensions.length).toBeGreaterThan(0);
      }
    },
  );
});

test('no error holds key material', async () => {
  const secret = fixtureBlock('tenant.pkcs1.key').bytes;
  const hex = Buffer.from(secret).toString('hex');
  for (let at = 0; at < secret.length; at += 3) {
    const changed = secret.slice();
    changed[at]! ^= 0xff;
    const answer = await inspectPrivateKey({ label: 'RSA PRIVATE KEY', headers: {}, bytes: changed });
    if (answer.ok) continue;
    const detail = answer.error.detail ?? '';
    expect(detail.length).toBeLessThan(100);
    for (const word of detail.split(/\W/)) if (word.length > 8) expect(hex).not.toContain(word.toLowerCase());
  }
});
