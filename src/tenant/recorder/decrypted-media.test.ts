import { createCipheriv, createSecretKey } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { decrypted } from './decrypted-media.ts';
import { PIECE_BYTES, type MediaSource } from '../store/media-files.ts';

const keyHex = '000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f';
const ivHex = 'f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff';
const key = { sessionKey: createSecretKey(keyHex, 'hex'), iv: Buffer.from(ivHex, 'hex') };

const plainOf = (size: number): Buffer =>
  Buffer.from(Array.from({ length: size }, (_, at) => (at * 7 + (at >> 8)) % 256));

/** What OpenSSL makes of it, through Node. */
function encrypted(plain: Buffer): Buffer {
  const cipher = createCipheriv('aes-256-cbc', key.sessionKey, key.iv);
  return Buffer.concat([cipher.update(plain), cipher.final()]);
}

/** A ciphertext in memory that counts what is read of it, in pieces of `piece` bytes. */
function sourceOf(bytes: Buffer, piece = PIECE_BYTES) {
  const read = { bytes: 0, pieces: 0 };
  const source: MediaSource = {
    size: bytes.length,
    // oxlint-disable-next-line require-await -- A file is read asynchronously.
    async *pieces(first, last) {
      for (let at = first; at <= last; at += piece) {
        const part = bytes.subarray(at, Math.min(at + piece, last + 1));
        read.bytes += part.length;
        read.pieces++;
        yield part;
      }
    },
  };
  return { source, read };
}

async function bytesOf(source: MediaSource | undefined, first = 0, last = (source?.size ?? 0) - 1) {
  const parts: Uint8Array[] = [];
  for await (const part of source?.pieces(first, last) ?? []) parts.push(part);
  return Buffer.concat(parts);
}

const sizes = [
  0,
  1,
  15,
  16,
  17,
  31,
  32,
  33,
  100,
  PIECE_BYTES - 1,
  PIECE_BYTES,
  PIECE_BYTES + 1,
  2 * PIECE_BYTES + 5,
];

describe('decrypts what OpenSSL has encrypted', () => {
  test.each(sizes)('%i bytes', async (size) => {
    const plain = plainOf(size);
    const { source } = sourceOf(encrypted(plain));
    const media = await decrypted(source, key);
    expect(media?.size).toBe(size);
    expect((await bytesOf(media)).equals(plain)).toBe(true);
  });

  test('every part of it', async () => {
    const plain = plainOf(70);
    // Pieces that end inside a block, too.
    for (const piece of [7, 16, 1000]) {
      const media = await decrypted(sourceOf(encrypted(plain), piece).source, key);
      for (let first = 0; first < plain.length; first++) {
        for (let last = first; last < plain.length; last++) {
          expect(await bytesOf(media, first, last)).toEqual(plain.subarray(first, last + 1));
        }
      }
    }
  });

  test('parts around the edges of its pieces', async () => {
    const plain = plainOf(2 * PIECE_BYTES + 5);
    const media = await decrypted(sourceOf(encrypted(plain)).source, key);
    const edges = [-17, -16, -1, 0, 1, 16].map((by) => PIECE_BYTES + by);
    for (const first of edges) {
      for (const last of [first, first + 1, first + 15, first + PIECE_BYTES - 32, plain.length - 1]) {
        expect((await bytesOf(media, first, last)).equals(plain.subarray(first, last + 1))).toBe(true);
      }
    }
  });
});

test('a part costs what the part has, not what the file has', async () => {
  const { source, read } = sourceOf(encrypted(plainOf(4 * PIECE_BYTES)));
  const media = await decrypted(source, key);
  const before = read.bytes;
  expect(before).toBeLessThanOrEqual(32);
  await bytesOf(media, 3 * PIECE_BYTES, 3 * PIECE_BYTES);
  expect(read.bytes - before).toBe(32);
});

test('the next piece is read when it is asked for', async () => {
  const { source, read } = sourceOf(encrypted(plainOf(4 * PIECE_BYTES)));
  const media = await decrypted(source, key);
  const before = read.pieces;
  const pieces = media?.pieces(0, media.size - 1);
  await pieces?.next();
  expect(read.pieces - before).toBe(1);
  await pieces?.return(undefined);
});

describe('finds damage', () => {
  const ciphertext = encrypted(plainOf(100));
  test.each([
    ['nothing', Buffer.alloc(0)],
    ['cut inside a block', ciphertext.subarray(0, 40)],
    // The block decrypts to bytes of the media, and none of these sizes is a padding.
    ['cut between blocks', ciphertext.subarray(0, 64)],
    ['another last block', Buffer.concat([ciphertext, ciphertext.subarray(0, 16)])],
  ])('%s', async (_, bytes) => {
    expect(await decrypted(sourceOf(bytes).source, key)).toBeUndefined();
  });
});
