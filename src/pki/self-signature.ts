/** Whether a certificate was signed with its own key (RFC 5280, 6.1 calls such a one self-signed). */
import {
  BIT_STRING,
  bitStringOf,
  childrenOf,
  CONTEXT,
  DerError,
  expect,
  expectConstructed,
  expectInteger,
  OBJECT_IDENTIFIER,
  smallInteger,
  type Bytes,
  type Element,
} from './der.ts';
import type { CertificateFacts } from './facts.ts';
import { oidOf } from './oids.ts';
import { asRsaEncryption, EC_PUBLIC_KEY, readAlgorithm, RSASSA_PSS } from './public-key.ts';

const RSA_HASHES: Record<string, string> = {
  '1.2.840.113549.1.1.5': 'SHA-1',
  '1.2.840.113549.1.1.11': 'SHA-256',
  '1.2.840.113549.1.1.12': 'SHA-384',
  '1.2.840.113549.1.1.13': 'SHA-512',
};

const ECDSA_HASHES: Record<string, string> = {
  '1.2.840.10045.4.1': 'SHA-1',
  '1.2.840.10045.4.3.2': 'SHA-256',
  '1.2.840.10045.4.3.3': 'SHA-384',
  '1.2.840.10045.4.3.4': 'SHA-512',
};

const HASHES: Record<string, string> = {
  '1.3.14.3.2.26': 'SHA-1',
  '2.16.840.1.101.3.4.2.1': 'SHA-256',
  '2.16.840.1.101.3.4.2.2': 'SHA-384',
  '2.16.840.1.101.3.4.2.3': 'SHA-512',
};

const CURVES: Record<string, { name: string; bytes: number }> = {
  '1.2.840.10045.3.1.7': { name: 'P-256', bytes: 32 },
  '1.3.132.0.34': { name: 'P-384', bytes: 48 },
  '1.3.132.0.35': { name: 'P-521', bytes: 66 },
};

const ED25519 = '1.3.101.112';

/**
 * Checks the signature with the certificate's own public key. "cannot say" where WebCrypto has not the algorithm
 * or does not take the key: MD5, DSA, rare curves, RSA below its sizes. A certificate of another issuer is a "no".
 */
export async function verifiesItself(facts: CertificateFacts): Promise<'yes' | 'no' | 'cannot say'> {
  if (!facts.selfIssued) return 'no';
  try {
    const check = signatureCheck(facts);
    if (!check) return 'cannot say';
    const key = await crypto.subtle.importKey('spki', check.spki, check.importAs, false, ['verify']);
    return (await crypto.subtle.verify(check.verifyAs, key, check.signature, check.signed)) ? 'yes' : 'no';
  } catch {
    // A key or an algorithm that WebCrypto refuses.
    return 'cannot say';
  }
}

interface SignatureCheck {
  spki: Bytes;
  importAs: RsaHashedImportParams | EcKeyImportParams | { name: string };
  verifyAs: RsaPssParams | EcdsaParams | { name: string };
  signature: Bytes;
  signed: Bytes;
}

function signatureCheck(facts: CertificateFacts): SignatureCheck | undefined {
  const bytes = facts.der;
  const certificate = expectConstructed(bytes, 0, bytes.length);
  const tbs = expectConstructed(bytes, certificate.body, certificate.end);
  const algorithm = readAlgorithm(bytes, tbs.next, certificate.end);
  const bits = bitStringOf(bytes, expect(bytes, algorithm.next, certificate.end, BIT_STRING));
  const signature = bits.bytes.slice(bits.start, bits.end);
  const signed = bytes.subarray(tbs.start, tbs.next);
  const { dotted } = algorithm.oid;

  const rsaHash = RSA_HASHES[dotted];
  if (rsaHash) {
    const spki = asRsaEncryption(facts.publicKey.spki);
    const name = 'RSASSA-PKCS1-v1_5';
    return spki && { spki, importAs: { name, hash: rsaHash }, verifyAs: { name }, signature, signed };
  }
  if (dotted === RSASSA_PSS) {
    const spki = asRsaEncryption(facts.publicKey.spki);
    const pss = pssParameters(bytes, algorithm.parameters);
    if (!spki || !pss) return undefined;
    const name = 'RSA-PSS';
    const verifyAs = { name, saltLength: pss.saltLength };
    return { spki, importAs: { name, hash: pss.hash }, verifyAs, signature, signed };
  }
  const ecHash = ECDSA_HASHES[dotted];
  if (ecHash) {
    const { spki } = facts.publicKey;
    const info = expectConstructed(spki, 0, spki.length);
    const key = readAlgorithm(spki, info.body, info.end);
    if (key.oid.dotted !== EC_PUBLIC_KEY || !key.parameters) return undefined;
    const curve = CURVES[dottedOf(spki, key.parameters)];
    const raw = curve && rawSignature(signature, curve.bytes);
    if (!curve || !raw) return undefined;
    const name = 'ECDSA';
    const importAs = { name, namedCurve: curve.name };
    return { spki, importAs, verifyAs: { name, hash: ecHash }, signature: raw, signed };
  }
  if (dotted === ED25519) {
    const name = 'Ed25519';
    return { spki: facts.publicKey.spki, importAs: { name }, verifyAs: { name }, signature, signed };
  }
  return undefined;
}

const dottedOf = (bytes: Bytes, element: Element): string =>
  element.id === OBJECT_IDENTIFIER ? oidOf(bytes, element).dotted : '';

/** RSASSA-PSS-params (RFC 8017, A.2.3); WebCrypto wants one hash for both message and mask. */
function pssParameters(
  bytes: Bytes,
  parameters: Element | undefined,
): { hash: string; saltLength: number } | undefined {
  let hash: string | undefined = 'SHA-1';
  let maskHash: string | undefined = 'SHA-1';
  let saltLength = 20;
  for (const field of parameters ? childrenOf(bytes, parameters) : []) {
    if (field.id === CONTEXT) hash = HASHES[readAlgorithm(bytes, field.body, field.end).oid.dotted];
    if (field.id === CONTEXT + 1) {
      const mask = readAlgorithm(bytes, field.body, field.end).parameters;
      maskHash = mask && HASHES[readAlgorithm(bytes, mask.start, mask.next).oid.dotted];
    }
    if (field.id === CONTEXT + 2)
      saltLength = smallInteger(bytes, expectInteger(bytes, field.body, field.end));
  }
  return hash !== undefined && hash === maskHash && saltLength < 1024 ? { hash, saltLength } : undefined;
}

/** ECDSA-Sig-Value (RFC 3279, 2.2.3) as WebCrypto wants it: both numbers in full width, one after the other. */
function rawSignature(signature: Bytes, width: number): Bytes | undefined {
  const value = expectConstructed(signature, 0, signature.length);
  const raw = new Uint8Array(width * 2);
  const numbers = childrenOf(signature, value, 3);
  if (numbers.length !== 2) throw new DerError('no ECDSA signature');
  for (const [i, number] of numbers.entries()) {
    let { body } = number;
    while (body < number.end && signature[body] === 0) body++;
    if (number.end - body > width) return undefined;
    raw.set(signature.subarray(body, number.end), (i + 1) * width - (number.end - body));
  }
  return raw;
}
