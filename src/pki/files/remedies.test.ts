/**
 * Every command that a sentence names as the way on is run on the file that it is said of, and the key is in what comes
 * out. A row is skipped where its program is not installed. ssh-keygen, puttygen, parts of a zip and keytool for JCEKS are
 * in foreign-files.test.ts, and `npm run restore` is in backup.test.ts.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { folderOfTests } from '../../testing/folder.ts';
import { problemSentence } from '../../domain/problem.ts';
import { toolSentence } from '../../domain/tool-sentence.ts';
import { readPrivateKeyFile } from './files.ts';
import { inspectFile } from './inspect-file.ts';
import { copiesReport, standingOf } from '../pile/copies.ts';
import { Pile } from '../pile/pile.ts';
import { fixtureBytes, fixtureCertificate, fixturePath, opensslFacts } from '../../testing/fixtures.ts';

const certificate = fixtureCertificate('tenant.pem').der;
const folder = folderOfTests('remedies');

const PASSWORDS = ['correct horse', opensslFacts.password];
const P = PASSWORDS[0]!;
const OPENSSL = ` -passin "pass:${P}" -passout "pass:${P}"`;
const BCPROV = '/usr/share/java/bcprov.jar';

function run(line: string, cwd: string): void {
  const { status, stderr, stdout } = spawnSync('bash', ['-ec', line], {
    cwd,
    encoding: 'utf8',
    env: {
      ...process.env,
      P,
      KEY: fixturePath('tenant.key'),
      CERTIFICATE: fixturePath('tenant.pem'),
      GNUPGHOME: cwd,
    },
  });
  expect(status, `${line}\n${stderr}${stdout}`).toBe(0);
}

async function pileOf(files: readonly { name: string; bytes: Uint8Array<ArrayBuffer> }[]): Promise<Pile> {
  const pile = new Pile();
  pile.add(files.map(({ name, bytes }) => ({ name, blob: new Blob([bytes]) })));
  for (const password of PASSWORDS) pile.addPassword(password);
  while ((await pile.work(1000)).doing !== 'nothing');
  return pile;
}

const read = (file: string) => new Uint8Array(readFileSync(file));
const filesBelow = (path: string) =>
  readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((name) => ({ name, bytes: read(name) }));

/** The commands in a sentence: in quotes, or after a colon up to the end of the sentence. */
const commandsIn = (sentence: string): string[] => [
  ...[...sentence.matchAll(/“([a-z0-9]+ [^”]*\b(?:FILE|NEW)\b[^”]*)”/g)].map(([, command]) => command!),
  ...[...sentence.matchAll(/: ((?:7z|age|bsdtar|bzip2|gpg|gzip|keytool|openssl|tar|xz|zstd) .*?)\. /g)].map(
    ([, command]) => command!,
  ),
];

/** age asks at a terminal only. `script` gives it one, and types the passphrase. */
const atTerminal = (command: string, times: number) =>
  `printf '%s\\n' ${'"$P" '.repeat(times)}| script -qefc '${command}' /dev/null`;

interface Row {
  /** Of fixtures/, or made by `make` as FILE. */
  file: string;
  make?: string;
  /** Which of the commands; the first where it is left out. */
  by?: RegExp;
  /** What a person would type. */
  typed?: (command: string) => string;
  /** Said in a slot of Upload, not in the key tools. */
  slot?: typeof readPrivateKeyFile;
  /** What comes out is a certificate, and no key. */
  gives?: 'certificate';
}

const rows: Row[] = [
  ...['aria-128-cbc', 'aria-256-ofb', 'camellia-128-cbc', 'sm4-cbc', 'aes-256-ofb'].map((cipher): Row => ({
    file: `${cipher}.key`,
    make: `openssl pkcs8 -topk8 -v2 ${cipher} -in "$KEY" -passout "pass:$P" -out FILE`,
    by: /pkcs8/,
    typed: (command) => command + OPENSSL,
  })),
  ...['seed-cbc', 'bf-cbc', 'cast5-cbc', 'rc2-cbc', 'rc4'].map((cipher): Row => ({
    file: `${cipher}.key`,
    make: `openssl pkcs8 -topk8 -v2 ${cipher} -in "$KEY" -passout "pass:$P" -out FILE -provider legacy -provider default`,
    by: /pkcs8/,
    typed: (command) => command + OPENSSL,
  })),
  {
    file: 'pbes1-rc4.key',
    by: /pkcs8/,
    typed: (command) => `${command} -passin "pass:${PASSWORDS[1]!}" -passout "pass:${P}"`,
  },
  {
    file: 'proc-type-camellia.key',
    by: /pkcs8/,
    typed: (command) => `${command} -passin "pass:${PASSWORDS[1]!}" -passout "pass:${P}"`,
  },
  { file: 'other-programs/camellia.key', by: /pkcs8/, typed: (command) => command + OPENSSL },
  { file: 'other-programs/aria.p12', by: /pkcs12/, typed: (command) => command + OPENSSL },
  {
    file: 'rc4.p12',
    make: 'openssl pkcs12 -export -legacy -keypbe PBE-SHA1-RC4-128 -certpbe PBE-SHA1-RC4-40 -inkey "$KEY" -in "$CERTIFICATE" -passout "pass:$P" -out FILE',
    by: /pkcs12/,
    typed: (command) => command + OPENSSL,
  },
  {
    file: 'many-rounds.key',
    make: 'openssl pkcs8 -topk8 -iter 5000001 -in "$KEY" -passout "pass:$P" -out FILE',
    by: /pkcs8/,
    typed: (command) => command + OPENSSL,
  },
  {
    file: 'many-rounds.p12',
    make: 'openssl pkcs12 -export -iter 5000001 -maciter -inkey "$KEY" -in "$CERTIFICATE" -passout "pass:$P" -out FILE',
    by: /pkcs12/,
    typed: (command) => command + OPENSSL,
  },
  {
    file: 'ber.key',
    make: `(printf '\\x30\\x80'; openssl pkcs8 -topk8 -nocrypt -in "$KEY" -outform DER | tail -c +5; printf '\\0\\0') > FILE`,
    by: /pkey/,
  },
  {
    file: 'ber.pem',
    make: `(printf '\\x30\\x80'; openssl x509 -in "$CERTIFICATE" -outform DER | tail -c +5; printf '\\0\\0') > FILE`,
    by: /x509/,
    gives: 'certificate',
  },
  {
    file: 'other-programs/encrypted.zip',
    typed: (command) => command.replace('7z x', `7z x -p"${P}"`),
  },
  { file: 'other-programs/methods.zip' },
  { file: 'other-programs/deflate64.zip' },
  { file: 'other-programs/archive.7z' },
  { file: 'other-programs/archive.rar' },
  { file: 'other-programs/archive.tar.xz' },
  { file: 'other-programs/archive.tar.bz2' },
  { file: 'other-programs/archive.tar.zst' },
  {
    file: 'identity.age',
    make: 'age-keygen -o IDENTITY; age -r "$(age-keygen -y IDENTITY)" -o FILE "$KEY"',
    typed: (command) => command.replace('age -d', 'age -d -i IDENTITY'),
  },
  {
    file: 'passphrase.age',
    make: `${atTerminal('age -p -o FILE "$KEY"', 2)}; test -s FILE`,
    typed: (command) => atTerminal(command, 1),
  },
  {
    file: 'other-programs/password.gpg',
    typed: (command) => command.replace('gpg', `gpg --batch --pinentry-mode loopback --passphrase "${P}"`),
  },
  {
    file: 'other-programs/armored.gpg',
    typed: (command) => command.replace('gpg', `gpg --batch --pinentry-mode loopback --passphrase "${P}"`),
  },
  {
    file: 'other-programs/tenant.key.enc',
    typed: (command) => `${command} -pass "pass:${P}"`,
  },
  {
    file: 'other-programs/base64.enc',
    typed: (command) => `${command} -a -pass "pass:${P}"`,
  },
  ...['bks', 'uber', 'bcfks'].map((type): Row => ({
    file: `other-programs/recording.${type}`,
    typed: (command) =>
      `test -e ${BCPROV}; ${command.replace('bcprov.jar', BCPROV)} -srcstorepass "${P}" -deststorepass "${P}"`,
  })),
  { file: 'other-programs/tenant.key.gz', slot: readPrivateKeyFile },
  { file: 'other-programs/ustar.tar', slot: readPrivateKeyFile },
];

const versionOf = (program: string, option: string) =>
  spawnSync(program, [option], { encoding: 'utf8' }).stdout ?? '';
/**
 * The sentences speak of OpenSSL 3: LibreSSL, which macOS has under the same name, lacks ciphers. The `script` of macOS
 * has other options.
 */
const isThere = (program: string) => {
  if (program === 'openssl') return /^OpenSSL [3-9]/.test(versionOf(program, 'version'));
  if (program === 'script') return versionOf(program, '--version').includes('util-linux');
  return spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;
};

/** The programs of a row that are not there. */
function missing(line: string): string[] {
  const words = /\b(?:7z|age|age-keygen|bsdtar|bzip2|gpg|gzip|keytool|openssl|script|tar|xz|zstd)\b/g;
  const programs = new Set(line.match(words));
  const absent = [...programs]
    .filter((program) => !isThere(program))
    .map((program) => (program === 'openssl' ? 'OpenSSL 3' : program));
  return line.includes(BCPROV) && !existsSync(BCPROV) ? [...absent, 'Bouncy Castle'] : absent;
}

/** What is said of the file, by the key tools or in a slot. */
async function sentenceOf(file: string, slot: Row['slot']): Promise<string> {
  const bytes = read(file);
  if (slot) {
    const answer = slot(bytes);
    return answer.ok ? '' : problemSentence(answer.error.code, { file, detail: answer.error.detail });
  }
  const [why] = copiesReport(await pileOf([{ name: file, bytes }])).leftOut.map((each) => each.why);
  return typeof why === 'object' ? toolSentence(why, file) : String(why);
}

describe('the way on is run on the file that it is said of', () => {
  test.for(rows)(
    '$file',
    { timeout: 5 * 60_000 },
    async ({ file, make = '', by = /./, typed = (command) => command, slot, gives }, { skip }) => {
      const own = mkdtempSync(join(folder, 'row-'));
      const source = join(own, 'source');
      const out = join(own, 'out');
      for (const each of [source, out]) mkdirSync(each);
      const path = join(source, file.replace('other-programs/', ''));
      const absent = (line: string) => {
        const programs = missing(line);
        skip(programs.length > 0, `${programs.join(', ')} is not installed`);
      };
      absent(make);
      if (make === '') copyFileSync(fixturePath(file), path);
      else run(make.replaceAll('FILE', path), out);
      const sentence = await sentenceOf(path, slot);
      expect(sentence).not.toMatch(/damaged|cut off|wrong/);
      const command = commandsIn(sentence).find((each) => by.test(each));
      if (command === undefined) throw new Error(`no command in: ${sentence}`);
      absent(typed(command));
      run(typed(command).replaceAll('FILE', path), out);
      if (command.startsWith('gpg')) run('gpgconf --kill all', out);
      const standing = await standingOf(await pileOf(filesBelow(out)), certificate);
      expect(standing.kind).toBe(gives === 'certificate' ? 'only the certificate' : 'opens');
    },
  );
});

test('a certificate with BER in its signed part is for its issuer alone: OpenSSL keeps the part', async ({
  skip,
}) => {
  const der = fixtureBytes('tenant.der');
  const part = der.subarray(8, 8 + der[6]! * 256 + der[7]!);
  const rest = der.subarray(8 + part.length);
  const ber = Buffer.concat([Buffer.from('30803080', 'hex'), part, Buffer.alloc(2), rest, Buffer.alloc(2)]);
  const [found] = await inspectFile(new Uint8Array(ber));
  expect(found).toMatchObject({ kind: 'cannot open', error: { code: 'not_der' } });
  if (found?.kind === 'cannot open') {
    expect(toolSentence(found.error, 'ber.pem')).toContain('nobody but its issuer');
  }
  skip(missing('openssl').length > 0, 'openssl is not installed');
  const { stdout } = spawnSync('openssl', ['x509', '-outform', 'DER'], { input: ber });
  const [again] = await inspectFile(new Uint8Array(stdout));
  expect(again).toMatchObject({ kind: 'cannot open', error: { code: 'not_der' } });
});
