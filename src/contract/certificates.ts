import { z } from 'zod';
import { certificateSorts, deletedSorts } from '../domain/certificate-columns.ts';
import { MAX_SERIAL_NUMBER_BYTES, MOST_SERIAL_NUMBERS, statusKinds } from '../domain/certificate.ts';
import { csvOf, type CallTable } from './call.ts';
import { listOf } from './lists.ts';
import { etag, id, moment, named, place } from './parts.ts';

const pem = z.string().max(262_144).describe('PEM (RFC 7468)');

export const upload = z.object({
  certificate: pem,
  privateKey: pem.describe('PEM: PKCS#1, PKCS#8 or encrypted PKCS#8. Never in any answer.'),
  privateKeyPassword: z.string().max(1000).optional().describe('Only for an encrypted private key'),
  replaces: id
    .optional()
    .describe(
      'The id of the certificate that this one renews: it has no other successor, and ends before this one',
    ),
});

const other = z.object({ id: z.string(), ...named, notAfter: moment }).nullable();

/** A certificate of the keystore. The private key stays in the keystore: no schema of an answer has a field for it. */
export const certificate = z.object({
  id: z.string(),
  ...named,
  subjectDn: z.string().describe('RFC 4514, last RDN first; invisible characters alone are escaped'),
  issuerDn: z.string(),
  alias: z.string().describe('The name under which the recorder knows it'),
  notBefore: moment,
  notAfter: moment,
  keyBits: z.number().int(),
  signatureAlgorithm: z.string(),
  sha256: z.string().describe('Fingerprint of the DER, upper-case hexadecimal'),
  selfSigned: z.enum(['yes', 'no', 'cannot say']),
  uploadedBy: z.string(),
  uploadedAt: moment,
  assignedTo: z.array(place),
  replaces: other.describe('The certificate that this one renews, while it is in the keystore'),
  replacedBy: other.describe('The one that renews this one, while it is in the keystore'),
  backupCheck: z
    .object({
      checkedAt: moment,
      checkedBy: z.string(),
      location: z
        .string()
        .nullable()
        .describe('Where the copy is kept, in free text; null for who may not record checks'),
    })
    .nullable()
    .describe('When a copy of the private key was last proven to open; null where it never was'),
  etag,
});

export const changedElsewhere = z
  .boolean()
  .describe('Another session uploaded or deleted something that this one sees only after signing in again');

export const ofCertificate =
  'the subject name, a distinguished name, the serial number, the SHA-256 fingerprint, the name of the uploader, the places, or (for who may record checks) where the copy is kept';

const certificates = listOf(certificate, {
  sorts: certificateSorts,
  sort: '-uploadedAt',
  searched: ofCertificate,
  filters: {
    expiresFrom: moment.max(40).optional().describe('Expires then or later, and does expire'),
    serialNumbers: z
      .string()
      .max(MOST_SERIAL_NUMBERS * (2 * MAX_SERIAL_NUMBER_BYTES + 2))
      .optional()
      .describe('Has one of these serial numbers: hexadecimal, separated by commas'),
    status: z.enum(statusKinds).optional(),
  },
});
const certificatePage = certificates.answer.extend({ changedElsewhere });

export const openedRecordings = z.object({
  opens: z.number().int(),
  onlyToOpen: z.number().int().describe('How many of them no other key in the keystore opens'),
  from: moment.nullable(),
  to: moment.nullable(),
  keptUntil: moment.nullable(),
});

const certificateUsage = z.object({
  places: z.array(place),
  recordings: openedRecordings,
  /**
   * Whether *Delete* works now: the certificate is assigned nowhere, and no recording depends on it or a second person
   * has agreed.
   */
  deletable: z.boolean(),
});

const deletedCertificates = listOf(
  certificate.extend({
    deletedBy: z.string(),
    deletedAt: moment,
    destroyedAt: moment,
    pem: z.string().describe('The certificate in PEM: its own call answers only for what is in the keystore'),
  }),
  {
    sorts: deletedSorts,
    sort: '-deletedAt',
    searched: `the name of the deleter, ${ofCertificate}`,
    filters: {},
  },
);

export const certificateCalls = {
  'GET /api/certificates': {
    summary: 'The keystore as this session sees it',
    allow: 'view certificates',
    query: certificates.query,
    answer: certificatePage,
  },
  'GET /api/certificates.csv': csvOf('view certificates', certificates.exported),
  'POST /api/certificates': {
    summary: 'Upload a certificate and its private key',
    allow: 'manage certificates',
    body: upload,
    answer: certificate,
    status: 201,
    idempotencyKey: true,
  },
  'GET /api/certificates/{id}': {
    summary: 'One certificate',
    allow: 'view certificates',
    answer: certificate,
  },
  'GET /api/certificates/{id}/pem': {
    summary: 'The certificate as a PEM file',
    allow: 'view certificates',
    answer: z.string(),
    contentType: 'application/x-pem-file',
  },
  'GET /api/certificates/{id}/usage': {
    summary: 'Where it is used, and what deleting it would break',
    allow: 'view certificates',
    answer: certificateUsage,
  },
  'DELETE /api/certificates/{id}': {
    summary: 'Move the pair to Recently deleted; refused while it is assigned',
    allow: 'manage certificates',
    ifMatch: true,
  },
  'GET /api/deleted-certificates': {
    summary: 'Recently deleted pairs, restorable for 30 days',
    allow: 'manage certificates',
    query: deletedCertificates.query,
    answer: deletedCertificates.answer,
  },
  'GET /api/deleted-certificates.csv': csvOf('manage certificates', deletedCertificates.exported),
  'POST /api/deleted-certificates/{id}/restore': {
    summary: 'Restore a deleted pair whole',
    allow: 'manage certificates',
    answer: certificate,
  },
} as const satisfies CallTable;
