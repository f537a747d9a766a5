/** One reader of text for all tools: a file is UTF-8, or UTF-16 as PowerShell's ">" and .NET write it. */
import type { Bytes } from './asn1.ts';

/** The text of a file, without its byte order mark. What is no text has replacement characters in it. */
export const textOf = (bytes: Bytes): string => new TextDecoder(encodingOf(bytes)).decode(bytes);

/** One character a byte; `TextDecoder` would read Windows-1252. */
export function latin1(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 8192) text += String.fromCharCode(...bytes.subarray(i, i + 8192));
  return text;
}

/** The bytes of such a text, as `atob` answers one. */
export function latin1Bytes(text: string): Bytes {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}

/** Whether bytes are text, as far as they go: the last character may be cut off. */
export function isText(bytes: Bytes): boolean {
  try {
    const text = new TextDecoder(encodingOf(bytes), { fatal: true }).decode(bytes, { stream: true });
    return !text.includes('\0');
  } catch {
    return false;
  }
}

function encodingOf(bytes: Bytes): 'utf-8' | 'utf-16le' | 'utf-16be' {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || isAsciiWithZeros(bytes, 1)) return 'utf-16le';
  if ((first === 0xfe && second === 0xff) || isAsciiWithZeros(bytes, 0)) return 'utf-16be';
  return 'utf-8';
}

/** UTF-16 without a byte order mark: its first characters are ASCII, so every second byte is zero. */
const isAsciiWithZeros = (bytes: Bytes, zeroAt: 0 | 1): boolean =>
  bytes.length >= 16 &&
  bytes.subarray(0, 32).every((byte, i) => (i % 2 === zeroAt ? byte === 0 : byte > 8 && byte < 0x7f));
