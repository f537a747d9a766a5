/**
 * Any DER as a tree of its elements (ITU-T X.690), with offsets and readable values, as `openssl asn1parse` prints it.
 */
import {
  Asn1Error,
  bytesOf,
  childrenOf,
  contentsAt,
  contentsOf,
  dottedOf,
  ifRead,
  parseDer,
  reading,
  tags,
  type Block,
  type Bytes,
} from './asn1.ts';
import { shownHex, toHex } from './hex.ts';
import { decodeText } from '../certificate/name.ts';
import { objectText } from './object-names.ts';

export interface Asn1Node {
  /** The offset of its header, the length of the header, and the length of its contents, in bytes. */
  offset: number;
  headerLength: number;
  length: number;
  /** "SEQUENCE", "[3]", … */
  type: string;
  /** The value of a primitive element, readable. */
  value?: string;
  children?: Asn1Node[];
  /** Its children are DER inside a string, such as an extension's value or a public key. */
  encapsulates?: true;
}

/**
 * How many elements are shown, and how deep strings are searched for more DER, so that a crafted file cannot fill the
 * page.
 */
const MAX_NODES = 20_000;
const MAX_DEPTH = 40;
/** Longest value that is printed, in bytes and in characters. */
const MAX_SHOWN_BYTES = 32;
const MAX_SHOWN_CHARACTERS = 500;

/**
 * The elements of a file, in order. A broken element is shown with what is wrong, and the elements before it are kept.
 */
export const asn1Tree = (bytes: Bytes): Asn1Node[] => elementsIn(bytes, 0, { left: MAX_NODES }, 0);

function elementsIn(bytes: Bytes, start: number, budget: { left: number }, depth: number): Asn1Node[] {
  const nodes: Asn1Node[] = [];
  for (let pos = 0; pos < bytes.length;) {
    try {
      const block = parseDer(bytes.subarray(pos));
      nodes.push(nodeOf(block, start + pos, budget, depth));
      pos += bytesOf(block).length;
    } catch (error) {
      if (!(error instanceof Asn1Error)) throw error;
      nodes.push(damaged(bytes.subarray(pos), start + pos, budget, depth, error.message));
      break;
    }
  }
  return nodes;
}

/** An element that cannot be read completely: shows its header if that can be read. */
function damaged(
  bytes: Bytes,
  offset: number,
  budget: { left: number },
  depth: number,
  why: string,
): Asn1Node {
  const header = reading('not_der', () => contentsAt(bytes, 1, Infinity));
  const isConstructed = (bytes[0]! & 0x20) !== 0;
  if (!header.ok || !isConstructed || depth === MAX_DEPTH) return broken(offset, bytes.length, why);
  const [body, end] = header.value;
  return {
    offset,
    headerLength: body,
    length: end - body,
    type: typeName((bytes[0]! >> 6) + 1, bytes[0]! & 0x1f),
    children: elementsIn(bytes.subarray(body, end), offset + body, budget, depth + 1),
  };
}

const broken = (offset: number, length: number, why: string): Asn1Node => ({
  offset,
  headerLength: 0,
  length,
  type: 'Cannot be read',
  value: why,
});

function nodeOf(block: Block, offset: number, budget: { left: number }, depth = 0): Asn1Node {
  const length = contentsOf(block).length;
  const headerLength = bytesOf(block).length - length;
  const node: Asn1Node = {
    offset,
    headerLength,
    length,
    type: typeName(block.idBlock.tagClass, block.idBlock.tagNumber),
  };
  if (block.idBlock.isConstructed) {
    node.children = nodesOf(childrenOf(block), offset + headerLength, budget, depth + 1);
    return node;
  }
  const inner = depth < MAX_DEPTH ? encapsulated(block) : undefined;
  if (inner) {
    const unused = block.idBlock.tagNumber === tags.BIT_STRING ? 1 : 0;
    return {
      ...node,
      children: [nodeOf(inner, offset + headerLength + unused, budget, depth + 1)],
      encapsulates: true,
    };
  }
  return { ...node, value: valueOf(block) };
}

function nodesOf(blocks: Block[], start: number, budget: { left: number }, depth: number): Asn1Node[] {
  const nodes: Asn1Node[] = [];
  let offset = start;
  for (const block of blocks) {
    if (budget.left-- <= 0) {
      nodes.push(broken(offset, 0, 'more elements than are shown'));
      break;
    }
    nodes.push(nodeOf(block, offset, budget, depth));
    offset += bytesOf(block).length;
  }
  return nodes;
}

/** The element inside a string, if the string contains exactly one complete SEQUENCE, SET, INTEGER or string. */
function encapsulated(block: Block): Block | undefined {
  const { tagClass, tagNumber } = block.idBlock;
  if (tagClass !== 1 || (tagNumber !== tags.OCTET_STRING && tagNumber !== tags.BIT_STRING)) return undefined;
  const contents = contentsOf(block);
  if (tagNumber === tags.BIT_STRING && contents[0] !== 0) return undefined;
  const inside = tagNumber === tags.BIT_STRING ? contents.subarray(1) : contents;
  if (![0x30, 0x31, 0x02, 0x03, 0x04].includes(inside[0] ?? 0)) return undefined;
  const inner = ifRead(() => parseDer(inside));
  return inner && bytesOf(inner).length === inside.length ? inner : undefined;
}

function valueOf(block: Block): string {
  const contents = contentsOf(block);
  if (block.idBlock.tagClass !== 1) return hex(contents);
  switch (block.idBlock.tagNumber) {
    case tags.BOOLEAN:
      return contents[0] === 0 ? 'FALSE' : 'TRUE';
    case tags.NULL:
      return '';
    case tags.INTEGER:
    case tags.ENUMERATED:
      return contents.length <= 6 && contents[0]! < 0x80
        ? String(Number.parseInt(toHex(contents), 16))
        : hex(contents);
    case tags.OBJECT_IDENTIFIER:
      return objectText(dottedOf(block));
    case tags.BIT_STRING:
      return `${(contents.length - 1) * 8 - contents[0]!} bits: ${hex(contents.subarray(1))}`;
    default:
      return textValue(block) ?? hex(contents);
  }
}

function textValue(block: Block): string | undefined {
  const text = ifRead(() => decodeText(block));
  return text && text.length > MAX_SHOWN_CHARACTERS ? `${text.slice(0, MAX_SHOWN_CHARACTERS)}…` : text;
}

const hex = (bytes: Bytes): string => shownHex(bytes, MAX_SHOWN_BYTES);

/** X.680 spells the names of the string types differently from asn1js's class names. */
const SPELLINGS: Record<number, string> = {
  [tags.UTF8_STRING]: 'UTF8String',
  [tags.NUMERIC_STRING]: 'NumericString',
  [tags.PRINTABLE_STRING]: 'PrintableString',
  [tags.T61_STRING]: 'T61String',
  [tags.IA5_STRING]: 'IA5String',
  [tags.UTC_TIME]: 'UTCTime',
  [tags.GENERALIZED_TIME]: 'GeneralizedTime',
  [tags.VISIBLE_STRING]: 'VisibleString',
  [tags.UNIVERSAL_STRING]: 'UniversalString',
  [tags.BMP_STRING]: 'BMPString',
};

const NAMES = new Map(
  Object.entries(tags).map(([name, tag]) => [tag as number, SPELLINGS[tag] ?? name.replaceAll('_', ' ')]),
);

/** Names a tag by its class (1 is universal, 3 context-specific, as asn1js counts them) and number. */
function typeName(tagClass: number, tagNumber: number): string {
  switch (tagClass) {
    case 1:
      return NAMES.get(tagNumber) ?? `UNIVERSAL ${tagNumber}`;
    case 2:
      return `APPLICATION ${tagNumber}`;
    case 3:
      return `[${tagNumber}]`;
    default:
      return `PRIVATE ${tagNumber}`;
  }
}
