/**
 * Files of other programs that people mistake for PEM. They are recognised by their first bytes, so that the message
 * can name the format and say how to convert it.
 */
import type { Bytes } from './asn1.ts';
import type { PkiCode } from './result.ts';

export type ForeignCode = Extract<
  PkiCode,
  'openssh_key' | 'putty_key' | 'java_keystore' | 'jceks_keystore' | 'zip_file' | 'html_page'
>;

/**
 * The first bytes of JKS and JCEKS (java.security.KeyStore), and of a ZIP with files and an empty one (APPNOTE.TXT,
 * 4.3).
 */
const MAGIC: [code: ForeignCode, bytes: number[]][] = [
  ['java_keystore', [0xfe, 0xed, 0xfe, 0xed]],
  ['jceks_keystore', [0xce, 0xce, 0xce, 0xce]],
  ['zip_file', [0x50, 0x4b, 3, 4]],
  ['zip_file', [0x50, 0x4b, 5, 6]],
];

const BEGINNINGS: [code: ForeignCode, text: RegExp][] = [
  ['openssh_key', /^\s*-----BEGIN OPENSSH PRIVATE KEY-----/],
  ['putty_key', /^\s*PuTTY-User-Key-File-\d:/],
  ['html_page', /^\s*(?:<!--[^>]{0,200}-->\s*)?<(?:!doctype\s+html|html)\b/i],
];

/**
 * The format of a file that belongs to another program; undefined for all other files. Reads only the first kilobyte.
 */
export function foreignCode(bytes: Bytes): ForeignCode | undefined {
  const magic = MAGIC.find(([, wanted]) => wanted.every((byte, i) => bytes[i] === byte));
  if (magic) return magic[0];
  const text = new TextDecoder().decode(bytes.subarray(0, 1024));
  return BEGINNINGS.find(([, wanted]) => wanted.test(text))?.[0];
}
