/**
 * The protection of private keys in Java keystores of the type JKS, as in the JDK's class
 * `sun.security.provider.KeyProtector`.
 */
import { sha1 } from '@noble/hashes/legacy.js';
import type { Bytes } from '../asn1/asn1.ts';
import { isSame } from '../asn1/bytes.ts';
import { failure, success, type Result } from '../result.ts';

const DIGEST_BYTES = 20;

/**
 * Removes the protection (OBJECT IDENTIFIER 1.3.6.1.4.1.42.2.17.1.1). The data consist of 20 bytes of salt, the key,
 * and a digest of password and key. The key is encrypted with a stream of SHA-1 digests: each is over the password and
 * the digest before, the first over the password and the salt. Answers `wrong_password`, or `not_a_private_key` where
 * the data are too short for a key. `secret`: the password in UTF-16.
 */
export function unprotectKey(data: Uint8Array, secret: Uint8Array): Result<Bytes> {
  const length = data.length - 2 * DIGEST_BYTES;
  if (length <= 0) return failure('not_a_private_key', 'a protected key that is too short');
  const digestOf = (more: Uint8Array) => sha1.create().update(secret).update(more).digest();
  const key = new Uint8Array(length);
  let stream: Uint8Array = data.subarray(0, DIGEST_BYTES);
  for (let i = 0; i < length; i++) {
    if (i % DIGEST_BYTES === 0) stream = digestOf(stream);
    key[i] = data[DIGEST_BYTES + i]! ^ stream[i % DIGEST_BYTES]!;
  }
  const check = data.subarray(DIGEST_BYTES + length);
  return isSame(digestOf(key), check) ? success(key) : failure('wrong_password');
}
