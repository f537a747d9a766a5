import { z } from 'zod';

/**
 * The record of a keystore: what *Download record* saves, and what Check Backup and Re-apply read again. It lists the
 * certificates and where each was in use, so that after a disaster everything can be put back in its place. It has no
 * private key: those are in the customer's own backup.
 *
 * The console reads it from a person's disk, where anything may have happened to it. So this file, unlike the rest of
 * the contract, also runs in the browser, and imports nothing but zod.
 */
export const RECORD_FORMAT = 'recording-certificates-record';

/** Raised when a reader of the version before would misunderstand a record. Members may be added without. */
export const RECORD_VERSION = 1;

const moment = z.iso.datetime().describe('ISO 8601, UTC');

const fingerprint = z.string().describe('SHA-256 of the DER, upper-case hexadecimal');

export const keystoreRecord = z.object({
  format: z.literal(RECORD_FORMAT),
  version: z.literal(RECORD_VERSION),
  tenant: z.object({ name: z.string(), dbid: z.number().int(), platform: z.enum(['aws', 'azure']) }),
  takenAt: moment,
  takenBy: z.string(),
  certificates: z
    .array(
      z.object({
        sha256: fingerprint,
        subjectName: z.string(),
        serialNumber: z.object({ hex: z.string(), decimal: z.string() }),
        notAfter: moment,
        pem: z.string().max(262_144).describe('The certificate in PEM (RFC 7468)'),
        uploadedBy: z.string(),
        uploadedAt: moment,
        ivrProfiles: z.array(z.string()).describe('The names of the IVR profiles that it was assigned to'),
        backupCheck: z
          .object({ checkedAt: moment, checkedBy: z.string(), location: z.string() })
          .nullable()
          .describe('When a copy of the private key was last proven to open, and where it is kept'),
      }),
    )
    .describe('In the order of their upload'),
  screenRecordingCertificates: z.array(fingerprint).describe('In the order of the list'),
});

export type KeystoreRecord = z.infer<typeof keystoreRecord>;

const head = z.object({ format: z.literal(RECORD_FORMAT), version: z.number() });

/** A record's text; else why it cannot be used. Any JSON without the record's mark is `not_a_record`. */
export function readRecord(
  text: string,
): { record: KeystoreRecord } | { problem: 'not_a_record' | 'record_damaged' | 'record_too_new' } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { problem: text.includes(`"${RECORD_FORMAT}"`) ? 'record_damaged' : 'not_a_record' };
  }
  const marked = head.safeParse(value);
  if (!marked.success) return { problem: 'not_a_record' };
  if (marked.data.version > RECORD_VERSION) return { problem: 'record_too_new' };
  const parsed = keystoreRecord.safeParse(value);
  return parsed.success ? { record: parsed.data } : { problem: 'record_damaged' };
}
