import { z } from 'zod';
import { MAX_NOTE_LENGTH } from '../domain/note.ts';
import { requestKinds, requestSorts, requestStates } from '../domain/request.ts';
import { listOf } from './lists.ts';
import { csvOf, type CallTable } from './call.ts';
import { certificate, openedRecordings } from './certificates.ts';
import { id, moment, named } from './parts.ts';

const note = z.string().max(MAX_NOTE_LENGTH).default('');

/** Strict, so that a request cannot contain anything else: there is no field for a private key. */
const newRequest = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('assignment'),
    certificateId: id,
    ivrProfileIds: z.array(id).min(1).max(1000),
    note,
  }),
  z.strictObject({ kind: z.literal('deletion'), certificateId: id, note }),
]);

const requestAnswer = z.discriminatedUnion('agree', [
  z.strictObject({
    agree: z.literal(true),
    onlyToOpen: z
      .number()
      .int()
      .min(0)
      .default(0)
      .describe('For a deletion: so many recordings depended on the pair when the person agreed'),
  }),
  z.strictObject({ agree: z.literal(false), reason: z.string().trim().min(1).max(MAX_NOTE_LENGTH) }),
]);

const asked = z.object({
  id: z.string(),
  certificate: z.object({
    id: z.string(),
    ...named,
    notAfter: moment.nullable().describe('null: the pair is destroyed, and the request has no copy of it'),
  }),
  note: z.string(),
  requestedBy: z.string(),
  requestedAt: moment,
  state: z.enum(requestStates),
  answered: z.object({ by: z.string(), at: moment, reason: z.string().nullable() }).nullable(),
});

const assignment = asked.extend({
  kind: z.literal('assignment'),
  ivrProfiles: z.array(z.object({ id: z.string(), name: z.string() })),
});

const deletion = asked.extend({ kind: z.literal('deletion') });

/** Who may answer. A list has none of it. */
const answering = {
  askers: z
    .array(z.string())
    .describe('The accounts of the person who asked. None of them answers: it takes another person'),
  canBeAnswered: z.boolean().describe('Whether another person who may answer can sign in'),
};

const request = z.discriminatedUnion('kind', [
  assignment.extend({
    ...answering,
    certificate: certificate
      .pick({ id: true, notBefore: true, notAfter: true, keyBits: true, sha256: true })
      .extend({ ...named, pem: z.string().describe('The copy of the certificate that the request carries') }),
  }),
  deletion.extend({
    ...answering,
    recordings: openedRecordings.describe(
      'The current numbers while the request waits; afterwards the numbers at the time of the answer',
    ),
    backupCheck: z
      .object({ checkedAt: moment, checkedBy: z.string() })
      .nullable()
      .describe('The last proof that a copy of the private key opens; null where there is none'),
  }),
]);

/** A list has no copies of certificates, and counts no recordings. */
const requests = listOf(z.discriminatedUnion('kind', [assignment, deletion]), {
  sorts: requestSorts,
  sort: '-requestedAt',
  searched:
    'the subject name, the serial number, the kind, a wanted IVR profile, the note, the reason or the name of a person',
  filters: {
    kind: z.enum(requestKinds).optional(),
    state: z.enum(requestStates).optional(),
    certificateId: id.optional(),
  },
});

export const requestCalls = {
  'GET /api/requests': {
    summary: 'What administrators ask Genesys Professionals to assign or to agree to, newest first',
    allow: 'view requests',
    query: requests.query,
    answer: requests.answer,
  },
  'GET /api/requests.csv': csvOf('view requests', requests.exported),
  'GET /api/requests/{id}': {
    summary: 'One request',
    allow: 'view requests',
    answer: request,
  },
  'POST /api/requests': {
    summary:
      'Ask to have a certificate assigned, with a copy of it and never with the key; or ask a second person to agree to a deletion',
    allow: 'make requests',
    body: newRequest,
    answer: request,
    status: 201,
  },
  'POST /api/requests/{id}/answer': {
    summary: 'Agree, or say why not. To agree to an assignment is to assign, in one step',
    allow: 'answer requests',
    body: requestAnswer,
    answer: request,
  },
  'POST /api/requests/{id}/withdraw': {
    summary: 'Take it back while it waits',
    allow: 'make requests',
    answer: request,
  },
} as const satisfies CallTable;
