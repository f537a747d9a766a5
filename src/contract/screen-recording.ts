import { z } from 'zod';
import type { CallTable } from './call.ts';
import { listedCertificate } from './ivr-profiles.ts';
import { etag, lastSave, moment, wantedCertificates } from './parts.ts';

const screenRecordingCertificates = z.object({
  items: z.array(
    z.object({
      ...listedCertificate,
      addedBy: z.string(),
      addedAt: moment,
    }),
  ),
  contactCenterId: z.string().describe('Under which the recorder reads the settings'),
  changed: lastSave,
  etag,
});

/** In the form that the recorder reads; members are sent in this order. */
const screenRecordingEncryption = z.object({
  statusCode: z.literal(0),
  settings: z.array(
    z.object({
      name: z.string().describe('certificatealias-1, certificate-1, certificatealias-2, …'),
      value: z.string().describe('The alias; the certificate in PEM with CRLF'),
    }),
  ),
  key: z.literal('name'),
});

export const screenRecordingCalls = {
  'GET /api/screen-recording-certificates': {
    summary: 'The certificates that screen recordings are encrypted for',
    allow: 'manage screen recording certificates',
    answer: screenRecordingCertificates,
  },
  'PUT /api/screen-recording-certificates': {
    summary: 'Replace them; a save that stops encryption needs the acknowledgement',
    allow: 'manage screen recording certificates',
    body: wantedCertificates,
    answer: screenRecordingCertificates,
    ifMatch: true,
  },
  'GET /api/v2/ops/contact-centers/{id}/settings/screen-recording-encryption': {
    summary: 'The settings that the recorder reads',
    allow: 'view screen recording settings',
    answer: screenRecordingEncryption,
  },
} as const satisfies CallTable;
