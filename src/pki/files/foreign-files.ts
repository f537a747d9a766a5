/**
 * Files of other programs that people keep keys in, or mistake for PEM. They are recognised by their first bytes, so
 * that the message can name the format and the step before.
 */
import type { Bytes } from '../asn1/asn1.ts';
import { headerAt } from '../asn1/header.ts';
import type { DamagedCode, PkiCode, PkiError } from '../outcome.ts';
import { isTar } from '../pile/tar.ts';
import { textOf } from '../asn1/text.ts';

/** Nothing speaks against the file. */
export type ForeignCode = Exclude<PkiCode, DamagedCode>;

/**
 * The first bytes of JKS and JCEKS (java.security.KeyStore), of a ZIP with files, an empty and a split one (APPNOTE.TXT,
 * 4.3, 8.5.3), and of compressed files.
 */
const MAGIC: [code: ForeignCode, bytes: number[]][] = [
  ['java_keystore', [0xfe, 0xed, 0xfe, 0xed]],
  ['jceks_keystore', [0xce, 0xce, 0xce, 0xce]],
  ['zip_file', [0x50, 0x4b, 3, 4]],
  ['zip_file', [0x50, 0x4b, 5, 6]],
  ['zip_file', [0x50, 0x4b, 7, 8]],
  ['zip_file', [0x50, 0x4b, 0x30, 0x30]],
  ['gzip_file', [0x1f, 0x8b, 8]],
  ['seven_zip', [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c]],
  ['rar_file', [0x52, 0x61, 0x72, 0x21, 0x1a, 7]],
  ['xz_file', [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0]],
  ['zstd_file', [0x28, 0xb5, 0x2f, 0xfd]],
];

const BEGINNINGS: [code: ForeignCode, text: RegExp][] = [
  ['putty_key', /^\s*PuTTY-User-Key-File-\d:/],
  ['html_page', /^\s*(?:<!--[^>]{0,200}-->\s*)?<(?:!doctype\s+html|html)\b/i],
  ['bzip2_file', /^BZh[1-9]1AY&SY/],
  ['age_file', /^age-encryption\.org\/v1\n/],
  // "Salted__", and the same in base64.
  ['openssl_enc', /^(?:Salted__|U2FsdGVkX1)/],
];

/**
 * The format of a file that belongs to another program; undefined for all other files. Reads only the first kilobyte.
 */
export function foreignCode(bytes: Bytes): ForeignCode | undefined {
  const magic = MAGIC.find(([, wanted]) => wanted.every((byte, i) => bytes[i] === byte));
  if (magic) return magic[0];
  const start = bytes.subarray(0, 1024);
  if (isTar(start)) return 'tar_file';
  const text = textOf(start);
  const beginning = BEGINNINGS.find(([, wanted]) => wanted.test(text));
  return beginning?.[0] ?? bouncyCastle(start) ?? (isOpenPgp(start) ? 'openpgp_file' : undefined);
}

const ARMOURS: Record<string, ForeignCode> = {
  'OPENSSH PRIVATE KEY': 'openssh_key',
  'AGE ENCRYPTED FILE': 'age_file',
  'PGP MESSAGE': 'openpgp_file',
};

/** What is said of a block that is like PEM, but whose label belongs to another program. */
export const foreignBlock = (label: string): PkiError => {
  const code = ARMOURS[label];
  return code ? { code } : { code: 'not_read_here', detail: `a block “${label}”` };
};

const PBES2 = [6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 5, 0x0d];

/**
 * Keystores of Bouncy Castle. BKS and UBER have a version, a salt of 20 bytes and a number of iterations; then BKS has
 * its first entry, which begins with its type, in UBER all is encrypted. BCFKS is in DER, encrypted one level deeper
 * than a private key.
 */
function bouncyCastle(start: Bytes): ForeignCode | undefined {
  const view = new DataView(start.buffer, start.byteOffset, start.byteLength);
  if (start.length > 40 && view.getUint32(4) === 20 && [1, 2].includes(view.getUint32(0))) {
    const [type = 0, aliasLength] = [start[32], view.getUint16(33)];
    return type >= 1 && type <= 4 && aliasLength < 1024 ? 'bks_keystore' : 'uber_keystore';
  }
  let position = 0;
  for (let depth = 0; depth < 3; depth++) {
    const header = headerAt(start, position);
    if (header?.tag !== 0x30) return undefined;
    position = header.start;
  }
  return PBES2.every((byte, i) => start[position + i] === byte) ? 'bcfks_keystore' : undefined;
}

/**
 * The packets (RFC 9580, 4.2) that an encrypted message begins with: of each the version that programs write, where the
 * algorithm is, and how many there are.
 */
const SESSION_KEY: Record<number, { version: number; algorithmAt: number; algorithms: number }> = {
  1: { version: 3, algorithmAt: 9, algorithms: 28 },
  3: { version: 4, algorithmAt: 1, algorithms: 13 },
};
const AFTER_SESSION_KEY = new Set([1, 3, 9, 18, 20]);

/** Two packets are looked at, because a single byte of an encrypted recording has any value. */
function isOpenPgp(start: Bytes): boolean {
  const first = packetAt(start, 0);
  const known = first && SESSION_KEY[first.tag];
  if (!known || start[first.body] !== known.version) return false;
  const algorithm = start[first.body + known.algorithmAt] ?? 0;
  if (algorithm === 0 || algorithm > known.algorithms) return false;
  const second = packetAt(start, first.end);
  return second !== undefined && AFTER_SESSION_KEY.has(second.tag);
}

function packetAt(bytes: Bytes, at: number): { tag: number; body: number; end: number } | undefined {
  const [head = 0, length = 0, second = 0] = bytes.subarray(at, at + 3);
  if (at >= bytes.length || !(head & 0x80)) return undefined;
  if (head & 0x40) {
    const isShort = length < 192;
    const body = at + (isShort ? 2 : 3);
    return { tag: head & 0x3f, body, end: body + (isShort ? length : (length - 192) * 256 + second + 192) };
  }
  const type = head & 3;
  const body = at + 1 + (type === 0 ? 1 : 2);
  return { tag: (head >> 2) & 15, body, end: body + (type === 0 ? length : length * 256 + second) };
}
