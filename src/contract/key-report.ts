import { z } from 'zod';
import { MOST_COUNTED } from '../domain/list.ts';
import { REPORTED_ROWS } from '../domain/key-report.ts';
import { auditChain } from './audit-log.ts';
import { csvOf, type CallTable } from './call.ts';
import { certificate } from './certificates.ts';
import { coverageInterval } from './coverage.ts';
import { id, moment, place, serialNumber, tenant } from './parts.ts';

const keyReportQuery = z.object({
  from: moment.max(40).optional().describe('The period begins then; otherwise a year before it ends'),
  to: moment.max(40).optional().describe('The period ends before then; otherwise, and at the latest, now'),
});

/** The rows of a part: the first ones; the files have all. */
const partOf = <Item extends z.ZodType>(item: Item) =>
  z.object({
    items: z.array(item).describe(`The first ${REPORTED_ROWS}`),
    total: z.number().int().describe(`How many there are, exact up to ${MOST_COUNTED}`),
    more: z.literal(true).optional().describe('There are more than `total` says'),
  });

const entry = z.number().int().describe('The number of an entry of the audit log');

const reportedKey = certificate
  .pick({
    id: true,
    subjectName: true,
    serialNumber: true,
    keyBits: true,
    sha256: true,
    notBefore: true,
    notAfter: true,
    uploadedBy: true,
    uploadedAt: true,
    backupCheck: true,
  })
  .extend({
    replacedBy: certificate.pick({ id: true, subjectName: true, serialNumber: true }).nullable(),
    deleted: z.object({ by: z.string(), at: moment }).nullable(),
    isAssigned: z.boolean().describe('Whether it was assigned anywhere at the end of the period'),
  });

const reportedAssignment = z.object({
  place,
  certificateId: id,
  subjectName: z.string(),
  serialNumber: serialNumber,
  assignedBy: z.string(),
  assignedAt: moment,
  unassignedBy: z.string().nullable(),
  unassignedAt: moment.nullable().describe('null: it is assigned now'),
  entries: z.object({ assigned: entry.nullable(), unassigned: entry.nullable() }),
});

const reportedRetirement = z.object({
  entry,
  at: z.string(),
  what: z.string().describe('The sentence of the audit log'),
  by: z.string().nullable().describe('Who deleted or restored the pair; null where that is not known'),
  agreement: z
    .object({ requestId: id, by: z.string(), at: moment })
    .nullable()
    .describe('The second person, where recordings depended on the pair'),
});

const reportedListener = z.object({
  username: z.string(),
  role: z.string(),
  playings: z.number().int(),
  first: z.string(),
  last: z.string(),
});

const keyReport = z.object({
  tenant: tenant.pick({ name: true, dbid: true, platform: true }),
  madeAt: moment,
  madeBy: z.string(),
  from: moment,
  to: moment.describe('Not later than `madeAt`'),
  knownSince: moment.describe('Before this, only what was still assigned then is known'),
  inventory: partOf(reportedKey),
  assignments: partOf(reportedAssignment),
  coverage: z.object({
    from: moment.describe(
      'Later than the period begins where more than 10,000 assignments ended since: what was earlier is not told',
    ),
    places: z.array(
      z.object({
        place,
        intervals: z
          .array(coverageInterval.omit({ to: true }).extend({ to: moment }))
          .describe('In order and without holes, from the beginning of the period to its end'),
      }),
    ),
  }),
  retirements: partOf(reportedRetirement),
  listeners: partOf(reportedListener).extend({
    isCut: z.literal(true).optional().describe(`Only the first ${MOST_COUNTED} playings are counted`),
  }),
  chain: auditChain.pick({ entries: true, head: true, breakCount: true, before: true }),
  limits: z.array(z.string()).describe('What the tenant cannot know'),
});

export const keyReportCalls = {
  'GET /api/key-report': {
    summary: 'What an auditor asks about the keys of a period, with the first rows of each part',
    allow: 'view key report',
    query: keyReportQuery,
    answer: keyReport,
  },
  'GET /api/key-report.json': {
    summary: 'The same with all rows',
    allow: 'view key report',
    query: keyReportQuery,
    answer: keyReport,
    media: true,
  },
  'GET /api/key-report.csv': csvOf('view key report', keyReportQuery),
} as const satisfies CallTable;
