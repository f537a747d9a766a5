import { z } from 'zod';
import type { CallTable } from './call.ts';
import { moment, place, serialNumber } from './parts.ts';

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
          serialNumber: serialNumber,
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

export const coverageCalls = {
  'GET /api/coverage': {
    summary: 'When recordings were, are and will be encrypted: the last year, and until the last expiry',
    allow: 'view IVR profiles',
    answer: coverage,
  },
} as const satisfies CallTable;
