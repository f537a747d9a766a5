/** Whether a certificate was signed with its own key (RFC 5280, 6.1 calls such a one self-signed). */
import { Certificate, PublicKeyInfo } from 'pkijs';
import { parseDer, structure } from './asn1.ts';
import type { CertificateFacts } from './facts.ts';
import { asRsaEncryption } from './public-key.ts';

/**
 * Checks the signature with the certificate's own public key. "cannot say" where WebCrypto has not the algorithm
 * or does not take the key: MD5, DSA, rare curves, RSA below its sizes. A certificate of another issuer is a "no".
 */
export async function verifiesItself(facts: CertificateFacts): Promise<'yes' | 'no' | 'cannot say'> {
  if (!facts.selfIssued) return 'no';
  try {
    const certificate = structure(Certificate, parseDer(facts.der));
    // Browsers refuse an RSA key that is marked for one use (RSASSA-PSS), and the signature says which use it is.
    const spki = asRsaEncryption(facts.publicKey.spki);
    if (spki) certificate.subjectPublicKeyInfo = structure(PublicKeyInfo, parseDer(spki));
    return (await certificate.verify()) ? 'yes' : 'no';
  } catch {
    // pkijs throws for an algorithm that it does not know, WebCrypto for a key that it does not take.
    return 'cannot say';
  }
}
