/**
 * The padding of RSA decryption (RFC 8017). It is apart from the arithmetic, because a command uses that of `node:crypto`:
 * Node.js answers random bytes for wrong PKCS#1 v1.5 padding, and here wrong padding says that a key does not fit.
 */
import { HASHES, type HashName } from './hashes.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** RSAES-OAEP-params (RFC 8017, A.2.1). */
export interface Oaep {
  hash: HashName;
  maskHash: HashName;
  label: Bytes;
}

/** The message in RSAES-PKCS1-v1_5 (7.2.2); undefined where the padding does not fit. */
export function withoutPkcs1(message: Bytes): Bytes | undefined {
  // All bytes are looked at, whatever the first ones are.
  let end = 0;
  for (let i = message.length - 1; i >= 2; i--) if (message[i] === 0) end = i;
  return message[0] === 0 && message[1] === 2 && end >= 10 ? message.slice(end + 1) : undefined;
}

/** The message in RSAES-OAEP (7.1.2); undefined where the padding does not fit. */
export function withoutOaep(message: Bytes, { hash, maskHash, label }: Oaep): Bytes | undefined {
  const digest = HASHES[hash];
  const hashLength = digest.outputLen;
  if (message.length < 2 * hashLength + 2) return undefined;
  const maskedSeed = message.subarray(1, 1 + hashLength);
  const maskedData = message.subarray(1 + hashLength);
  const seed = xor(maskedSeed, mask(maskHash, maskedData, hashLength));
  const data = xor(maskedData, mask(maskHash, seed, maskedData.length));
  const expected = digest(label);
  let wrong = message[0]!;
  for (let i = 0; i < hashLength; i++) wrong |= data[i]! ^ expected[i]!;
  let end = hashLength;
  while (end < data.length && data[end] === 0) end++;
  return wrong === 0 && data[end] === 1 ? data.slice(end + 1) : undefined;
}

/** MGF1 (B.2.1). */
function mask(hash: HashName, seed: Uint8Array, length: number): Uint8Array {
  const digest = HASHES[hash];
  const bytes = new Uint8Array(length);
  for (let counter = 0, at = 0; at < length; counter++, at += digest.outputLen) {
    const block = digest
      .create()
      .update(seed)
      .update(Uint8Array.of(0, 0, counter >> 8, counter))
      .digest();
    bytes.set(block.subarray(0, length - at), at);
  }
  return bytes;
}

const xor = (a: Uint8Array, b: Uint8Array): Bytes => Uint8Array.from(a, (byte, i) => byte ^ b[i]!);
