/**
 * Turns BER into DER (ITU-T X.690, 8.1.3.6 and 8.7.3): lengths become definite and as short as possible, and strings in
 * segments become one. Containers and messages may be BER (RFC 7292, 4; RFC 5652, 2): NSS, Bouncy Castle, gpgsm, pkijs
 * and `openssl cms -stream` write them so. A certificate may not, because its fingerprint depends on its bytes.
 *
 * The limits are those of asn1.ts, and the time is linear. Contents are not checked here: the DER is parsed afterwards.
 */
import {
  Asn1Error,
  childrenOf,
  contentsAt,
  contentsOf,
  isTag,
  MAX_DEPTH,
  MAX_NODES,
  notReadHere,
  tags,
} from './asn1.ts';
import type { Block, Bytes } from './asn1.ts';
import { joined } from './bytes.ts';

interface Rewritten {
  /** The first element as DER; the same bytes where they are DER already. */
  der: Bytes;
  /** The elements that were taken out, as they stand. */
  takenOut: Bytes[];
}

/**
 * Rewrites the first element. `takeOut` names a place by the first bytes of the elements around it, beginning with the
 * outermost: what stands there is left out of the DER and answered as it stands. Throws `Asn1Error`.
 */
export function toDer(bytes: Bytes, takeOut: readonly number[] = []): Rewritten {
  const rewriter = new Rewriter(bytes, takeOut);
  return { der: rewriter.der(), takenOut: rewriter.takenOut };
}

/** The contents of an OCTET STRING with a tag of its own (IMPLICIT): in one piece, or in segments. */
export function implicitOctets(block: Block): Bytes {
  if (!block.idBlock.isConstructed) return contentsOf(block);
  const segments = childrenOf(block);
  if (!segments.every((segment) => isTag(segment, tags.OCTET_STRING))) {
    throw new Asn1Error('a string with something else among its segments');
  }
  return joined(segments.map(contentsOf));
}

const CONSTRUCTED = 0x20;
const SEQUENCE = 0x30;
const SET = 0x31;
const BIT_STRING = 3;

/** A universal element that is constructed and neither SEQUENCE nor SET is a string in segments (8.6.4 and 8.7.3). */
const isSegmented = (identifier: number): boolean =>
  identifier > CONSTRUCTED && identifier < 0x40 && identifier !== SEQUENCE && identifier !== SET;

const lengthSize = (length: number): number =>
  length < 0x80 ? 1 : 1 + Math.ceil((32 - Math.clz32(length)) / 8);

class Rewriter {
  readonly takenOut: Bytes[] = [];
  readonly #bytes: Bytes;
  readonly #takeOut: readonly number[];
  /** The first bytes of the elements that are open. */
  readonly #around: number[] = [];
  /**
   * What the DER consists of, in pairs of numbers: a range of the input (start, end), or a header (minus identifier,
   * length). Objects would take ten times the memory.
   */
  readonly #parts: number[] = [];
  #nodes = 0;
  #isDer = true;

  constructor(bytes: Bytes, takeOut: readonly number[]) {
    this.#bytes = bytes;
    this.#takeOut = takeOut;
  }

  der(): Bytes {
    const { size, end } = this.#element(0, this.#bytes.length);
    if (this.#isDer) return this.#bytes.subarray(0, end);
    const der = new Uint8Array(size);
    let at = 0;
    for (let i = 0; i < this.#parts.length; i += 2) {
      const [first, second] = [this.#parts[i]!, this.#parts[i + 1]!];
      if (first < 0) at = writeHeader(der, at, -first, second);
      else {
        der.set(this.#bytes.subarray(first, second), at);
        at += second - first;
      }
    }
    return der;
  }

  /** Notes the parts of one element. Answers its size in DER and its end in the input. */
  #element(start: number, limit: number): { size: number; end: number } {
    const identifier = this.#identifierAt(start, limit);
    const { body, end } = this.#lengthAt(start + 1, limit, identifier);
    if (isSegmented(identifier)) return this.#segmented(identifier, body, end, limit);
    const header = this.#parts.push(-identifier, 0) - 1;
    let size = 0;
    let closed = end ?? limit;
    if ((identifier & CONSTRUCTED) === 0) {
      this.#parts.push(body, closed);
      size = closed - body;
    } else {
      this.#around.push(identifier);
      closed = this.#inside(body, end, limit, (at, within) => {
        if (this.#isToTakeOut()) return this.#takeOutAt(at, within);
        const element = this.#element(at, within);
        size += element.size;
        return element.end;
      });
      this.#around.pop();
    }
    this.#parts[header] = size;
    return { size: 1 + lengthSize(size) + size, end: closed };
  }

  /** A string in segments as one string. Segments may have segments of their own. */
  #segmented(identifier: number, body: number, end: number | undefined, limit: number) {
    this.#isDer = false;
    const primitive = identifier - CONSTRUCTED;
    const header = this.#parts.push(-primitive, 0) - 1;
    const isBits = primitive === BIT_STRING;
    // A BIT STRING begins with the number of its unused bits, which only its last segment may have.
    const unused = this.#parts.push(0, 0) - 2;
    let size = 0;
    let unusedAt: number | undefined;
    const take = (at: number, within: number): number => {
      const inner = this.#identifierAt(at, within);
      const { body, end } = this.#lengthAt(at + 1, within, inner);
      const type = inner & ~CONSTRUCTED;
      // The segments of all strings but BIT STRINGs may be OCTET STRINGs (8.23.6).
      if (type !== primitive && (isBits || type !== tags.OCTET_STRING)) {
        throw new Asn1Error(`a string with something else among its segments at offset ${at}`);
      }
      if (inner & CONSTRUCTED) {
        this.#around.push(inner);
        const closed = this.#inside(body, end, within, take);
        this.#around.pop();
        return closed;
      }
      const from = isBits ? body + 1 : body;
      if (from > end!) throw new Asn1Error(`a segment without its first byte at offset ${at}`);
      if (isBits) unusedAt = body;
      this.#parts.push(from, end!);
      size += end! - from;
      return end!;
    };
    this.#around.push(identifier);
    const closed = this.#inside(body, end, limit, take);
    this.#around.pop();
    if (isBits) {
      if (unusedAt === undefined) throw new Asn1Error(`a BIT STRING without segments at offset ${body}`);
      this.#parts[unused] = unusedAt;
      this.#parts[unused + 1] = unusedAt + 1;
      size++;
    }
    this.#parts[header] = size;
    return { size: 1 + lengthSize(size) + size, end: closed };
  }

  /** Goes through the elements up to the end or, where the length is indefinite, up to two zero bytes. */
  #inside(
    body: number,
    end: number | undefined,
    limit: number,
    each: (at: number, within: number) => number,
  ): number {
    if (this.#around.length === MAX_DEPTH) {
      throw notReadHere(`more than ${MAX_DEPTH} levels at offset ${body}`);
    }
    let at = body;
    if (end !== undefined) {
      while (at < end) at = each(at, end);
      return at;
    }
    while (this.#bytes[at] !== 0 || this.#bytes[at + 1] !== 0 || at + 2 > limit) at = each(at, limit);
    return at + 2;
  }

  #identifierAt(at: number, limit: number): number {
    if (++this.#nodes > MAX_NODES) throw notReadHere(`more than ${MAX_NODES} elements`);
    if (at + 2 > limit) throw new Asn1Error(`no room for an element at offset ${at}`);
    const identifier = this.#bytes[at]!;
    if ((identifier & 0x1f) === 0x1f) throw notReadHere(`a tag number above 30 at offset ${at}`);
    if (identifier === 0) throw new Asn1Error(`an end where none is open at offset ${at}`);
    return identifier;
  }

  /** Where the contents begin, and where they end unless their length is indefinite. */
  #lengthAt(at: number, limit: number, identifier: number): { body: number; end: number | undefined } {
    if (this.#bytes[at] === 0x80) {
      if ((identifier & CONSTRUCTED) === 0) throw new Asn1Error(`a value without a length at offset ${at}`);
      this.#isDer = false;
      return { body: at + 1, end: undefined };
    }
    const [body, end] = contentsAt(this.#bytes, at, limit, { anyForm: true });
    if (body - at !== lengthSize(end - body)) this.#isDer = false;
    return { body, end };
  }

  #isToTakeOut(): boolean {
    return (
      this.#around.length === this.#takeOut.length &&
      this.#takeOut.every((identifier, i) => this.#around[i] === identifier)
    );
  }

  /** An element with a definite length is not looked into: what is wrong in it concerns only itself. */
  #takeOutAt(at: number, limit: number): number {
    this.#isDer = false;
    const identifier = this.#identifierAt(at, limit);
    const { body, end } = this.#lengthAt(at + 1, limit, identifier);
    const closed = end ?? this.#inside(body, end, limit, (inner, within) => this.#skip(inner, within));
    this.takenOut.push(this.#bytes.slice(at, closed));
    return closed;
  }

  #skip(at: number, limit: number): number {
    const identifier = this.#identifierAt(at, limit);
    const { body, end } = this.#lengthAt(at + 1, limit, identifier);
    if (end !== undefined) return end;
    this.#around.push(identifier);
    const closed = this.#inside(body, end, limit, (inner, within) => this.#skip(inner, within));
    this.#around.pop();
    return closed;
  }
}

function writeHeader(der: Uint8Array, start: number, identifier: number, length: number): number {
  let at = start;
  der[at++] = identifier;
  if (length < 0x80) {
    der[at++] = length;
    return at;
  }
  const count = lengthSize(length) - 1;
  der[at++] = 0x80 + count;
  for (let i = count - 1; i >= 0; i--) der[at++] = length >>> (8 * i);
  return at;
}
