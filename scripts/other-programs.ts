/**
 * The second part of `npm run fixtures`, and alone `node scripts/other-programs.ts [FILE…]`: makes the files of `src/pki/fixtures/other-programs` with the programs that
 * people really use, all from `tenant.key` and `tenant.pem`, and writes the README beside them: how each was made, by
 * which version, and when. Needs Debian 12 with the packages named in `README_HEAD`. Newer versions come from a Debian 13
 * in the folder DEBIAN_13, made with debootstrap; without it their files stay as they are.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { archiveRecipes } from './other-programs/archive-recipes.ts';
import { recipes, type Recipe } from './other-programs/recipes.ts';

const root = join(import.meta.dirname, '..');
const fixtures = join(root, 'src/pki/fixtures');
const target = join(fixtures, 'other-programs');
const debian13 = process.env['DEBIAN_13'];

const README_HEAD = `# Files of other programs

Made by \`npm run fixtures\` from \`tenant.key\`, \`tenant.pem\` and a recording of 0.01 seconds of silence. The
keys are made for tests and protect nothing. The passwords are in the commands.

Debian 12: openssl gnutls-bin libnss3-tools default-jdk-headless libbcprov-java libbcpkix-java libbcmail-java gpgsm
python3-cryptography openssh-client gpg zip 7zip libarchive-tools age tabix xz-utils bzip2 zstd. Debian 13, with newer versions: \`debootstrap --variant=minbase trixie FOLDER\`,
then in it openssl libnss3-tools gnutls-bin gpgsm openjdk-25-jdk-headless python3-cryptography; \`DEBIAN_13=FOLDER\` names
it to the script.

| file | program | made |
|---|---|---|
`;

const scratch = mkdtempSync(join(tmpdir(), 'other-programs-'));

/** Puts the sources into a folder, in which the recipes run. */
function prepare(folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const file of ['tenant.key', 'tenant.pem', 'other.key', 'other.pem', 'tenant.p12']) {
    cpSync(join(fixtures, file), join(folder, file));
  }
  for (const file of ['BouncyCastle.java', 'JavaKeys.java']) {
    cpSync(join(import.meta.dirname, 'other-programs', file), join(folder, file));
  }
  writeFileSync(join(folder, 'recording.wav'), silence());
}

/** A WAV file with 80 samples (RIFF, 8 bits, 8 kHz). */
function silence(): Buffer {
  const samples = 80;
  const wav = Buffer.alloc(44 + samples, 0x80);
  wav.write('RIFF', 0);
  wav.writeUInt32LE(36 + samples, 4);
  wav.write('WAVEfmt ', 8);
  wav.writeUInt32LE(16, 16);
  wav.writeUInt32LE(0x0001_0001, 20);
  wav.writeUInt32LE(8000, 24);
  wav.writeUInt32LE(8000, 28);
  wav.writeUInt32LE(0x0008_0001, 32);
  wav.write('data', 36);
  wav.writeUInt32LE(samples, 40);
  return wav;
}

/** One shell for a recipe: `$OUT` is its file, `$P` the usual password. */
function run({ command, debian = 12 }: Pick<Recipe, 'command' | 'debian'>, file: string): string {
  const folder = debian === 13 ? '/made' : scratch;
  const script = `set -euo pipefail; cd ${folder}; export OUT=${file} P='correct horse' ROOT=${root} LC_ALL=C.UTF-8; ${command}`;
  const [program = '', ...args] =
    debian === 13 ? ['chroot', debian13 ?? '', 'bash', '-c', script] : ['bash', '-c', script];
  return execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();
}

const wanted = process.argv.slice(2);
const before = existsSync(join(target, 'README.md')) ? readFileSync(join(target, 'README.md'), 'utf8') : '';
const inside13 = debian13 && join(debian13, 'made');
mkdirSync(target, { recursive: true });
prepare(scratch);
if (inside13) {
  rmSync(inside13, { recursive: true, force: true });
  prepare(inside13);
}
const today = new Date().toISOString().slice(0, 10);
const lines: string[] = [];
for (const recipe of [...recipes, ...archiveRecipes]) {
  const { file, version, command, debian = 12 } = recipe;
  const old = before.split('\n').find((line) => line.startsWith(`| ${file} |`));
  const skip = (wanted.length > 0 && !wanted.includes(file)) || (debian === 13 && !inside13);
  if (skip) {
    if (old) lines.push(old);
    continue;
  }
  try {
    run(recipe, file);
  } catch (error) {
    process.stderr.write(`${file}: ${(error as { stderr?: string }).stderr ?? String(error)}\n`);
    process.exitCode = 1;
    if (old) lines.push(old);
    continue;
  }
  cpSync(join(debian === 13 ? inside13! : scratch, file), join(target, file));
  const made = command
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
    .join(' ')
    .replaceAll('|', '\\|');
  const by = run({ command: version, debian }, file).replaceAll('\n', ', ');
  lines.push(`| ${file} | ${by} (Debian ${debian}) | ${today}: \`${made}\` |`);
}
writeFileSync(join(target, 'README.md'), `${README_HEAD}${lines.join('\n')}\n`);
rmSync(scratch, { recursive: true });
