/**
 * Archives and encrypted files of other programs (fixtures/other-programs, with a README that says how they were made).
 * Each contains tenant.key, or tenant.key is the file itself.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { expect, test } from 'vitest';
import { toolSentence } from '../../domain/tool-sentence.ts';
import { aboutText } from '../../tenant/backup/layout.ts';
import { writeContainer } from '../../tenant/backup/container.ts';
import type { Bytes } from '../asn1/asn1.ts';
import { fixtureBytes, fixtureCertificate } from '../../testing/fixtures.ts';
import { archiveKind, openArchive } from './archive.ts';
import { copiesReport, standingOf } from './copies.ts';
import { Pile } from './pile.ts';
import { errorOfReading, sourceOf, type Source } from './source.ts';

const bytesOf = (file: string): Bytes => fixtureBytes(`other-programs/${file}`);
const certificate = fixtureCertificate('tenant.pem').der;

async function pileOf(file: string, bytes = bytesOf(file)): Promise<Pile> {
  const pile = new Pile();
  pile.add([{ name: file, blob: new Blob([bytes]) }]);
  while ((await pile.work(1000)).doing !== 'nothing');
  return pile;
}
const sentencesOf = (pile: Pile): string[] =>
  copiesReport(pile).leftOut.map(({ file, why }) =>
    typeof why === 'string' ? why : toolSentence(why, file),
  );

const LONG = `keys/${'a-folder-with-a-long-name/'.repeat(4)}Schlüssel/tenant.key`;

test.each([
  ['info-zip.zip', 'keys/tenant.key'],
  ['info-zip-one-part.zip', 'keys/tenant.key'],
  ['info-zip-stream.zip', 'keys/tenant.key'],
  ['zip64.zip', 'keys/tenant.key'],
  ['7z.zip', 'keys/tenant.key'],
  ['bsdtar.zip', 'keys/tenant.key'],
  ['jar.zip', 'keys/tenant.key'],
  ['v7.tar', 'keys/tenant.key'],
  ['ustar.tar', LONG],
  ['gnu.tar', LONG],
  ['pax.tar', LONG],
  ['bsdtar.tar', LONG],
  ['gnu.tar.gz', LONG],
  ['members.tar.gz', 'keys/tenant.key'],
  ['bgzip.tar.gz', 'keys/tenant.key'],
  ['tenant.key.gz', 'tenant.key'],
])('%s opens: %s is a copy', async (file, path) => {
  const pile = await pileOf(file);
  expect(sentencesOf(pile)).toEqual([]);
  expect(await standingOf(pile, certificate)).toEqual({
    kind: 'opens',
    places: [{ file: `${file}/${path}`, inside: undefined }],
    sessionKey: 'none given',
  });
});

test.each([
  ['methods.zip', 'keys/bzip2.pem with bzip2', 'keys/lzma.pem with LZMA'],
  ['deflate64.zip', 'keys/tenant.pem with Deflate64'],
  ['partly-encrypted.zip', 'a ZIP archive with a password (for keys/tenant.pem)'],
])('%s is read but for what is named', async (file, ...named) => {
  const pile = await pileOf(file);
  expect(await standingOf(pile, certificate)).toMatchObject({ kind: 'opens' });
  const sentences = sentencesOf(pile);
  expect(sentences).toHaveLength(named.length);
  for (const [index, words] of named.entries()) expect(sentences[index]).toContain(words);
});

test.each([
  ['encrypted.zip', 'is a ZIP archive with a password (for keys/tenant.key)', '7z x FILE'],
  ['archive.7z', 'is a 7z archive', '7z x FILE'],
  ['archive.rar', 'is a RAR archive', 'bsdtar -xf FILE'],
  ['archive.tar.xz', 'is compressed with xz', 'xz -dc FILE > NEW'],
  ['archive.tar.bz2', 'is compressed with bzip2', 'bzip2 -dc FILE > NEW'],
  ['archive.tar.zst', 'is compressed with Zstandard', 'zstd -dc FILE > NEW'],
  ['tenant.key.age', 'is encrypted with age', 'age -d -o NEW FILE'],
  ['armored.age', 'is encrypted with age', 'age -d -o NEW FILE'],
  ['password.gpg', 'is encrypted with OpenPGP', 'gpg -o NEW -d FILE'],
  ['recipient.gpg', 'is encrypted with OpenPGP', 'gpg -o NEW -d FILE'],
  ['armored.gpg', 'is encrypted with OpenPGP', 'gpg -o NEW -d FILE'],
  ['tenant.key.enc', 'is encrypted with “openssl enc”', 'openssl enc -d -aes-256-cbc'],
  ['base64.enc', 'is encrypted with “openssl enc”', 'openssl enc -d -aes-256-cbc'],
  ['recording.bks', 'is a Java keystore of the type BKS', 'keytool -importkeystore'],
  ['recording.uber', 'is a Java keystore of the type UBER', 'keytool -importkeystore'],
  ['recording.bcfks', 'is a Java keystore of the type BCFKS', 'keytool -importkeystore'],
])('%s is whole, and named with the step before; the key may be in it', async (file, what, command) => {
  const pile = await pileOf(file);
  const [sentence, ...others] = sentencesOf(pile);
  expect(others).toEqual([]);
  expect(sentence).toContain(`${file} ${what}`);
  expect(sentence).toContain(`: ${command}`);
  expect(sentence).not.toMatch(/damaged|cut off|wrong/);
  expect(await standingOf(pile, certificate)).toEqual({
    kind: 'perhaps',
    locked: [],
    unopened: [{ file, inside: undefined }],
  });
});

test('a backup of a tenant is named, and none of its files', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'backup-'));
  writeFileSync(join(folder, 'backup.json'), aboutText(new Date(0), ['tenant']));
  writeFileSync(join(folder, 'tenant.sqlite'), 'a database');
  const tar = join(folder, 'a.backup');
  await writeContainer({ folder, names: ['backup.json', 'tenant.sqlite'], passphrase: undefined }, tar);
  const pile = await pileOf('a.backup', new Uint8Array(readFileSync(tar)));
  rmSync(folder, { recursive: true });
  expect(sentencesOf(pile)).toEqual([
    expect.stringMatching(/^a.backup is a backup of a tenant of this console.*: npm run restore -- FILE\./),
  ]);
  expect(await standingOf(pile, certificate)).toMatchObject({ kind: 'perhaps' });
});

/** The files in an archive, with their bytes or what is wrong with them. */
async function filesIn(archive: Source): Promise<[name: string, bytes: Bytes][]> {
  const kind = archiveKind(await archive.read(0, 1024));
  const files: [string, Bytes][] = [];
  for await (const file of (await openArchive(archive, kind!, 1000)).files) {
    if ('code' in file) throw new Error(file.code);
    files.push([file.name, await file.read(0, file.size)]);
  }
  return files;
}
const inArchive = (name: string, bytes = bytesOf(name)) =>
  filesIn(sourceOf({ name, blob: new Blob([bytes]) }));

test.each(['bsdtar', 'gnu', 'pax-0.0', 'pax-0.1', 'pax-1.0'])(
  'sparse-%s.tar: the holes are where they were',
  async (form) => {
    const whole = new Uint8Array(200_001);
    whole.set(new TextEncoder().encode('start'));
    whole.set(new TextEncoder().encode('end'), 199_997);
    const [[name, bytes] = []] = await inArchive(`sparse-${form}.tar`);
    expect(name).toBe('hole.wav');
    expect(Buffer.from(bytes!).equals(whole.subarray(0, 200_000))).toBe(true);
  },
);

test.each([
  ['gnu.tar', 'tar_damaged', (bytes: Bytes) => bytes.slice(0, 1000)],
  ['gnu.tar', 'tar_damaged', (bytes: Bytes) => bytes.with(600, 1)],
  ['gnu.tar.gz', 'gzip_damaged', (bytes: Bytes) => bytes.slice(0, 1000)],
  ['gnu.tar.gz', 'gzip_damaged', (bytes: Bytes) => bytes.with(bytes.length - 8, bytes.at(-8)! ^ 1)],
  ['members.tar.gz', 'gzip_damaged', (bytes: Bytes) => bytes.with(500, bytes[500]! ^ 1)],
])('%s, damaged, is said to be so, and where: %s', async (file, code, damage) => {
  const error: unknown = await inArchive(file, damage(bytesOf(file))).then(
    () => undefined,
    (thrown: unknown) => errorOfReading(thrown),
  );
  expect(error).toEqual({ code, detail: expect.stringMatching(/./) });
});

test('what comes before the damage is read', async () => {
  const pile = await pileOf('v7.tar', bytesOf('v7.tar').slice(0, 4000));
  expect(pile.keys.length + pile.certificates.length).toBeGreaterThan(0);
  expect(sentencesOf(pile)).toEqual([
    expect.stringMatching(/^v7.tar is a tar archive that is damaged: keys\/tenant.* is cut off/),
  ]);
});

test('cut off or changed anywhere, a tar is read or refused, and never throws', async () => {
  const tar = bytesOf('pax.tar').slice(0, 5120);
  for (let at = 0; at < tar.length; at += 7) {
    for (const bytes of [tar.slice(0, at), tar.with(at, tar[at]! ^ 0xff)]) {
      const pile = await pileOf('a.tar', bytes);
      for (const { why } of pile.leftOut.values()) expect(why).not.toMatchObject({ code: 'reader_failed' });
    }
  }
});

test('archives in archives are read, two deep', async () => {
  const zip = bytesOf('info-zip.zip');
  const tgz = bytesOf('members.tar.gz');
  const outer = zipSync({ 'in.zip': zip, 'in.tgz': [tgz, { level: 0 }] });
  const pile = await pileOf('outer.zip', outer);
  expect(pile.keys.map(({ file }) => file).toSorted()).toEqual([
    'outer.zip/in.tgz/keys/tenant.key',
    'outer.zip/in.zip/keys/tenant.key',
  ]);
});

test('a gzip bomb is refused by its size, within a second', async () => {
  const bomb = gzipSync(new Uint8Array(300_000_000), { level: 9 });
  const start = process.threadCpuUsage().user;
  const pile = await pileOf('a.gz', new Uint8Array(bomb));
  expect((process.threadCpuUsage().user - start) / 1_000_000).toBeLessThan(1);
  expect(sentencesOf(pile)).toEqual([expect.stringContaining('more than 200 times its own size')]);
});
