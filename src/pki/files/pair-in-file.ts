/**
 * Extracts the certificate and the private key from a file that is not PEM, or whose key is encrypted in an old way, as
 * the PEM that an upload takes. Reads DER, PKCS#12, Java keystores, Proc-Type, PBES1 and rare PBES2 schemes.
 */
import type { Bytes } from '../asn1/asn1.ts';
import { inspectFile, type Found, type FoundCertificate, type KeptKeys } from './inspect-file.ts';
import { encodePem } from '../pem/pem.ts';
import { failure, success, type Result } from '../result.ts';
import { isLocked, unlock } from './unlock.ts';

/** Both in PEM, the private key as unencrypted PKCS#8; or the reason why one of them is missing. */
export interface PairInFile {
  certificate: Result<string>;
  privateKey: Result<string>;
  /** Whether the password was needed. */
  locked: boolean;
}

/**
 * Opens the file with the password ('' if none was given). Answers `private_key_encrypted` if a password is needed, the
 * codes of `unlock`, or that of a damaged file. Of several keys it takes the one whose certificate is in the file, of
 * several certificates the one of the key. If there is still a choice, it answers `several_private_keys` or
 * `several_certificates`.
 */
export async function pairInFile(bytes: Bytes, password: string): Promise<Result<PairInFile>> {
  const kept: KeptKeys = new Map();
  const all: Found[] = [];
  let locked = false;
  for (const found of await inspectFile(bytes, kept)) {
    if (!isLocked(found)) {
      all.push(found);
      continue;
    }
    if (found.kind === 'locked private key' && found.refused) return { ok: false, error: found.refused };
    const inside = await unlock(found, password, kept);
    if (!inside.ok) {
      const noneGiven = inside.error.code === 'wrong_password' && password === '';
      return noneGiven ? failure('private_key_encrypted') : inside;
    }
    locked = true;
    all.push(...inside.value);
  }
  const failed = all.find((found) => found.kind === 'damaged' || found.kind === 'cannot open');
  const certificates = all.filter((found) => found.kind === 'certificate');
  const keys = all.filter((found) => found.kind === 'private key');
  if (failed && certificates.length + keys.length === 0) return { ok: false, error: failed.error };

  const paired = keys.filter((key) => certificates.some((certificate) => isPair(certificate, key)));
  const candidates = paired.length > 0 ? paired : keys;
  const [key] = candidates;
  const ofKey = key ? certificates.filter((certificate) => isPair(certificate, key)) : [];
  return success({
    certificate: certificateOf(ofKey.length > 0 ? ofKey : certificates, keys.length > 0),
    privateKey:
      keys.length === 0 && all.some(isLocked)
        ? failure('key_has_own_password')
        : keyOf(candidates, certificates.length > 0, kept),
    locked,
  });
}

type FoundKey = Extract<Found, { kind: 'private key' }>;

const isPair = (certificate: FoundCertificate, key: FoundKey): boolean => certificate.keyId === key.keyId;

function certificateOf(certificates: readonly FoundCertificate[], hasKey: boolean): Result<string> {
  const [certificate] = certificates;
  if (!certificate)
    return failure(hasKey ? 'private_key_not_certificate' : 'not_a_certificate', 'no certificate in it');
  if (certificates.length > 1) return failure('several_certificates', String(certificates.length));
  return success(encodePem('CERTIFICATE', certificate.facts.der));
}

function keyOf(keys: readonly FoundKey[], hasCertificate: boolean, kept: KeptKeys): Result<string> {
  const [key] = keys;
  if (!key)
    return failure(
      hasCertificate ? 'certificate_not_private_key' : 'not_a_private_key',
      'no private key in it',
    );
  if (keys.length > 1) return failure('several_private_keys', String(keys.length));
  const pkcs8 = kept.get(key);
  return pkcs8 ? success(encodePem('PRIVATE KEY', pkcs8)) : failure('not_rsa', key.facts.algorithm);
}
