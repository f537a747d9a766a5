/**
 * What this browser remembers of the pairs that it made to renew certificates, until they are uploaded: the names of
 * the files that were saved, and when. So the console can say, days later, that the pair is made and waits for its
 * upload. Nothing of a key is in it.
 */
export interface RenewalPair {
  /** ISO 8601, UTC. */
  savedAt: string;
  files: string[];
}

const KEY = 'renewal-pairs';

/** By the id of the certificate that each renews. */
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
    // Storage that is full or switched off costs the memory, nothing else: the pair can be uploaded all the same.
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
