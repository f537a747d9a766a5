/** Whether a certificate was signed with its own key (RFC 5280, 6.1: self-signed). */
import { Certificate, PublicKeyInfo } from 'pkijs';
import { parseDer, structure } from '../asn1/asn1.ts';
import type { CertificateFacts } from './facts.ts';
import { asRsaEncryption } from '../key/public-key.ts';

/**
 * Checks the signature with the certificate's own public key. "cannot say" where WebCrypto does not have the algorithm
 * or refuses the key: MD5, DSA, rare curves, RSA keys that are too small. A certificate from a different issuer is a
 * "no".
 */
export async function verifiesItself(facts: CertificateFacts): Promise<'yes' | 'no' | 'cannot say'> {
  if (!facts.selfIssued) return 'no';
  try {
    const certificate = structure(Certificate, parseDer(facts.der));
    // Browsers refuse an RSA key that is marked for one use (RSASSA-PSS). The mark is not needed, because the
    // signature's algorithm says which use it is.
    const spki = asRsaEncryption(facts.publicKey.spki);
    if (spki) certificate.subjectPublicKeyInfo = structure(PublicKeyInfo, parseDer(spki));
    return (await certificate.verify()) ? 'yes' : 'no';
  } catch {
    // pkijs throws for an algorithm that it does not know, WebCrypto for a key that it does not accept.
    return 'cannot say';
  }
}
