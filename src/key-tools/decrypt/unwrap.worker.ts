/** Unwraps session keys for the archive, in a thread of its own. */
import type { Bytes } from '../../pki/asn1/asn1.ts';
import { unwrapSessionKey } from '../../pki/cms/session-key.ts';
import type { Asked, Unwrapped } from './unwrap-threads.ts';

const keys = new Map<number, Bytes>();

addEventListener('message', ({ data }: MessageEvent<Asked>) => {
  if ('pkcs8' in data) {
    keys.set(data.key, data.pkcs8);
    return;
  }
  const { id, key, recipient, keyBytes } = data;
  const pkcs8 = keys.get(key);
  const sessionKey = pkcs8 && unwrapSessionKey(recipient, pkcs8, keyBytes);
  postMessage({ id, sessionKey } satisfies Unwrapped);
});
