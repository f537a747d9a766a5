import { constants, createCipheriv, createPrivateKey, publicEncrypt, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { forgeAesCbc } from '../cms/aes-192.ts';
import { decryptMedia, NotDecrypted } from './decrypt-media.ts';
import { mediaType } from './media-type.ts';
import { sourceOf } from '../pile/source.ts';
import { success } from '../result.ts';
import type { HashName } from '../key/hashes.ts';
import { unwrapSessionKey } from '../cms/session-key.ts';
import type { RecipientFacts } from '../cms/pkcs7.ts';
import { noise } from '../../testing/noise.ts';

const file = (name: string) => readFileSync(join(import.meta.dirname, '../../tenant/recorder/media', name));
const fixture = (name: string) => readFileSync(join(import.meta.dirname, '../fixtures', name));

const key = noise(32, 'key');
const iv = noise(16, 'iv');

/** Uses node:crypto, so that the code under test does not check itself. */
const encrypt = (media: Uint8Array, sessionKey = key) => {
  const cipher = createCipheriv(`aes-${sessionKey.length * 8}-cbc`, sessionKey, iv);
  return new Blob([new Uint8Array(Buffer.concat([cipher.update(media), cipher.final()]))]);
};

const mp3 = (size: number) => Buffer.concat([Buffer.from('ID3\u0004\0\0\0\0\0\0'), noise(size)]);

async function decrypted(ciphertext: Blob, sessionKey = key, pieceBytes?: number): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of decryptMedia(
    sourceOf({ name: '', blob: ciphertext }),
    sessionKey,
    iv,
    pieceBytes,
  ))
    pieces.push(piece);
  return Buffer.concat(pieces);
}

const problemOf = (ciphertext: Blob, sessionKey?: typeof key) =>
  decrypted(ciphertext, sessionKey).catch((error: unknown) =>
    error instanceof NotDecrypted ? error.problem : error,
  );

/** Behaves like a browser whose streams cannot read into a given buffer. */
class SlicedBlob extends Blob {
  override slice(from?: number, to?: number) {
    return Object.setPrototypeOf(super.slice(from, to), SlicedBlob.prototype) as SlicedBlob;
  }

  override stream() {
    return new ReadableStream<Uint8Array<ArrayBuffer>>();
  }
}

describe('a media file', () => {
  test.each([6, 22, 54, 64, 1000, 4096])(
    'of %i bytes and a few comes out whole, in pieces of 64',
    async (size) => {
      const media = mp3(size);
      expect(await decrypted(encrypt(media), key, 64)).toEqual(media);
      expect(await decrypted(encrypt(media))).toEqual(media);
    },
  );

  test('comes out whole where the browser reads slices alone', async () => {
    const media = mp3(1000);
    vi.stubGlobal('Blob', SlicedBlob);
    expect(await decrypted(encrypt(media), key, 64).finally(() => vi.unstubAllGlobals())).toEqual(media);
  });

  test('that is small is read at once, without a stream or a part of it', async () => {
    const media = mp3(1000);
    const ciphertext = encrypt(media);
    const asks = vi.fn<() => never>(() => {
      throw new Error('It is asked for twice.');
    });
    Object.assign(ciphertext, { stream: asks, slice: asks });
    expect(await decrypted(ciphertext)).toEqual(media);
    expect(asks).not.toHaveBeenCalled();
  });

  test.each([16, 24])(
    'with a key of %i bytes comes out whole, with another key not at all',
    async (bytes) => {
      const sessionKey = noise(bytes, 'key');
      const media = mp3(1000);
      expect(await decrypted(encrypt(media, sessionKey), sessionKey, 64)).toEqual(media);
      expect(await problemOf(encrypt(media, sessionKey), noise(bytes, 'another key'))).toBe('damaged');
    },
  );

  test('that node-forge decrypts, where the browser has no AES-192, comes out whole', async () => {
    const sessionKey = noise(24, 'key');
    const aes = forgeAesCbc(sessionKey);
    const media = new Uint8Array(mp3(1000));
    const ciphertext = new Uint8Array(await encrypt(media, sessionKey).arrayBuffer());
    expect(await aes.decrypt(ciphertext, iv)).toEqual(media);
    const piece = ciphertext.slice(0, 64);
    const padded = new Uint8Array([...piece, ...(await aes.padding(piece.slice(-16)))]);
    expect(await aes.decrypt(padded, iv)).toEqual(media.slice(0, 64));
    await expect(aes.decrypt(piece, iv)).rejects.toThrow();
  });

  test('that is empty, cut off or opened with another key is not taken for media', async () => {
    const ciphertext = encrypt(mp3(1000));
    expect(await problemOf(new Blob([]))).toBe('empty');
    expect(await problemOf(ciphertext.slice(0, 500))).toBe('truncated');
    // 512 bytes are whole blocks, but the padding at the end is missing.
    expect(await problemOf(ciphertext.slice(0, 512))).toBe('damaged');
    expect(await problemOf(ciphertext, noise(32, 'another key'))).toBe('damaged');
  });

  test('that begins like nothing known here comes out whole', async () => {
    const unknown = Buffer.from('not a sound');
    expect(await decrypted(encrypt(unknown))).toEqual(unknown);
  });
});

test('media is known by its first bytes', () => {
  expect(mediaType(file('test-call.mp3'))).toBe('audio/mpeg');
  expect(mediaType(file('test-screen.mp4'))).toBe('video/mp4');
  expect(mediaType(new Uint8Array())).toBeUndefined();
});

/** As the standards write them, one with each of the beginnings that media may have. */
test.each([
  ['audio/wav', 'RF64\xff\xff\xff\xffWAVEds64'],
  ['video/x-msvideo', 'RIFF\x24\0\0\0AVI LIST'],
  ['video/quicktime', '\0\0\0\x08wide\0\0\0\0mdat'],
  ['video/quicktime', '\0\0\0\x14ftypqt  \0\0\0\0qt  '],
  ['audio/amr', '#!AMR\n\x3c'],
  ['audio/amr-wb', '#!AMR-WB\n\x3c'],
  ['audio/basic', '.snd\0\0\0\x18'],
  ['audio/flac', 'fLaC\0\0\0\x22'],
  ['video/mp2t', `G${'\0'.repeat(187)}`.repeat(4)],
  // Two frames of 9 bytes: MPEG-4, no CRC, AAC LC, 44.1 kHz.
  ['audio/aac', '\xff\xf1\x50\x80\x01\x3f\xfc\0\0'.repeat(2)],
  ['audio/x-ms-wma', '\x30\x26\xb2\x75\x8e\x66\xcf\x11\xa6\xd9\x00\xaa\x00\x62\xce\x6c\0\0'],
  [
    'video/x-ms-wmv',
    '\x30\x26\xb2\x75\x8e\x66\xcf\x11\xa6\xd9\x00\xaa\x00\x62\xce\x6c\0\xc0\xef\x19\xbc\x4d\x5b\xcf\x11\xa8\xfd\x00\x80\x5f\x5c\x44\x2b',
  ],
  [undefined, 'fLa\0'],
  [undefined, `G${'\0'.repeat(187)}`],
])('%s: %j', (type, start) => {
  expect(mediaType(Buffer.from(start, 'latin1'))).toBe(type);
});

test('an encrypted file is hardly ever taken for media', () => {
  const taken = Array.from({ length: 20_000 }, (_, n) => mediaType(noise(600, `ciphertext ${n}`)));
  expect(taken.filter(Boolean)).toEqual([]);
});

describe('a session key', () => {
  const { publicKey } = new X509Certificate(fixture('tenant.pem'));
  const pkcs8Of = (name: string) =>
    new Uint8Array(createPrivateKey(fixture(name)).export({ type: 'pkcs8', format: 'der' }));
  const recipient = (keyTransport: string, padding: number, hash: HashName = 'SHA-1') =>
    ({
      keyTransport,
      oaep: success({ hash, maskHash: hash, label: new Uint8Array(0) }),
      encryptedKey: new Uint8Array(publicEncrypt({ key: publicKey, padding, oaepHash: hash }, key)),
    }) as RecipientFacts;

  test.each([
    ['rsaEncryption', constants.RSA_PKCS1_PADDING],
    ['rsaesOaep', constants.RSA_PKCS1_OAEP_PADDING],
  ] as const)('wrapped with %s is unwrapped by its own key alone', (transport, padding) => {
    const wrapped = recipient(transport, padding);
    expect(unwrapSessionKey(wrapped, pkcs8Of('tenant.key'), 32)).toEqual(key);
    expect(unwrapSessionKey(wrapped, pkcs8Of('other.key'), 32)).toBeUndefined();
  });

  test('wrapped with OAEP and SHA-256, too', () => {
    const wrapped = recipient('rsaesOaep', constants.RSA_PKCS1_OAEP_PADDING, 'SHA-256');
    expect(unwrapSessionKey(wrapped, pkcs8Of('tenant.key'), 32)).toEqual(key);
  });
});
