/**
 * Distinguished names (RFC 5280, 4.1.2.4). They are read from asn1js's blocks, because pkijs flattens a name into one
 * list of attributes: it loses which attributes form one RDN, and without that neither the printed form nor the
 * recorder's alias is right.
 *
 * Printed in two forms, with the last RDN first and the parts of a multi-valued RDN joined by "+": `readable` follows
 * RFC 4514, for a person; `rfc2253` is what `openssl x509 -nameopt RFC2253` prints, with everything that is not ASCII
 * as "\C3\A4" (its UTF-8 bytes). In both, a value of an unknown type is "#" and its DER in hexadecimal.
 */
import { latin1 } from '../asn1/text.ts';
import {
  Asn1Error,
  bytesOf,
  contentsOf,
  dottedOf,
  fieldsOf,
  tags,
  type Block,
  type Bytes,
  notReadHere,
} from '../asn1/asn1.ts';
import type { Name, NameAttribute } from './facts.ts';
import { toHex } from '../asn1/hex.ts';
import { namesOf } from '../asn1/object-names.ts';

/** Tags of the values that a name may contain: those that OpenSSL accepts, including unusual ones. */
const VALUE_TAGS = new Set([3, 7, 8, 9, 11, 12, 13, 14, 15, 16, 18, 19, 20, 22, 28, 29, 30]);

/** Longest name that is read, in bytes: real ones stay under 1,000, and longer ones take longer to print. */
const MAX_NAME_BYTES = 64 * 1024;

/** OpenSSL prints at most this many characters of an OBJECT IDENTIFIER for which it has no name. */
const MAX_TYPE_CHARACTERS = 79;

/** Reads the Name in a block. Throws `Asn1Error`. */
export function readName(block: Block | undefined): Name {
  const sets = fieldsOf(block);
  const der = bytesOf(block!);
  if (der.length > MAX_NAME_BYTES) throw notReadHere(`a name of ${der.length} bytes`);
  const escaped: string[] = [];
  const readable: string[] = [];
  const encodedOrder: string[] = [];
  let commonName: string | undefined;
  const rdns = sets.map((set) => {
    const printed = fieldsOf(set, 'SET').map(readAttribute);
    if (printed.length === 0) return [];
    commonName ??= printed.find(({ type }) => type === 'CN')?.value;
    escaped.unshift(joined(printed.toReversed(), 'escaped'));
    readable.unshift(joined(printed.toReversed(), 'readable'));
    encodedOrder.push(joined(printed, 'encoded'));
    return printed.map(({ type, oid, value }): NameAttribute => ({ type, oid, value }));
  });
  return {
    readable: readable.join(','),
    rfc2253: escaped.join(','),
    encodedOrder: encodedOrder.join(','),
    commonName,
    rdns,
    der,
  };
}

const joined = (printed: Printed[], form: 'escaped' | 'readable' | 'encoded'): string =>
  printed.map((one) => `${one.type}=${one[form]}`).join('+');

interface Printed extends NameAttribute {
  escaped: string;
  readable: string;
  /** As in the recorder's alias: readable, and invisible characters are not escaped. */
  encoded: string;
}

/** AttributeTypeAndValue. */
function readAttribute(block: Block): Printed {
  const [type, value, more] = fieldsOf(block);
  if (!value || more) throw new Asn1Error('a part of a name is not a type and its value');
  const dotted = dottedOf(type);
  const { shortName, known } = namesOf(dotted);
  const tag = value.idBlock.tagNumber;
  if (value.idBlock.tagClass !== 1 || !VALUE_TAGS.has(tag)) {
    throw notReadHere(`a name’s value of the type ${tag}`);
  }
  const text = tag === tags.BIT_STRING || tag === tags.SEQUENCE ? undefined : decodeText(value);
  const head = { type: shortName.slice(0, MAX_TYPE_CHARACTERS), oid: dotted };
  if (!known || text === undefined) {
    const hex = `#${toHex(bytesOf(value))}`;
    return { ...head, value: text ?? hex, escaped: hex, readable: hex, encoded: hex };
  }
  if (isPlain(text)) return { ...head, value: text, escaped: text, readable: text, encoded: text };
  return {
    ...head,
    value: text,
    escaped: escape(text, (code) => code >= 0x7f),
    readable: escape(text, (_, character) => UNSEEN.test(character)),
    encoded: escape(text, (code) => code === 0x7f),
  };
}

/** Printable ASCII that never needs a backslash inside a value (RFC 4514, 2.4). */
const PLAIN = /^(?![ #])[\u0020-\u007e]*(?<! )$/;
const SPECIAL = /[,+"\\<>;]/;
const isPlain = (text: string): boolean => PLAIN.test(text) && !SPECIAL.test(text);

/**
 * Control, formatting (bidirectional, zero-width), unassigned and private-use characters, and unusual spaces that look
 * like an ordinary one.
 */
const UNSEEN = /[\p{C}\p{Zl}\p{Zp}\u00a0\u115f\u1160\u2000-\u200a\u202f\u205f\u3000\u3164\uffa0\u2800]/u;

const encoder = new TextEncoder();
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Escapes with backslashes as RFC 4514, 2.4 requires, and writes characters for which `hidden` is true as their UTF-8
 * bytes. OpenSSL treats the only character of a value as its last: a lone "#" is not escaped, a lone space is.
 */
function escape(text: string, hidden: (code: number, character: string) => boolean): string {
  const characters = Array.from(text);
  const last = characters.length - 1;
  return characters
    .map((character, i) => {
      const code = character.codePointAt(0)!;
      if (code < 0x20 || hidden(code, character)) {
        return toHex(encoder.encode(character)).replaceAll(/../g, String.raw`\$&`);
      }
      const special =
        SPECIAL.test(character) ||
        (character === ' ' && (i === 0 || i === last)) ||
        (character === '#' && i === 0 && last !== 0);
      return special ? `\\${character}` : character;
    })
    .join('');
}

/** `Name.readable` from `Name.rfc2253`: the same name, with visible characters unescaped. */
export const readableForm = (rfc2253: string): string =>
  rfc2253.replaceAll(/(\\[^0-9A-F]|\\[0-7][0-9A-F])|((?:\\[89A-F][0-9A-F])+)/g, (escaped, kept?: string) => {
    if (kept) return kept;
    const bytes = Uint8Array.from(escaped.slice(1).split('\\'), (hex) => Number.parseInt(hex, 16));
    return escape(utf8.decode(bytes), (_, character) => UNSEEN.test(character));
  });

/**
 * The text of a string type; undefined for types that contain no text. UTF8String must be UTF-8, BMPString and
 * UniversalString must contain complete Unicode characters. The older types are read as one character a byte (even
 * T61String, as all programs do).
 */
export function decodeText(block: Block): string | undefined {
  const { tagClass, tagNumber } = block.idBlock;
  const bytes = contentsOf(block);
  switch (tagClass === 1 && tagNumber) {
    case tags.UTF8_STRING:
      try {
        return utf8.decode(bytes);
      } catch {
        throw new Asn1Error('a UTF8String that is not UTF-8');
      }
    case tags.NUMERIC_STRING:
    case tags.PRINTABLE_STRING:
    case tags.T61_STRING:
    case tags.IA5_STRING:
    case tags.VISIBLE_STRING:
    case tags.UTC_TIME:
    case tags.GENERALIZED_TIME:
      return latin1(bytes);
    case tags.BMP_STRING:
      return wideText(bytes, 2);
    case tags.UNIVERSAL_STRING:
      return wideText(bytes, 4);
    default:
      return undefined;
  }
}

function wideText(bytes: Bytes, width: 2 | 4): string {
  if (bytes.length % width !== 0) throw new Asn1Error('a character is incomplete');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let text = '';
  for (let pos = 0; pos < bytes.length; pos += width) {
    const code = width === 2 ? view.getUint16(pos) : view.getUint32(pos);
    if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) throw new Asn1Error('no Unicode character');
    text += String.fromCodePoint(code);
  }
  return text;
}
