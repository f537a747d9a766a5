import { createHash } from 'node:crypto';
import type { Bytes } from '../pki/asn1/asn1.ts';

/**
 * For tests only: bytes that look random, but are the same in each run. Once in 256 runs, random bytes at the end of a
 * block are correct padding.
 */
export const noise = (size: number, seed = ''): Bytes =>
  new Uint8Array(createHash('shake256', { outputLength: size }).update(seed).digest());
