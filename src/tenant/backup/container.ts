import { createReadStream, createWriteStream, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ReadableStream as NodeReadableStream } from 'node:stream/web';
import { Decrypter, Encrypter } from 'age-encryption';
import { create, UnpackSync } from 'tar';
import { storeFault } from '../store/faults.ts';
import { BackupRefused, damaged, isBackupFile, MEDIA } from './layout.ts';

/** The first line of an age file (c2sp.org/age), and how the second one begins where a key opens it and no passphrase. */
const AGE = 'age-encryption.org/v1\n';
const FOR_A_KEY = /^-> (X25519|mlkem768x25519|piv-p256|ssh-\w+) /;

const PACK = '“tar -cf backup.tar -C FOLDER .”.';

/**
 * Writes files of `folder` as a tar archive (POSIX.1-2001); with a passphrase, the archive is encrypted as an age file.
 * It works in streams, because media can be larger than the memory. When this is done, the bytes are on the disk.
 */
export async function writeContainer(
  { folder, names, passphrase }: { folder: string; names: string[]; passphrase: string | undefined },
  file: string,
): Promise<void> {
  const tar = create({ cwd: folder, portable: true, strict: true, noDirRecurse: true }, names);
  const target = createWriteStream(file, { flags: 'wx', mode: 0o600, flush: true });
  if (passphrase === undefined) return pipeline(tar, target);
  const encrypter = new Encrypter();
  encrypter.setPassphrase(passphrase);
  const encrypted = await encrypter.encrypt(NodeReadableStream.from(tar) as ReadableStream<Uint8Array>);
  return pipeline(Readable.fromWeb(encrypted as NodeReadableStream), target);
}

/** Whether a passphrase is needed to read the file. Throws `BackupRefused` where no passphrase would help. */
export async function isEncrypted(file: string): Promise<boolean> {
  refuseOtherThanFile(file);
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(64), 0, 64, 0);
    const start = buffer.toString('latin1', 0, bytesRead);
    if (start.startsWith(AGE) && FOR_A_KEY.test(start.slice(AGE.length))) {
      throw refused(
        file,
        'is encrypted for a key and not with a passphrase. Decrypt it first: age -d -i KEY FILE > backup.tar. Then restore backup.tar.',
      );
    }
    return start.startsWith(AGE);
  } finally {
    await handle.close();
  }
}

export function refuseOtherThanFile(file: string): void {
  const found = statSync(file, { throwIfNoEntry: false });
  if (!found) throw new BackupRefused(`There is no file ${file}.`);
  if (found.isDirectory()) {
    throw refused(
      file,
      `is a folder. Name the file of the backup. If it was unpacked into this folder, pack it again: ${PACK}`,
    );
  }
  // From a pipe or a device, neither the length nor the end is known.
  if (!found.isFile()) throw refused(file, 'is not a file. Save the backup as a file first.');
}

const refused = (file: string, why: string): BackupRefused =>
  new BackupRefused(`${file} ${why} Nothing was changed.`);

/**
 * Unpacks a file of `writeContainer`, also one that was unpacked and packed again with `tar`. Refuses any other file at
 * its first entry or byte. When this is done, whether well or with an error, nothing more is written to the folder.
 */
export async function readContainer(
  file: string,
  { folder, passphrase }: { folder: string; passphrase: string | undefined },
): Promise<void> {
  const source = passphrase === undefined ? createReadStream(file) : await decrypted(file, passphrase);
  let other: string | undefined;
  let hasBegun = false;
  // Not the asynchronous `extract`: when an archive ends too early, that one reports it while a file is still being
  // opened, and the file appears in a folder that the caller is just removing.
  const unpack = new UnpackSync({
    cwd: folder,
    strict: true,
    preserveOwner: false,
    fmode: 0o600,
    dmode: 0o700,
    filter: (path, entry) => {
      if (other !== undefined || !('type' in entry)) return false;
      const name = path.replace(/^\.\//, '');
      if (entry.type === 'Directory') {
        // `tar -cf FILE .` names the folders, too. They are there already.
        if (!['', MEDIA, `${MEDIA}/`].includes(name)) other = path;
        return false;
      }
      const belongs = entry.type === 'File' && isBackupFile(name);
      if (belongs) hasBegun = true;
      else other = path;
      return belongs;
    },
  });
  let failed: unknown;
  unpack.on('error', (error) => (failed ??= error));
  let isFirst = true;
  try {
    for await (const piece of source as AsyncIterable<Buffer>) {
      if (isFirst) refuseOtherFormat(piece, file);
      isFirst = false;
      unpack.write(piece);
      if (other !== undefined) throw foreign(file, other);
      if (failed !== undefined) throw failed;
    }
    if (isFirst) throw damaged(file, 'it is empty');
    unpack.end();
    if (failed !== undefined) throw failed;
  } catch (error) {
    if (storeFault(error) || error instanceof BackupRefused) throw error;
    if (hasBegun) throw damaged(file, 'it cannot be read to its end');
    throw refused(file, 'is not a backup of this console, or it is damaged at its beginning.');
  }
  if (other !== undefined) throw foreign(file, other);
}

const foreign = (file: string, entry: string): BackupRefused =>
  refused(
    file,
    `is not a backup of this console: ${entry} does not belong to it. If you have packed the backup again, pack its own files only: ${PACK}`,
  );

const compressedBy = (program: string): string =>
  `is compressed with ${program}. Decompress it first: ${program} -d -c FILE > backup.tar. Then restore backup.tar.`;

/** By their first bytes: forms in which people store a backup, or take for one, and the step that helps. */
const otherFormats: readonly [bytes: string, why: string][] = [
  ['\x1f\x8b', compressedBy('gzip')],
  ['BZh', compressedBy('bzip2')],
  ['\xfd7zXZ\0', compressedBy('xz')],
  ['\x28\xb5\x2f\xfd', compressedBy('zstd')],
  [
    'PK\x03\x04',
    `is a zip. Unpack it first. Then restore the backup in it, or, if the backup’s own files are in it, pack those: ${PACK}`,
  ],
  [
    '-----BEGIN AGE ENCRYPTED FILE-----',
    'is an age file in text form. Decrypt it first: age -d FILE > backup.tar. Then restore backup.tar.',
  ],
  [
    'SQLite format 3\0',
    'is a database and not a backup. A backup also has the key that opens what is in the database.',
  ],
];

function refuseOtherFormat(start: Buffer, file: string): void {
  const found = otherFormats.find(([bytes]) => start.toString('latin1', 0, bytes.length) === bytes);
  if (found) throw refused(file, found[1]);
}

async function decrypted(file: string, passphrase: string): Promise<Readable> {
  const decrypter = new Decrypter();
  decrypter.addPassphrase(passphrase);
  const source = Readable.toWeb(createReadStream(file)) as ReadableStream<Uint8Array>;
  try {
    return Readable.fromWeb((await decrypter.decrypt(source)) as NodeReadableStream);
  } catch {
    // The library tells only in its message whether the passphrase or the beginning of the file is wrong.
    throw new BackupRefused(
      `The passphrase does not open ${file}. Check upper and lower case; a file whose beginning is damaged looks the same. Nothing was changed.`,
    );
  }
}
