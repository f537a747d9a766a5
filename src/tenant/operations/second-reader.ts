/**
 * The tenant reads every upload twice: with `pki/` and with `node:crypto`, which is OpenSSL. The two share no code, so
 * if both read the same facts, these are right. If they differ, the upload is refused.
 */
import { createPrivateKey, createPublicKey, X509Certificate, type KeyObject } from 'node:crypto';
import type { CertificateFacts, Name, PrivateKeyFacts } from '../../pki/certificate/facts.ts';
import type { PemBlock } from '../../pki/pem/pem.ts';
import { secretIn } from '../../pki/key/password.ts';
import { failure, success, type Result } from '../../pki/result.ts';

export const DISAGREEMENT = 'two readers disagree';

/** Compares issuer, subject, serial number, dates, public key and fingerprint with what Node reads. */
export function agreesOnCertificate(facts: CertificateFacts, sha256: string): Result<true> {
  return agreement(() => {
    const node = new X509Certificate(facts.der);
    const { issuer, subject } = node.toLegacyObject();
    return (
      node.serialNumber.padStart(2, '0') === facts.serialNumber.hex &&
      isSameTime(node.validFromDate, facts.notBefore) &&
      isSameTime(node.validToDate, facts.notAfter) &&
      node.fingerprint256.replaceAll(':', '') === sha256 &&
      isSameName(issuer, facts.issuer) &&
      isSameName(subject, facts.subject) &&
      spkiOf(node.publicKey).equals(facts.publicKey.spki)
    );
  });
}

/** Compares the opened private key with what Node reads from the same bytes and password. */
export function agreesOnPrivateKey(
  key: PrivateKeyFacts,
  block: PemBlock,
  passphrase: string | undefined,
): Result<true> {
  return agreement(() => {
    const node = createPrivateKey({
      key: Buffer.from(block.bytes),
      format: 'der',
      type: key.format === 'PKCS#1' ? 'pkcs1' : 'pkcs8',
      ...(passphrase === undefined
        ? {}
        : { passphrase: Buffer.from(secretIn(passphrase, key.writing).bytes) }),
    });
    return (
      spkiOf(createPublicKey(node)).equals(key.spki ?? Buffer.alloc(0)) &&
      node.export({ type: 'pkcs8', format: 'der' }).equals(key.pkcs8 ?? Buffer.alloc(0))
    );
  });
}

/** That two readers differ is no evidence against the file: one of them, or both, may be wrong. */
function agreement(agree: () => boolean): Result<true> {
  try {
    if (agree()) return success(true);
  } catch {
    // Node throws for a file that it does not accept.
  }
  return failure('reader_failed', DISAGREEMENT);
}

const spkiOf = (key: KeyObject): Buffer => key.export({ type: 'spki', format: 'der' });

const isSameTime = (node: Date, ours: string): boolean => node.getTime() === Date.parse(ours);

/**
 * Compares the values of two names. Node groups values by type and names some types differently. It leaves out values
 * that are not text (a BIT STRING), which are "#" and hexadecimal here.
 */
function isSameName(node: object | undefined, ours: Name): boolean {
  const theirs = Object.values(node ?? {}).flat() as string[];
  const values = ours.rdns.flat().flatMap(({ value }) => (value.startsWith('#') ? [] : value));
  return (
    theirs
      .filter((value) => !value.startsWith('#'))
      .toSorted()
      .join('\n') === values.toSorted().join('\n')
  );
}
