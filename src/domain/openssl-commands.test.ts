import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import {
  convertCommand,
  decryptCommand,
  generateCommands,
  quoted,
  subjectArgument,
  type GeneratedWith,
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
  const command = convertCommand({
    input: 'tenant.key',
    inputForm: 'PEM',
    to: 'PKCS#8',
    encoding: 'PEM',
    output: 'private.pem',
  });
  expect(command).toBe(
    'openssl pkcs8 -topk8 -inform pem -in tenant.key -outform pem -nocrypt -out private.pem',
  );
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

const shell = (script: string, cwd: string) => spawnSync('sh', ['-ec', script], { cwd, encoding: 'utf8' });
const isThere = shell('openssl version', tmpdir()).stdout.startsWith('OpenSSL 3');

describe.skipIf(!isThere)('OpenSSL 3 runs them (skipped where there is none)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'commands-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  test('with any name, and every conversion', () => {
    const subject: GeneratedWith['subject'] = [
      ['CN', `Müller's "Recording" $HOME + more/less`],
      ['C', 'DE'],
      ['ST', 'Baden-Württemberg'],
      ['O', 'a, b'],
    ];
    const run = (script: string) => {
      const { status, stdout, stderr } = shell(script, folder);
      expect(status, `${script}\n${stderr}`).toBe(0);
      return stdout;
    };
    for (const command of generateCommands({ ...documented, subject, hash: 'SHA-384' })) run(command);
    const printed = run(
      'openssl x509 -in tenant.pem -noout -subject -nameopt sep_multiline,utf8 -ext keyUsage',
    );
    for (const [field, value] of subject) expect(printed).toContain(`    ${field}=${value}\n`);
    expect(printed).toContain('Key Encipherment, Certificate Sign');

    const from = { input: 'tenant.key', inputForm: 'PEM', encoding: 'PEM' } as const;
    run(convertCommand({ ...from, to: 'PKCS#1', output: 'pkcs1.key' }));
    expect(readFileSync(join(folder, 'pkcs1.key'), 'utf8')).toContain('BEGIN RSA PRIVATE KEY');
    run(convertCommand({ ...from, to: 'PKCS#8', encoding: 'DER', output: 'private.der' }));
    run(
      convertCommand({
        input: 'private.der',
        inputForm: 'DER',
        to: 'PKCS#8',
        encoding: 'PEM',
        output: 'private.pem',
      }),
    );
    expect(readFileSync(join(folder, 'private.pem'), 'utf8')).toContain('BEGIN PRIVATE KEY');
    run(`${convertCommand({ ...from, to: 'encrypted PKCS#8', output: 'locked.pem' })} -passout pass:x`);
    run(`${convertCommand({ ...from, to: 'PKCS#12', output: 'tenant.p12' })} -passout pass:x`);
    run(
      convertCommand({
        input: 'tenant.pem',
        inputForm: 'PEM',
        to: 'certificate',
        encoding: 'DER',
        output: 'tenant.der',
      }),
    );
    const out = convertCommand({
      input: 'tenant.p12',
      inputForm: 'PKCS#12',
      to: 'PKCS#8',
      encoding: 'PEM',
      output: 'again.pem',
    });
    run(out.replace('-nocerts', '-passin pass:x -nocerts'));
    expect(readFileSync(join(folder, 'again.pem'), 'utf8')).toBe(
      readFileSync(join(folder, 'private.pem'), 'utf8'),
    );
  });
});
