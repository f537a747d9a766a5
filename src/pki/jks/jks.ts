/**
 * Java keystores of the type JKS, as the JDK's class `sun.security.provider.JavaKeyStore` writes them. Certificates are
 * not encrypted. Each private key is an encrypted PKCS#8 with Sun's own key protection. The file ends with a digest
 * over everything before it and the password. Numbers are big-endian.
 *
 * No well-kept library reads JKS in a browser: jks-js needs Node's buffers and cryptography.
 */
import { sha1 } from '@noble/hashes/legacy.js';
import { isSame } from '../asn1/bytes.ts';
import { Asn1Error, notReadHere, reading, type Bytes } from '../asn1/asn1.ts';
import type { PrivateKeyFacts } from '../certificate/facts.ts';
import { pemBlock, type PemBlock } from '../pem/pem.ts';
import { secretsOf } from '../key/password.ts';
import { inspectPrivateKey } from '../key/private-key.ts';
import { failure, success, type Result } from '../result.ts';

const MAGIC = [0xfe, 0xed, 0xfe, 0xed];
const DIGEST_BYTES = 20;

interface JksFacts {
  /** In `chain`, the certificate of the private key comes first, then those of its issuers. */
  privateKeys: { alias: string; block: PemBlock; chain: Bytes[] }[];
  /** Certificates without a private key. */
  trusted: { alias: string; der: Bytes }[];
  /** The bytes that the digest covers. */
  body: Bytes;
  digest: Bytes;
}

export const isJks = (bytes: Uint8Array): boolean => MAGIC.every((byte, i) => bytes[i] === byte);

/**
 * Reads the contents; no password is needed. Answers `not_jks` with the place where the file ends or breaks. Bytes
 * after the digest are ignored, as keytool does.
 */
export function inspectJks(bytes: Bytes): Result<JksFacts> {
  return reading('not_jks', () => readStore(new Fields(bytes)));
}

interface JksContents {
  /** Whether the digest fits: nobody has changed the file without knowing this password. */
  intact: boolean;
  /** `wrong_password` for a key that has a password of its own. */
  privateKeys: { alias: string; block: PemBlock; key: Result<PrivateKeyFacts> }[];
}

/**
 * Opens the private keys with a password. By default keytool uses one password for the keystore and its keys, so a
 * password is accepted if it fits the keystore or any key. Answers `wrong_password` if it fits nothing, which also
 * happens with a changed file, or `not_jks`.
 */
export async function openJks(bytes: Bytes, password: string): Promise<Result<JksContents>> {
  const facts = inspectJks(bytes);
  if (!facts.ok) return facts;
  const { privateKeys, body, digest } = facts.value;
  const intact = secretsOf(password).some(({ wide }) => {
    const own = sha1
      .create()
      .update(wide)
      .update(new TextEncoder().encode('Mighty Aphrodite'))
      .update(body)
      .digest();
    return isSame(own, digest);
  });
  const opened: JksContents['privateKeys'] = [];
  for (const { alias, block } of privateKeys) {
    opened.push({ alias, block, key: await inspectPrivateKey(block, password, { legacy: true }) });
  }
  return intact || opened.some(({ key }) => key.ok)
    ? success({ intact, privateKeys: opened })
    : failure('wrong_password', 'Java keystore');
}

/** Tags of the two kinds of entries. */
const PRIVATE_KEY = 1;
const TRUSTED_CERTIFICATE = 2;

function readStore(fields: Fields): JksFacts {
  if (!isJks(fields.take(4, 'its first bytes'))) throw new Asn1Error('it does not begin as one');
  const version = fields.number('its version');
  if (version !== 1 && version !== 2) throw notReadHere(`the unknown version ${version} of a Java keystore`);
  const count = fields.number('the number of its entries');
  const privateKeys: JksFacts['privateKeys'] = [];
  const trusted: JksFacts['trusted'] = [];
  for (let i = 1; i <= count; i++) {
    const where = `entry ${i} of ${count}`;
    const tag = fields.number(where);
    const alias = fields.text(where);
    // The entry's creation time, in milliseconds; not used.
    fields.take(8, where);
    if (tag === PRIVATE_KEY) {
      const bytes = fields.take(fields.number(where), where);
      const certificates = fields.number(where);
      const chain: Bytes[] = [];
      for (let c = 0; c < certificates; c++) chain.push(certificateIn(fields, version, where));
      privateKeys.push({ alias, block: pemBlock('ENCRYPTED PRIVATE KEY', bytes), chain });
    } else if (tag === TRUSTED_CERTIFICATE) {
      trusted.push({ alias, der: certificateIn(fields, version, where) });
    } else throw new Asn1Error(`${where} is of an unknown kind`);
  }
  const body = fields.before();
  return { privateKeys, trusted, body, digest: fields.take(DIGEST_BYTES, 'its digest') };
}

/** From version 2 on, each certificate is preceded by its type, which is always X.509. */
function certificateIn(fields: Fields, version: number, where: string): Bytes {
  if (version === 2) fields.text(where);
  return fields.take(fields.number(where), where);
}

/**
 * Reads fields as Java's DataInputStream does. Each field is a copy, so that it does not keep a large file in memory.
 */
class Fields {
  readonly #bytes: Bytes;
  #pos = 0;

  constructor(bytes: Bytes) {
    this.#bytes = bytes;
  }

  take(length: number, where: string): Bytes {
    const end = this.#pos + length;
    if (end > this.#bytes.length) throw new Asn1Error(`it ends within ${where}`);
    const taken = this.#bytes.slice(this.#pos, end);
    this.#pos = end;
    return taken;
  }

  /** An unsigned number of four bytes. */
  number(where: string): number {
    return new DataView(this.take(4, where).buffer).getUint32(0);
  }

  /** Modified UTF-8 (java.io.DataInput, readUTF): each UTF-16 unit on its own, in one to three bytes. */
  text(where: string): string {
    const length = new DataView(this.take(2, where).buffer).getUint16(0);
    const bytes = this.take(length, where);
    let text = '';
    for (let i = 0; i < bytes.length;) {
      const first = bytes[i]!;
      const size = first < 0x80 ? 1 : first < 0xe0 ? 2 : 3;
      let unit = size === 1 ? first : first & (size === 2 ? 0x1f : 0x0f);
      for (let k = 1; k < size; k++) unit = (unit << 6) | ((bytes[i + k] ?? 0) & 0x3f);
      text += String.fromCharCode(unit);
      i += size;
    }
    return text;
  }

  /** All bytes that were read so far. */
  before(): Bytes {
    return this.#bytes.subarray(0, this.#pos);
  }
}
