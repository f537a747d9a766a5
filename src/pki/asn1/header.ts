import type { Bytes } from './asn1.ts';

/** Where the contents of an element begin, and how long they are. */
interface Header {
  tag: number;
  start: number;
  length: number;
}

/** An element whose end is marked (X.690, 8.1.3.6). */
export const UNTIL_MARK = -1;

/** The header of the element that begins there, in DER or BER; undefined where there is none, or a part of it. */
export function headerAt(bytes: Bytes, at: number): Header | undefined {
  const [tag, first] = bytes.subarray(at, at + 2);
  if (tag === undefined || first === undefined || (tag & 0x1f) === 0x1f) return undefined;
  if (first < 0x80) return { tag, start: at + 2, length: first };
  if (first === 0x80) return { tag, start: at + 2, length: UNTIL_MARK };
  const count = first - 0x80;
  if (count > 6 || at + 2 + count > bytes.length) return undefined;
  let length = 0;
  for (let i = 0; i < count; i++) length = length * 256 + bytes[at + 2 + i]!;
  return { tag, start: at + 2 + count, length };
}
