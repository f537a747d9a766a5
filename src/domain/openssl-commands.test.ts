import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { folderOfTests } from '../testing/folder.ts';
import {
  convertCommands,
  decryptCommand,
  generateCommands,
  pairNames,
  quoted,
  requestCommands,
  subjectArgument,
  type Conversion,
  type GeneratedWith,
  type Source,
} from './openssl-commands.ts';

const documented: GeneratedWith = {
  subject: [
    ['CN', 'Genesys Recording'],
    ['C', 'US'],
    ['ST', 'California'],
    ['O', 'Genesys'],
  ],
  bits: 2048,
  days: 3650,
  hash: 'SHA-256',
};

test('what the documentation says, with the hash and the key usage', () => {
  expect(generateCommands(documented)).toEqual([
    'openssl genrsa -out tenant.key 2048',
    'openssl req -new -x509 -key tenant.key -out tenant.pem -days 3650 -sha256 -subj "/CN=Genesys Recording/C=US/ST=California/O=Genesys" -addext "keyUsage=critical,keyEncipherment,keyCertSign"',
  ]);
});

test('the documented conversion for Azure', () => {
  const key: Source = { file: 'tenant.key', form: 'PEM' };
  expect(convertCommands({ key, to: 'PKCS#8', encoding: 'PEM', output: 'private.pem' })).toEqual([
    'openssl pkcs8 -topk8 -inform pem -in tenant.key -outform pem -nocrypt -out private.pem',
  ]);
});

test('a renewed pair takes no name of the pair that must be kept', () => {
  const renewed = Object.values(pairNames(new Date('2026-11-25T10:00:00Z')));
  expect(renewed).toEqual([
    'tenant-2026-11-25-1000.pem',
    'tenant-2026-11-25-1000.csr',
    'tenant-2026-11-25-1000.key',
    'private-2026-11-25-1000.pem',
    'tenant-encrypted-2026-11-25-1000.pem',
    'tenant-2026-11-25-1000.p12',
  ]);
  for (const name of Object.values(pairNames())) expect(renewed).not.toContain(name);
});

test('a recording at the customer’s own site', () => {
  expect(decryptCommand({ envelope: 'a.p7.pem', media: 'a.mp3.bin', output: 'a.mp3' })).toBe(
    'openssl cms -decrypt -inform PEM -in a.p7.pem -content a.mp3.bin -inkey tenant.key -recip tenant.pem -binary -out a.mp3',
  );
});

test('words for a shell', () => {
  expect(['tenant.key', 'my key.pem', "it's", 'a"b', '$HOME'].map(quoted)).toEqual([
    'tenant.key',
    '"my key.pem"',
    `"it's"`,
    `'a"b'`,
    `'$HOME'`,
  ]);
  expect(subjectArgument([['O', String.raw`a/b+c\d`]])).toBe(String.raw`/O=a\/b\+c\\d`);
});

const shell = (script: string, cwd: string) =>
  spawnSync('sh', ['-ec', script], { cwd, encoding: 'utf8', env: { ...process.env, PASSWORD: 'secret' } });
const isThere = shell('openssl version', tmpdir()).stdout.startsWith('OpenSSL 3');

/** OpenSSL asks a person for the password; in the test it reads it from the environment. */
const answered = (command: string): string =>
  command
    .split(' | ')
    .map((part) => {
      const reads = /openssl (rsa|pkey|pkcs8)/.test(part) ? ' -passin env:PASSWORD' : '';
      const container = /openssl pkcs12 -in/.test(part) ? ' -passin env:PASSWORD' : '';
      const writes = /-export|-v2 /.test(part) ? ' -passout env:PASSWORD' : '';
      const opens = part.includes('-export') ? ' -passin env:PASSWORD' : '';
      return part + reads + container + opens + writes;
    })
    .join(' | ');

describe.skipIf(!isThere)('OpenSSL 3 runs them (skipped where there is none)', () => {
  const folder = folderOfTests('commands');
  const run = (script: string, cwd = folder): string => {
    const { status, stdout, stderr } = shell(script, cwd);
    expect(status, `${script}\n${stderr}`).toBe(0);
    return stdout;
  };
  const subject: GeneratedWith['subject'] = [
    ['CN', `Müller's "Recording" $HOME + more/less`],
    ['C', 'DE'],
    ['ST', 'Baden-Württemberg'],
    ['O', 'a, b'],
  ];

  test('a pair with any name', () => {
    for (const command of generateCommands({ ...documented, subject, hash: 'SHA-384' })) run(command);
    const printed = run(
      'openssl x509 -in tenant.pem -noout -subject -nameopt sep_multiline,utf8 -ext keyUsage',
    );
    for (const [field, value] of subject) expect(printed).toContain(`    ${field}=${value}\n`);
    expect(printed).toContain('Key Encipherment, Certificate Sign');
  });

  test('a certificate request with any name', () => {
    for (const command of requestCommands({ ...documented, subject })) run(command);
    const printed = run('openssl req -in tenant.csr -noout -verify -text -nameopt sep_multiline,utf8 2>&1');
    expect(printed).toContain('verify OK');
    for (const [field, value] of subject) expect(printed).toContain(`${field}=${value}\n`);
    expect(printed).toContain('Key Encipherment');
  });

  // One file of every kind that the tools open, made by OpenSSL. Some names contain characters that must be quoted in a
  // shell.
  const lock = '-passout env:PASSWORD';
  const make = [
    'openssl genrsa -out pkcs8.pem 2048',
    'openssl req -new -x509 -key pkcs8.pem -out cert.pem -days 10 -subj "/CN=Recording"',
    'openssl rsa -in pkcs8.pem -traditional -out "pkcs 1.pem"',
    'openssl rsa -in pkcs8.pem -traditional -outform der -out pkcs1.der',
    'openssl pkcs8 -topk8 -nocrypt -in pkcs8.pem -outform der -out ./-pkcs8.der',
    `openssl pkcs8 -topk8 -in pkcs8.pem ${lock} -out locked.pem`,
    `openssl pkcs8 -topk8 -in pkcs8.pem ${lock} -outform der -out locked.der`,
    `openssl rsa -in pkcs8.pem -aes256 -traditional ${lock} -out "proc'type.pem"`,
    'openssl x509 -in cert.pem -outform der -out cert.der',
    'openssl crl2pkcs7 -nocrl -certfile cert.pem -out bundle.p7b',
    'openssl crl2pkcs7 -nocrl -certfile cert.pem -outform der -out bundle.der.p7b',
    `openssl pkcs12 -export -inkey pkcs8.pem -in cert.pem ${lock} -out pair.p12`,
    `openssl pkcs12 -export -legacy -inkey pkcs8.pem -in cert.pem ${lock} -out old.pfx`,
    'cat pkcs8.pem cert.pem > both.pem',
  ];
  const keys: Source[] = [
    { file: 'pkcs8.pem', form: 'PEM' },
    { file: 'pkcs 1.pem', form: 'PEM' },
    { file: 'pkcs1.der', form: 'DER' },
    { file: '-pkcs8.der', form: 'DER' },
    { file: 'locked.pem', form: 'PEM' },
    { file: 'locked.der', form: 'DER' },
    { file: "proc'type.pem", form: 'PEM' },
    { file: 'both.pem', form: 'PEM' },
    { file: 'pair.p12', form: 'PKCS#12' },
    { file: 'old.pfx', form: 'PKCS#12', legacy: true },
  ];
  const certificates: Source[] = [
    { file: 'cert.pem', form: 'PEM' },
    { file: 'cert.der', form: 'DER' },
    { file: 'both.pem', form: 'PEM' },
    { file: 'bundle.p7b', form: 'PKCS#7 in PEM' },
    { file: 'bundle.der.p7b', form: 'PKCS#7 in DER' },
    { file: 'pair.p12', form: 'PKCS#12' },
    { file: 'old.pfx', form: 'PKCS#12', legacy: true },
  ];
  const encodings = ['PEM', 'DER'] as const;
  const conversions: Conversion[] = [
    ...keys.flatMap((key) =>
      (['PKCS#1', 'PKCS#8', 'encrypted PKCS#8'] as const).flatMap((to) =>
        encodings.map((encoding): Conversion => ({ key, to, encoding, output: 'made key.out' })),
      ),
    ),
    ...certificates.flatMap((certificate) =>
      encodings.map((encoding): Conversion => ({
        certificate,
        to: 'certificate',
        encoding,
        output: 'made.out',
      })),
    ),
    ...[
      ...keys.map((key) => [key, certificates[0]] as const),
      ...certificates.map((certificate) => [keys[0], certificate] as const),
      [keys[8], certificates[5]] as const,
    ].map(([key, certificate]): Conversion => ({
      key,
      certificate,
      to: 'PKCS#12',
      encoding: 'DER',
      output: 'made.p12',
      friendlyName: 'Genesys "Recording"',
    })),
  ];

  test(
    'every conversion of every kind of file gives the same key and certificate, and leaves its files alone',
    { timeout: 240_000 },
    () => {
      const place = mkdtempSync(join(tmpdir(), 'conversions-'));
      for (const command of make) run(command, place);
      const before = new Map(
        readdirSync(place).map((file) => [file, readFileSync(join(place, file), 'base64')]),
      );
      const wantedKey = run('openssl pkey -in pkcs8.pem -outform der | openssl sha256', place);
      const wantedCertificate = run('openssl x509 -in cert.pem -outform der | openssl sha256', place);
      for (const conversion of conversions) {
        const commands = convertCommands(conversion);
        run(commands.map(answered).join('\n'), place);
        const output = quoted(conversion.output);
        const form = conversion.encoding.toLowerCase();
        const open = `openssl pkcs12 -in ${output} -passin env:PASSWORD`;
        const said = commands.join('\n');
        if (conversion.to === 'PKCS#12') {
          const key = run(`${open} -nocerts -nodes | openssl pkey -outform der | openssl sha256`, place);
          expect(key, said).toBe(wantedKey);
          const printed = run(`${open} -nokeys`, place);
          expect(printed, said).toContain('friendlyName: Genesys "Recording"');
          expect(printed.split('BEGIN CERTIFICATE'), said).toHaveLength(2);
        } else if (conversion.to === 'certificate') {
          const der = `openssl x509 -inform ${form} -in ${output} -outform der`;
          expect(run(`${der} | openssl sha256`, place), said).toBe(wantedCertificate);
        } else {
          const key = `openssl pkey -inform ${form} -in ${output} -passin env:PASSWORD -outform der`;
          expect(run(`${key} | openssl sha256`, place), said).toBe(wantedKey);
        }
        rmSync(join(place, conversion.output));
        const after = readdirSync(place).map((file) => [file, readFileSync(join(place, file), 'base64')]);
        expect(Object.fromEntries(after), said).toEqual(Object.fromEntries(before));
      }
      rmSync(place, { recursive: true });
    },
  );

  test('a chain is kept in a PKCS#12', { timeout: 60_000 }, () => {
    const place = mkdtempSync(join(tmpdir(), 'chain-'));
    run(
      [
        'openssl req -new -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -days 9 -subj "/CN=CA" 2>&1',
        'openssl req -new -newkey rsa:2048 -nodes -keyout own.key -out own.csr -subj "/CN=Recording" 2>&1',
        'openssl x509 -req -in own.csr -CA ca.pem -CAkey ca.key -days 9 -out own.pem 2>&1',
        'openssl x509 -in ca.pem -outform der -out ca.der',
      ].join('\n'),
      place,
    );
    const pair = {
      key: { file: 'own.key', form: 'PEM' },
      certificate: { file: 'own.pem', form: 'PEM' },
    } as const;
    for (const chain of [
      [{ file: 'ca.pem', form: 'PEM' }],
      [{ file: 'ca.der', form: 'DER' }],
    ] satisfies Source[][]) {
      const commands = convertCommands({ ...pair, chain, to: 'PKCS#12', encoding: 'DER', output: 'own.p12' });
      run(commands.map(answered).join('\n'), place);
      const subjects = run('openssl pkcs12 -in own.p12 -passin env:PASSWORD -nokeys | grep subject', place);
      expect(subjects.match(/CN ?= ?\w+/g)?.map((text) => text.replaceAll(' ', ''))).toEqual([
        'CN=Recording',
        'CN=CA',
      ]);
    }
    rmSync(place, { recursive: true });
  });
});
