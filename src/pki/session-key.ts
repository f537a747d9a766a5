/** Unwraps the session key of a recording with a private key. Works in browsers as well. */
import type { Bytes } from './asn1.ts';
import forge from './forge.ts';
import type { RecipientFacts } from './pkcs7.ts';

/**
 * The session key of this recipient; undefined where the private key (PKCS#8, RSA) does not fit. node-forge unwraps
 * RSAES-PKCS1-v1_5 (RFC 8017, 7.2), which WebCrypto lacks; WebCrypto unwraps RSAES-OAEP (7.1). A wrong key leaves
 * broken padding, or a key of a length other than `keyBytes`, the length for the envelope's cipher. In the rare case
 * that it passes both, the check of the decrypted media fails.
 */
export async function unwrapSessionKey(
  { keyTransport, encryptedKey }: RecipientFacts,
  pkcs8: Bytes,
  keyBytes: number,
): Promise<Bytes | undefined> {
  const key =
    keyTransport === 'rsaEncryption'
      ? unwrapPkcs1(encryptedKey, pkcs8)
      : keyTransport === 'rsaesOaep'
        ? await unwrapOaep(encryptedKey, pkcs8)
        : undefined;
  return key?.length === keyBytes ? key : undefined;
}

function unwrapPkcs1(encryptedKey: Bytes, pkcs8: Bytes): Bytes | undefined {
  try {
    const der = forge.util.createBuffer(forge.util.binary.raw.encode(pkcs8));
    const privateKey = forge.pki.privateKeyFromAsn1(forge.asn1.fromDer(der));
    const wrapped = forge.util.binary.raw.encode(encryptedKey);
    return new Uint8Array(forge.util.binary.raw.decode(privateKey.decrypt(wrapped, 'RSAES-PKCS1-V1_5')));
  } catch {
    return undefined;
  }
}

async function unwrapOaep(encryptedKey: Bytes, pkcs8: Bytes): Promise<Bytes | undefined> {
  // The envelope names the hash, but only two are in use: both are tried, and the padding tells which one is right.
  for (const hash of ['SHA-1', 'SHA-256']) {
    try {
      const key = await crypto.subtle.importKey('pkcs8', pkcs8, { name: 'RSA-OAEP', hash }, false, [
        'decrypt',
      ]);
      return new Uint8Array(await crypto.subtle.decrypt('RSA-OAEP', key, encryptedKey));
    } catch {
      // Try the other hash.
    }
  }
  return undefined;
}
