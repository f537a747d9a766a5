/** Whether the numbers of an RSA private key belong together (RFC 8017, 3.2). */
import type { Bytes } from '../asn1/asn1.ts';
import { toHex } from '../asn1/hex.ts';

/** The numbers of an RSA private key as big-endian bytes without sign. Private. */
export interface RsaNumbers {
  n: Bytes;
  e: Bytes;
  d: Bytes;
  p: Bytes;
  q: Bytes;
  dp: Bytes;
  dq: Bytes;
  qi: Bytes;
  /** The third and further primes. */
  morePrimes: Bytes[];
}

/** Whether the numbers that follow from the primes are left out, as zeroes, or the public exponent is. */
export const isIncomplete = ({ e, dp, dq, qi, morePrimes }: RsaNumbers): boolean =>
  morePrimes.length === 0 && (isZero(e) || [dp, dq, qi].every(isZero));

const isZero = (bytes: Uint8Array): boolean => bytes.every((byte) => byte === 0);

/**
 * Says which numbers do not fit, without any of the numbers; undefined when all fit. They fit when n is the product of
 * the primes, d is the inverse of e modulo each prime minus one, and the CRT numbers are those of d, p and q. Primality
 * is not tested.
 */
export function rsaInconsistency(numbers: RsaNumbers): string | undefined {
  const { n, e, d, p, q } = bigInts(numbers);
  const primes = [p, q, ...numbers.morePrimes.map(toBigInt)];
  if (n < 6n || e < 3n || e % 2n === 0n || d < 1n || primes.some((prime) => prime < 2n)) {
    return 'a number is too small';
  }
  if (primes.reduce((product, prime) => product * prime) !== n) {
    return 'the modulus is not the product of the primes';
  }
  if (primes.some((prime) => (e * d) % (prime - 1n) !== 1n % (prime - 1n))) {
    return 'the private exponent does not undo the public one';
  }
  if (toBigInt(numbers.dp) !== d % (p - 1n) || toBigInt(numbers.dq) !== d % (q - 1n)) {
    return 'a CRT exponent is not that of the private exponent';
  }
  if ((toBigInt(numbers.qi) * q) % p !== 1n)
    return 'the CRT coefficient is not the inverse of the second prime';
  return undefined;
}

/** The numbers without which the others do not follow. */
export const bigInts = ({ n, e, d, p, q }: Pick<RsaNumbers, 'n' | 'e' | 'd' | 'p' | 'q'>) => ({
  n: toBigInt(n),
  e: toBigInt(e),
  d: toBigInt(d),
  p: toBigInt(p),
  q: toBigInt(q),
});

/** A number as big-endian bytes without sign, as many as it needs or as `length` says. */
export function fromBigInt(number: bigint, length = 1): Bytes {
  const digits = number.toString(16);
  const hex = digits.padStart(Math.max(length * 2, digits.length + (digits.length % 2)), '0');
  return Uint8Array.from({ length: hex.length / 2 }, (_, i) =>
    Number.parseInt(hex.slice(i * 2, i * 2 + 2), 16),
  );
}

/** A big-endian number without sign. */
export const toBigInt = (bytes: Uint8Array): bigint =>
  bytes.length === 0 ? 0n : BigInt(`0x${toHex(bytes)}`);
