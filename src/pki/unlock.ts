/** Opens with a password what inspect-file.ts found locked. */
import { inspectCertificate } from './certificate.ts';
import { foundCertificate, foundPrivateKey, insideJks, type Found, type KeptKeys } from './inspect-file.ts';
import { openJks } from './jks.ts';
import { encryptionWords, inspectPrivateKey } from './private-key.ts';
import { notOpened, readerFailed } from './outcome.ts';
import { success, type Result } from './result.ts';

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
 * found before; a key with a password of its own comes out locked. Answers `wrong_password`, `unsupported_encryption`,
 * `kdf_too_expensive`, the code of a damaged file, or `reader_failed`. The libraries for old forms are loaded only here.
 */
export const unlock = (locked: Locked, password: string, kept?: KeptKeys): Promise<Result<Found[]>> =>
  open(locked, password, kept).catch((thrown: unknown) => ({ ok: false, error: readerFailed(thrown) }));

async function open(locked: Locked, password: string, kept?: KeptKeys): Promise<Result<Found[]>> {
  if (locked.kind === 'locked private key') {
    const key = await inspectPrivateKey(locked.block, password, { legacy: true });
    return key.ok ? success([Object.assign(await foundPrivateKey(key.value, kept), originOf(locked))]) : key;
  }
  if (locked.kind === 'locked Java keystore') return unlockJavaKeystore(locked, password, kept);
  const { openPkcs12 } = await import('./pkcs12-open.ts');
  const opened = await openPkcs12(locked.bytes, password);
  if (!opened.ok) return opened;
  const { other } = opened.value;
  const legacy = locked.facts.encryption.some((words) => /RC[24]/.test(words));
  const certificates = await Promise.all(
    opened.value.certificates.map(async ({ der, friendlyName, localKeyId }): Promise<Entry> => {
      const facts = inspectCertificate(der);
      const found: Found = facts.ok
        ? await foundCertificate(facts.value)
        : { ...notOpened(facts.error), der };
      return { found, friendlyName, localKeyId };
    }),
  );
  const keys = await Promise.all(
    opened.value.privateKeys.map(async ({ key, friendlyName, localKeyId }): Promise<Entry> => {
      const found: Found = key.ok ? await foundPrivateKey(key.value, kept) : notOpened(key.error);
      return { found, friendlyName, localKeyId };
    }),
  );
  // An entry has one name, which is stored with its key, with its certificate, or not at all.
  const nameOf = ({ found, friendlyName, localKeyId }: Entry): string | undefined => {
    const own = certificates.find(
      (each) => isOfOneKey(each.found, found) || (localKeyId !== undefined && each.localKeyId === localKeyId),
    );
    const subject = own?.found.kind === 'certificate' ? own.found.facts.subject : undefined;
    return friendlyName ?? own?.friendlyName ?? (subject && (subject.commonName ?? subject.readable));
  };
  for (const entry of [...keys, ...certificates]) {
    const name = nameOf(entry);
    entry.found.inside = name ? `PKCS#12, “${name}”` : 'PKCS#12';
    if (legacy) entry.found.legacy = true;
  }
  return success([
    { kind: 'PKCS#12', certificates: certificates.length, privateKeys: keys.length, other },
    ...keys.map(({ found }) => found),
    ...certificates.map(({ found }) => found),
  ]);
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
      ? await foundPrivateKey(key.value, kept)
      : key.error.code === 'wrong_password'
        ? { kind: 'locked private key', encryption, block }
        : notOpened(key.error);
    found.push(Object.assign(each, { inside: insideJks(alias) }));
  }
  return success(found);
}

interface Entry {
  found: Found;
  friendlyName: string | undefined;
  localKeyId: string | undefined;
}

const isOfOneKey = (a: Found, b: Found): boolean =>
  'keyId' in a && 'keyId' in b && a.keyId !== undefined && a.keyId === b.keyId;

const originOf = ({ label, inside }: Locked) => ({
  ...(label !== undefined && { label }),
  ...(inside !== undefined && { inside }),
});
