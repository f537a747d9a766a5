/** SubjectPublicKeyInfo (RFC 5280, 4.1.2.7; RFC 3279, 2.3): algorithm and size, named as in OpenSSL. */
import { PublicKeyInfo } from 'pkijs';
import {
  bitLength,
  bitsOf,
  bitString,
  type Block,
  type Bytes,
  childrenOf,
  dottedOf,
  encode,
  fieldsOf,
  ifRead,
  isTag,
  magnitudeOf,
  nullValue,
  oid,
  parseDer,
  sequence,
  structure,
  tags,
  unsignedInteger,
} from '../asn1/asn1.ts';
import type { PublicKeyFacts } from '../certificate/facts.ts';
import { toHex } from '../asn1/hex.ts';
import { namesOf } from '../asn1/object-names.ts';

export const RSA_ENCRYPTION = '1.2.840.113549.1.1.1';
const RSASSA_PSS = '1.2.840.113549.1.1.10';
export const RSAES_OAEP = '1.2.840.113549.1.1.7';
export const EC_PUBLIC_KEY = '1.2.840.10045.2.1';
export const DSA = '1.2.840.10040.4.1';
const DH = '1.2.840.113549.1.3.1';
const DHX = '1.2.840.10046.2.1';

/** Algorithms whose keys are RSA keys (RFC 8017, A.1), whichever use they are marked for. */
export const isRsaFamily = (dotted: string): boolean =>
  dotted === RSA_ENCRYPTION || dotted === RSASSA_PSS || dotted === RSAES_OAEP;

/** Algorithms whose parameters begin with a prime: DSA (RFC 3279, 2.3.2) and Diffie-Hellman (2.3.3). */
export const hasPrime = (dotted: string): boolean => dotted === DSA || dotted === DH || dotted === DHX;

/** "RSA" for rsaEncryption, otherwise OpenSSL's long name or the dotted OBJECT IDENTIFIER. */
export const algorithmName = (dotted: string): string =>
  dotted === RSA_ENCRYPTION ? 'RSA' : namesOf(dotted).longName;

/** Algorithms with only one key size: the number of bits that OpenSSL prints for them (RFC 8410). */
const FIXED_BITS: Record<string, number> = {
  '1.3.101.110': 253,
  '1.3.101.111': 448,
  '1.3.101.112': 256,
  '1.3.101.113': 456,
};

/**
 * Longer public exponents are not printed: the time to convert bytes to decimal grows with the square of their number.
 */
const MAX_EXPONENT_BYTES = 1024;

/** The facts of a public key that pkijs has read; `spki` are its bytes. A key with invalid contents has no `bits`. */
export function readPublicKey({ algorithm, subjectPublicKey }: PublicKeyInfo, spki: Bytes): PublicKeyFacts {
  const dotted = algorithm.algorithmId;
  const facts: PublicKeyFacts = { algorithm: algorithmName(dotted), bits: undefined, spki };
  if (!isRsaFamily(dotted)) return { ...facts, bits: sizeOf(dotted, algorithm.algorithmParams as Block) };
  const numbers = rsaNumbers(bitsOf(subjectPublicKey));
  if (!numbers) return facts;
  const { modulus, exponent } = numbers;
  facts.bits = bitLength(modulus);
  if (exponent.length <= MAX_EXPONENT_BYTES) facts.exponent = BigInt(`0x${toHex(exponent)}`).toString();
  return facts;
}

/** Reads a file that is a SubjectPublicKeyInfo. Throws `Asn1Error`. */
export function readPublicKeyInfo(bytes: Bytes): PublicKeyFacts {
  return readPublicKey(structure(PublicKeyInfo, parseDer(bytes)), bytes);
}

/** The bits of a key that is not RSA, from its algorithm and parameters; undefined where they do not tell. */
export function sizeOf(dotted: string, parameters: Block | undefined): number | undefined {
  if (dotted === EC_PUBLIC_KEY) return parameters && curveBits(parameters);
  if (hasPrime(dotted)) {
    const [prime] = parameters ? childrenOf(parameters) : [];
    return isTag(prime, tags.INTEGER) ? bitLength(magnitudeOf(prime)) : undefined;
  }
  return FIXED_BITS[dotted];
}

/** Modulus and exponent of an RSAPublicKey (RFC 8017, A.1.1) without leading zeroes; undefined for other bytes. */
export const rsaNumbers = (bytes: Bytes): { modulus: Bytes; exponent: Bytes } | undefined =>
  ifRead(() => {
    const [modulus, exponent, more] = fieldsOf(parseDer(bytes, { padded: true }));
    return more ? undefined : { modulus: magnitudeOf(modulus), exponent: magnitudeOf(exponent) };
  });

/** The same of a SubjectPublicKeyInfo. Throws `Asn1Error` where that is none. */
export const rsaNumbersOf = (spki: Bytes) => rsaNumbers(bitsOf(fieldsOf(parseDer(spki))[1]));

/**
 * The SubjectPublicKeyInfo of an RSA key, made from its two numbers and marked rsaEncryption with NULL (RFC 3279,
 * 2.3.1).
 */
export const rsaSpki = (modulus: Bytes, exponent: Bytes): Bytes =>
  encode(
    sequence(
      sequence(oid(RSA_ENCRYPTION), nullValue()),
      bitString(encode(sequence(unsignedInteger(modulus), unsignedInteger(exponent)))),
    ),
  );

/**
 * The same RSA key, marked rsaEncryption whatever its marking was; undefined where it is not RSA. Throws `Asn1Error`.
 */
export function asRsaEncryption(spki: Bytes): Bytes | undefined {
  const numbers = rsaNumbersOf(spki);
  return numbers && rsaSpki(numbers.modulus, numbers.exponent);
}

/**
 * The bits of the order of a curve given by name or by its numbers (RFC 3279, 2.3.5); undefined for an unknown curve.
 */
export function curveBits(parameters: Block): number | undefined {
  if (isTag(parameters, tags.OBJECT_IDENTIFIER)) return curves.get(dottedOf(parameters));
  const order = childrenOf(parameters)[4];
  return isTag(order, tags.INTEGER) ? bitLength(magnitudeOf(order)) : undefined;
}

/**
 * The curves that OpenSSL knows by name: the arc, and for each curve in it the last number and the bits of its order.
 */
const CURVES: Record<string, string> = {
  '1.2.156.10197.1': '301:256',
  '1.2.840.10045.3.0':
    '1:163 2:162 3:162 4:161 5:191 6:190 7:189 10:193 11:238 12:237 13:236 16:257 17:289 18:353 19:353 20:418',
  '1.2.840.10045.3.1': '1:192 2:192 3:192 4:239 5:239 6:239 7:256',
  '1.3.36.3.3.2.8.1.1':
    '1:160 2:160 3:192 4:192 5:224 6:224 7:256 8:256 9:320 10:320 11:384 12:384 13:512 14:512',
  '1.3.132.0':
    '1:163 2:162 3:238 4:113 5:113 6:112 7:110 8:161 9:161 10:256 15:163 16:281 17:282 22:131 23:131 24:193 25:193 26:232 27:233 28:128 29:126 30:161 31:192 32:225 33:224 34:384 35:521 36:407 37:409 38:570 39:570',
  '2.23.43.1.4': '1:112 3:163 4:113 5:163 6:112 7:161 8:113 9:161 10:232 11:233 12:224',
};

const curves = new Map(
  Object.entries(CURVES).flatMap(([arc, members]) =>
    members.split(' ').map((member): [string, number] => {
      const [number, bits] = member.split(':');
      return [`${arc}.${number}`, Number(bits)];
    }),
  ),
);
