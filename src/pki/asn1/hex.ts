/** Bytes as hexadecimal: upper case, no separators, as OpenSSL prints serial numbers and fingerprints. */

const PAIRS: string[] = [];
for (let byte = 0; byte < 256; byte++) PAIRS.push(byte.toString(16).toUpperCase().padStart(2, '0'));

export function toHex(bytes: Uint8Array): string {
  let hex = '';
  for (const byte of bytes) hex += PAIRS[byte]!;
  return hex;
}

/** "0A:1B" from "0A1B". */
export const colonPairs = (hex: string): string => hex.replaceAll(/(..)(?!$)/g, '$1:');

/** The first bytes, in pairs of digits. */
export function shownHex(bytes: Uint8Array, most: number): string {
  const shown = colonPairs(toHex(bytes.subarray(0, most)));
  return bytes.length > most ? `${shown}… (${bytes.length} bytes)` : shown;
}
