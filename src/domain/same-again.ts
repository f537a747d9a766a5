import type { CertificateFacts } from '../pki/certificate/facts.ts';
import { DAY_MS, hasNoExpiry } from './certificate.ts';
import { numberText } from './counted.ts';
import {
  dnFieldNames,
  dnFields,
  KEY_SIZES,
  MAX_VALIDITY_DAYS,
  SIGNATURE_HASHES,
  type DnField,
} from './key-pair.ts';

/**
 * What a renewal fills into Generate: the subject, key size, validity and hash of the old certificate. The key is
 * always new.
 */
export interface SameAgain {
  kind: 'certificate' | 'request';
  subject: Partial<Record<DnField, string>>;
  bits: (typeof KEY_SIZES)[number];
  days: number;
  hash: (typeof SIGNATURE_HASHES)[number];
  /** What Generate cannot make as it was before, one sentence each. */
  differences: string[];
}

const LARGEST = KEY_SIZES[KEY_SIZES.length - 1] ?? 4096;

/**
 * Reads the values from the certificate that is renewed. If a CA signed it, the result is a certificate request for
 * that CA.
 */
export function sameAgain(facts: CertificateFacts, now: Date): SameAgain {
  const differences: string[] = [];
  const subject: SameAgain['subject'] = {};
  const leftOut: string[] = [];
  for (const { type, value } of facts.subject.rdns.flat()) {
    const field = dnFieldNames.find((name) => name === type);
    if (field && subject[field] === undefined) subject[field] = value;
    else leftOut.push(`${type}=${value}`);
  }
  if (leftOut.length > 0) {
    differences.push(`Its subject also has ${leftOut.join(', ')}, which Generate does not write.`);
  }

  const name = subject.CN && nextName(subject.CN);
  if (name !== undefined && name !== subject.CN) {
    subject.CN = name;
    differences.push(`Its name has a year in it; “${name}” is proposed here.`);
  }

  const missing = dnFieldNames.filter((name) => dnFields[name].required && !subject[name]);
  if (missing.length > 0) {
    const labels = missing.map((name) => dnFields[name].label).join(', ');
    differences.push(`Its subject has no ${labels}, which the documentation asks for.`);
  }

  const old = facts.publicKey.bits ?? LARGEST;
  const bits = KEY_SIZES.find((size) => size >= old) ?? LARGEST;
  if (bits !== old) differences.push(`Its key has ${old} bits; ${bits} bits are chosen here.`);

  const span = Math.max(1, Math.round((Date.parse(facts.notAfter) - Date.parse(facts.notBefore)) / DAY_MS));
  // Made now and as long as the old one, the new one would end with it or soon after.
  const left = Math.ceil((Date.parse(facts.notAfter) - now.getTime()) / DAY_MS);
  const wanted = left > span / 2 ? left + span : span;
  const days = hasNoExpiry(facts) ? 3650 : Math.min(wanted, MAX_VALIDITY_DAYS);
  if (hasNoExpiry(facts)) differences.push(`It never expires; ${numberText(days)} days are chosen here.`);
  else if (days < span) {
    differences.push(`It is valid for ${numberText(span)} days; ${numberText(days)} are the most here.`);
  } else if (days > span) {
    differences.push(
      `It is valid for ${numberText(left)} more days; ${numberText(days)} days are chosen here, so that the new one ends later.`,
    );
  }

  const hash = SIGNATURE_HASHES.find((name) => facts.signatureAlgorithm === rsaWith(name));
  if (!hash) differences.push(`It is signed with ${facts.signatureAlgorithm}; SHA-256 is chosen here.`);

  return {
    kind: facts.selfIssued ? 'certificate' : 'request',
    subject,
    bits,
    days,
    hash: hash ?? 'SHA-256',
    differences,
  };
}

/** “Genesys Recording 2026” is followed by “Genesys Recording 2027”. */
const nextName = (name: string): string =>
  name.replace(/(?<!\d)20\d\d(?!\d)/, (year) => String(Number(year) + 1));

/** The signature algorithm's OpenSSL name: "sha256WithRSAEncryption". */
const rsaWith = (hash: string): string => `${hash.replace('-', '').toLowerCase()}WithRSAEncryption`;
