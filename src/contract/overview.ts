import { z } from 'zod';
import { taskItems, taskLists } from '../domain/to-do/task.ts';
import type { CallTable } from './call.ts';
import { certificate } from './certificates.ts';
import { coverage } from './coverage.ts';
import { id, moment } from './parts.ts';

const answer = z.object({
  tone: z.enum(['good', 'soon', 'bad']),
  text: z.string(),
  until: moment.optional().describe('The day that belongs after the text'),
  ends: z
    .object({
      certificate: certificate
        .pick({ id: true, subjectName: true, nameShared: true, notAfter: true })
        .extend({ serialNumber: z.object({ hex: z.string() }) }),
      until: moment,
      profile: z.string().optional(),
    })
    .optional()
    .describe('The certificate whose expiry ends the encryption first'),
  missing: z.array(z.string()).describe('The kinds of calls that are recorded in the clear'),
});

const task = z.object({
  severity: z.enum(['error', 'warning', 'info']),
  text: z.string(),
  why: z.string(),
  times: z
    .array(moment)
    .optional()
    .describe('Times in the text and the reason: each is shown as a day, in the zone of the reader'),
  to: z.union([z.object({ page: z.enum(taskItems), id: z.string() }), z.object({ page: z.enum(taskLists) })]),
});

const taskGroup = task.pick({ severity: true, text: true }).extend({
  why: z.string().optional().describe('The reason, if it is the same for all'),
  tasks: z.array(task).describe('The first of them'),
  more: z.number().int().describe('How many more there are'),
});

const firstStep = z.object({
  step: z.enum(['generate', 'save', 'upload', 'assign', 'test']),
  title: z.string(),
  why: z.string(),
  state: z.enum(['done', 'waiting', 'open']),
});

const overviewQuery = z.object({
  pairs: z
    .string()
    .max(4000)
    .transform((ids) => ids.split(','))
    .pipe(z.array(id))
    .optional()
    .describe('The ids of certificates for whose renewal this browser has made a pair, with commas between'),
});

const overview = z.object({
  changedElsewhere: z.boolean(),
  voice: answer,
  screen: answer
    .nullable()
    .describe('null: the session may not see it, or the tenant has no screen recording'),
  toDo: z.array(z.union([taskGroup, task])).describe('What this person should do, the most urgent first'),
  firstSteps: z.array(firstStep).nullable().describe('Until a key opens a recording, for who makes keys'),
  unassigned: z.string().nullable().describe('A certificate that is still to be assigned'),
  ivrProfiles: z.array(z.object({ id: z.string(), name: z.string() })),
  coverage,
});

export const overviewCalls = {
  'GET /api/overview': {
    summary:
      'Whether recordings are encrypted, what this person should do, and when recordings are encrypted',
    allow: 'view certificates',
    query: overviewQuery,
    answer: overview,
  },
} as const satisfies CallTable;
