import { createSecretKey } from 'node:crypto';
import type { MediaKey } from '../recorder/decrypted-media.ts';
import type { SignedIn } from '../http/handler.ts';
import type { openersOf, StoredMedia } from '../store/recordings.ts';
import { inThread } from '../operations/threads.ts';

/** For how many milliseconds after its last use the session key of a media file is kept, and how many are kept. */
const KEPT_MS = 30_000;
const MOST = 200;

/** A player asks for one part after another, and each would cost an RSA decryption. */
const kept = new Map<string, { key: Promise<MediaKey | undefined>; timer: NodeJS.Timeout }>();

function forget(name: string): void {
  clearTimeout(kept.get(name)?.timer);
  kept.delete(name);
}

/**
 * The key of a media file, unwrapped in another thread with this private key of the keystore; undefined where that does
 * not open it. For the next parts, this session's next requests use the same one.
 *
 * It is kept as a `KeyObject`: OpenSSL holds the bytes and overwrites them when the last user is gone.
 */
export async function mediaKeyOf(
  session: SignedIn,
  { recordingId, pkcs7 }: Pick<StoredMedia, 'recordingId'> & { pkcs7: string },
  opener: ReturnType<typeof openersOf>[number],
): Promise<MediaKey | undefined> {
  const { store } = session;
  const name = [store.slug, session.id, recordingId, opener.certificateId].join(' ');
  const key = kept.get(name)?.key ?? unwrap(session, pkcs7, opener);
  // Forgotten first, so that the map is ordered by the last use.
  forget(name);
  kept.set(name, { key, timer: setTimeout(forget, KEPT_MS, name).unref() });
  if (kept.size > MOST) forget(kept.keys().next().value ?? name);
  try {
    const unwrapped = await key;
    if (!unwrapped) forget(name);
    return unwrapped;
  } catch (error) {
    forget(name);
    throw error;
  }
}

async function unwrap(
  session: SignedIn,
  pkcs7: string,
  { issuerDer, serialDecimal, certificateId, sealed }: ReturnType<typeof openersOf>[number],
): Promise<MediaKey | undefined> {
  const opened = session.store.seal.open(sealed, certificateId);
  const pkcs8 = new Uint8Array(opened);
  opened.fill(0);
  const task = { pkcs7, opener: { issuerDer, serialDecimal, pkcs8 } };
  const unwrapped = await inThread(session, 'unwrap', task, [pkcs8.buffer]);
  if (!unwrapped) return undefined;
  const { sessionKey, iv } = unwrapped;
  const key = { sessionKey: createSecretKey(sessionKey), iv };
  sessionKey.fill(0);
  return key;
}
