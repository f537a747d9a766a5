/** Proves that a private key opens what is encrypted for its certificate: encrypts something, and opens it. */
import type { CertificateFacts, PrivateKeyFacts } from '../certificate/facts.ts';
import type { Bytes } from '../asn1/asn1.ts';
import { isSame } from '../asn1/bytes.ts';
import { asRsaEncryption, rsaNumbersOf } from './public-key.ts';
import { failure, success, type Result } from '../result.ts';
import { openPkcs1, power, rsaPrivateKey, wrapPkcs1 } from './rsa.ts';
import { toBigInt } from './rsa-numbers.ts';

/**
 * Wraps a random AES session key with the public key of a certificate or certificate request (RSA-OAEP, RFC 8017, 7.1),
 * unwraps it with the private key and compares. Answers `key_mismatch` when the two do not fit, `not_rsa` for other
 * algorithms, and `exponent_unusable` for one that unwraps its session keys because it has not encrypted them. A key
 * that WebCrypto does not take is proven by our own arithmetic (rsa.ts). Works from 512 bits.
 */
export async function provesKeyPair(
  certificate: Pick<CertificateFacts, 'publicKey'>,
  privateKey: PrivateKeyFacts,
): Promise<Result<true>> {
  if (certificate.publicKey.algorithm !== 'RSA') return failure('not_rsa', certificate.publicKey.algorithm);
  if (privateKey.algorithm !== 'RSA' || !privateKey.pkcs8 || !privateKey.spki) {
    return failure('not_rsa', privateKey.algorithm);
  }
  const bits = certificate.publicKey.bits ?? 0;
  const spki = asRsaEncryption(certificate.publicKey.spki);
  if (!spki) return failure('not_rsa', 'the public key cannot be read');
  // A different modulus or exponent is certainly a different key. Equal numbers are still proved by wrapping.
  if (bits !== privateKey.bits || !isSame(spki, privateKey.spki)) return failure('key_mismatch');

  // OAEP takes two hash lengths and 2 bytes of the modulus: SHA-256 and a 256-bit key fit from 784 bits on.
  const large = bits >= 1024;
  const algorithm = { name: 'RSA-OAEP', hash: large ? 'SHA-256' : 'SHA-1' };
  let wrappingKey: CryptoKey;
  let unwrappingKey: CryptoKey;
  try {
    wrappingKey = await crypto.subtle.importKey('spki', spki, algorithm, false, ['wrapKey']);
    unwrappingKey = await crypto.subtle.importKey('pkcs8', privateKey.pkcs8, algorithm, false, ['unwrapKey']);
  } catch {
    // A key with three primes or a long exponent: the arithmetic is the same, and it opens recordings here.
    return provesWithoutWebCrypto(privateKey.pkcs8);
  }
  if (leavesTextAsItIs(spki)) return failure('exponent_unusable', 'that leaves a text as it is');
  const aes = { name: 'AES-CBC', length: large ? 256 : 128 };
  const sessionKey = await crypto.subtle.generateKey(aes, true, ['encrypt', 'decrypt']);
  try {
    const wrapped = await crypto.subtle.wrapKey('raw', sessionKey, wrappingKey, algorithm);
    const unwrapped = await crypto.subtle.unwrapKey('raw', wrapped, unwrappingKey, algorithm, aes, true, [
      'decrypt',
    ]);
    const [before, after] = await Promise.all([
      crypto.subtle.exportKey('raw', sessionKey),
      crypto.subtle.exportKey('raw', unwrapped),
    ]);
    return isSame(new Uint8Array(before), new Uint8Array(after)) ? success(true) : failure('key_mismatch');
  } catch (error) {
    if (error instanceof DOMException) return failure('key_mismatch');
    throw error;
  }
}

/** The same with RSAES-PKCS1-v1_5 (RFC 8017, 7.2), as recorders wrap their session keys. */
function provesWithoutWebCrypto(pkcs8: Bytes): Result<true> {
  const key = rsaPrivateKey(pkcs8);
  if (power(2n, key.e, key.n) === 2n) return failure('exponent_unusable', 'that leaves a text as it is');
  const sessionKey = crypto.getRandomValues(new Uint8Array(32));
  const unwrapped = openPkcs1(key, wrapPkcs1(key, sessionKey));
  return unwrapped && isSame(sessionKey, unwrapped) ? success(true) : failure('key_mismatch');
}

/**
 * Whether encryption does nothing: the exponent is 1, or 1 more than a multiple of what the primes go round in. Every
 * text shows it, so the smallest is taken: 2, raised to the exponent.
 */
function leavesTextAsItIs(spki: Bytes): boolean {
  const numbers = rsaNumbersOf(spki);
  if (!numbers) return false;
  return power(2n, toBigInt(numbers.exponent), toBigInt(numbers.modulus)) === 2n;
}
