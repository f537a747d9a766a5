/** SubjectPublicKeyInfo (RFC 5280, 4.1.2.7; RFC 3279, 2.3): algorithm and size in OpenSSL's words. */
import {
  BIT_STRING,
  bitStringOf,
  checkAny,
  childrenOf,
  DerError,
  expect,
  expectConstructed,
  expectOid,
  INTEGER,
  OBJECT_IDENTIFIER,
  readElement,
  SEQUENCE,
  type Bytes,
  type Element,
} from './der.ts';
import { bitString, nullValue, oid, sequence, unsignedInteger } from './der-write.ts';
import type { PublicKeyFacts } from './facts.ts';
import { toHex } from './hex.ts';
import { oidOf } from './oids.ts';

export const RSA_ENCRYPTION = '1.2.840.113549.1.1.1';
export const RSASSA_PSS = '1.2.840.113549.1.1.10';
export const RSAES_OAEP = '1.2.840.113549.1.1.7';
export const EC_PUBLIC_KEY = '1.2.840.10045.2.1';
export const DSA = '1.2.840.10040.4.1';
export const DH = '1.2.840.113549.1.3.1';
export const DHX = '1.2.840.10046.2.1';

/** Keys whose bytes are an RSA key (RFC 8017, A.1), however they are marked. */
export const isRsaFamily = (dotted: string): boolean =>
  dotted === RSA_ENCRYPTION || dotted === RSASSA_PSS || dotted === RSAES_OAEP;

/** "RSA" for rsaEncryption, else OpenSSL's long name or the dotted OBJECT IDENTIFIER. */
export const algorithmName = (key: { dotted: string; longName: string }): string =>
  key.dotted === RSA_ENCRYPTION ? 'RSA' : key.longName;

/** Keys that have one size: what OpenSSL counts as their bits (RFC 8410). */
export const FIXED_BITS: Record<string, number> = {
  '1.3.101.110': 253,
  '1.3.101.111': 448,
  '1.3.101.112': 256,
  '1.3.101.113': 456,
};

/** Longer public exponents are not printed: turning bytes into decimal takes time that grows with their square. */
const MAX_EXPONENT_BYTES = 1024;

/** The SubjectPublicKeyInfo at `pos`. A key that makes no sense inside it has no `bits`. Throws `DerError`. */
export function readPublicKey(
  bytes: Bytes,
  pos: number,
  limit: number,
): { key: PublicKeyFacts; next: number } {
  const info = expectConstructed(bytes, pos, limit);
  const algorithm = readAlgorithm(bytes, info.body, info.end);
  const keyElement = expect(bytes, algorithm.next, info.end, BIT_STRING);
  const bits = bitStringOf(bytes, keyElement);
  if (keyElement.next !== info.end) throw new DerError(`more than expected at offset ${keyElement.next}`);
  const key: PublicKeyFacts = {
    algorithm: algorithmName(algorithm.oid),
    bits: undefined,
    spki: bytes.subarray(info.start, info.next),
  };
  const { dotted } = algorithm.oid;
  if (dotted === RSA_ENCRYPTION || dotted === RSASSA_PSS || dotted === RSAES_OAEP) {
    const numbers = rsaNumbers(bits.bytes, bits.start, bits.end);
    if (numbers) {
      key.bits = bitLength(bits.bytes, numbers.modulus);
      const { body, end } = numbers.exponent;
      if (end - body <= MAX_EXPONENT_BYTES) {
        key.exponent =
          end - body <= 4
            ? shortNumber(bits.bytes, body, end)
            : BigInt(`0x${toHex(bits.bytes, body, end)}`).toString();
      }
    }
  } else if (dotted === EC_PUBLIC_KEY) {
    key.bits = algorithm.parameters && curveBits(bytes, algorithm.parameters);
  } else if (dotted === DSA || dotted === DH || dotted === DHX) {
    key.bits = algorithm.parameters && primeBits(bytes, algorithm.parameters);
  } else {
    key.bits = FIXED_BITS[dotted];
  }
  return { key, next: info.next };
}

/** The AlgorithmIdentifier at `pos` (RFC 5280, 4.1.1.2). Throws `DerError`. */
export function readAlgorithm(bytes: Bytes, pos: number, limit: number) {
  const element = expectConstructed(bytes, pos, limit);
  const type = expectOid(bytes, element.body, element.end);
  let parameters: Element | undefined;
  if (type.next < element.end) {
    parameters = readElement(bytes, type.next, element.end);
    checkAny(bytes, parameters);
    if (parameters.next !== element.end)
      throw new DerError(`more than expected at offset ${parameters.next}`);
  }
  return { element, type, oid: oidOf(bytes, type), parameters, next: element.next };
}

function shortNumber(bytes: Uint8Array, start: number, end: number): string {
  let value = 0;
  for (let pos = start; pos < end; pos++) value = value * 256 + bytes[pos]!;
  return String(value);
}

/** RSAPublicKey (RFC 8017, A.1.1) by the positions of its numbers; undefined where the bytes are none. */
export function rsaNumbers(
  bytes: Uint8Array,
  start: number,
  end: number,
): { modulus: Element; exponent: Element } | undefined {
  try {
    const key = expectConstructed(bytes, start, end);
    const modulus = expectNumber(bytes, key.body, key.end);
    const exponent = expectNumber(bytes, modulus.next, key.end);
    return exponent.next === key.end ? { modulus, exponent } : undefined;
  } catch (error) {
    if (error instanceof DerError) return undefined;
    throw error;
  }
}

/** An INTEGER that is read as a magnitude: keys with a missing or surplus leading zero exist. Throws `DerError`. */
export function expectNumber(bytes: Uint8Array, pos: number, limit: number): Element {
  const element = expect(bytes, pos, limit, INTEGER);
  if (element.constructed) throw new DerError(`INTEGER is constructed at offset ${pos}`);
  return element;
}

/** How many bits a number has, leading zeroes not counted. */
export function bitLength(bytes: Uint8Array, element: Element): number {
  let pos = element.body;
  while (pos < element.end && bytes[pos] === 0) pos++;
  return pos === element.end ? 0 : (element.end - pos - 1) * 8 + (32 - Math.clz32(bytes[pos]!));
}

/** Bits of the order of a curve given by name or by its numbers (RFC 3279, 2.3.5); undefined for an unknown one. */
export function curveBits(bytes: Bytes, parameters: Element): number | undefined {
  try {
    if (parameters.id === OBJECT_IDENTIFIER) return CURVE_BITS[oidOf(bytes, parameters).dotted];
    if (parameters.id !== SEQUENCE) return undefined;
    const order = childrenOf(bytes, parameters)[4];
    return order?.id === INTEGER ? bitLength(bytes, order) : undefined;
  } catch (error) {
    if (error instanceof DerError) return undefined;
    throw error;
  }
}

/** Bits of the prime that the parameters of DSA (RFC 3279, 2.3.2) and Diffie-Hellman (2.3.3) begin with. */
export function primeBits(bytes: Bytes, parameters: Element): number | undefined {
  try {
    return parameters.id === SEQUENCE
      ? bitLength(bytes, expectNumber(bytes, parameters.body, parameters.end))
      : undefined;
  } catch (error) {
    if (error instanceof DerError) return undefined;
    throw error;
  }
}

/** SubjectPublicKeyInfo of an RSA key, marked rsaEncryption with NULL (RFC 3279, 2.3.1), from its two numbers' bytes. */
export const rsaSpki = (modulus: Uint8Array, exponent: Uint8Array): Bytes =>
  sequence(
    sequence(oid(RSA_ENCRYPTION), nullValue()),
    bitString(sequence(unsignedInteger(modulus), unsignedInteger(exponent))),
  );

/** The same RSA key in shortest DER and marked rsaEncryption, whatever its marking was; undefined where it is none. */
export function asRsaEncryption(spki: Bytes): Bytes | undefined {
  const info = expectConstructed(spki, 0, spki.length);
  const algorithm = readElement(spki, info.body, info.end);
  const { bytes, start, end } = bitStringOf(spki, expect(spki, algorithm.next, info.end, BIT_STRING));
  const numbers = rsaNumbers(bytes, start, end);
  if (!numbers) return undefined;
  const { modulus, exponent } = numbers;
  return rsaSpki(bytes.subarray(modulus.body, modulus.end), bytes.subarray(exponent.body, exponent.end));
}

/** Bits of the order of the curves that OpenSSL knows by name. */
const CURVE_BITS: Record<string, number> = {
  '1.2.156.10197.1.301': 256, // SM2
  '1.2.840.10045.3.0.1': 163, // c2pnb163v1
  '1.2.840.10045.3.0.2': 162, // c2pnb163v2
  '1.2.840.10045.3.0.3': 162, // c2pnb163v3
  '1.2.840.10045.3.0.4': 161, // c2pnb176v1
  '1.2.840.10045.3.0.5': 191, // c2tnb191v1
  '1.2.840.10045.3.0.6': 190, // c2tnb191v2
  '1.2.840.10045.3.0.7': 189, // c2tnb191v3
  '1.2.840.10045.3.0.10': 193, // c2pnb208w1
  '1.2.840.10045.3.0.11': 238, // c2tnb239v1
  '1.2.840.10045.3.0.12': 237, // c2tnb239v2
  '1.2.840.10045.3.0.13': 236, // c2tnb239v3
  '1.2.840.10045.3.0.16': 257, // c2pnb272w1
  '1.2.840.10045.3.0.17': 289, // c2pnb304w1
  '1.2.840.10045.3.0.18': 353, // c2tnb359v1
  '1.2.840.10045.3.0.19': 353, // c2pnb368w1
  '1.2.840.10045.3.0.20': 418, // c2tnb431r1
  '1.2.840.10045.3.1.1': 192, // prime192v1
  '1.2.840.10045.3.1.2': 192, // prime192v2
  '1.2.840.10045.3.1.3': 192, // prime192v3
  '1.2.840.10045.3.1.4': 239, // prime239v1
  '1.2.840.10045.3.1.5': 239, // prime239v2
  '1.2.840.10045.3.1.6': 239, // prime239v3
  '1.2.840.10045.3.1.7': 256, // prime256v1
  '1.3.36.3.3.2.8.1.1.1': 160, // brainpoolP160r1
  '1.3.36.3.3.2.8.1.1.2': 160, // brainpoolP160t1
  '1.3.36.3.3.2.8.1.1.3': 192, // brainpoolP192r1
  '1.3.36.3.3.2.8.1.1.4': 192, // brainpoolP192t1
  '1.3.36.3.3.2.8.1.1.5': 224, // brainpoolP224r1
  '1.3.36.3.3.2.8.1.1.6': 224, // brainpoolP224t1
  '1.3.36.3.3.2.8.1.1.7': 256, // brainpoolP256r1
  '1.3.36.3.3.2.8.1.1.8': 256, // brainpoolP256t1
  '1.3.36.3.3.2.8.1.1.9': 320, // brainpoolP320r1
  '1.3.36.3.3.2.8.1.1.10': 320, // brainpoolP320t1
  '1.3.36.3.3.2.8.1.1.11': 384, // brainpoolP384r1
  '1.3.36.3.3.2.8.1.1.12': 384, // brainpoolP384t1
  '1.3.36.3.3.2.8.1.1.13': 512, // brainpoolP512r1
  '1.3.36.3.3.2.8.1.1.14': 512, // brainpoolP512t1
  '1.3.132.0.1': 163, // sect163k1
  '1.3.132.0.2': 162, // sect163r1
  '1.3.132.0.3': 238, // sect239k1
  '1.3.132.0.4': 113, // sect113r1
  '1.3.132.0.5': 113, // sect113r2
  '1.3.132.0.6': 112, // secp112r1
  '1.3.132.0.7': 110, // secp112r2
  '1.3.132.0.8': 161, // secp160r1
  '1.3.132.0.9': 161, // secp160k1
  '1.3.132.0.10': 256, // secp256k1
  '1.3.132.0.15': 163, // sect163r2
  '1.3.132.0.16': 281, // sect283k1
  '1.3.132.0.17': 282, // sect283r1
  '1.3.132.0.22': 131, // sect131r1
  '1.3.132.0.23': 131, // sect131r2
  '1.3.132.0.24': 193, // sect193r1
  '1.3.132.0.25': 193, // sect193r2
  '1.3.132.0.26': 232, // sect233k1
  '1.3.132.0.27': 233, // sect233r1
  '1.3.132.0.28': 128, // secp128r1
  '1.3.132.0.29': 126, // secp128r2
  '1.3.132.0.30': 161, // secp160r2
  '1.3.132.0.31': 192, // secp192k1
  '1.3.132.0.32': 225, // secp224k1
  '1.3.132.0.33': 224, // secp224r1
  '1.3.132.0.34': 384, // secp384r1
  '1.3.132.0.35': 521, // secp521r1
  '1.3.132.0.36': 407, // sect409k1
  '1.3.132.0.37': 409, // sect409r1
  '1.3.132.0.38': 570, // sect571k1
  '1.3.132.0.39': 570, // sect571r1
  '2.23.43.1.4.1': 112, // wap-wsg-idm-ecid-wtls1
  '2.23.43.1.4.3': 163, // wap-wsg-idm-ecid-wtls3
  '2.23.43.1.4.4': 113, // wap-wsg-idm-ecid-wtls4
  '2.23.43.1.4.5': 163, // wap-wsg-idm-ecid-wtls5
  '2.23.43.1.4.6': 112, // wap-wsg-idm-ecid-wtls6
  '2.23.43.1.4.7': 161, // wap-wsg-idm-ecid-wtls7
  '2.23.43.1.4.8': 113, // wap-wsg-idm-ecid-wtls8
  '2.23.43.1.4.9': 161, // wap-wsg-idm-ecid-wtls9
  '2.23.43.1.4.10': 232, // wap-wsg-idm-ecid-wtls10
  '2.23.43.1.4.11': 233, // wap-wsg-idm-ecid-wtls11
  '2.23.43.1.4.12': 224, // wap-wsg-idm-ecid-wtls12
};
