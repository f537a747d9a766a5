/** PKCS#12's own key derivation (RFC 7292, B.2) and its MAC (RFC 7292, 4). */
import { hmac } from '@noble/hashes/hmac.js';
import type { Bytes } from '../asn1/asn1.ts';
import { joined } from '../asn1/bytes.ts';
import { HASHES, type HashName } from '../key/hashes.ts';

/** What the derived bytes are used for (B.3). */
export const KEY = 1;
export const INITIAL_VECTOR = 2;
const MAC_KEY = 3;

/**
 * The contents of a BMPString. Characters beyond the Basic Multilingual Plane are written as UTF-16, as all programs
 * do.
 */
export function utf16(text: string): Bytes {
  const bytes = new Uint8Array(text.length * 2);
  for (let i = 0; i < text.length; i++) {
    bytes[i * 2] = text.charCodeAt(i) >> 8;
    bytes[i * 2 + 1] = text.charCodeAt(i);
  }
  return bytes;
}

/**
 * A password in UTF-16 as a BMPString with two zero bytes at the end (B.1). Programs encode an empty one so, or as no
 * bytes.
 */
export const bmpForms = (wide: Bytes): Bytes[] => {
  const bmp = joined([wide, new Uint8Array(2)]);
  return wide.length === 0 ? [bmp, wide] : [bmp];
};

/** Derives `length` bytes. Runs on the calling thread: 300,000 rounds take about a third of a second. */
export function derivePkcs12Key(
  hash: HashName,
  purpose: number,
  password: Uint8Array,
  salt: Uint8Array,
  iterations: number,
  length: number,
): Bytes {
  const digest = HASHES[hash];
  const block = digest.blockLen;
  const input = new Uint8Array([...filled(salt, block), ...filled(password, block)]);
  const diversifier = new Uint8Array(block).fill(purpose);
  const derived = new Uint8Array(length);
  for (let done = 0; ;) {
    let a = digest.create().update(diversifier).update(input).digest();
    for (let i = 1; i < iterations; i++) a = digest(a);
    derived.set(a.subarray(0, length - done), done);
    done += a.length;
    if (done >= length) return derived;
    addToEach(input, filled(a, block).subarray(0, block), block);
  }
}

/** Repeats the bytes until they fill whole blocks; empty bytes stay empty. */
function filled(bytes: Uint8Array, block: number): Uint8Array {
  const result = new Uint8Array(Math.ceil(bytes.length / block) * block);
  for (let i = 0; i < result.length; i++) result[i] = bytes[i % bytes.length]!;
  return result;
}

/** Treats every block of `input` as a number and adds `b` + 1 to it. */
function addToEach(input: Uint8Array, b: Uint8Array, block: number): void {
  for (let start = 0; start < input.length; start += block) {
    let carry = 1;
    for (let i = block - 1; i >= 0; i--) {
      carry += input[start + i]! + b[i]!;
      input[start + i] = carry;
      carry >>= 8;
    }
  }
}

/** HMAC with any of the hashes. */
export const hmacOf = (hash: HashName, key: Uint8Array, content: Uint8Array): Bytes =>
  new Uint8Array(hmac(HASHES[hash], key, content));

/** The MAC over the contents of the AuthenticatedSafe. */
export function pkcs12Mac(
  hash: HashName,
  password: Uint8Array,
  salt: Uint8Array,
  iterations: number,
  content: Uint8Array,
): Bytes {
  const key = derivePkcs12Key(hash, MAC_KEY, password, salt, iterations, HASHES[hash].outputLen);
  return hmacOf(hash, key, content);
}
