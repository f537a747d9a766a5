/** Bytes as hexadecimal: upper case, no separators, as OpenSSL prints serial numbers and fingerprints. */

const PAIRS: string[] = [];
for (let byte = 0; byte < 256; byte++) PAIRS.push(byte.toString(16).toUpperCase().padStart(2, '0'));

/** The two digits of one byte. */
export const hexByte = (byte: number): string => PAIRS[byte & 0xff]!;

/** Two digits for each byte from `start` to `end`. */
export function toHex(bytes: Uint8Array, start = 0, end = bytes.length): string {
  let hex = '';
  for (let pos = start; pos < end; pos++) hex += PAIRS[bytes[pos]!];
  return hex;
}

/** "0A:1B" from "0A1B". */
export const colonPairs = (hex: string): string => hex.replaceAll(/(..)(?!$)/g, '$1:');
