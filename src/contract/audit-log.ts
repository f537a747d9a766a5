import { z } from 'zod';
import { auditSorts } from '../domain/audit.ts';
import { csvOf, type CallTable } from './call.ts';
import { listOf } from './lists.ts';
import { id, moment } from './parts.ts';

const auditEntry = z.object({
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

const auditLog = listOf(auditEntry, {
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

const auditChainQuery = z.object({
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

export const auditLogCalls = {
  'GET /api/audit-log': {
    summary: 'Who did what, newest first',
    allow: 'view audit log',
    query: auditLog.query,
    answer: auditLog.answer,
  },
  'GET /api/audit-log.csv': csvOf('view audit log', auditLog.exported),
  'GET /api/audit-log/chain': {
    summary: 'Whether the hash chain of the audit log holds, and where it breaks',
    allow: 'view audit log',
    query: auditChainQuery,
    answer: auditChain,
  },
  'GET /api/audit-log/entries.jsonl': {
    summary: 'The whole audit log as JSON lines with their hashes, oldest first',
    allow: 'view audit log',
    media: true,
    contentType: 'application/jsonl',
  },
} as const satisfies CallTable;
