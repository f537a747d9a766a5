import { createReadStream, createWriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ReadableStream as NodeReadableStream } from 'node:stream/web';
import { Decrypter, Encrypter } from 'age-encryption';
import { create, UnpackSync } from 'tar';
import { storeFault } from '../store/faults.ts';
import { BackupRefused, damaged, isBackupFile, MEDIA } from './layout.ts';

/** The first line of an age file (c2sp.org/age). */
const AGE = 'age-encryption.org/v1\n';

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

export async function isEncrypted(file: string): Promise<boolean> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(AGE.length), 0, AGE.length, 0);
    return buffer.toString('latin1', 0, bytesRead) === AGE;
  } finally {
    await handle.close();
  }
}

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
      if (!belongs) other = path;
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
    throw damaged(file, 'it cannot be read to its end');
  }
  if (other !== undefined) throw foreign(file, other);
}

const foreign = (file: string, entry: string): BackupRefused =>
  damaged(file, `${entry} does not belong to it`);

/** What people do to a backup before they store it, and the step that undoes it. */
function refuseOtherFormat(start: Buffer, file: string): void {
  const begins = (bytes: string) => start.subarray(0, bytes.length).toString('latin1') === bytes;
  const first = (step: string) => new BackupRefused(`${file} ${step} Nothing was changed.`);
  if (begins('\x1f\x8b')) {
    throw first('is compressed with gzip. Decompress it first: gunzip FILE.tar.gz. Then restore FILE.tar.');
  }
  if (begins('PK\x03\x04')) {
    throw first('is a zip. Unpack it first. If the backup is not one file in it, pack its files with tar.');
  }
  if (begins('-----BEGIN AGE ENCRYPTED FILE-----')) {
    throw first(
      'is an age file in text form. Decrypt it first: age -d FILE > backup.tar. Then restore that.',
    );
  }
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
