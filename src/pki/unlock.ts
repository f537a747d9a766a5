/** Opens what inspect-file.ts found locked, with its password. */
import { inspectCertificate } from './certificate.ts';
import { foundCertificate, foundPrivateKey, type Found, type KeptKeys } from './inspect-file.ts';
import { inspectPrivateKey } from './private-key.ts';
import { success, type Result } from './result.ts';

export type Locked = Extract<Found, { kind: 'locked private key' | 'locked PKCS#12' }>;

export const isLocked = (found: Found): found is Locked =>
  found.kind === 'locked private key' || found.kind === 'locked PKCS#12';

/**
 * What is inside, in the order of the file. Answers `wrong_password`, `unsupported_encryption`, `kdf_too_expensive` and
 * what a damaged file answers. The libraries for old forms are loaded only here.
 */
export async function unlock(locked: Locked, password: string, kept?: KeptKeys): Promise<Result<Found[]>> {
  if (locked.kind === 'locked private key') {
    const key = await inspectPrivateKey(locked.block, password, { legacy: true });
    return key.ok ? success([Object.assign(await foundPrivateKey(key.value, kept), labelOf(locked))]) : key;
  }
  const { openPkcs12 } = await import('./pkcs12-open.ts');
  const opened = await openPkcs12(locked.bytes, password);
  if (!opened.ok) return opened;
  const { certificates, privateKeys, other } = opened.value;
  const found: Found[] = [
    { kind: 'PKCS#12', certificates: certificates.length, privateKeys: privateKeys.length, other },
  ];
  const add = (each: Found, friendlyName?: string) =>
    found.push(Object.assign(each, { inside: friendlyName ? `PKCS#12, “${friendlyName}”` : 'PKCS#12' }));
  for (const { key, friendlyName } of privateKeys) {
    add(
      key.ok ? await foundPrivateKey(key.value, kept) : { kind: 'damaged', error: key.error },
      friendlyName,
    );
  }
  for (const { der, friendlyName } of certificates) {
    const facts = inspectCertificate(der);
    add(
      facts.ok ? await foundCertificate(facts.value) : { kind: 'damaged', error: facts.error, der },
      friendlyName,
    );
  }
  return success(found);
}

const labelOf = ({ label }: Locked) => (label === undefined ? {} : { label });
