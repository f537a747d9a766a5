/** Whether the numbers of an RSA private key belong together (RFC 8017, 3.2). */
import { toHex } from './hex.ts';

/** The numbers of an RSA private key as big-endian bytes without sign. Private. */
export interface RsaNumbers {
  n: Uint8Array;
  e: Uint8Array;
  d: Uint8Array;
  p: Uint8Array;
  q: Uint8Array;
  dp: Uint8Array;
  dq: Uint8Array;
  qi: Uint8Array;
  /** The third and further primes. */
  morePrimes: Uint8Array[];
}

/**
 * Says which numbers do not fit, without any of the numbers; undefined when all fit. They fit when n is the product of
 * the primes, d is the inverse of e modulo each prime minus one, and the CRT numbers are those of d, p and q. Primality
 * is not tested.
 */
export function rsaInconsistency(numbers: RsaNumbers): string | undefined {
  const [n, e, d, p, q] = [numbers.n, numbers.e, numbers.d, numbers.p, numbers.q].map(toBigInt) as [
    bigint,
    bigint,
    bigint,
    bigint,
    bigint,
  ];
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

/** A big-endian number without sign. */
export const toBigInt = (bytes: Uint8Array): bigint =>
  bytes.length === 0 ? 0n : BigInt(`0x${toHex(bytes)}`);
