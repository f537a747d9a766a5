/**
 * The bytes that programs make of a password. They agree on ASCII only: RFC 8018 leaves the encoding open, and what was
 * typed is not always what a script or a console has passed on.
 */
import type { Bytes } from '../asn1/asn1.ts';
import { isSame } from '../asn1/bytes.ts';
import { latin1 } from '../asn1/text.ts';
import { utf16 } from '../pkcs12/pkcs12-key.ts';

/** How a file's password was written, where that is not how it was typed. `domain/password-writing.ts` says it. */
export type Writing =
  | 'composed'
  | 'decomposed'
  | 'Windows-1252'
  | 'widened bytes'
  | 'line feed'
  | 'carriage return'
  | 'blank'
  | 'without blanks';

export interface Secret {
  /** Undefined for the password as it was typed, in UTF-8. */
  writing: Writing | undefined;
  /** For PBKDF2, scrypt and Proc-Type. */
  bytes: Bytes;
  /** For PKCS#12's own key derivation (RFC 7292, B.1) without the two zero bytes at its end, and for Java keystores. */
  wide: Bytes;
}

const utf8 = (text: string): Bytes => new TextEncoder().encode(text);

/**
 * The password in every way in which it may have been written, the likely ones first; each is another key derivation.
 * OpenSSL before 1.1 and gpgsm widen the bytes of UTF-8, a Windows console passes on Windows-1252, macOS decomposes
 * letters, and a password that a script has read from a file may end in a line feed.
 */
export function secretsOf(password: string): Secret[] {
  const secrets: Secret[] = [];
  const add = (writing: Writing | undefined, text: string, bytes = utf8(text)) => {
    const isThere = secrets.some((each) => isSame(each.bytes, bytes) && isSame(each.wide, utf16(text)));
    if (!isThere) secrets.push({ writing, bytes, wide: utf16(text) });
  };
  add(undefined, password);
  add('composed', password.normalize('NFC'));
  add('decomposed', password.normalize('NFD'));
  const windows1252 = windows1252Of(password.normalize('NFC'));
  if (windows1252) add('Windows-1252', latin1(windows1252), windows1252);
  add('widened bytes', latin1(utf8(password)));
  if (password.trim() !== '') add('without blanks', password.trim());
  if (password !== '') {
    add('line feed', `${password}\n`);
    add('carriage return', `${password}\r\n`);
    add('blank', `${password} `);
  }
  return secrets;
}

/** The secret in the writing in which it fits. */
export const secretIn = (password: string, writing: Writing | undefined): Secret =>
  secretsOf(password).find((secret) => secret.writing === writing) ?? secretsOf(password)[0]!;

const WINDOWS_1252 = new Map(
  Array.from(new TextDecoder('windows-1252').decode(Uint8Array.from({ length: 256 }, (_, i) => i))).map(
    (character, byte): [string, number] => [character, byte],
  ),
);

/** Undefined where it has a character that Windows-1252 lacks. */
function windows1252Of(text: string): Bytes | undefined {
  const bytes = Array.from(text, (character) => WINDOWS_1252.get(character));
  return bytes.every((byte) => byte !== undefined) ? Uint8Array.from(bytes) : undefined;
}
