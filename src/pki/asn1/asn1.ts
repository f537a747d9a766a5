/**
 * All files are read through this module: it parses DER with asn1js, and gives out its blocks and the values that
 * readers need. Writers use asn1js directly.
 *
 * asn1js does the parsing. This module checks the bytes first, because asn1js accepts BER (a certificate must have
 * exactly one encoding, or its fingerprint means nothing), does not check the contents of INTEGERs and OBJECT
 * IDENTIFIERs, and does not limit the length of those that are slow to print. Where asn1js interprets values wrongly
 * (numbers of more than 32 bits, dates, text), this module reads the element's own bytes.
 *
 * Inside this folder broken bytes throw an `Asn1Error`; `reading` turns that into an error value for callers outside.
 */
import * as asn1js from 'asn1js';
import { failure, success, type PkiCode, type Result } from '../result.ts';

export type Bytes = Uint8Array<ArrayBuffer>;

/** An element of any type. */
export type Block = asn1js.BaseBlock;

/**
 * The bytes are broken. The message names the rule and an offset, never content. With a code, nothing is wrong with
 * them: they are BER but not DER, so that a program can rewrite them, or there is more in them than is read here.
 */
export class Asn1Error extends Error {
  readonly code: 'not_der' | 'not_read_here' | undefined;

  constructor(message: string, code?: 'not_der' | 'not_read_here') {
    super(message);
    this.code = code;
  }
}

export const notReadHere = (what: string): Asn1Error => new Asn1Error(what, 'not_read_here');

/** Universal tags (X.680, 8.6). */
export const tags = {
  BOOLEAN: 1,
  INTEGER: 2,
  BIT_STRING: 3,
  OCTET_STRING: 4,
  NULL: 5,
  OBJECT_IDENTIFIER: 6,
  ENUMERATED: 10,
  UTF8_STRING: 12,
  SEQUENCE: 16,
  SET: 17,
  NUMERIC_STRING: 18,
  PRINTABLE_STRING: 19,
  T61_STRING: 20,
  IA5_STRING: 22,
  UTC_TIME: 23,
  GENERALIZED_TIME: 24,
  VISIBLE_STRING: 26,
  UNIVERSAL_STRING: 28,
  BMP_STRING: 30,
} as const;

/**
 * The deepest nesting and the most elements that are read. A PKCS#7 bundle of ten thousand certificates has 700,000.
 */
export const MAX_DEPTH = 60;
export const MAX_NODES = 1_000_000;
/** Longest OBJECT IDENTIFIER and date, in bytes: real ones stay under 30, and longer ones take longer to read. */
const MAX_OID_BYTES = 1024;
const MAX_TIME_BYTES = 64;
/** Longest INTEGER, in bytes: twice the largest RSA modulus that is read. */
const MAX_INTEGER_BYTES = 4096;

/**
 * Runs a reader and turns an `Asn1Error` into an error value. Any other exception is a bug of ours and is passed on.
 */
export function reading<T>(code: PkiCode, read: () => T): Result<T> {
  try {
    return success(read());
  } catch (error) {
    if (error instanceof Asn1Error) return failure(error.code ?? code, error.message);
    throw error;
  }
}

/** The same; undefined for broken bytes. */
export function ifRead<T>(read: () => T): T | undefined {
  const result = reading('not_der', read);
  return result.ok ? result.value : undefined;
}

interface ParseOptions {
  /** Allows INTEGERs with superfluous leading zeroes, as RSA keys of old programs have them. */
  padded?: boolean;
}

/** Parses the first element of the bytes; what follows it is ignored. Throws `Asn1Error`. */
export function parseDer(bytes: Bytes, { padded = false }: ParseOptions = {}): Block {
  const end = checkDer(bytes, padded);
  let parsed: { offset: number; result: Block };
  try {
    parsed = asn1js.fromBER(end === bytes.length ? bytes : bytes.subarray(0, end), {
      maxDepth: MAX_DEPTH,
      maxNodes: MAX_NODES,
      maxContentLength: bytes.length,
      parseEmbedded: false,
      copyInput: false,
    });
  } catch (error) {
    // asn1js throws where the contents of a string or a date are invalid.
    throw new Asn1Error(error instanceof Error ? error.message : String(error));
  }
  if (parsed.offset === -1) throw new Asn1Error(parsed.result.error);
  return parsed.result;
}

/**
 * A block as an object of a pkijs class. pkijs reports another structure with several kinds of errors; this throws
 * `Asn1Error` for all of them.
 */
export function structure<T>(
  type: { new (parameters: { schema: Block }): T; CLASS_NAME?: string },
  block: Block | undefined,
): T {
  if (!block) throw new Asn1Error(`${type.CLASS_NAME ?? 'something else'} expected`);
  try {
    return new type({ schema: block });
  } catch {
    throw new Asn1Error(`not the structure of ${type.CLASS_NAME ?? 'its type'}`);
  }
}

/**
 * Checks that the first element is DER (X.690, 10), as far as headers and simple values show it. Answers its end, an
 * offset.
 */
function checkDer(bytes: Uint8Array, padded: boolean): number {
  const ends: number[] = [];
  let pos = 0;
  for (let nodes = 0; ; nodes++) {
    while (ends.at(-1) === pos) ends.pop();
    if (nodes > 0 && ends.length === 0) return pos;
    if (nodes === MAX_NODES) throw notReadHere(`more than ${MAX_NODES} elements`);
    const limit = ends.at(-1) ?? bytes.length;
    const start = pos;
    const first = bytes[pos]!;
    if (pos + 2 > limit) throw new Asn1Error(`no room for an element at offset ${start}`);
    if ((first & 0x1f) === 0x1f) throw notReadHere(`a tag number above 30 at offset ${start}`);
    const [body, end] = contentsAt(bytes, pos + 1, limit);
    if ((first & 0x20) === 0) {
      if (first < 0x40) checkValue(bytes, first, body, end, padded);
      pos = end;
    } else {
      // EXTERNAL and EMBEDDED PDV are constructed too, but certificates, keys and messages never contain them.
      if (first < 0x40 && first !== 0x30 && first !== 0x31) {
        throw new Asn1Error(`a constructed string at offset ${start}`, 'not_der');
      }
      if (ends.length === MAX_DEPTH - 1)
        throw notReadHere(`more than ${MAX_DEPTH} levels at offset ${start}`);
      ends.push(end);
      pos = body;
    }
  }
}

/**
 * Where the contents begin and end; their length is encoded at `pos` (X.690, 8.1.3 and 10.1). `anyForm` allows the
 * longer forms of a length, which are BER.
 */
export function contentsAt(
  bytes: Uint8Array,
  pos: number,
  limit: number,
  { anyForm = false } = {},
): [body: number, end: number] {
  const lead = bytes[pos]!;
  if (lead === 0x80) throw new Asn1Error(`an indefinite length at offset ${pos}`, 'not_der');
  const count = lead < 0x80 ? 0 : lead & 0x7f;
  const body = pos + 1 + count;
  let length = lead;
  if (count > 0) {
    if (body > limit) throw new Asn1Error(`a length runs past the end at offset ${pos}`);
    length = 0;
    for (let i = pos + 1; i < body; i++) length = length * 256 + bytes[i]!;
    if (!anyForm && body + length <= limit && (length < 0x80 || bytes[pos + 1] === 0)) {
      throw new Asn1Error(`a length that could be shorter at offset ${pos}`, 'not_der');
    }
  }
  if (body + length > limit) throw new Asn1Error(`a length runs past the end at offset ${pos}`);
  return [body, body + length];
}

/** Checks the contents of the simple types (X.690, 8.2 to 8.19). */
function checkValue(bytes: Uint8Array, tag: number, body: number, end: number, padded: boolean): void {
  const length = end - body;
  const broken = (what: string) => new Asn1Error(`${what} at offset ${body}`);
  const lead = bytes[body]!;
  switch (tag) {
    case tags.INTEGER:
    case tags.ENUMERATED: {
      if (length === 0) throw broken('an empty INTEGER');
      if (length > MAX_INTEGER_BYTES) throw notReadHere(`a number of ${length} bytes`);
      const next = bytes[body + 1]! & 0x80;
      if (!padded && length > 1 && ((lead === 0 && next === 0) || (lead === 0xff && next !== 0))) {
        throw broken('a padded INTEGER');
      }
      return;
    }
    case tags.OBJECT_IDENTIFIER: {
      if (length === 0 || bytes[end - 1]! & 0x80) throw broken('an incomplete OBJECT IDENTIFIER');
      if (length > MAX_OID_BYTES) throw notReadHere(`an OBJECT IDENTIFIER of ${length} bytes`);
      for (let pos = body, begins = true; pos < end; pos++) {
        if (begins && bytes[pos] === 0x80) throw broken('a padded OBJECT IDENTIFIER');
        begins = bytes[pos]! < 0x80;
      }
      return;
    }
    case tags.BOOLEAN:
      if (length !== 1) throw broken('a BOOLEAN of a wrong length');
      return;
    case tags.NULL:
      if (length !== 0) throw broken('a NULL with contents');
      return;
    case tags.BIT_STRING:
      if (length === 0 || lead > 7) throw broken('a broken BIT STRING');
      return;
    case tags.SEQUENCE:
    case tags.SET:
      throw broken('a SEQUENCE or SET that is not constructed');
    case tags.UTC_TIME:
    case tags.GENERALIZED_TIME:
      if (length > MAX_TIME_BYTES) throw notReadHere(`a date of ${length} bytes`);
  }
}

/** The bytes of the element, header and contents. A view, not a copy. */
export const bytesOf = (block: Block): Bytes => block.valueBeforeDecodeView as Bytes;

/** The contents of the element, without its header. A view, not a copy. */
export const contentsOf = (block: Block): Bytes =>
  bytesOf(block).subarray(block.idBlock.blockLength + block.lenBlock.blockLength);

/** Whether the block has this universal tag. */
export const isTag = (block: Block | undefined, tag: number): block is Block =>
  block !== undefined && block.idBlock.tagClass === 1 && block.idBlock.tagNumber === tag;

/** Whether the block has the context-specific tag [n]. */
export const isContext = (block: Block | undefined, n: number): block is Block =>
  block !== undefined && block.idBlock.tagClass === 3 && block.idBlock.tagNumber === n;

/** The elements inside a constructed element; empty for a primitive one. */
export const childrenOf = (block: Block): Block[] =>
  block instanceof asn1js.Constructed ? block.valueBlock.value : [];

/** The block, if it has this universal tag. Throws `Asn1Error` otherwise. */
export function expectTag(block: Block | undefined, tag: keyof typeof tags): Block {
  if (isTag(block, tags[tag])) return block;
  throw new Asn1Error(`${tag.replace('_', ' ')} expected`);
}

/** The elements of a SEQUENCE (or SET). Throws `Asn1Error`. */
export const fieldsOf = (block: Block | undefined, tag: 'SEQUENCE' | 'SET' = 'SEQUENCE'): Block[] =>
  childrenOf(expectTag(block, tag));

/** An OBJECT IDENTIFIER in dots: "1.2.840.113549.1.1.1". Throws `Asn1Error`. */
export function dottedOf(block: Block | undefined): string {
  const oid = expectTag(block, 'OBJECT_IDENTIFIER');
  return (oid as asn1js.ObjectIdentifier).getValue();
}

/** The contents of an OCTET STRING. Throws `Asn1Error`. */
export const octetsOf = (block: Block | undefined): Bytes => contentsOf(expectTag(block, 'OCTET_STRING'));

/** The bits of a BIT STRING, without the byte that counts the unused ones. Throws `Asn1Error`. */
export const bitsOf = (block: Block | undefined): Bytes =>
  contentsOf(expectTag(block, 'BIT_STRING')).subarray(1);

/**
 * A non-negative number of at most 48 bits (a version, a count of rounds); a larger one reads as Infinity. Throws
 * `Asn1Error`.
 */
export function smallInteger(block: Block | undefined): number {
  const bytes = contentsOf(expectTag(block, 'INTEGER'));
  if (bytes[0]! & 0x80) throw new Asn1Error('a negative number where only positive ones are allowed');
  return bytes.length > 6 ? Infinity : bytes.reduce((value, byte) => value * 256 + byte, 0);
}

/** A non-negative INTEGER as its big-endian bytes without leading zeroes. Throws `Asn1Error`. */
export const magnitudeOf = (block: Block | undefined): Bytes =>
  withoutZeroes(contentsOf(expectTag(block, 'INTEGER')));

function withoutZeroes(bytes: Bytes): Bytes {
  let start = 0;
  while (start < bytes.length - 1 && bytes[start] === 0) start++;
  return bytes.subarray(start);
}

/** The number of bits of a magnitude. */
export const bitLength = (magnitude: Uint8Array): number =>
  magnitude.length === 0 || magnitude[0] === 0 ? 0 : magnitude.length * 8 - Math.clz32(magnitude[0]!) + 24;

/** Encodes a block as DER, and makes the blocks that files are written with. */
export const encode = (block: Block): Bytes => new Uint8Array(block.toBER());
export const sequence = (...value: Block[]): Block => new asn1js.Sequence({ value });
export const set = (...value: Block[]): Block => new asn1js.Set({ value });
export const oid = (value: string): Block => new asn1js.ObjectIdentifier({ value });
export const nullValue = (): Block => new asn1js.Null();
export const octetString = (valueHex: Bytes): Block => new asn1js.OctetString({ valueHex });
export const bitString = (valueHex: Bytes): Block => new asn1js.BitString({ valueHex });
export const integer = (value: number): Block => new asn1js.Integer({ value });
/** [n] EXPLICIT around a block. */
export const explicit = (n: number, ...value: Block[]): Block =>
  new asn1js.Constructed({ idBlock: { tagClass: 3, tagNumber: n }, value });

/** An INTEGER from the big-endian bytes of a non-negative number. */
export function unsignedInteger(magnitude: Bytes): Block {
  const bytes = withoutZeroes(magnitude);
  return new asn1js.Integer({ valueHex: bytes[0]! & 0x80 ? Uint8Array.of(0, ...bytes) : bytes });
}
