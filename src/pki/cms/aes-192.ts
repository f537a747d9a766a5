/** AES-CBC by node-forge, for 192-bit keys, which WebCrypto in Chromium does not support. */
import type * as Forge from 'node-forge';
import type { AesCbc } from './aes-cbc.ts';
import type { Bytes } from '../asn1/asn1.ts';
import forge from '../key/forge.ts';

const { encode, decode } = forge.util.binary.raw;

export function forgeAesCbc(key: Bytes): AesCbc {
  const raw = encode(key);
  const run = (cipher: Forge.cipher.BlockCipher, data: Bytes, iv: Bytes): Bytes => {
    cipher.start({ iv: encode(iv) });
    cipher.update(forge.util.createBuffer(encode(data)));
    if (!cipher.finish()) throw new Error('no padding');
    return new Uint8Array(decode(cipher.output.getBytes()));
  };
  return {
    padding: async (iv) => run(forge.cipher.createCipher('AES-CBC', raw), new Uint8Array(), iv),
    decrypt: async (data, iv) => run(forge.cipher.createDecipher('AES-CBC', raw), data, iv),
  };
}
