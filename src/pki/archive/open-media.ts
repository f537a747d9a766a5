/** Opens one media file of a call, piece by piece. The session key is unwrapped now, and not before. */
import type { Bytes } from '../asn1/asn1.ts';
import { decryptMedia, NotDecrypted, PIECE_BYTES } from '../media/decrypt-media.ts';
import { contentType } from '../media/media-type.ts';
import type { Source } from '../pile/source.ts';
import type { CallArchive, Sealed } from './call-archive.ts';
import { unwrapHere, type Unwrap } from './openers.ts';
import { Digest } from './digest.ts';
import { MimePart } from './mime-part.ts';
import type { Part } from './part.ts';

export interface MediaFacts {
  /** By its first bytes. */
  type: string | undefined;
  /** Hexadecimal; that of the ciphertext is undefined for a file in the clear. */
  sha256: { ciphertext: string | undefined; media: string };
}

/** `pieces` throws `NotDecrypted` or `ReadError`; the caller then discards earlier pieces. `facts`: after the last one. */
export function openMedia(
  archive: CallArchive,
  part: Part,
  unwrap: Unwrap = unwrapHere,
): { pieces: AsyncGenerator<Bytes>; facts: () => MediaFacts } {
  const file = part.file;
  if (!file) throw new Error('The media file is missing.');
  const { source } = file;
  const [ciphertext, media] = [new Digest(), new Digest()];
  const isSealed = part.envelope !== undefined;
  const isOnePiece = !part.isMessage && source.size <= PIECE_BYTES;
  const facts: MediaFacts = { type: undefined, sha256: { ciphertext: undefined, media: '' } };
  async function* pieces(): AsyncGenerator<Bytes> {
    const mime = part.isMessage ? new MimePart() : undefined;
    let isFirst = true;
    const told = (bytes: Uint8Array): Bytes[] => {
      if (bytes.length === 0) return [];
      if (isFirst) facts.type = contentType(bytes);
      isFirst = false;
      media.add(bytes as Bytes, isOnePiece);
      return [bytes as Bytes];
    };
    const opened = isSealed
      ? decrypted(archive, part, source, unwrap, (bytes) =>
          ciphertext.add(bytes, bytes.length === source.size),
        )
      : inTheClear(source);
    for await (const piece of opened) yield* told(mime ? mime.push(piece) : piece);
    if (mime) yield* told(mime.end());
    facts.sha256 = { ciphertext: isSealed ? await ciphertext.hex() : undefined, media: await media.hex() };
  }
  return { pieces: pieces(), facts: () => facts };
}

async function* decrypted(
  archive: CallArchive,
  part: Part,
  source: Source,
  unwrap: Unwrap,
  onRead: (bytes: Bytes) => void,
): AsyncGenerator<Bytes> {
  const sealed = archive.sealed(part);
  if (!sealed) throw new Error('There is no key for this file.');
  const sessionKey = await sessionKeyOf(sealed, unwrap);
  const read: Source = {
    name: source.name,
    size: source.size,
    read: async (from, to) => {
      const bytes = await source.read(from, to);
      onRead(bytes);
      return bytes;
    },
  };
  yield* decryptMedia(read, sessionKey, sealed.iv);
}

/** Throws where none of the keys opens this envelope although they open others for the same recipients. */
async function sessionKeyOf({ wrapped, keyBytes }: Sealed, unwrap: Unwrap): Promise<Bytes> {
  for (const { recipient, key } of wrapped) {
    const sessionKey = await unwrap(recipient, key, keyBytes);
    if (sessionKey) return sessionKey;
  }
  throw new NotDecrypted('damaged');
}

async function* inTheClear(source: Source): AsyncGenerator<Bytes> {
  for (let at = 0; at < source.size; at += PIECE_BYTES) yield await source.read(at, at + PIECE_BYTES);
}
