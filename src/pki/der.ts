/**
 * A bounded reader of DER and BER (ITU-T X.690) over one byte array: elements are positions, nothing is copied
 * and nothing is decoded until it is asked for. It takes what OpenSSL's decoder takes (indefinite lengths, lengths
 * with leading zeroes, strings in pieces) and refuses what that one refuses (padded INTEGERs, lengths past the
 * end, stray end-of-contents), because real files come with both.
 *
 * Inside this folder broken bytes are thrown as `DerError`, and `reading` turns that into an error value at the
 * border: no exported reader of another file lets it out. Nothing here calls itself except strings in pieces,
 * which are bounded at five levels as OpenSSL bounds them.
 */
import { failure, success, type PkiCode, type Result } from './result.ts';

export type Bytes = Uint8Array<ArrayBuffer>;

/** Broken bytes. The message names the rule and an offset, never content. */
export class DerError extends Error {}

/**
 * One element by its positions: `start` of its header, `body` to `end` its contents, `next` the byte after it
 * (past the end-of-contents of an indefinite length). `id` is class and tag number in one: see `CONTEXT`.
 */
export interface Element {
  id: number;
  constructed: boolean;
  start: number;
  body: number;
  end: number;
  next: number;
}

/** Universal tags (X.680, 8.6), as `Element.id` has them. */
export const BOOLEAN = 1;
export const INTEGER = 2;
export const BIT_STRING = 3;
export const OCTET_STRING = 4;
export const NULL = 5;
export const OBJECT_IDENTIFIER = 6;
export const ENUMERATED = 10;
export const UTF8_STRING = 12;
export const SEQUENCE = 16;
export const SET = 17;
export const NUMERIC_STRING = 18;
export const PRINTABLE_STRING = 19;
export const T61_STRING = 20;
export const IA5_STRING = 22;
export const UTC_TIME = 23;
export const GENERALIZED_TIME = 24;
export const VISIBLE_STRING = 26;
export const UNIVERSAL_STRING = 28;
export const BMP_STRING = 30;
/** `CONTEXT + n` is the context-specific tag [n]. */
export const CONTEXT = 0x80;

/** Strings in pieces may nest this deep, as in OpenSSL (ASN1_MAX_STRING_NEST). */
const MAX_STRING_NESTING = 5;

/** Runs a reader and turns `DerError` into an error value with this code. Any other exception is our own bug. */
export function reading<T>(code: PkiCode, read: () => T): Result<T> {
  try {
    return success(read());
  } catch (error) {
    if (error instanceof DerError) return failure(code, error.message);
    throw error;
  }
}

/** The element that starts at `pos` and must end by `limit`. An end-of-contents where an element is due is broken. */
export function readElement(bytes: Uint8Array, pos: number, limit: number): Element {
  const element = readHeader(bytes, pos, limit);
  if (bytes[pos] === 0 && bytes[pos + 1] === 0) {
    throw new DerError(`end-of-contents without a beginning at offset ${pos}`);
  }
  return element;
}

function readHeader(bytes: Uint8Array, start: number, limit: number): Element {
  if (start + 2 > limit) throw new DerError(`no room for an element at offset ${start}`);
  const first = bytes[start]!;
  const constructed = (first & 0x20) !== 0;
  let id = first & 0xdf;
  let pos = start + 1;
  if ((first & 0x1f) === 0x1f) {
    let number = 0;
    for (;;) {
      if (pos >= limit) throw new DerError(`a tag runs past the end at offset ${start}`);
      const byte = bytes[pos++]!;
      number = number * 128 + (byte & 0x7f);
      if (number > 0x7fffffff) throw new DerError(`a tag is too large at offset ${start}`);
      if ((byte & 0x80) === 0) break;
    }
    id = number < 31 ? (first & 0xc0) + number : id + number * 256;
    if (pos >= limit) throw new DerError(`a length runs past the end at offset ${start}`);
  }
  const lead = bytes[pos++]!;
  if (lead < 0x80) {
    const end = pos + lead;
    if (end > limit) throw new DerError(`a length runs past the end at offset ${start}`);
    return { id, constructed, start, body: pos, end, next: end };
  }
  if (lead === 0x80) {
    if (!constructed) throw new DerError(`a primitive element without a length at offset ${start}`);
    const end = findEndOfContents(bytes, pos, limit);
    return { id, constructed, start, body: pos, end, next: end + 2 };
  }
  // OpenSSL wants one byte more to be there than the length itself takes.
  let count = lead & 0x7f;
  if (pos + count + 1 > limit) throw new DerError(`a length runs past the end at offset ${start}`);
  while (count > 0 && bytes[pos] === 0) {
    pos++;
    count--;
  }
  if (count > 6) throw new DerError(`a length runs past the end at offset ${start}`);
  let length = 0;
  for (; count > 0; count--) length = length * 256 + bytes[pos++]!;
  const end = pos + length;
  if (end > limit) throw new DerError(`a length runs past the end at offset ${start}`);
  return { id, constructed, start, body: pos, end, next: end };
}

/** Where the contents that start at `pos` end: before the end-of-contents of their own level (X.690, 8.1.5). */
function findEndOfContents(bytes: Uint8Array, pos: number, limit: number): number {
  let open = 1;
  while (pos < limit) {
    if (bytes[pos] === 0 && bytes[pos + 1] === 0 && pos + 2 <= limit) {
      open--;
      if (open === 0) return pos;
      pos += 2;
    } else if (isIndefinite(bytes, pos, limit)) {
      open++;
      pos = headerEnd(bytes, pos, limit);
    } else {
      pos = readHeader(bytes, pos, limit).next;
    }
  }
  throw new DerError(`no end-of-contents before offset ${limit}`);
}

/**
 * OpenSSL, reading a file whose outermost length is indefinite, takes any empty element of tag number 0 for an
 * end-of-contents, whatever its class: where that cuts the file short, it is refused here too.
 */
export function refuseFalseEnd(bytes: Uint8Array, outer: Element): void {
  if (outer.next === outer.end) return;
  for (let pos = outer.body; pos < outer.end;) {
    if (isIndefinite(bytes, pos, outer.end)) {
      pos = headerEnd(bytes, pos, outer.end);
      continue;
    }
    const element = readHeader(bytes, pos, outer.end);
    const first = bytes[pos]!;
    if (element.body === element.end && (first & 0x1f) === 0 && first !== 0) {
      throw new DerError(`an empty element like an end-of-contents at offset ${pos}`);
    }
    pos = element.next;
  }
}

function headerEnd(bytes: Uint8Array, pos: number, limit: number): number {
  if ((bytes[pos++]! & 0x1f) === 0x1f) while (pos < limit && bytes[pos++]! & 0x80);
  return pos + 1;
}

function isIndefinite(bytes: Uint8Array, pos: number, limit: number): boolean {
  const end = headerEnd(bytes, pos, limit);
  return end <= limit && bytes[end - 1] === 0x80 && (bytes[pos]! & 0x20) !== 0;
}

/** The element at `pos`, which must have this `id`. */
export function expect(bytes: Uint8Array, pos: number, limit: number, id: number): Element {
  const element = readElement(bytes, pos, limit);
  if (element.id !== id) throw new DerError(`${tagName(id)} expected at offset ${pos}`);
  return element;
}

/** A SEQUENCE (or another constructed type, by its `id`) at `pos`. */
export function expectConstructed(bytes: Uint8Array, pos: number, limit: number, id = SEQUENCE): Element {
  const element = expect(bytes, pos, limit, id);
  if (!element.constructed) throw new DerError(`${tagName(id)} is not constructed at offset ${pos}`);
  return element;
}

/** What an element holds must end where it says. */
export function expectEnd(pos: number, element: Element): void {
  if (pos !== element.end) throw new DerError(`more than expected at offset ${pos}`);
}

/** The elements inside a constructed one, in order. Throws `DerError` where one is broken or there are too many. */
export function childrenOf(bytes: Uint8Array, parent: Element, most = 10_000): Element[] {
  const children: Element[] = [];
  for (let pos = parent.body; pos < parent.end;) {
    if (children.length === most) throw new DerError(`more than ${most} elements at offset ${pos}`);
    const child = readElement(bytes, pos, parent.end);
    children.push(child);
    pos = child.next;
  }
  return children;
}

/** Checks an INTEGER as OpenSSL does: at least one byte and no padding. */
export function expectInteger(bytes: Uint8Array, pos: number, limit: number): Element {
  const element = expect(bytes, pos, limit, INTEGER);
  checkInteger(bytes, element);
  return element;
}

/** The rules of an INTEGER's contents (X.690, 8.3): never empty, never padded. */
export function checkInteger(bytes: Uint8Array, element: Element): void {
  const { body, end } = element;
  if (element.constructed) throw new DerError(`INTEGER is constructed at offset ${element.start}`);
  if (end === body) throw new DerError(`INTEGER is empty at offset ${element.start}`);
  if (end - body === 1) return;
  const first = bytes[body]!;
  if (first !== 0 && first !== 0xff) return;
  const second = bytes[body + 1]!;
  if ((first & 0x80) !== (second & 0x80)) return;
  // FF 00… with zeroes alone is the least number of its length, and no padding.
  if (first === 0xff) {
    let pos = body + 1;
    while (pos < end && bytes[pos] === 0) pos++;
    if (pos === end) return;
  }
  throw new DerError(`INTEGER is padded at offset ${element.start}`);
}

/** An INTEGER that must be a small non-negative number (a version, an iteration count); larger ones read as Infinity. */
export function smallInteger(bytes: Uint8Array, element: Element): number {
  checkInteger(bytes, element);
  if (bytes[element.body]! & 0x80) throw new DerError(`a negative number at offset ${element.start}`);
  if (element.end - element.body > 6) return Infinity;
  let value = 0;
  for (let pos = element.body; pos < element.end; pos++) value = value * 256 + bytes[pos]!;
  return value;
}

/** Checks an OBJECT IDENTIFIER at `pos` as OpenSSL does: not empty, every arc complete and without padding. */
export function expectOid(bytes: Uint8Array, pos: number, limit: number): Element {
  const element = expect(bytes, pos, limit, OBJECT_IDENTIFIER);
  checkOid(bytes, element);
  return element;
}

/** Longest OBJECT IDENTIFIER that is read, in bytes: real ones stay under 30, and printing takes time per byte. */
const MAX_OID_BYTES = 1024;

/** The rules of an OBJECT IDENTIFIER's contents (X.690, 8.19). */
export function checkOid(bytes: Uint8Array, element: Element): void {
  const { body, end } = element;
  if (element.constructed) throw new DerError(`OBJECT IDENTIFIER is constructed at offset ${element.start}`);
  if (end === body || bytes[end - 1]! & 0x80) {
    throw new DerError(`OBJECT IDENTIFIER is incomplete at offset ${element.start}`);
  }
  if (end - body > MAX_OID_BYTES)
    throw new DerError(`OBJECT IDENTIFIER is too long at offset ${element.start}`);
  let continued = 0;
  for (let pos = body; pos < end; pos++) {
    const byte = bytes[pos]!;
    if (byte === 0x80 && continued === 0) {
      throw new DerError(`OBJECT IDENTIFIER is padded at offset ${element.start}`);
    }
    continued = byte & 0x80;
  }
}

/** Where the contents of a string stand: in the array itself, or in a new one when the string came in pieces. */
export interface Contents {
  bytes: Bytes;
  start: number;
  end: number;
}

/** The contents of a string type, joined when it comes in pieces (X.690, 8.7.3), with the tags of the pieces unread. */
export function contentsOf(bytes: Bytes, element: Element): Contents {
  if (!element.constructed) return { bytes, start: element.body, end: element.end };
  const pieces: number[] = [];
  collect(bytes, element, pieces, 0);
  return { bytes: Uint8Array.from(pieces), start: 0, end: pieces.length };
}

function collect(bytes: Uint8Array, element: Element, pieces: number[], depth: number): void {
  for (let pos = element.body; pos < element.end;) {
    const piece = readElement(bytes, pos, element.end);
    if (piece.constructed) {
      if (depth >= MAX_STRING_NESTING) throw new DerError(`a string in pieces is too deep at offset ${pos}`);
      collect(bytes, piece, pieces, depth + 1);
    } else {
      for (let i = piece.body; i < piece.end; i++) pieces.push(bytes[i]!);
    }
    pos = piece.next;
  }
}

/** A BIT STRING's contents after its first byte, with the number of unused bits at their end (X.690, 8.6). */
export function bitStringOf(bytes: Bytes, element: Element): Contents & { unused: number } {
  const contents = contentsOf(bytes, element);
  const unused = contents.bytes[contents.start];
  if (contents.end === contents.start || unused === undefined) {
    throw new DerError(`BIT STRING is empty at offset ${element.start}`);
  }
  if (unused > 7) throw new DerError(`BIT STRING has ${unused} unused bits at offset ${element.start}`);
  return { bytes: contents.bytes, start: contents.start + 1, end: contents.end, unused };
}

/** Checks the contents of an element of any type, as OpenSSL's decoder does for an algorithm's parameters. */
export function checkAny(bytes: Bytes, element: Element): void {
  const { id, constructed, start } = element;
  if (id >= 0x40) return;
  if (id === SEQUENCE || id === SET) {
    if (!constructed) throw new DerError(`${tagName(id)} is not constructed at offset ${start}`);
    return;
  }
  if (id === INTEGER || id === ENUMERATED) return checkInteger(bytes, element);
  if (id === OBJECT_IDENTIFIER) return checkOid(bytes, element);
  if (id === NULL || id === BOOLEAN) {
    if (constructed) throw new DerError(`${tagName(id)} is constructed at offset ${start}`);
    if (element.end - element.body !== (id === BOOLEAN ? 1 : 0)) {
      throw new DerError(`${tagName(id)} has a wrong length at offset ${start}`);
    }
    return;
  }
  if (id === BIT_STRING) {
    bitStringOf(bytes, element);
    return;
  }
  const contents = contentsOf(bytes, element);
  const length = contents.end - contents.start;
  const least = id === UTC_TIME ? 13 : id === GENERALIZED_TIME ? 15 : 0;
  const width = id === BMP_STRING ? 2 : id === UNIVERSAL_STRING ? 4 : 1;
  if (length < least || length % width !== 0) throw new DerError(`a wrong length at offset ${start}`);
}

const NAMES: Record<number, string> = {
  [BOOLEAN]: 'BOOLEAN',
  [INTEGER]: 'INTEGER',
  [BIT_STRING]: 'BIT STRING',
  [NULL]: 'NULL',
  [OCTET_STRING]: 'OCTET STRING',
  [OBJECT_IDENTIFIER]: 'OBJECT IDENTIFIER',
  [SEQUENCE]: 'SEQUENCE',
  [SET]: 'SET',
};

function tagName(id: number): string {
  return NAMES[id] ?? (id >= CONTEXT && id < CONTEXT + 31 ? `[${id - CONTEXT}]` : `tag ${id}`);
}
