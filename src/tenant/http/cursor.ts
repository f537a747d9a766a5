import type { z } from 'zod';
import { Refused } from './problem.ts';

/**
 * The position where the next page starts, as base64url JSON. Callers must not interpret it, but they may change it, so
 * it is checked like any other input.
 */
export const encodeCursor = (position: readonly unknown[]): string =>
  Buffer.from(JSON.stringify(position)).toString('base64url');

export function decodeCursor<S extends z.ZodType>(schema: S, cursor: string): z.output<S> {
  let position: unknown;
  try {
    position = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    position = undefined;
  }
  const parsed = schema.safeParse(position);
  if (!parsed.success) throw new Refused('invalid_request', { detail: 'the cursor is not one of this list' });
  return parsed.data;
}
