/** OBJECT IDENTIFIERs by OpenSSL's names (X.690, 8.19). Names and dotted forms are made once and kept. */
import type { Element } from './der.ts';
import { OPENSSL_OBJECTS } from './openssl-objects.ts';

/**
 * An OBJECT IDENTIFIER and its names: OpenSSL's short ("CN") and long one ("commonName"). Where OpenSSL has none,
 * both are the dotted form and `known` is false.
 */
export interface Oid {
  dotted: string;
  shortName: string;
  longName: string;
  known: boolean;
}

interface Kept extends Oid {
  bytes: Uint8Array;
}

/** As many different ones as are kept, so that made-up ones cannot fill the memory. */
const MAX_KEPT = 4096;
const kept = new Map<number, Kept[]>();
let keptCount = 0;

/** The OBJECT IDENTIFIER in an element that `expectOid` has checked. */
export function oidOf(bytes: Uint8Array, element: Element): Oid {
  const { body, end } = element;
  let hash = end - body;
  for (let pos = body; pos < end; pos++) hash = (Math.imul(hash, 31) + bytes[pos]!) | 0;
  const bucket = kept.get(hash);
  if (bucket) {
    for (const candidate of bucket) if (sameBytes(candidate.bytes, bytes, body, end)) return candidate;
  }
  const dotted = dottedForm(bytes, body, end);
  const oid: Kept = { ...namesOf(dotted), bytes: bytes.slice(body, end) };
  if (keptCount < MAX_KEPT) {
    keptCount++;
    if (bucket) bucket.push(oid);
    else kept.set(hash, [oid]);
  }
  return oid;
}

function sameBytes(candidate: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean {
  if (candidate.length !== end - start) return false;
  for (let i = 0; i < candidate.length; i++) if (candidate[i] !== bytes[start + i]) return false;
  return true;
}

/** "1.2.840.113549.1.1.1": the first number holds two arcs, large arcs are printed whole. */
function dottedForm(bytes: Uint8Array, start: number, end: number): string {
  let text = '';
  let pos = start;
  while (pos < end) {
    let small = 0;
    let large = 0n;
    let digits = 0;
    for (;;) {
      const byte = bytes[pos++]!;
      if (digits < 7) small = small * 128 + (byte & 0x7f);
      else large = ((digits === 7 ? BigInt(small) : large) << 7n) | BigInt(byte & 0x7f);
      digits++;
      if ((byte & 0x80) === 0 || pos === end) break;
    }
    if (text !== '') text += `.${digits > 7 ? large : small}`;
    else if (digits > 7) text = `2.${large - 80n}`;
    else if (small >= 80) text = `2.${small - 80}`;
    else text = `${small < 40 ? 0 : 1}.${small % 40}`;
  }
  return text;
}

let names: Map<string, Oid> | undefined;

/** OpenSSL's names of a dotted OBJECT IDENTIFIER. */
export function namesOf(dotted: string): Oid {
  if (!names) {
    names = new Map();
    for (const line of OPENSSL_OBJECTS.split('\n')) {
      const [key, shortName, longName] = line.split('=');
      if (key && shortName) {
        names.set(key, { dotted: key, shortName, longName: longName ?? shortName, known: true });
      }
    }
  }
  return names.get(dotted) ?? { dotted, shortName: dotted, longName: dotted, known: false };
}
