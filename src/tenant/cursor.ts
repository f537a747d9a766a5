import { z } from 'zod';
import { Refused } from './problem.ts';
import type { AskedPage, Page } from './store/database.ts';

/**
 * The position where the next page starts, as base64url JSON. Callers must not interpret it, but they may change it, so
 * it is checked like any other input.
 */
export const encodeCursor = (position: readonly unknown[]): string =>
  Buffer.from(JSON.stringify(position)).toString('base64url');

/** The `nextCursor` of an answer: the position of the page's last row, if rows are left. */
export function nextCursor<T>(
  { items, more }: Page<T>,
  positionOf: (last: T) => readonly unknown[],
): { nextCursor?: string } {
  const last = more ? items.at(-1) : undefined;
  return last === undefined ? {} : { nextCursor: encodeCursor(positionOf(last)) };
}

/** For lists in the order of a time and, where times are equal, an id. */
const momentCursor = z.tuple([z.string(), z.string()]);

export function afterMoment(cursor: string | undefined): AskedPage['after'] {
  if (cursor === undefined) return undefined;
  const [at, id] = decodeCursor(momentCursor, cursor);
  return { at, id };
}

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
