/**
 * What this browser remembers, until the upload, of each pair that it made to renew a certificate: the names of the
 * saved files, and when they were saved. With it the console can say days later that the pair is waiting for its
 * upload. It contains nothing of a key.
 */
export interface RenewalPair {
  /** ISO 8601, UTC. */
  savedAt: string;
  files: string[];
}

const KEY = 'renewal-pairs';

/** By the id of the certificate that each pair renews. */
export function renewalPairs(): Record<string, RenewalPair> {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}');
    if (typeof stored !== 'object' || stored === null) return {};
    return Object.fromEntries(
      Object.entries(stored).filter((entry): entry is [string, RenewalPair] => isPair(entry[1])),
    );
  } catch {
    return {};
  }
}

export const rememberPair = (certificateId: string, pair: RenewalPair): void =>
  write({ ...renewalPairs(), [certificateId]: pair });

export function forgetPair(certificateId: string): void {
  const { [certificateId]: _, ...others } = renewalPairs();
  write(others);
}

function write(pairs: Record<string, RenewalPair>): void {
  try {
    if (Object.keys(pairs).length > 0) localStorage.setItem(KEY, JSON.stringify(pairs));
    else localStorage.removeItem(KEY);
  } catch {
    // If storage is full or switched off, the console does not remember the pair; it can still be uploaded.
  }
}

const isPair = (value: unknown): value is RenewalPair =>
  typeof value === 'object' &&
  value !== null &&
  'savedAt' in value &&
  typeof value.savedAt === 'string' &&
  'files' in value &&
  Array.isArray(value.files) &&
  value.files.every((file) => typeof file === 'string');
