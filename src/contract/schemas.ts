import { z } from 'zod';
import { auditSorts } from '../domain/audit.ts';
import { certificateSorts, deletedSorts, keySorts } from '../domain/certificate-columns.ts';
import { MAX_SERIAL_NUMBER_BYTES, MOST_SERIAL_NUMBERS, statusKinds } from '../domain/certificate.ts';
import { ivrProfileSorts } from '../domain/ivr-profile.ts';
import { roles } from '../domain/session.ts';
import { listOf, nextCursor } from './lists.ts';

/** The id of something that the tenant has; its own ids are UUIDs. */
export const id = z.string().max(100);

export const moment = z.iso.datetime().describe('ISO 8601, UTC');

export const password = z.string().min(1).max(1000);

export const credentials = z.object({
  username: z.string().min(1).max(200),
  password,
  newPassword: password.optional().describe('The password that follows a one-time password'),
});

export const tenant = z.object({
  name: z.string(),
  dbid: z.number().int(),
  platform: z.enum(['aws', 'azure']),
  screenRecording: z.boolean(),
});

export const role = z.enum(roles);

export const session = z.object({
  username: z.string(),
  role,
  tenant,
  singleSignOn: z.literal(true).optional().describe('Signing out goes by /api/sign-in/end'),
  passkey: z.literal(true).optional().describe('The account has a passkey: it shows again who acts'),
});

export const sessionState = z.object({
  session: session.nullable(),
  secondStep: z
    .object({ username: z.string() })
    .optional()
    .describe('The password was right, and nobody is signed in yet: a passkey of this account is awaited'),
  singleSignOn: z
    .object({ only: z.boolean().describe('Whether no password signs in') })
    .optional()
    .describe('Signed out, where there is an identity provider: signing in goes by /api/sign-in/start?back='),
  demo: z
    .object({
      password: z.string(),
      accounts: z.array(z.object({ username: z.string(), role, tenant })),
    })
    .optional(),
});

export const signedIn = z.object({ session });

export const place = z.union([
  z.object({
    kind: z.literal('ivr-profile'),
    id: z.string(),
    name: z.string(),
    doesNotRecord: z.literal(true).optional().describe('No recorded call picks it'),
  }),
  z.object({ kind: z.literal('screen-recording') }),
]);

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

const nameShared = z
  .boolean()
  .describe('Whether another certificate has the same name: its end and its last digits tell it apart');

/** What tells it apart from a certificate of the same name. */
const other = z
  .object({
    id: z.string(),
    subjectName: z.string(),
    nameShared,
    serialNumber: z.object({ hex: z.string(), decimal: z.string() }),
    notAfter: moment,
  })
  .nullable();

/** A certificate of the keystore. The private key stays in the keystore: no schema of an answer has a field for it. */
export const certificate = z.object({
  id: z.string(),
  subjectName: z.string(),
  nameShared,
  serialNumber: z.object({ hex: z.string(), decimal: z.string() }),
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
  etag: z.string().describe('For If-Match'),
});

/** Strict, so that a check cannot contain anything else: there is no field for a private key. */
export const newBackupCheck = z.strictObject({
  certificateIds: z.array(id).min(1).max(100),
  location: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .describe('Where the copies are kept, such as “safe, building 2”'),
});

export const backupChecked = z.object({ items: z.array(certificate) });

export const certificatesToCheck = z.object({
  items: z.array(
    certificate
      .pick({
        id: true,
        subjectName: true,
        serialNumber: true,
        notAfter: true,
        sha256: true,
        backupCheck: true,
      })
      .extend({
        pem: z.string(),
        deleted: z.boolean(),
        recordings: z
          .number()
          .int()
          .describe(
            'That no other key in the keystore opens; of a deleted certificate, those that are encrypted for it',
          ),
        envelope: z
          .string()
          .nullable()
          .describe('The `pkcs7` of the newest recording that is encrypted for it'),
      }),
  ),
  nextCursor,
});

const changedElsewhere = z
  .boolean()
  .describe('Another session uploaded or deleted something that this one sees only after signing in again');

const ofCertificate =
  'the subject name, a distinguished name, the serial number, the SHA-256 fingerprint, the name of the uploader, the places, or (for who may record checks) where the copy is kept';

export const certificates = listOf(certificate, {
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
export const certificatePage = certificates.answer.extend({ changedElsewhere });

const version = z.number().int();

export const listVersions = z.object({
  certificates: version,
  keys: version,
  requests: version,
  'screen-recording-certificates': version,
});

export const openedRecordings = z.object({
  opens: z.number().int(),
  onlyToOpen: z.number().int().describe('How many of them no other key in the keystore opens'),
  from: moment.nullable(),
  to: moment.nullable(),
  keptUntil: moment.nullable(),
});

export const certificateUsage = z.object({
  places: z.array(place),
  recordings: openedRecordings,
  /**
   * Whether *Delete* works now: the certificate is assigned nowhere, and no recording depends on it or a second person
   * has agreed.
   */
  deletable: z.boolean(),
});

/** A pair of Keys Management. Its certificate is in the `record` IVR profile under this key. */
export const key = certificate.extend({
  key: z
    .string()
    .nullable()
    .describe(
      'The parameter of the IVR profile: certificate-1, …; null while it is in none, as an expired one',
    ),
});

export const keys = listOf(key, {
  sorts: keySorts,
  sort: 'key',
  searched: `the key, the alias, ${ofCertificate}`,
  filters: {},
});
export const keyPage = keys.answer.extend({ changedElsewhere });

export const deletedCertificates = listOf(
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

const listed = {
  id: z.string(),
  subjectName: z.string(),
  nameShared,
  serialNumber: certificate.shape.serialNumber,
  alias: z.string(),
  notBefore: moment,
  notAfter: moment,
};

const assigned = z.object({
  ...listed,
  key: z.string().describe('Its parameter in the configuration: certificate-1, …'),
  assignedBy: z.string(),
  assignedAt: moment,
});

export const ivrProfile = z.object({
  id: z.string(),
  name: z.string(),
  serviceType: z.string().describe('gvp.general.service-type'),
  geoLocation: z.string().nullable().describe('gvp.general.geo-location'),
  isDefault: z.boolean().describe('The tenant’s default profile'),
  certificates: z.array(assigned),
  changed: z.object({ by: z.string(), at: moment }).nullable().describe('The last save, if there was one'),
  etag: z.string().describe('For If-Match'),
});

export const ivrProfiles = listOf(ivrProfile, {
  sorts: ivrProfileSorts,
  sort: 'position',
  searched: 'the name, the geo-location, the service type or the subject name of an assigned certificate',
  filters: {},
});
export const changedIvrProfiles = z.object({ items: z.array(ivrProfile) });

const acknowledgement = z
  .object({ typed: z.string().max(100), discussed: z.boolean() })
  .optional()
  .describe(
    'Needed where the save stops encryption: the word “unencrypted”, and that administrator and Genesys Professional have discussed it',
  );

export const assignedCertificates = z.object({
  certificateIds: z.array(id).max(1000),
  acknowledgement,
});

export const assignToIvrProfiles = z.object({ ivrProfileIds: z.array(id).min(1).max(1000) });

export const unassignFromIvrProfiles = z.object({
  ivrProfiles: z
    .array(
      z.object({ id, etag: z.string().max(100).describe('The list of the profile that the person saw') }),
    )
    .min(1)
    .max(1000),
  acknowledgement,
});

/** The section in the form that the recorder reads. */
export const ivrProfileConfiguration = z.object({
  section: z.literal('recording-certificates'),
  options: z.array(z.object({ key: z.string(), value: z.string().describe('PEM') })),
});

export const screenRecordingCertificates = z.object({
  items: z.array(
    z.object({
      ...listed,
      addedBy: z.string(),
      addedAt: moment,
    }),
  ),
  contactCenterId: z.string().describe('Under which the recorder reads the settings'),
  changed: z.object({ by: z.string(), at: moment }).nullable().describe('The last save, if there was one'),
  etag: z.string().describe('For If-Match'),
});

export const newScreenRecordingCertificates = z.object({
  certificateIds: z.array(id).max(1000),
  acknowledgement,
});

/** In the form that the recorder reads; members are sent in this order. */
export const screenRecordingEncryption = z.object({
  statusCode: z.literal(0),
  settings: z.array(
    z.object({
      name: z.string().describe('certificatealias-1, certificate-1, certificatealias-2, …'),
      value: z.string().describe('The alias; the certificate in PEM with CRLF'),
    }),
  ),
  key: z.literal('name'),
});

export const coverageInterval = z.object({
  state: z.enum(['encrypted', 'in the clear', 'unknown']),
  from: moment,
  to: moment.nullable().describe('Exclusive; null: without an end'),
  ending: z
    .object({
      kind: z.enum(['expired', 'unassigned']),
      subjectName: z.string(),
      by: z.string().nullable().describe('Who unassigned it'),
    })
    .nullable()
    .describe('Of one in the clear: what ended the encryption before it'),
});

export const coverage = z.object({
  at: moment.describe('The tenant’s time of this answer'),
  from: moment.describe(
    'A year before, or later where more than 1,000 assignments ended since: what was earlier is not told',
  ),
  knownSince: moment.describe('Before this, only what was still assigned then is known'),
  places: z.array(
    z.object({
      place,
      intervals: z
        .array(coverageInterval)
        .describe('In order and without holes; what is assigned now counts until it expires'),
      assignments: z.array(
        z.object({
          certificateId: z.string(),
          subjectName: z.string(),
          serialNumber: certificate.shape.serialNumber,
          notBefore: moment,
          notAfter: moment,
          assignedBy: z.string(),
          assignedAt: moment,
          unassignedBy: z.string().nullable(),
          unassignedAt: moment.nullable().describe('null: it is assigned now'),
          inKeystore: z.boolean().describe('Whether this session sees the certificate'),
        }),
      ),
    }),
  ),
});

export const auditEntry = z.object({
  id: z.number().int(),
  at: z.string().describe('ISO 8601 in UTC; whatever is stored, where somebody changed the entry'),
  username: z.string(),
  role: z.string().describe('A role, or `system` where the tenant did it by itself'),
  session: z.string().describe('Which sign-in it came from: a short name, not the cookie'),
  action: z.string(),
  certificates: z
    .array(z.object({ id: z.string(), serialHex: z.string().nullable() }))
    .describe('What it is about; without a serial number where the pair is destroyed'),
  summary: z.string().describe('One sentence for a person'),
});

export const auditLog = listOf(auditEntry, {
  sorts: auditSorts,
  sort: '-at',
  searched: 'the user name, the session, the action, the summary or the time in UTC (30 Nov 2026 14:05)',
  filters: {
    from: moment.max(40).optional().describe('Then or later'),
    to: moment.max(40).optional().describe('Before then'),
    username: z.string().max(200).optional().describe('A part of the user name, in any case'),
    about: z
      .string()
      .max(300)
      .optional()
      .describe('What the summary begins with, or asks for: the name of an IVR profile, or of a list'),
    certificateId: id.optional(),
    action: z.string().max(100).optional(),
    entry: z.coerce.number().int().optional().describe('The number of an entry: only this one'),
  },
});

const sha256Hex = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .describe('SHA-256, 64 lower-case hexadecimal digits');

export const auditChainQuery = z.object({
  earlierHead: sha256Hex.optional().describe('A hash that was written down earlier'),
  whole: z
    .enum(['true', 'false'])
    .optional()
    .describe('Verifies the whole log, also what was verified before'),
});

/**
 * Each entry is hashed together with the hash of the entry before it; docs/audit-log.md says which bytes are hashed.
 */
export const auditChain = z.object({
  entries: z.number().int().describe('How many entries the log has by its own count'),
  head: sha256Hex.nullable().describe('The hash of the last entry, to be written down elsewhere'),
  breaks: z
    .array(
      z.object({
        kind: z.enum(['changed', 'missing', 'added', 'no head', 'several heads']),
        from: z.number().int(),
        to: z.number().int(),
        entry: auditEntry
          .pick({ id: true, at: true, username: true, summary: true })
          .nullable()
          .describe('The entry where it shows, as it reads now'),
      }),
    )
    .describe('Where the chain breaks, the first hundred; empty where it holds'),
  breakCount: z.number().int().describe('How many breaks there are'),
  earlierHead: z
    .object({ hash: sha256Hex, entry: z.number().int().nullable().describe('Whose hash it is') })
    .nullable(),
  before: z
    .object({ entries: z.number().int(), since: moment })
    .nullable()
    .describe('The first entries of a long log, which were verified before and not again: since then'),
});

const feed = z.object({
  madeAt: moment,
  readAt: moment.nullable().describe('When a calendar last asked for it'),
});

export const calendarFeed = z.object({ feed: feed.nullable() });

export const newCalendarFeed = z.object({
  token: z.string().describe('For the address of the feed; it cannot be had again'),
  feed,
});

export const calendarFeedQuery = z.object({ token: z.string().max(200) });

export const health = z.object({
  status: z.enum(['ok', 'degraded']),
  damaged: z.array(z.string()).optional().describe('The tenants whose data is damaged: only the others run'),
  checking: z
    .array(z.string())
    .optional()
    .describe('The tenants whose database is large and still being checked for damage'),
  dailyCopy: z
    .literal('failed')
    .optional()
    .describe('The last daily copy could not be made: the server’s log says why'),
  clock: z
    .object({ before: moment, now: moment, believedFrom: moment })
    .optional()
    .describe('The clock has jumped: nothing past its time is destroyed before `believedFrom`'),
});

/** RFC 9457, with a stable `code`. */
export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string().describe('What is wrong and what to do next'),
  code: z.string(),
  field: z.enum(['certificate', 'privateKey', 'privateKeyPassword']).optional(),
  places: z.array(place).optional().describe('Where a certificate is in use'),
  certificateId: z.string().optional().describe('The one already in the keystore, if this session sees it'),
});
export type Problem = z.infer<typeof problem>;
