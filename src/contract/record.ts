import { z } from 'zod';
import { RECORD_FORMAT, RECORD_VERSION, type KeystoreRecord } from '../domain/record.ts';
import type { CallTable } from './call.ts';
import { moment, serialNumber, tenant } from './parts.ts';

const fingerprint = z.string().describe('SHA-256 of the DER, upper-case hexadecimal');

export const recordedCertificate = z.object({
  sha256: fingerprint,
  subjectName: z.string(),
  serialNumber,
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
const keystoreRecord = z.object({
  format: z.literal(RECORD_FORMAT),
  version: z.literal(RECORD_VERSION),
  tenant: tenant.pick({ name: true, dbid: true, platform: true }),
  takenAt: moment,
  takenBy: z.string(),
  certificates: z.array(recordedCertificate).describe('In the order of their upload'),
  screenRecordingCertificates: z.array(fingerprint).describe('In the order of the list'),
}) satisfies z.ZodType<KeystoreRecord>;

export const recordCalls = {
  'GET /api/record': {
    summary:
      'The certificates and where each is in use, to be kept for after a disaster; without private keys',
    allow: 'manage certificates',
    answer: keystoreRecord,
    media: true,
  },
} as const satisfies CallTable;
