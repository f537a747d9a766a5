/** Opens with a password what inspect-file.ts found locked. */
import { foundInPkcs12, foundPrivateKey, insideJks, type Found, type KeptKeys } from './inspect-file.ts';
import { openJks } from '../jks/jks.ts';
import { encryptionWords, inspectPrivateKey } from '../key/private-key.ts';
import { notOpened, readerFailed } from '../outcome.ts';
import { success, type Result } from '../result.ts';

export type Locked = Extract<
  Found,
  { kind: 'locked private key' | 'locked PKCS#12' | 'locked Java keystore' }
>;

export const isLocked = (found: Found): found is Locked =>
  found.kind === 'locked private key' ||
  found.kind === 'locked PKCS#12' ||
  found.kind === 'locked Java keystore';

/**
 * The contents, in the order of the file. For a Java keystore only the private keys, because its certificates were
 * found before; a key with a password of its own comes out locked. Answers `wrong_password`, `other_password`,
 * `unsupported_encryption`, `kdf_too_expensive`, the code of a damaged file, or `reader_failed`. The libraries for old
 * forms are loaded only here.
 */
export const unlock = (locked: Locked, password: string, kept?: KeptKeys): Promise<Result<Found[]>> =>
  open(locked, password, kept).catch((thrown: unknown) => ({ ok: false, error: readerFailed(thrown) }));

async function open(locked: Locked, password: string, kept?: KeptKeys): Promise<Result<Found[]>> {
  if (locked.kind === 'locked private key') {
    const key = await inspectPrivateKey(locked.block, password, { legacy: true });
    return key.ok ? success([Object.assign(foundPrivateKey(key.value, kept), originOf(locked))]) : key;
  }
  if (locked.kind === 'locked Java keystore') return unlockJavaKeystore(locked, password, kept);
  const { openPkcs12 } = await import('../pkcs12/pkcs12-open.ts');
  const opened = await openPkcs12(locked.bytes, password);
  return opened.ok ? success(await foundInPkcs12(opened.value, locked, kept)) : opened;
}

async function unlockJavaKeystore(
  { bytes, facts }: Extract<Locked, { kind: 'locked Java keystore' }>,
  password: string,
  kept: KeptKeys | undefined,
): Promise<Result<Found[]>> {
  const opened = await openJks(bytes, password);
  if (!opened.ok) return opened;
  const { intact, privateKeys } = opened.value;
  const { certificates } = facts;
  const found: Found[] = [{ kind: 'Java keystore', certificates, privateKeys: privateKeys.length, intact }];
  for (const { alias, block, key } of privateKeys) {
    const encryption = encryptionWords(block.bytes) ?? 'unknown';
    const each: Found = key.ok
      ? foundPrivateKey(key.value, kept)
      : key.error.code === 'wrong_password'
        ? { kind: 'locked private key', encryption, block }
        : notOpened(key.error);
    found.push(Object.assign(each, { inside: insideJks(alias) }));
  }
  return success(found);
}

const originOf = ({ label, inside }: Locked) => ({
  ...(label !== undefined && { label }),
  ...(inside !== undefined && { inside }),
});
