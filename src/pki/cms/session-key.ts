/** Unwraps the session key of a recording with a private key. Works in browsers as well. */
import type { Bytes } from '../asn1/asn1.ts';
import type { RecipientFacts } from './pkcs7.ts';
import { openOaep, openPkcs1, rsaPrivateKey, type RsaPrivateKey } from '../key/rsa.ts';

/** What of a recipient unwrapping needs. */
export type WrappedKey = Pick<RecipientFacts, 'keyTransport' | 'oaep' | 'encryptedKey'>;

/** The numbers of the keys that are in use, because reading them takes as long as unwrapping. */
const keys = new WeakMap<Bytes, RsaPrivateKey>();

/**
 * The session key of this recipient; undefined where the private key (PKCS#8, RSA) does not fit. A wrong key leaves
 * broken padding, or a key of a length other than `keyBytes`, the length for the envelope's cipher. In the rare case
 * that it passes both, the check of the decrypted media fails.
 */
export function unwrapSessionKey(
  { keyTransport, oaep, encryptedKey }: WrappedKey,
  pkcs8: Bytes,
  keyBytes: number,
): Bytes | undefined {
  const key = keys.get(pkcs8) ?? rsaPrivateKey(pkcs8);
  keys.set(pkcs8, key);
  const sessionKey =
    keyTransport === 'rsaEncryption'
      ? openPkcs1(key, encryptedKey)
      : oaep?.ok
        ? openOaep(key, encryptedKey, oaep.value)
        : undefined;
  return sessionKey?.length === keyBytes ? sessionKey : undefined;
}

/** What keeps a session key from being unwrapped with any key; undefined where nothing does. */
export function unsupportedTransport({ keyTransport, oaep }: RecipientFacts): string | undefined {
  if (keyTransport === 'rsaEncryption' || oaep?.ok) return undefined;
  return oaep?.error.detail ?? keyTransport;
}
