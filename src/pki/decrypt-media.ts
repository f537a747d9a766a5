/** Decrypts a media file of any size with WebCrypto, piece by piece: AES-CBC with PKCS#7 padding (RFC 5652, 6.3). */
import type { Bytes } from './asn1.ts';

/** Bytes of the key of a cipher, by OpenSSL's name; undefined for what is not AES-CBC, such as AES-256-GCM. */
export const sessionKeyBytes = (cipher: string): number | undefined =>
  new Map([
    ['AES-128-CBC', 16],
    ['AES-256-CBC', 32],
  ]).get(cipher);

const BLOCK = 16;
/** Large pieces are read fastest; two of them are in memory at a time. */
export const PIECE_BYTES = 16 * 1024 * 1024;

/** Why nothing came out. `truncated`: no whole number of blocks; `damaged`: another padding or no media at its beginning. */
export type DecryptProblem = 'empty' | 'truncated' | 'damaged';

/** Carries the problem of a file; not an error of the program. */
export class NotDecrypted extends Error {
  readonly problem: DecryptProblem;

  constructor(problem: DecryptProblem) {
    super(problem);
    this.problem = problem;
  }
}

/**
 * The plain pieces, in order. WebCrypto wants a padding at the end of whatever it decrypts, so each piece but the last
 * gets one: a block that decrypts to nothing but padding. Throws `NotDecrypted`; what was given out before is then
 * worth nothing either, because CBC has no integrity of its own.
 */
export async function* decryptMedia(
  ciphertext: Blob,
  sessionKey: Bytes,
  iv: Bytes,
  pieceBytes = PIECE_BYTES,
): AsyncGenerator<Bytes> {
  const { size } = ciphertext;
  if (size === 0) throw new NotDecrypted('empty');
  if (size % BLOCK !== 0) throw new NotDecrypted('truncated');
  const key = await crypto.subtle.importKey('raw', sessionKey, 'AES-CBC', false, ['encrypt', 'decrypt']);
  const bytesAt = async (start: number, end: number) =>
    new Uint8Array(await ciphertext.slice(start, end).arrayBuffer());

  /** A piece with its padding block, and the block before it, which is its IV. */
  const read = async (start: number) => {
    const end = Math.min(start + pieceBytes, size);
    const before = start === 0 ? iv : await bytesAt(start - BLOCK, start);
    if (end === size) return { before, data: await bytesAt(start, end) };
    // The encryption of nothing is one block of padding, chained to the piece's last block.
    const last = await bytesAt(end - BLOCK, end);
    const padding = await crypto.subtle.encrypt({ name: 'AES-CBC', iv: last }, key, new Uint8Array());
    const padded = new Blob([ciphertext.slice(start, end), padding]);
    return { before, data: new Uint8Array(await padded.arrayBuffer()) };
  };

  let next = read(0);
  for (let start = 0; start < size; start += pieceBytes) {
    const { before, data } = await next;
    // Read ahead while this one is decrypted.
    if (start + pieceBytes < size) {
      next = read(start + pieceBytes);
      // Waited for in the next turn, if there is one.
      next.catch(() => undefined);
    }
    let plain: Bytes;
    try {
      plain = new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-CBC', iv: before }, key, data));
    } catch {
      throw new NotDecrypted('damaged');
    }
    if (start === 0 && mediaType(plain) === undefined) throw new NotDecrypted('damaged');
    yield plain;
  }
}

/** By its first bytes: MP3 (a frame or ID3), MP4 (`ftyp`), WAV (RIFF), WebM (EBML), Ogg. */
export function mediaType(start: Uint8Array): string | undefined {
  const text = (from: number, length: number) => String.fromCharCode(...start.subarray(from, from + length));
  if (text(0, 3) === 'ID3' || isMp3Frame(start)) return 'audio/mpeg';
  if (text(4, 4) === 'ftyp') return 'video/mp4';
  if (text(0, 4) === 'RIFF') return 'audio/wav';
  if (text(0, 4) === '\u001aE\u00df\u00a3') return 'video/webm';
  if (text(0, 4) === 'OggS') return 'audio/ogg';
  return undefined;
}

/** ISO 11172-3, 2.4.1.3: eleven set bits, then no reserved version, layer, bit rate or sampling rate. */
function isMp3Frame([first = 0, second = 0, third = 0]: Uint8Array): boolean {
  return (
    first === 0xff &&
    (second & 0xe0) === 0xe0 &&
    (second & 0x18) !== 0x08 &&
    (second & 0x06) !== 0 &&
    (third & 0xf0) !== 0xf0 &&
    (third & 0xf0) !== 0 &&
    (third & 0x0c) !== 0x0c
  );
}
