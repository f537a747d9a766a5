import { z } from 'zod';
import { place } from './parts.ts';

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
