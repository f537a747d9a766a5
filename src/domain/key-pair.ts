/** What a new recording key pair is made of: the documented DN fields, sizes and the validity. */
import { DAY_MS, EXPIRES_SOON_DAYS } from './certificate.ts';

export type DnField = 'CN' | 'C' | 'ST' | 'L' | 'O' | 'OU';

interface DnFieldRule {
  label: string;
  description: string;
  example: string;
  required: boolean;
  /** The upper bound of X.520, in characters. */
  max: number;
}

/**
 * In the order in which the subject is written: the documented order of `-subj`, with the two optional fields (L, OU)
 * next to those they belong with. Label, description and example are the documentation's where it has them.
 */
export const dnFields: Record<DnField, DnFieldRule> = {
  CN: {
    label: 'Common Name (CN)',
    description: 'The name of your recording solution.',
    example: 'Genesys Recording',
    required: true,
    max: 64,
  },
  C: {
    label: 'Country (C)',
    description: 'A two-letter country code.',
    example: 'US',
    required: true,
    max: 2,
  },
  ST: {
    label: 'State or Province (ST)',
    description: 'The full state or province where your organization is legally located.',
    example: 'California',
    required: true,
    max: 128,
  },
  L: {
    label: 'City or Locality (L)',
    description: 'The city where your organization is located.',
    example: 'Daly City',
    required: false,
    max: 128,
  },
  O: {
    label: 'Organization (O)',
    description: 'The exact legal name of your organization. Do not abbreviate your organization name.',
    example: 'Genesys',
    required: true,
    max: 64,
  },
  OU: {
    label: 'Organization Unit (OU)',
    description: 'The department that is responsible for recordings.',
    example: 'Contact Center',
    required: false,
    max: 64,
  },
};

export const dnFieldNames = Object.keys(dnFields) as DnField[];

/** What is wrong with a typed value, as a sentence; undefined when it is valid. */
export function dnFieldProblem(field: DnField, typed: string): string | undefined {
  const { label, required, max } = dnFields[field];
  const value = typed.trim();
  if (value === '') return required ? `${label} is needed.` : undefined;
  if (field === 'C')
    return /^[A-Za-z]{2}$/.test(value) ? undefined : 'Exactly two letters, such as US or DE.';
  // X.520 counts characters, as a person does, and not bytes. `Array.from` counts a surrogate pair as one.
  const { length } = Array.from(value);
  if (length > max) return `At most ${max} characters; these are ${length}.`;
  return /\p{Cc}/u.test(value) ? 'A name cannot contain line breaks or control characters.' : undefined;
}

/** The subject that is written: values trimmed, the country in capitals, empty fields left out. */
export const subjectOf = (typed: Record<DnField, string>): [DnField, string][] =>
  dnFieldNames.flatMap((field): [DnField, string][] => {
    const value = typed[field].trim();
    if (value === '') return [];
    return [[field, field === 'C' ? value.toUpperCase() : value]];
  });

export const KEY_SIZES = [2048, 3072, 4096] as const;
export const SIGNATURE_HASHES = ['SHA-256', 'SHA-384', 'SHA-512'] as const;

export const MAX_VALIDITY_DAYS = 36_500;
/** Ten years including leap days. */
const LONG_VALIDITY_DAYS = 3653;

/** A warning about this validity; undefined when there is none. */
export function validityAdvice(days: number): string | undefined {
  if (days > LONG_VALIDITY_DAYS) {
    return 'More than 10 years: one key would protect very many recordings, and its size may be too small by then. Most organizations renew every one to three years.';
  }
  if (days < EXPIRES_SOON_DAYS) {
    return `Fewer than ${EXPIRES_SOON_DAYS} days: the next certificate must be installed and assigned before this one ends, so the renewal would be due at once.`;
  }
  return undefined;
}

/** The last moment of the validity, in whole seconds because certificates have no fractions of one. */
export const validUntil = (from: Date, days: number): Date =>
  new Date(Math.floor(from.getTime() / 1000) * 1000 + days * DAY_MS);

/**
 * How long it usually takes to make a key of each size, in seconds. Times vary ten-fold, so no better forecast is
 * possible.
 */
export const typicalSeconds: Record<(typeof KEY_SIZES)[number], [least: number, most: number]> = {
  2048: [0.05, 0.5],
  3072: [0.2, 2],
  4096: [0.5, 6],
};
