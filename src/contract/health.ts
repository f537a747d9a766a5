import { z } from 'zod';
import type { CallTable } from './call.ts';
import { moment } from './parts.ts';

const health = z.object({
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

export const healthCalls = {
  'GET /api/health': { summary: 'Whether the tenant runs', allow: 'anyone', answer: health },
} as const satisfies CallTable;
