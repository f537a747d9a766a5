/** Checks with its envelope whether a private key opens a real recording. */
import type { Bytes } from '../asn1/asn1.ts';
import { isSame } from '../asn1/bytes.ts';
import { sessionKeyBytes } from '../media/decrypt-media.ts';
import type { CertificateFacts } from '../certificate/facts.ts';
import { readPem } from '../pem/pem.ts';
import { inspectPkcs7 } from './pkcs7.ts';
import { unwrapSessionKey } from './session-key.ts';

/**
 * Unwraps the session key of a recording with a private key (PKCS#8). `pem` is the recording's envelope, the `pkcs7` of
 * its metadata; the recipient is found by the certificate's issuer and serial number.
 */
export async function opensEnvelope(
  pem: string,
  { issuer, serialNumber }: Pick<CertificateFacts, 'issuer' | 'serialNumber'>,
  pkcs8: Bytes,
): Promise<boolean> {
  const block = readPem(pem)[0];
  const facts = block && inspectPkcs7(block.bytes);
  if (!facts?.ok || facts.value.type !== 'envelope') return false;
  const keyBytes = sessionKeyBytes(facts.value.cipher);
  if (keyBytes === undefined) return false;
  for (const recipient of facts.value.recipients) {
    const isOwn =
      recipient.by === 'issuer and serial number' &&
      recipient.serialNumber.decimal === serialNumber.decimal &&
      isSame(recipient.issuer.der, issuer.der);
    if (isOwn && unwrapSessionKey(recipient, pkcs8, keyBytes)) return true;
  }
  return false;
}
