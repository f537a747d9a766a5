import { z } from 'zod';
import { MOST_COUNTED, MOST_ROWS, type Order } from '../domain/list.ts';
import { MAX_SEARCH_LENGTH } from '../domain/search.ts';

/**
 * The convention of all lists. A list takes `sort`, `search`, its filters, `limit` and `cursor`, and answers `{items,
 * nextCursor?, total}`. Beside it stands `….csv` (`exported`): the same rows without pages, as a file. The tenant sorts,
 * searches, filters and counts.
 */
export function listOf<Item extends z.ZodType, Key extends string, Filters extends Record<string, z.ZodType>>(
  item: Item,
  {
    sorts,
    sort,
    searched,
    filters,
  }: { sorts: readonly Key[]; sort: Order<Key>; searched: string; filters: Filters },
) {
  const asked = z.object({
    sort: z.enum(sorts.flatMap((key): Order<Key>[] => [key, `-${key}`])).default(sort as never),
    search: z
      .string()
      .max(MAX_SEARCH_LENGTH)
      .optional()
      .describe(`Words. Each is in ${searched}; case, accents and all but letters and digits do not count`),
    ...filters,
  });
  return {
    query: asked.extend(pageQuery.shape),
    exported: asked.extend({
      columns: z.string().max(1000).optional().describe('Ids of columns, separated by commas; otherwise all'),
    }),
    answer: z.object({ items: z.array(item), total, more, nextCursor }),
  };
}

/** A page of large rows is shorter than its limit; the list ends where there is no `nextCursor`. */
export const pageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(MOST_ROWS).default(MOST_ROWS),
  // It names the last row of a page, so it may contain a name of 2 kB in which every byte is escaped.
  cursor: z.string().max(12_000).optional().describe('The `nextCursor` of the page before'),
});

const total = z.number().int().describe(`How many rows match, exact up to ${MOST_COUNTED}`);
const more = z.literal(true).optional().describe('More rows match than `total` says');
export const nextCursor = z.string().optional().describe('Where the next page begins; missing on the last');
