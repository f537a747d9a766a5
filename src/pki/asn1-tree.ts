/** Any DER or BER as a tree of its elements (ITU-T X.690), with offsets and values in words, as `openssl asn1parse` prints. */
import {
  BIT_STRING,
  BMP_STRING,
  BOOLEAN,
  checkOid,
  DerError,
  ENUMERATED,
  IA5_STRING,
  INTEGER,
  NULL,
  NUMERIC_STRING,
  OBJECT_IDENTIFIER,
  OCTET_STRING,
  PRINTABLE_STRING,
  readElement,
  SEQUENCE,
  SET,
  T61_STRING,
  UNIVERSAL_STRING,
  UTC_TIME,
  GENERALIZED_TIME,
  UTF8_STRING,
  VISIBLE_STRING,
  type Bytes,
  type Element,
} from './der.ts';
import { toHex } from './hex.ts';
import { decodeText } from './name.ts';
import { oidOf } from './oids.ts';

export interface Asn1Node {
  /** Where its header begins, how long the header is, and how long its contents are, in bytes. */
  offset: number;
  headerLength: number;
  length: number;
  /** "SEQUENCE", "[3]", … */
  type: string;
  /** Of a primitive element, in words. */
  value?: string;
  children?: Asn1Node[];
  /** Its children stand inside a string (an extension's value, a public key). */
  encapsulates?: true;
}

/** As many elements as are shown, and as deep, so that a made-up file cannot fill the page. */
const MAX_NODES = 20_000;
const MAX_DEPTH = 40;
/** Longest run of bytes that is printed. */
const MAX_SHOWN_BYTES = 32;

/** The elements of a file, one after the other. What is broken is said in its place, and what came before is kept. */
export function asn1Tree(bytes: Bytes): Asn1Node[] {
  return elementsIn(bytes, 0, bytes.length, { left: MAX_NODES }, 0);
}

function elementsIn(
  bytes: Bytes,
  start: number,
  end: number,
  budget: { left: number },
  depth: number,
): Asn1Node[] {
  const nodes: Asn1Node[] = [];
  let pos = start;
  while (pos < end) {
    if (budget.left-- <= 0) {
      nodes.push(broken(pos, end, 'more elements than are shown'));
      break;
    }
    try {
      const element = readElement(bytes, pos, end);
      nodes.push(nodeOf(bytes, element, budget, depth));
      pos = element.next;
    } catch (error) {
      if (!(error instanceof DerError)) throw error;
      nodes.push(broken(pos, end, error.message));
      break;
    }
  }
  return nodes;
}

const broken = (offset: number, end: number, why: string): Asn1Node => ({
  offset,
  headerLength: 0,
  length: end - offset,
  type: 'Cannot be read',
  value: why,
});

function nodeOf(bytes: Bytes, element: Element, budget: { left: number }, depth: number): Asn1Node {
  const { id, constructed, start, body, end } = element;
  const node: Asn1Node = {
    offset: start,
    headerLength: body - start,
    length: end - body,
    type: typeName(id),
  };
  if (constructed && depth < MAX_DEPTH) {
    node.children = elementsIn(bytes, body, end, budget, depth + 1);
    return node;
  }
  const inner = depth < MAX_DEPTH ? encapsulated(bytes, element, budget, depth) : undefined;
  if (inner) {
    node.children = inner;
    node.encapsulates = true;
    return node;
  }
  node.value = valueOf(bytes, element);
  return node;
}

/** The elements inside a string, when it holds nothing but whole SEQUENCEs, SETs or a key's INTEGER. */
function encapsulated(bytes: Bytes, { id, body, end }: Element, budget: { left: number }, depth: number) {
  if (id !== OCTET_STRING && id !== BIT_STRING) return undefined;
  const start = id === BIT_STRING ? body + 1 : body;
  if (id === BIT_STRING && bytes[body] !== 0) return undefined;
  const first = bytes[start];
  if (end - start < 2 || first === undefined || ![0x30, 0x31, 0x02, 0x03, 0x04].includes(first))
    return undefined;
  const before = budget.left;
  const nodes = elementsIn(bytes, start, end, budget, depth + 1);
  if (nodes.some(isBroken)) {
    budget.left = before;
    return undefined;
  }
  return nodes;
}

const isBroken = (node: Asn1Node): boolean =>
  node.headerLength === 0 || (!node.encapsulates && (node.children?.some(isBroken) ?? false));

function valueOf(bytes: Bytes, element: Element): string {
  const { id, body, end } = element;
  try {
    switch (id) {
      case BOOLEAN:
        return bytes[body] === 0 ? 'FALSE' : 'TRUE';
      case NULL:
        return '';
      case INTEGER:
      case ENUMERATED:
        return end - body <= 6 && (bytes[body] ?? 0) < 0x80
          ? String(parseInt(toHex(bytes, body, end) || '0', 16))
          : hex(bytes, body, end);
      case OBJECT_IDENTIFIER: {
        checkOid(bytes, element);
        const { dotted, longName, known } = oidOf(bytes, element);
        return known ? `${longName} (${dotted})` : dotted;
      }
      case BIT_STRING:
        return `${(end - body - 1) * 8 - (bytes[body] ?? 0)} bits: ${hex(bytes, body + 1, end)}`;
      default: {
        const text = id < 0x40 ? decodeText(bytes, element) : undefined;
        return text === undefined ? hex(bytes, body, end) : printable(text);
      }
    }
  } catch (error) {
    if (!(error instanceof DerError)) throw error;
    return hex(bytes, body, end);
  }
}

const printable = (text: string): string => (text.length > 500 ? `${text.slice(0, 500)}…` : text);

function hex(bytes: Uint8Array, start: number, end: number): string {
  const shown = toHex(bytes, start, Math.min(end, start + MAX_SHOWN_BYTES)).replaceAll(/(..)(?!$)/g, '$1:');
  return end - start > MAX_SHOWN_BYTES ? `${shown}… (${end - start} bytes)` : shown;
}

const UNIVERSAL: Record<number, string> = {
  [BOOLEAN]: 'BOOLEAN',
  [INTEGER]: 'INTEGER',
  [BIT_STRING]: 'BIT STRING',
  [OCTET_STRING]: 'OCTET STRING',
  [NULL]: 'NULL',
  [OBJECT_IDENTIFIER]: 'OBJECT IDENTIFIER',
  [ENUMERATED]: 'ENUMERATED',
  [UTF8_STRING]: 'UTF8String',
  [SEQUENCE]: 'SEQUENCE',
  [SET]: 'SET',
  [NUMERIC_STRING]: 'NumericString',
  [PRINTABLE_STRING]: 'PrintableString',
  [T61_STRING]: 'T61String',
  [IA5_STRING]: 'IA5String',
  [UTC_TIME]: 'UTCTime',
  [GENERALIZED_TIME]: 'GeneralizedTime',
  [VISIBLE_STRING]: 'VisibleString',
  [UNIVERSAL_STRING]: 'UniversalString',
  [BMP_STRING]: 'BMPString',
};

/** `Element.id` holds the class in bits 7 and 8 and the number below, or from bit 9 on for large ones. */
function typeName(id: number): string {
  const number = id > 0xff ? Math.floor(id / 256) : id & 0x1f;
  switch (id & 0xc0) {
    case 0x00:
      return UNIVERSAL[number] ?? `UNIVERSAL ${number}`;
    case 0x40:
      return `APPLICATION ${number}`;
    case 0x80:
      return `[${number}]`;
    default:
      return `PRIVATE ${number}`;
  }
}
