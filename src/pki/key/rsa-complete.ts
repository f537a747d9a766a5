/**
 * The primes of an RSA private key that has only its modulus and exponents, as Java writes it from an RSAPrivateKeySpec
 * (without the public exponent, too). Browsers and OpenSSL do not take such a key.
 */
import { inverseOf, power } from './rsa.ts';
import { bigInts, toBigInt, type RsaNumbers } from './rsa-numbers.ts';

/** Public exponents in use, the usual one first. They are tried where the key does not say its own. */
const USUAL_EXPONENTS = [65537n, 3n, 17n, 5n, 7n, 11n, 13n, 35n, 37n, 257n];

/**
 * The largest divisor that the primes minus one may share. Where d was computed modulo their least common multiple
 * (FIPS 186-5, A.1.1), it has to be found; it is small, because the primes are random.
 */
const MAX_SHARED = 512n;

/** How much longer than the modulus d may be. A longer one says nothing of the primes. */
const MAX_LONGER_BYTES = 8;

interface Completed {
  e: bigint;
  p: bigint;
  q: bigint;
}

/**
 * e·d - 1 is k times (p-1)(q-1), divided by what p-1 and q-1 share. (p-1)(q-1) is a little less than n, so each guess of
 * the shared part leaves one possible k, and with (p-1)(q-1) the primes are the roots of a quadratic equation. Answers
 * undefined where no guess fits.
 */
export function completedNumbers(numbers: Pick<RsaNumbers, 'n' | 'e' | 'd'>): Completed | undefined {
  if (numbers.d.length > numbers.n.length + MAX_LONGER_BYTES) return undefined;
  const [n, own, d] = [numbers.n, numbers.e, numbers.d].map(toBigInt) as [bigint, bigint, bigint];
  for (const e of own === 0n ? USUAL_EXPONENTS : [own]) {
    for (let shared = 1n; shared <= MAX_SHARED; shared++) {
      const multiple = shared * (e * d - 1n);
      const k = multiple / n + 1n;
      if (multiple % k !== 0n) continue;
      const found = primesOf(n, multiple / k);
      if (found) return { e, ...found };
    }
  }
  return undefined;
}

/** The numbers that follow from the primes (RFC 8017, 3.2). */
export const crtNumbers = ({ p, q }: Completed, d: bigint | Uint8Array) => {
  const exponent = typeof d === 'bigint' ? d : toBigInt(d);
  return { dp: exponent % (p - 1n), dq: exponent % (q - 1n), qi: inverseOf(q, p) ?? 0n };
};

/** The longest numbers, in bits, with which the exponents are tried out: longer ones take more than a second. */
const MAX_TRIED_BITS = 4096;

/** Why a key without primes is damaged: its exponents do not undo each other, or its primes do not make its modulus. */
export function plainInconsistency(
  numbers: Pick<RsaNumbers, 'n' | 'e' | 'd' | 'p' | 'q'>,
): string | undefined {
  const { n, e, d, p, q } = bigInts(numbers);
  if ((p !== 0n || q !== 0n) && p * q !== n) return 'the modulus is not the product of the primes';
  const isTried = [numbers.n, numbers.e, numbers.d].every(({ length }) => length * 8 <= MAX_TRIED_BITS);
  return isTried && power(power(2n, d, n), e, n) !== 2n % n
    ? 'the private exponent does not undo the public one'
    : undefined;
}

/** p and q of n, where (p-1)(q-1) is known; undefined where that is wrong. */
function primesOf(n: bigint, totient: bigint): { p: bigint; q: bigint } | undefined {
  const sum = n + 1n - totient;
  const square = sum * sum - 4n * n;
  // The difference of the primes has at most half of the bits of n: others need no square root.
  if (square < 0n || square > n) return undefined;
  const difference = squareRoot(square);
  const p = (sum + difference) / 2n;
  const q = sum - p;
  return p * q === n && q > 1n ? { p, q } : undefined;
}

/** The largest number whose square is not larger (Newton). */
function squareRoot(square: bigint): bigint {
  if (square === 0n) return 0n;
  let root = 1n << BigInt((square.toString(2).length + 1) >> 1);
  for (;;) {
    const next = (root + square / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}
