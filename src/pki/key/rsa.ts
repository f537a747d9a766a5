/**
 * RSA decryption (RFC 8017) with every private key: with CRT numbers and without, with more than two primes, with any
 * public exponent. WebCrypto has no RSAES-PKCS1-v1_5, takes few of these keys, and allows RSAES-OAEP only one hash.
 *
 * This is arithmetic for people who open their own recordings in their own browser. It is not for a service that
 * decrypts for others: BigInt does not compute in constant time, so whoever may send many texts and measure the answers
 * may learn about the key. The tenant answers others, and uses `node:crypto`. Texts are blinded all the same, so that
 * the time does not depend on them, and an exponent is used in windows that cost the same: both cost next to nothing.
 */
import { fieldsOf, magnitudeOf, octetsOf, parseDer, type Bytes } from '../asn1/asn1.ts';
import { fromBigInt, toBigInt } from './rsa-numbers.ts';
import { withoutOaep, withoutPkcs1, type Oaep } from './rsa-padding.ts';

export interface RsaPrivateKey {
  n: bigint;
  e: bigint;
  d: bigint;
  /**
   * Each prime with d modulo one less than it, and with the inverse of the product of the primes before it (RFC 8017,
   * 3.2). None where only d is known.
   */
  primes: { prime: bigint; exponent: bigint; coefficient: bigint }[];
  /** The length of the modulus in bytes. */
  length: number;
  /** A random number to the power of e, and its inverse. Both are squared after each use (blinding). */
  blinding?: { factor: bigint; inverse: bigint };
}

/**
 * The key in a PKCS#8 that `inspectPrivateKey` has answered. Only the primes and d are taken from it, because all other
 * numbers follow from these. Throws `Asn1Error` for other bytes.
 */
export function rsaPrivateKey(pkcs8: Bytes): RsaPrivateKey {
  const [, ...fields] = fieldsOf(parseDer(octetsOf(fieldsOf(parseDer(pkcs8))[2])));
  const more = fields[8] ? fieldsOf(fields[8]).map((info) => fieldsOf(info)[0]) : [];
  const [n = 0n, e = 0n, d = 0n, ...primes] = [...fields.slice(0, 5), ...more].map((field) =>
    toBigInt(magnitudeOf(field)),
  );
  let product = 1n;
  return {
    n,
    e,
    d,
    length: magnitudeOf(fields[0]).length,
    primes: primes.includes(0n)
      ? []
      : primes.map((prime) => {
          const coefficient = inverseOf(product, prime) ?? 0n;
          product *= prime;
          return { prime, exponent: d % (prime - 1n), coefficient };
        }),
  };
}

/** The session key in a text of RSAES-PKCS1-v1_5 (7.2.2); undefined where the padding does not fit. */
export function openPkcs1(key: RsaPrivateKey, text: Bytes): Bytes | undefined {
  const message = decrypt(key, text);
  return message && withoutPkcs1(message);
}

/** The session key in a text of RSAES-OAEP (7.1.2); undefined where the padding does not fit. */
export function openOaep(key: RsaPrivateKey, text: Bytes, oaep: Oaep): Bytes | undefined {
  const message = decrypt(key, text);
  return message && withoutOaep(message, oaep);
}

/** Encrypts with RSAES-PKCS1-v1_5 (7.2.1). */
export function wrapPkcs1(
  { n, e, length }: Pick<RsaPrivateKey, 'n' | 'e' | 'length'>,
  secret: Uint8Array,
): Bytes {
  const message = new Uint8Array(length);
  const padding = crypto.getRandomValues(new Uint8Array(length - secret.length - 3));
  message[1] = 2;
  // No byte of the padding may be zero.
  message.set(
    padding.map((byte) => byte || 1),
    2,
  );
  message.set(secret, length - secret.length);
  return fromBigInt(power(toBigInt(message), e, n), length);
}

/** RSADP (5.1.2): the decrypted number as bytes; undefined for a text that is not below the modulus. */
function decrypt(key: RsaPrivateKey, text: Bytes): Bytes | undefined {
  const { n, d, primes, length } = key;
  const number = toBigInt(text);
  if (number >= n) return undefined;
  const { factor, inverse } = nextBlinding(key);
  const blinded = (number * factor) % n;
  let message = 0n;
  if (primes.length === 0) message = power(blinded, d, n);
  let product = 1n;
  for (const { prime, exponent, coefficient } of primes) {
    const rest = power(blinded % prime, exponent, prime);
    if (product === 1n) message = rest;
    else message += product * modulo((rest - message) * coefficient, prime);
    product *= prime;
  }
  return fromBigInt((message * inverse) % n, length);
}

function nextBlinding(key: RsaPrivateKey): { factor: bigint; inverse: bigint } {
  const { n, e, length, blinding } = key;
  if (blinding) {
    key.blinding = {
      factor: (blinding.factor * blinding.factor) % n,
      inverse: (blinding.inverse * blinding.inverse) % n,
    };
  } else {
    const random = 2n + modulo(toBigInt(crypto.getRandomValues(new Uint8Array(length))), n - 2n);
    // A number without an inverse has a prime of n in it, which nobody finds by chance.
    key.blinding = { factor: power(random, e, n), inverse: inverseOf(random, n) ?? 1n };
  }
  return key.blinding;
}

/** base^exponent mod modulus, five bits of the exponent at a time. */
export function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  const table = [1n % modulus];
  for (let i = 1; i < 32; i++) table.push((table[i - 1]! * base) % modulus);
  let result = 1n % modulus;
  for (const digit of exponent.toString(32)) {
    for (let i = 0; i < 5; i++) result = (result * result) % modulus;
    result = (result * table[Number.parseInt(digit, 32)]!) % modulus;
  }
  return result;
}

/** The inverse of a number (extended Euclidean algorithm); undefined where there is none. */
export function inverseOf(number: bigint, modulus: bigint): bigint | undefined {
  let [a, b, x, y] = [modulo(number, modulus), modulus, 1n, 0n];
  while (a > 0n) {
    const quotient = b / a;
    [a, b, x, y] = [b - quotient * a, a, y - quotient * x, x];
  }
  return b === 1n ? modulo(y, modulus) : undefined;
}

const modulo = (number: bigint, modulus: bigint): bigint => ((number % modulus) + modulus) % modulus;
