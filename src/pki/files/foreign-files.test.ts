import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { folderOfTests } from '../../testing/folder.ts';
import { problemSentence } from '../../domain/problem.ts';
import { readCertificateFile, readPrivateKeyFile } from './files.ts';
import { foreignCode } from './foreign-files.ts';
import { inspectFile } from './inspect-file.ts';
import { standingOf } from '../pile/copies.ts';
import { Pile } from '../pile/pile.ts';
import { fixtureBytes, fixtureCertificate, fixturePath, valueOf } from '../../testing/fixtures.ts';

const folder = folderOfTests('foreign');
const has = (program: string, ...args: string[]) => !spawnSync(program, args).error;
const run = (line: string) => {
  const { status, stderr } = spawnSync('sh', ['-ec', line], { cwd: folder, encoding: 'utf8' });
  expect(status, `${line}\n${stderr}`).toBe(0);
};
const bytesOf = (file: string) => new Uint8Array(readFileSync(join(folder, file)));

/** The command in a sentence, from the name of its program to the end, with the names of files put in. */
const commandIn = (
  code: Parameters<typeof problemSentence>[0],
  program: string,
  names: Record<string, string> = {},
) => {
  const sentence = problemSentence(code, { file: 'a file' });
  const start = sentence.indexOf(`: ${program} `) + 2;
  return Object.entries(names).reduce(
    (command, [name, file]) => command.replaceAll(name, file),
    sentence.slice(start, sentence.indexOf('. ', start)),
  );
};

async function isNamed(file: string, code: string) {
  const bytes = bytesOf(file);
  expect(readCertificateFile(bytes)).toMatchObject({ ok: false, error: { code } });
  expect(readPrivateKeyFile(bytes)).toMatchObject({ ok: false, error: { code } });
  expect(await inspectFile(bytes)).toMatchObject([{ kind: 'cannot open', error: { code } }]);
}

/** Gives each program the secret that it would ask for. */
const asIs = (command: string) => command;
const gnuPg = (command: string) =>
  `export GNUPGHOME=.; ${command.replace('gpg ', "gpg --batch --pinentry-mode loopback --passphrase 'correct horse' ")}; gpgconf --kill all`;
const ending = (options: string) => (command: string) => `${command} ${options}`;
const sevenZip = ending("-p'correct horse' -y");
const keytool = ending("-srcstorepass 'correct horse' -deststorepass 'correct horse'");

describe('files of other programs are named, and the way on works (skipped where the program is missing)', () => {
  test.skipIf(!has('ssh-keygen', '-?'))('OpenSSH', async () => {
    run('ssh-keygen -q -t rsa -b 2048 -N "" -f id_rsa');
    await isNamed('id_rsa', 'openssh_key');
    copyFileSync(join(folder, 'id_rsa'), join(folder, 'COPY'));
    run(`${commandIn('openssh_key', 'ssh-keygen')} -q -N ""`);
    expect(valueOf(readPrivateKeyFile(bytesOf('COPY'))).label).toBe('PRIVATE KEY');
  });

  test.skipIf(!has('puttygen', '--version'))('PuTTY', async () => {
    copyFileSync(fixturePath('tenant.pkcs1.key'), join(folder, 'own.key'));
    run('chmod 600 own.key && puttygen own.key -O private -o key.ppk --new-passphrase /dev/null');
    await isNamed('key.ppk', 'putty_key');
    run(`${commandIn('putty_key', 'puttygen', { FILE: 'key.ppk' })} --new-passphrase /dev/null`);
    expect(valueOf(readPrivateKeyFile(bytesOf('NEW.key'))).label).toBe('RSA PRIVATE KEY');
  });

  test.skipIf(!has('puttygen', '--version'))(
    'PuTTY with a passphrase, which the new file keeps',
    async () => {
      writeFileSync(join(folder, 'passphrase'), 'correct horse');
      copyFileSync(fixturePath('tenant.pkcs1.key'), join(folder, 'own.key'));
      run('chmod 600 own.key && puttygen own.key -O private -o locked.ppk --new-passphrase passphrase');
      await isNamed('locked.ppk', 'putty_key');
      run(`${commandIn('putty_key', 'puttygen', { FILE: 'locked.ppk' })} --old-passphrase passphrase`);
      const pile = new Pile();
      pile.add([{ name: 'NEW.key', blob: new Blob([bytesOf('NEW.key')]) }]);
      pile.addPassword('correct horse');
      while ((await pile.work(1000)).doing !== 'nothing');
      const { der } = fixtureCertificate('tenant.pem');
      expect(await standingOf(pile, der)).toMatchObject({ kind: 'opens' });
    },
  );

  test.skipIf(!has('keytool', '-help'))('Java keystores of the type JCEKS', async () => {
    run(
      'keytool -genkeypair -keyalg RSA -keysize 2048 -storetype JCEKS -storepass secret -keypass secret -keystore own.jceks -alias a -dname CN=a',
    );
    await isNamed('own.jceks', 'jceks_keystore');
    const command = commandIn('jceks_keystore', 'keytool', { FILE: 'own.jceks' });
    run(`${command} -srcstorepass secret -deststorepass secret`);
    expect(await inspectFile(bytesOf('NEW.p12'))).toMatchObject([{ kind: 'locked PKCS#12' }]);
  });

  test.each<
    [
      file: string,
      code: Parameters<typeof problemSentence>[0],
      program: string,
      answered: (command: string) => string,
      made: string,
    ]
  >([
    ['encrypted.zip', 'zip_encrypted', '7z', sevenZip, 'keys/tenant.key'],
    ['deflate64.zip', 'zip_method', '7z', sevenZip, 'keys/tenant.key'],
    ['methods.zip', 'zip_method', '7z', sevenZip, 'keys/tenant.key'],
    ['archive.7z', 'seven_zip', '7z', sevenZip, 'keys/tenant.key'],
    ['archive.rar', 'rar_file', 'bsdtar', asIs, 'tenant.key'],
    ['archive.tar.xz', 'xz_file', 'xz', asIs, 'NEW'],
    ['archive.tar.bz2', 'bzip2_file', 'bzip2', asIs, 'NEW'],
    ['archive.tar.zst', 'zstd_file', 'zstd', asIs, 'NEW'],
    ['gnu.tar.gz', 'gzip_file', 'gzip', asIs, 'NEW'],
    ['password.gpg', 'openpgp_file', 'gpg', gnuPg, 'NEW'],
    ['armored.gpg', 'openpgp_file', 'gpg', gnuPg, 'NEW'],
    ['tenant.key.enc', 'openssl_enc', 'openssl', ending("-pass 'pass:correct horse'"), 'NEW'],
    ['base64.enc', 'openssl_enc', 'openssl', ending("-a -pass 'pass:correct horse'"), 'NEW'],
    ['recording.bks', 'bks_keystore', 'keytool', keytool, 'NEW.p12'],
    ['recording.uber', 'uber_keystore', 'keytool', keytool, 'NEW.p12'],
    ['recording.bcfks', 'bcfks_keystore', 'keytool', keytool, 'NEW.p12'],
  ])('%s (%s): the command of the sentence opens it', async (file, code, program, answered, made) => {
    const bouncyCastle = '/usr/share/java/bcprov.jar';
    if (spawnSync('sh', ['-c', `command -v ${program}`]).status !== 0) return;
    if (program === 'keytool' && !existsSync(bouncyCastle)) return;
    run('rm -rf keys NEW* tenant.key');
    copyFileSync(fixturePath(`other-programs/${file}`), join(folder, file));
    run(answered(commandIn(code, program, { FILE: file, 'bcprov.jar': bouncyCastle })));
    const pile = new Pile();
    pile.add([{ name: made, blob: new Blob([bytesOf(made)]) }]);
    pile.addPassword('correct horse');
    while ((await pile.work(1000)).doing !== 'nothing');
    expect(pile.keys).toHaveLength(1);
    // In a pile, a zip is opened but for what the sentence names.
    if (code !== 'zip_encrypted' && code !== 'zip_method') await isNamed(file, code);
  });

  test.skipIf(!has('age', '--version'))('age', async () => {
    copyFileSync(fixturePath('tenant.key'), join(folder, 'own.key'));
    run('age-keygen -o identity; age -r "$(age-keygen -y identity)" -o own.age own.key');
    await isNamed('own.age', 'age_file');
    run(commandIn('age_file', 'age', { FILE: 'own.age' }).replace('age -d', 'age -i identity -d'));
    expect(valueOf(readPrivateKeyFile(bytesOf('NEW'))).label).toBe('PRIVATE KEY');
  });

  test.skipIf(!has('zip', '-v') || !has('7z', 'i'))('a split ZIP archive', () => {
    run('seq 30000 > numbers; zip -q -0 -s 64k parts.zip numbers; rm numbers');
    run(`${commandIn('zip_split', '7z', { 'LAST.zip': 'parts.zip' })} -y`);
    expect(new TextDecoder().decode(bytesOf('numbers'))).toMatch(/^1\n.*\n30000\n$/s);
  });
});

test('ZIP archives and web pages are named', async () => {
  writeFileSync(join(folder, 'a.zip'), Uint8Array.of(0x50, 0x4b, 3, 4, 20, 0));
  await isNamed('a.zip', 'zip_file');
  writeFileSync(join(folder, 'tenant.pem'), '\n<!DOCTYPE html>\n<html><title>Sign in</title></html>');
  await isNamed('tenant.pem', 'html_page');
});

test('files of this field are not taken for others', () => {
  for (const file of [
    'tenant.pem',
    'tenant.key',
    'tenant.der',
    'tenant.p12',
    'tenant.p7b',
    'tenant.text.pem',
  ]) {
    expect(foreignCode(fixtureBytes(file))).toBeUndefined();
  }
});
