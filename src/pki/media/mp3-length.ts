/**
 * The length of an MP3. Its frames do not tell it: where their bit rate varies, a first frame must (Xing's header), and
 * recorders and cut files lack it. Browsers then guess from the first frames, are up to a third off, and go to another
 * place than they say. With such a frame put before the others, all of them are right.
 */
import type { Bytes } from '../asn1/asn1.ts';
import { joined } from '../asn1/bytes.ts';
import { frameAt, type Frame } from './media-type.ts';

interface Mp3Length {
  seconds: number;
  /** Where the audio begins, and what belongs there. Undefined where browsers read the length rightly. */
  missing: { at: number; frame: Bytes } | undefined;
}

/** In a frame's header; of the other layers no variable bit rate is known. */
const LAYER_III = 1;

/** The places in a table of contents. */
const PLACES = 100;

/** Undefined where it is no MP3. */
export function mp3Length(bytes: Bytes): Mp3Length | undefined {
  const at = afterId3(bytes);
  const first = frameAt(bytes, at);
  if (!first || (((bytes[at + 1] ?? 0) >> 1) & 3) !== LAYER_III) return undefined;
  const starts: number[] = [];
  let isVariable = false;
  for (let next = at; next < bytes.length;) {
    const frame = frameAt(bytes, next);
    if (frame?.kind === first.kind && next + frame.length <= bytes.length) {
      starts.push(next);
      isVariable ||= frame.bitRate !== first.bitRate;
      next += frame.length;
    } else next++;
  }
  const hasLength = saysLength(bytes, at, first);
  const frames = starts.length - (hasLength ? 1 : 0);
  const seconds = (frames * first.samples) / first.perSecond;
  if (!isVariable || hasLength) return { seconds, missing: undefined };
  return { seconds, missing: { at, frame: lengthFrame(bytes, at, first, starts) } };
}

/** ID3v2, 3.1: a header of 10 bytes, with the size of the rest in four bytes of seven bits. */
function afterId3(bytes: Bytes): number {
  if (String.fromCharCode(...bytes.subarray(0, 3)) !== 'ID3') return 0;
  const size = bytes.subarray(6, 10).reduce((sum, byte) => sum * 128 + (byte & 0x7f), 0);
  const footer = ((bytes[5] ?? 0) & 0x10) === 0 ? 0 : 10;
  return 10 + size + footer;
}

/** The side information before the audio of a frame (ISO 11172-3 and ISO 13818-3, 2.4.1.7). */
const sideBytes = (bytes: Bytes, at: number): number => {
  const isFirstVersion = ((bytes[at + 1] ?? 0) & 0x18) === 0x18;
  const isMono = (bytes[at + 3] ?? 0) >> 6 === 3;
  return isFirstVersion ? (isMono ? 17 : 32) : isMono ? 9 : 17;
};

function saysLength(bytes: Bytes, at: number, { length }: Frame): boolean {
  const frame = bytes.subarray(at, at + length);
  const mark = (from: number) => String.fromCharCode(...frame.subarray(from, from + 4));
  return ['Xing', 'Info'].includes(mark(4 + sideBytes(bytes, at))) || mark(36) === 'VBRI';
}

/** Xing's header, in a silent frame like the others. It has the numbers of frames and bytes and a table of contents. */
function lengthFrame(bytes: Bytes, at: number, first: Frame, starts: readonly number[]): Bytes {
  const side = sideBytes(bytes, at);
  const content = 4 + side;
  const header = bytes.slice(at, at + 4);
  // Without a checksum, which would follow the header, and without padding.
  header[1] = (header[1] ?? 0) | 1;
  let frame = first;
  for (let index = 1; index < 15; index++) {
    header[2] = (index << 4) | (first.kind & 0x0c);
    frame = frameAt(header, 0) ?? first;
    if (frame.length >= content + 16 + PLACES) break;
  }
  const made = new Uint8Array(frame.length);
  made.set(header);
  made.set(new TextEncoder().encode('Xing'), content);
  const audioBytes = bytes.length - at + frame.length;
  const numbers = new DataView(made.buffer);
  // Which of its fields are there: frames, bytes, table.
  numbers.setUint32(content + 4, 7);
  numbers.setUint32(content + 8, starts.length);
  numbers.setUint32(content + 12, audioBytes);
  for (let place = 0; place < PLACES; place++) {
    const start = (starts[Math.floor((place / PLACES) * starts.length)] ?? at) - at + frame.length;
    made[content + 16 + place] = Math.min(255, Math.floor((start / audioBytes) * 256));
  }
  return made;
}

/** The same audio, with the frame that tells its length. */
export const withLength = (bytes: Bytes, { at, frame }: NonNullable<Mp3Length['missing']>): Bytes =>
  joined([bytes.subarray(0, at), frame, bytes.subarray(at)]);
