/**
 * Distinguished names (RFC 5280, 4.1.2.4), printed as `openssl x509 -nameopt RFC2253` prints them (RFC 2253, 2):
 * last RDN first, the parts of a multi-valued RDN joined by "+", special characters behind a backslash, control
 * and non-ASCII characters as "\C3\A4" (their UTF-8 bytes), values of unknown types as "#" and their DER in hex.
 */
import {
  BIT_STRING,
  bitStringOf,
  BMP_STRING,
  contentsOf,
  DerError,
  expect,
  expectConstructed,
  expectEnd,
  expectOid,
  IA5_STRING,
  NUMERIC_STRING,
  PRINTABLE_STRING,
  readElement,
  SEQUENCE,
  SET,
  T61_STRING,
  UNIVERSAL_STRING,
  UTF8_STRING,
  VISIBLE_STRING,
  UTC_TIME,
  GENERALIZED_TIME,
  type Bytes,
  type Element,
} from './der.ts';
import { concat, encode } from './der-write.ts';
import type { Name, NameAttribute } from './facts.ts';
import { hexByte, toHex } from './hex.ts';
import { oidOf } from './oids.ts';

/** Value types that a name may hold: what OpenSSL's ASN1_PRINTABLE takes, odd ones included. */
const VALUE_TAGS = new Set([3, 7, 8, 9, 11, 12, 13, 14, 15, 16, 18, 19, 20, 22, 28, 29, 30]);

/** Longest name that is read, in bytes: real ones stay under 1,000, and printing takes time per byte. */
const MAX_NAME_BYTES = 256 * 1024;

/** OpenSSL prints at most this many characters of an OBJECT IDENTIFIER that it has no name for. */
const MAX_TYPE_CHARACTERS = 79;

/** The Name at `pos`. Throws `DerError`. */
export function readName(bytes: Bytes, pos: number, limit: number): { name: Name; next: number } {
  const element = expect(bytes, pos, limit, SEQUENCE);
  if (element.end - element.body > MAX_NAME_BYTES)
    throw new DerError(`a name of ${element.end - element.body} bytes`);
  const rdns: NameAttribute[][] = [];
  let rfc2253 = '';
  let encodedOrder = '';
  let commonName: string | undefined;
  for (let at = element.body; at < element.end;) {
    const rdn = expect(bytes, at, element.end, SET);
    const attributes: NameAttribute[] = [];
    for (let inner = rdn.body; inner < rdn.end;) {
      const sequence = expectConstructed(bytes, inner, rdn.end);
      const type = expectOid(bytes, sequence.body, sequence.end);
      const value = readElement(bytes, type.next, sequence.end);
      expectEnd(value.next, sequence);
      const oid = oidOf(bytes, type);
      const label = oid.known ? oid.shortName : oid.dotted.slice(0, MAX_TYPE_CHARACTERS);
      const printed = printValue(bytes, value, oid.known);
      const first = attributes.length === 0;
      const shown = `${label}=${printed.escaped}`;
      rfc2253 = rfc2253 === '' ? shown : `${shown}${first ? ',' : '+'}${rfc2253}`;
      const ordered = printed.readable === undefined ? shown : `${label}=${printed.readable}`;
      encodedOrder = encodedOrder === '' ? ordered : `${encodedOrder}${first ? ',' : '+'}${ordered}`;
      if (commonName === undefined && label === 'CN') commonName = printed.value;
      attributes.push({ type: label, oid: oid.dotted, value: printed.value });
      inner = sequence.next;
    }
    rdns.push(attributes);
    at = rdn.next;
  }
  const der = bytes.subarray(element.start, element.next);
  return { name: { rfc2253, encodedOrder, commonName, rdns, der }, next: element.next };
}

/** A value as text, as OpenSSL escapes it, and escaped with non-ASCII left readable where that differs. */
interface Printed {
  value: string;
  escaped: string;
  readable?: string;
}

const SPACE = 0x20;
const HASH = 0x23;
const BACKSLASH = 0x5c;
/** Printable ASCII that never needs a backslash inside a value (RFC 2253, 2.4). */
const PLAIN = new Uint8Array(256);
for (let code = SPACE; code < 0x7f; code++)
  if (!',+"\\<>;'.includes(String.fromCharCode(code))) PLAIN[code] = 1;

function printValue(bytes: Bytes, element: Element, known: boolean): Printed {
  const tag = element.id;
  if (!VALUE_TAGS.has(tag)) throw new DerError(`no type of a name's value at offset ${element.start}`);
  if (tag === UTF8_STRING || tag === PRINTABLE_STRING || tag === IA5_STRING) {
    const plain = known && !element.constructed ? plainText(bytes, element.body, element.end) : undefined;
    if (plain !== undefined) return { value: plain, escaped: plain };
  }
  if (tag === SEQUENCE && !element.constructed) {
    throw new DerError(`SEQUENCE is not constructed at offset ${element.start}`);
  }
  const text = tag === BIT_STRING || tag === SEQUENCE ? undefined : decodeText(bytes, element);
  if (!known || text === undefined) {
    const hex = `#${toHex(rewritten(bytes, element))}`;
    return { value: text ?? hex, escaped: hex };
  }
  const escaped = escapeText(text);
  return isAscii(text) ? { value: text, escaped } : { value: text, escaped, readable: escapeReadable(text) };
}

/** The text, when every byte is printable ASCII that needs no escaping. */
function plainText(bytes: Uint8Array, start: number, end: number): string | undefined {
  if (start === end) return '';
  if (bytes[start] === HASH || bytes[start] === SPACE || bytes[end - 1] === SPACE) return undefined;
  let text = '';
  for (let pos = start; pos < end; pos++) {
    const byte = bytes[pos]!;
    if (PLAIN[byte] === 0) return undefined;
    text += String.fromCharCode(byte);
  }
  return text;
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * A string type as text; undefined for types that hold none. UTF8String must be UTF-8, BMPString and
 * UniversalString whole Unicode characters; the older types are read a byte a character (T61String too, as everyone does).
 */
export function decodeText(bytes: Bytes, element: Element): string | undefined {
  const { bytes: data, start, end } = contentsOf(bytes, element);
  switch (element.id) {
    case UTF8_STRING:
      try {
        return utf8.decode(data.subarray(start, end));
      } catch {
        throw new DerError(`UTF8String is not UTF-8 at offset ${element.start}`);
      }
    case NUMERIC_STRING:
    case PRINTABLE_STRING:
    case T61_STRING:
    case IA5_STRING:
    case VISIBLE_STRING:
    case UTC_TIME:
    case GENERALIZED_TIME:
      return wideText(data, start, end, 1, element);
    case BMP_STRING:
      return wideText(data, start, end, 2, element);
    case UNIVERSAL_STRING:
      return wideText(data, start, end, 4, element);
    default:
      return undefined;
  }
}

function wideText(data: Uint8Array, start: number, end: number, width: number, element: Element): string {
  if ((end - start) % width !== 0) throw new DerError(`a character is incomplete at offset ${element.start}`);
  let text = '';
  for (let pos = start; pos < end; pos += width) {
    let code = 0;
    for (let i = 0; i < width; i++) code = code * 256 + data[pos + i]!;
    if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) {
      throw new DerError(`no Unicode character at offset ${element.start}`);
    }
    text += String.fromCodePoint(code);
  }
  return text;
}

const encoder = new TextEncoder();

/** As OpenSSL prints it: control characters and all that is not ASCII by their bytes. */
function escapeText(text: string): string {
  const bytes = encoder.encode(text);
  const last = bytes.length - 1;
  let escaped = '';
  for (let i = 0; i <= last; i++) {
    const byte = bytes[i]!;
    if (byte < SPACE || byte >= 0x7f) escaped += `\\${hexByte(byte)}`;
    else escaped += escapeAscii(byte, i === 0 && last !== 0, i === last);
  }
  return escaped;
}

/** The same with all that is not ASCII left as it is. */
function escapeReadable(text: string): string {
  const last = text.length - 1;
  let escaped = '';
  for (let i = 0; i <= last; i++) {
    const code = text.charCodeAt(i);
    if (code < SPACE || code === 0x7f) escaped += `\\${hexByte(code)}`;
    else escaped += code > 0x7f ? text[i]! : escapeAscii(code, i === 0 && last !== 0, i === last);
  }
  return escaped;
}

function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 0x7f) return false;
  return true;
}

/** OpenSSL takes a value of one character as a last one: a lone "#" stays as it is, a lone space does not. */
function escapeAscii(code: number, first: boolean, last: boolean): string {
  const character = String.fromCharCode(code);
  const special =
    (PLAIN[code] === 0 && code !== BACKSLASH) ||
    (code === SPACE && (first || last)) ||
    (code === HASH && first);
  return special || code === BACKSLASH ? `\\${character}` : character;
}

/** The value as OpenSSL writes it again: pieces joined, shortest length, unused bits zero; a SEQUENCE as it came. */
function rewritten(bytes: Bytes, element: Element): Uint8Array {
  if (element.id === SEQUENCE) return bytes.subarray(element.start, element.next);
  if (element.id === BIT_STRING) {
    const { bytes: data, start, end, unused } = bitStringOf(bytes, element);
    if (start === end) return encode(BIT_STRING, Uint8Array.of(0));
    const bits = data.slice(start, end);
    bits[bits.length - 1]! &= 0xff << unused;
    return encode(BIT_STRING, Uint8Array.of(unused), concat(bits));
  }
  const { bytes: data, start, end } = contentsOf(bytes, element);
  return encode(element.id, data.subarray(start, end));
}
