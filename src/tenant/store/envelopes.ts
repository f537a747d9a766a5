import { deflateRawSync, inflateRawSync } from 'node:zlib';

/**
 * How an envelope is stored: two for the same certificates differ in the encrypted keys and the IV only, so the first
 * one of a set is the dictionary for all others (RFC 1951 with a preset dictionary, as RFC 1950 describes it).
 */
export const deflatedEnvelope = (der: Uint8Array, first: Uint8Array): Uint8Array =>
  deflateRawSync(der, { dictionary: first, memLevel: 2 });

/** 100 recipients with the longest keys and names that a tenant takes make less. */
const MOST_BYTES = 4_000_000;

/** Empty where the bytes are not such an envelope: then no key opens it. */
export function inflatedEnvelope(deflated: Uint8Array, first: Uint8Array): Uint8Array {
  try {
    return inflateRawSync(deflated, { dictionary: first, maxOutputLength: MOST_BYTES });
  } catch {
    return new Uint8Array(0);
  }
}
