/**
 * Text as other programs write it: in UTF-16, in base64 without BEGIN and END, behind a label that is not right, in the
 * armour of others. Most files are in fixtures/other-programs; what only packs base64 is written here.
 */
import { createCipheriv } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { mendedText } from '../../domain/mending.ts';
import { encryptMedia } from '../../tenant/recorder/recorder.ts';
import type { Bytes } from '../asn1/asn1.ts';
import { readCertificateFile, readPrivateKeyFile, sortFile } from '../files/files.ts';
import { eachFound, inspectFile, keyIdOf } from '../files/inspect-file.ts';
import { mediaType } from '../media/media-type.ts';
import { mendFile } from './mend-pem.ts';
import { pairInFile } from '../files/pair-in-file.ts';
import { CallArchive } from '../archive/call-archive.ts';
import { fixtureBytes, fixtureCertificate, opensslFacts, valueOf } from '../../testing/fixtures.ts';
import { noise } from '../../testing/noise.ts';
import { textOf } from '../asn1/text.ts';

const bytesOf = (text: string): Bytes => new TextEncoder().encode(text);
const utf16 = (text: string, mark = '\ufeff'): Bytes => new Uint8Array(Buffer.from(mark + text, 'utf16le'));
const program = (file: string): Bytes => fixtureBytes(`other-programs/${file}`);
const lines = (text: string, width = 76): string => text.replaceAll(new RegExp(`.{${width}}`, 'g'), '$&\n');
const base64 = (file: string): string => Buffer.from(fixtureBytes(file)).toString('base64');

const keyId = keyIdOf(fixtureCertificate('tenant.pem').publicKey);
const sha256 = opensslFacts.certificates['tenant.pem']?.sha256;
const CERTIFICATE = { kind: 'certificate', sha256 };
const OTHER = { kind: 'certificate', sha256: opensslFacts.certificates['other.pem']?.sha256 };
const KEY = { kind: 'private key', keyId };

test.each<[file: string, found: object[]]>([
  ['utf16.key', [KEY]],
  ['utf16-big-endian.pem', [CERTIFICATE]],
  ['base64-only.cer', [{ ...CERTIFICATE, mended: ['base64 alone'] }]],
  ['base64-only.key', [{ ...KEY, mended: ['base64 alone'] }]],
  ['base64-only.p12', [{ kind: 'locked PKCS#12', mended: ['base64 alone'] }]],
  ['gpgsm.p12.b64', [{ kind: 'locked PKCS#12', mended: ['base64 alone'] }]],
  ['certutil-encode.pfx.txt', [{ kind: 'locked PKCS#12', label: 'CERTIFICATE' }]],
  ['openssh-commented.key', [{ kind: 'cannot open', error: { code: 'openssh_key' } }]],
  ['openpgp.asc', [{ kind: 'cannot open', error: { code: 'openpgp_file' } }]],
  ['armored.age', [{ kind: 'cannot open', error: { code: 'age_file' } }]],
  [
    'openpgp-private.asc',
    [
      {
        kind: 'cannot open',
        error: { code: 'not_read_here', detail: 'a block “PGP PRIVATE KEY BLOCK”' },
      },
    ],
  ],
  [
    'openpgp-signed.pem',
    [
      { kind: 'cannot open', label: 'PGP SIGNED MESSAGE' },
      CERTIFICATE,
      { kind: 'unknown', label: 'PGP SIGNATURE' },
    ],
  ],
  [
    'ssh2.pub',
    [
      {
        kind: 'unknown',
        label: 'SSH2 PUBLIC KEY',
        what: 'A PEM block “SSH2 PUBLIC KEY” that this console has no use for',
      },
    ],
  ],
])('%s', async (file, found) => {
  expect(await inspectFile(program(file))).toMatchObject(found);
});

test.each(['base64-only.p12', 'gpgsm.p12.b64', 'certutil-encode.pfx.txt'])(
  '%s goes into both places of an upload, and opens with its password',
  async (file) => {
    const { bytes } = mendFile(program(file));
    expect(sortFile(bytes)).toEqual({ certificate: true, privateKey: true });
    for (const read of [readCertificateFile, readPrivateKeyFile])
      expect(read(bytes)).toMatchObject({ ok: false, error: { code: 'pkcs12_not_pem' } });
    expect(await pairInFile(bytes, 'correct horse')).toMatchObject({
      value: { certificate: { ok: true }, privateKey: { ok: true } },
    });
  },
);

test('a private key that certutil encoded as a certificate is taken out, too', async () => {
  const text = `-----BEGIN CERTIFICATE-----\n${base64('tenant.key.der').replaceAll(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`;
  expect(readPrivateKeyFile(bytesOf(text))).toMatchObject({ error: { code: 'der_not_pem' } });
  expect(await pairInFile(bytesOf(text), '')).toMatchObject({ value: { privateKey: { ok: true } } });
});

describe('base64 without BEGIN and END is taken, and that is said', () => {
  const [certificate, other, key] = [
    base64('tenant.der'),
    Buffer.from(fixtureCertificate('other.pem').der).toString('base64'),
    base64('tenant.key.der'),
  ];

  test.each<[string, string, object[]]>([
    ['alone', certificate, [CERTIFICATE]],
    ['in lines', `\n${lines(certificate)}\n`, [CERTIFICATE]],
    ['in lines of Windows', lines(certificate, 64).replaceAll('\n', '\r\n'), [CERTIFICATE]],
    ['with blanks for line ends', lines(certificate).replaceAll('\n', ' '), [CERTIFICATE]],
    ['without padding', certificate.replaceAll('=', ''), [CERTIFICATE]],
    ['for addresses', certificate.replaceAll('+', '-').replaceAll('/', '_'), [CERTIFICATE]],
    ['as a JSON text', JSON.stringify(certificate), [CERTIFICATE]],
    ['as a secret of Azure Key Vault', JSON.stringify({ id: 'https://x', value: key }), [KEY]],
    ['with an escaped slash', JSON.stringify([certificate]).replaceAll('/', String.raw`\/`), [CERTIFICATE]],
    [
      'with an escaped plus',
      JSON.stringify([certificate]).replaceAll('+', String.raw`\u002B`),
      [CERTIFICATE],
    ],
    ['as x5c', JSON.stringify({ keys: [{ kty: 'RSA', x5c: [certificate, other] }] }), [CERTIFICATE, OTHER]],
    ['in an environment file', `NAME=x\nCERT=${certificate}\nKEY="${key}"\n`, [CERTIFICATE, KEY]],
    [
      'in XML',
      `<X509Certificate>${lines(certificate).replaceAll('\n', '&#13;\n')}</X509Certificate>`,
      [CERTIFICATE],
    ],
    [
      'as a secret of Kubernetes',
      `apiVersion: v1\ndata:\n  tls.crt: ${base64('tenant.pem')}\n  tls.key: ${base64('tenant.key')}\nkind: Secret\n`,
      [CERTIFICATE, KEY],
    ],
    ['of PEM, in lines', lines(base64('tenant.pem')), [CERTIFICATE]],
    ['of a Java keystore', base64('keystore.jks'), [{ kind: 'locked Java keystore' }, {}, {}, {}]],
  ])('%s', async (_, text, found) => {
    for (const bytes of [bytesOf(text), utf16(text)]) {
      const all = await inspectFile(bytes);
      expect(all).toMatchObject(found);
      for (const { mended } of all) expect(mendedText(mended ?? [])).toContain('without BEGIN and END');
    }
  });

  test.each([
    'MIIC is a name, and MIIB another one.',
    certificate.slice(0, 400),
    `${certificate.slice(0, 300)} and ${certificate.slice(300)}`,
    certificate.replace('MII', 'MIIA'),
    'LS0tLS1CRUdJTi',
    '',
  ])('%s is nothing', (text) => {
    expect(mendFile(bytesOf(text)).mended).toEqual([]);
  });

  test('a long text that begins again and again takes no longer than any other', () => {
    const start = process.threadCpuUsage().user;
    for (const each of ['MIIB ', 'MIPP', 'MIO/////', 'MIA\n', '/u3+7Q ', 'LS0tLS1CRUdJTi\n'])
      mendFile(bytesOf(each.repeat(2_000_000 / each.length)));
    expect((process.threadCpuUsage().user - start) / 1_000_000).toBeLessThan(3);
  });
});

describe('UTF-16', () => {
  test('is read with its mark, and without it where the text is plain', () => {
    for (const mark of ['\ufeff', '']) {
      expect(textOf(utf16('{"a": "plain text"}', mark))).toBe('{"a": "plain text"}');
      expect(textOf(new Uint8Array(Buffer.from(utf16('{"a": "plain text"}', mark)).swap16()))).toBe(
        '{"a": "plain text"}',
      );
    }
    expect(textOf(bytesOf('\ufeffGrüße'))).toBe('Grüße');
  });
});

const media = new Uint8Array(
  readFileSync(join(import.meta.dirname, '../../tenant/recorder/media/test-call.mp3')),
);

async function recordingsIn(files: Record<string, Bytes>) {
  const archive = new CallArchive();
  archive.add(Object.entries(files).map(([name, bytes]) => ({ name, blob: new Blob([bytes]) })));
  while ((await archive.work(1000)).doing !== 'nothing');
  const media = Array.from(archive.entries(), archive.callOf).flatMap((call) => call.media);
  return { ...archive.report(), media };
}

describe('in Decrypt', () => {
  const { ciphertext, pkcs7 } = encryptMedia(media, [fixtureCertificate('tenant.pem').der]);

  test.each<[string, Record<string, Bytes>]>([
    ['an envelope', { 'call.p7.pem': utf16(pkcs7) }],
    ['metadata', { 'call.json': utf16(JSON.stringify({ mediaFiles: [{ mediaPath: 'call.mp3', pkcs7 }] })) }],
    [
      'metadata with an envelope in base64 alone',
      {
        'call.json': utf16(
          JSON.stringify({
            mediaFiles: [{ mediaPath: 'call.mp3', pkcs7: pkcs7.replaceAll(/-----.*-----|\n/g, '') }],
          }),
        ),
      },
    ],
  ])('%s and a key in UTF-16 open a recording', async (_, files) => {
    const report = await recordingsIn({
      ...files,
      'call.mp3.bin': ciphertext,
      'tenant.key': program('utf16.key'),
    });
    expect(report.media).toMatchObject([{ name: 'call.mp3.bin', state: 'opens' }]);
    expect(report.leftOut).toEqual([]);
  });

  test('a text in UTF-16 is no media, and encrypted media that begins like a frame is encrypted', async () => {
    const report = await recordingsIn({
      'notes.txt': utf16('Notes about the call, in UTF-16.'),
      'call.mp3.bin': new Uint8Array([0xff, 0xfb, 0x90, 0x40, ...noise(4000)]),
      'note.mp3': utf16('-----'),
    });
    expect(report.media.map(({ name, state }) => [name, state])).toEqual([
      ['call.mp3.bin', 'no session key'],
      ['note.mp3', 'no session key'],
    ]);
    expect(report.leftOut.map(({ file }) => file)).toEqual(['notes.txt']);
  });
});

describe('the media type', () => {
  test('is not said of encrypted bytes', () => {
    const cipher = createCipheriv('aes-256-ctr', noise(32), noise(16, 'iv'));
    const bytes = new Uint8Array(cipher.update(new Uint8Array(8 * 1024 * 1024)));
    let first = 0;
    const said: number[] = [];
    for (let at = 0; at + 4096 <= bytes.length; at += 16) {
      const start = bytes.subarray(at, at + 4096);
      if (start[0] === 0xff && (start[1] ?? 0) >= 0xe0) first++;
      if (mediaType(start)) said.push(at);
    }
    expect(first).toBeGreaterThan(200);
    expect(said).toEqual([]);
  });

  test('is said of the first 4 kB of a file', () => {
    expect(mediaType(media.subarray(0, 4096))).toBe('audio/mpeg');
    expect(mediaType(media)).toBe('audio/mpeg');
    expect(mediaType(media.subarray(0, 104))).toBe('audio/mpeg');
    expect(mediaType(media.subarray(0, 64))).toBeUndefined();
  });
});

test.each([
  ['TSS2 PRIVATE KEY', 'MAUGA1UEAw=='],
  ['ENCRYPTED SIGSTORE PRIVATE KEY', Buffer.from('{"kdf":{}}').toString('base64')],
  ['SSH2 ENCRYPTED PRIVATE KEY', 'Comment: "x"\nP2/56wAAAA'],
  ['OpenVPN Static key V1', '0123456789abcdef'],
])('“%s” belongs to another program, and is not called damaged', async (label, inside) => {
  const block = `-----BEGIN ${label}-----\n${inside}\n-----END ${label}-----\n`;
  const key = textOf(fixtureBytes('tenant.key'));
  for (const text of [
    block,
    `Notes\n${block}`,
    `${key}${block}`,
    `${block}${key.replaceAll('\n', '\r\r\n')}`,
  ]) {
    const found = await inspectFile(bytesOf(text));
    const other = found.find((each) => each.label === label);
    expect(other).toMatchObject(
      label.includes('PRIVATE')
        ? { kind: 'cannot open', error: { code: 'not_read_here', detail: `a block “${label}”` } }
        : { kind: 'unknown', what: `A PEM block “${label}” that this console has no use for` },
    );
    if (text.length > 1000) expect(found).toContainEqual(expect.objectContaining(KEY));
  }
});

test('what a broken file of this field is told to be does not change', async () => {
  const text = textOf(fixtureBytes('tenant.key'));
  const found = [];
  for await (const each of eachFound(bytesOf(text.slice(0, 900)))) found.push(each);
  expect(found).toMatchObject([{ kind: 'damaged', error: { code: 'pem_incomplete' } }]);
  expect(
    valueOf(readPrivateKeyFile(bytesOf(`${textOf(program('openssh-commented.key'))}${text}`))).label,
  ).toBe('PRIVATE KEY');
});
