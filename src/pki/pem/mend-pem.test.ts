import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readCertificateFile, readPrivateKeyFile } from '../files/files.ts';
import { mendFile, type Mending } from './mend-pem.ts';
import { inspectPrivateKey } from '../key/private-key.ts';
import { readPem } from './pem.ts';
import { fixtureBlock, fixtureText, opensslFacts, valueOf } from '../../testing/fixtures.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);
const lines = (text: string) => text.trimEnd().split('\n');

/** Ways in which a text gets mangled, each with what must be reported as mended. */
const manglings: [name: string, mangle: (text: string) => string, mended: Mending[]][] = [
  ['\\n from JSON', (text) => text.replaceAll('\n', String.raw`\n`), ['written line breaks']],
  ['\\r\\n from JSON', (text) => text.replaceAll('\n', String.raw`\r\n`), ['written line breaks']],
  ['a JSON string', (text) => JSON.stringify(text), ['written line breaks']],
  ['JSON in JSON', (text) => JSON.stringify(JSON.stringify({ pem: text })), ['written line breaks']],
  [
    'an environment variable',
    (text) => `KEY="${text.replaceAll('\n', String.raw`\n`)}"`,
    ['written line breaks'],
  ],
  ['one line, spaces for line ends', (text) => text.replaceAll('\n', ' '), ['missing line breaks']],
  ['one line, nothing for line ends', (text) => text.replaceAll('\n', ''), ['missing line breaks']],
  [
    'no line end around BEGIN and END',
    (text) =>
      lines(text).slice(0, 2).join('') +
      '\n' +
      lines(text).slice(2, -2).join('\n') +
      '\n' +
      lines(text).slice(-2).join(''),
    ['missing line breaks'],
  ],
  [
    'YAML',
    (text) =>
      `key: |\n${lines(text)
        .map((line) => `  ${line}`)
        .join('\n')}\n`,
    ['indentation'],
  ],
  [
    'tabs',
    (text) =>
      lines(text)
        .map((line) => `\t${line}`)
        .join('\r\n'),
    ['indentation'],
  ],
  [
    'a quoted mail',
    (text) =>
      lines(text)
        .map((line) => `> ${line}`)
        .join('\n'),
    ['mail quoting'],
  ],
  [
    'a mail that was quoted twice',
    (text) =>
      lines(text)
        .map((line) => `> > ${line}`)
        .join('\n'),
    ['mail quoting'],
  ],
  [
    'a list in a program',
    (text) =>
      lines(text)
        .map((line) => `    "${line}",`)
        .join('\n'),
    ['quotation marks'],
  ],
  ['a list on one line', (text) => JSON.stringify(lines(text)), ['quotation marks']],
  ['blank lines between', (text) => text.replaceAll('\n', '\n\n'), ['missing line breaks']],
  ['spaces that do not break', (text) => text.replaceAll('\n', '\u00a0\n\u00a0'), ['odd characters']],
  ['zero-width spaces', (text) => text.replaceAll('\n', '\u200b\n'), ['odd characters']],
  ['line separators', (text) => text.replaceAll('\n', '\u2028'), ['odd characters']],
  ['a word processor’s dashes', (text) => text.replaceAll('-----', '\u2014\u2014-'), ['dashes']],
  ['text around it', (text) => `Here it is: ${text.replaceAll('\n', ' ')} Regards`, ['missing line breaks']],
];

const certificate = fixtureText('tenant.pem');
const key = fixtureText('private.pem');
const wanted = {
  certificate: fixtureBlock('tenant.pem').bytes,
  key: fixtureBlock('private.pem').bytes,
};

describe('a pair that was mangled on its way reads the same', () => {
  test.each(manglings)('%s', (_, mangle, mended) => {
    for (const text of [certificate, key]) {
      expect(mendFile(bytesOf(mangle(text))).mended, text.slice(0, 30)).toEqual(
        expect.arrayContaining(mended),
      );
    }
    expect(valueOf(readCertificateFile(mendFile(bytesOf(mangle(certificate))).bytes)).der).toEqual(
      wanted.certificate,
    );
    expect(valueOf(readPrivateKeyFile(mendFile(bytesOf(mangle(key))).bytes)).bytes).toEqual(wanted.key);
    const both = mendFile(bytesOf(mangle(certificate + key))).bytes;
    expect(readPem(new TextDecoder().decode(both)).map(({ bytes }) => bytes)).toEqual(Object.values(wanted));
  });

  test('in any two ways at once', () => {
    const way = fc.constantFrom(...manglings.map(([, mangle]) => mangle));
    fc.assert(
      fc.property(way, way, (first, second) => {
        const { bytes } = mendFile(bytesOf(second(first(certificate))));
        const read = readCertificateFile(bytes);
        // After two manglings a block may be left unmended, but it is never mended into something wrong.
        if (read.ok) expect(read.value.der).toEqual(wanted.certificate);
      }),
      { seed: 1, numRuns: 400 },
    );
  });

  test.each(manglings)('an old encrypted key: %s', async (_, mangle) => {
    const text = fixtureText('proc-type-aes256.key');
    const block = readPem(new TextDecoder().decode(mendFile(bytesOf(mangle(text))).bytes))[0]!;
    const opened = await inspectPrivateKey(block, opensslFacts.password, { legacy: true });
    expect(valueOf(opened).algorithm).toBe('RSA');
  });
});

describe('what leaves no single reading is left as it is, and the damage is named', () => {
  const middle = Math.floor(certificate.length / 2);
  test.each([
    ['without its END', certificate.slice(0, middle), 'the line END CERTIFICATE is missing'],
    [
      'another END',
      certificate.replace('END CERTIFICATE', 'END PRIVATE KEY'),
      'BEGIN CERTIFICATE ends with END PRIVATE KEY',
    ],
    ['without its BEGIN', certificate.slice(middle), 'END CERTIFICATE stands there without its BEGIN'],
    [
      'a character that is none',
      certificate.slice(0, middle) + '…' + certificate.slice(middle),
      '“…” stands between BEGIN and END CERTIFICATE',
    ],
    [
      'a character too few',
      certificate.slice(0, middle).trimEnd().slice(0, -1) + certificate.slice(middle),
      'characters are missing between BEGIN and END CERTIFICATE',
    ],
    [
      'nothing in it',
      '-----BEGIN CERTIFICATE----- -----END CERTIFICATE-----',
      'nothing stands between BEGIN and END CERTIFICATE',
    ],
  ])('%s', (_, text, damage) => {
    const answer = mendFile(bytesOf(text));
    expect(answer.damage).toBe(damage);
    expect(answer.bytes).toEqual(bytesOf(text));
    expect(answer.mended).toEqual([]);
  });
});

test('what needs no mending stays byte for byte', () => {
  for (const file of ['tenant.pem', 'private.pem', 'bundle.pem', 'tenant.text.pem', 'proc-type-aes256.key']) {
    const bytes = bytesOf(fixtureText(file));
    expect(mendFile(bytes)).toEqual({ bytes, mended: [] });
  }
});

test('no mangling of random text becomes a certificate or a key', () => {
  const way = fc.constantFrom(...manglings.map(([, mangle]) => mangle));
  fc.assert(
    fc.property(way, fc.base64String({ maxLength: 200 }), fc.string(), (mangle, base64, noise) => {
      const text = `${noise}\n-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----\n${noise}`;
      const { bytes } = mendFile(bytesOf(mangle(text)));
      expect(readCertificateFile(bytes).ok).toBe(false);
      expect(readPrivateKeyFile(bytes).ok).toBe(false);
    }),
    { seed: 1, numRuns: 1000 },
  );
});

test('a megabyte of what looks like boundaries takes no second', () => {
  const start = process.threadCpuUsage().user;
  for (const text of [
    '-',
    '-----BEGIN ',
    '-----BEGIN A-----',
    '-----BEGIN A----- "',
    '\\n',
    '> ',
    ' BEGIN',
  ]) {
    mendFile(bytesOf(`BEGIN ${text.repeat(1_000_000 / text.length)}`));
  }
  expect((process.threadCpuUsage().user - start) / 1000).toBeLessThan(5000);
});
