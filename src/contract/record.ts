import { z } from 'zod';
import type { KeystoreRecord } from '../domain/record.ts';
import { moment } from './schemas.ts';

const fingerprint = z.string().describe('SHA-256 of the DER, upper-case hexadecimal');

export const recordedCertificate = z.object({
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
});

/** The answer to *Download record* (domain/record.ts). */
export const keystoreRecord = z.object({
  format: z.literal('recording-certificates-record'),
  version: z.literal(1),
  tenant: z.object({ name: z.string(), dbid: z.number().int(), platform: z.enum(['aws', 'azure']) }),
  takenAt: moment,
  takenBy: z.string(),
  certificates: z.array(recordedCertificate).describe('In the order of their upload'),
  screenRecordingCertificates: z.array(fingerprint).describe('In the order of the list'),
}) satisfies z.ZodType<KeystoreRecord>;

export type { KeystoreRecord };
