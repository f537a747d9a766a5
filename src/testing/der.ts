/** For tests only: writes DER byte by byte (ITU-T X.690, 10.1), so that it can also be written wrongly. */
import type { Bytes } from '../pki/asn1/asn1.ts';
import { joined } from '../pki/asn1/bytes.ts';

/** Joins byte arrays. */
export function concat(...parts: Uint8Array[]): Bytes {
  return joined(parts);
}

/** One element: the identifier byte as in the file (0x30 for SEQUENCE), and its contents. */
export function encode(identifier: number, ...contents: Uint8Array[]): Bytes {
  let length = 0;
  for (const part of contents) length += part.length;
  return concat(Uint8Array.of(identifier, ...lengthBytes(length)), ...contents);
}

function lengthBytes(length: number): number[] {
  if (length < 0x80) return [length];
  const bytes: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
  return [0x80 + bytes.length, ...bytes];
}

export const sequence = (...contents: Uint8Array[]): Bytes => encode(0x30, ...contents);
export const octetString = (...contents: Uint8Array[]): Bytes => encode(4, ...contents);
/** A BIT STRING of whole bytes. */
export const bitString = (contents: Uint8Array): Bytes => encode(3, Uint8Array.of(0), contents);
export const nullValue = (): Bytes => encode(5);

/** An INTEGER for a non-negative number, given as big-endian bytes with or without leading zeroes. */
export function unsignedInteger(magnitude: Uint8Array): Bytes {
  let start = 0;
  while (start < magnitude.length - 1 && magnitude[start] === 0) start++;
  const bytes = magnitude.subarray(start);
  if (bytes.length === 0) return encode(2, Uint8Array.of(0));
  return bytes[0]! & 0x80 ? encode(2, Uint8Array.of(0), bytes) : encode(2, bytes);
}

/** An OBJECT IDENTIFIER from its dotted form; every arc must be below 2^31. */
export function oid(dotted: string): Bytes {
  const arcs = dotted.split('.').map(Number);
  const bytes: number[] = [];
  for (const arc of [arcs[0]! * 40 + arcs[1]!, ...arcs.slice(2)]) {
    const digits = [arc & 0x7f];
    for (let rest = arc >>> 7; rest > 0; rest >>>= 7) digits.unshift((rest & 0x7f) | 0x80);
    bytes.push(...digits);
  }
  return encode(6, Uint8Array.from(bytes));
}
