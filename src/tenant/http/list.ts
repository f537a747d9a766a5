import { z } from 'zod';
import { inFile, type ColumnWords } from '../../domain/columns.ts';
import { attachment } from '../../domain/file-name.ts';
import { BYTE_ORDER_MARK, csvLine } from '../../domain/csv.ts';
import type { Order } from '../../domain/list.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import type { SignedIn } from './handler.ts';
import { inPieces } from './in-pieces.ts';
import { Refused } from './problem.ts';
import type { Database } from '../store/database.ts';
import { givingWay } from '../give-way.ts';
import { foundPage, type TextIndex } from '../store/found-list.ts';
import {
  listPage,
  type Condition,
  type List,
  type Listed,
  type ListPage,
  type Position,
} from '../store/list.ts';

/** The query of a list after the contract has checked it (contract/lists.ts). */
interface Query<Key extends string> {
  sort: Order<Key>;
  search?: string | undefined;
  limit: number;
  cursor?: string | undefined;
}

/** A page of a list as the contract answers it. */
export interface ListAnswer<Row> {
  items: Row[];
  total: number;
  more?: true;
  nextCursor?: string;
}

const positionSchema = z.tuple([
  z.string(),
  z.union([z.string(), z.number()]),
  z.union([z.string(), z.number()]),
]);

/** Answers a page of a list. `condition` is what the list always asks, and what its filters ask. */
export function answerList<Row extends { id: string | number }, Key extends string>(
  database: Database,
  list: List<Key>,
  condition: Condition,
  query: Query<Key>,
): ListAnswer<Listed<Row>> {
  const asked = { ...query, after: positionOf(query) };
  return pageAnswer(query, listPage<Row, Key>(database, list, condition, asked));
}

/** The same of a list whose rows an index of texts finds. Other calls are answered between the pieces of the work. */
export async function answerFound<Row extends { id: string | number }, Key extends string>(
  database: Database,
  list: List<Key>,
  index: TextIndex,
  condition: Condition,
  query: Query<Key>,
): Promise<ListAnswer<Listed<Row>>> {
  const asked = { ...query, after: positionOf(query) };
  return pageAnswer(query, await givingWay(foundPage<Row, Key>(database, list, index, condition, asked)));
}

/** The last row of the page before. */
function positionOf({ cursor, sort }: Query<string>): Position | undefined {
  if (cursor === undefined) return undefined;
  const [order, value, id] = decodeCursor(positionSchema, cursor);
  if (order !== sort) throw otherOrder();
  return { value, id };
}

function pageAnswer<Row extends { id: string | number }>(
  { sort }: Query<string>,
  { items, isCut, total, more }: ListPage<Row>,
): ListAnswer<Listed<Row>> {
  const last = isCut ? items.at(-1) : undefined;
  return {
    items,
    total,
    ...(more && { more }),
    ...(last && { nextCursor: encodeCursor([sort, last.sortValue, last.id]) }),
  };
}

/** So many rows are one piece of a file. */
const PIECE = 500;

/** A page of rows of a file. */
interface Exportable<Row> {
  items: Row[];
  nextCursor?: string;
}

type Listing<Query> = { session: SignedIn; now: Date; query: Query };

/**
 * The call beside a list that answers all rows that match, as a file for spreadsheets, piece by piece. Its query is that
 * of the list, with the ids of columns, separated by commas, instead of the page.
 */
export const exportOf =
  <Query extends { limit: number; cursor?: string | undefined }, Row>(
    name: string,
    columnsOf: (listing: Listing<unknown>) => readonly ColumnWords<Row>[],
    listed: (listing: Listing<Query>) => Exportable<Row> | Promise<Exportable<Row>>,
  ) =>
  ({ query, ...listing }: Listing<Omit<Query, 'limit' | 'cursor'> & { columns?: string | undefined }>) => {
    const { columns: wanted, ...asked } = query;
    const ids = wanted?.split(',');
    const columns = columnsOf({ ...listing, query }).filter(({ id }) => ids?.includes(id) ?? true);
    const pageOf = (cursor: string | undefined) =>
      listed({ ...listing, query: { ...asked, limit: PIECE, cursor } as unknown as Query });
    const saved = attachment(`${name}-${listing.now.toISOString().slice(0, 10)}`, 'csv', name);
    return inPieces(pieces(columns, pageOf), 'text/csv; charset=utf-8', saved);
  };

async function* pieces<Row>(
  columns: readonly ColumnWords<Row>[],
  pageOf: (cursor: string | undefined) => Exportable<Row> | Promise<Exportable<Row>>,
): AsyncGenerator<string> {
  const { headers, cellsOf } = inFile(columns);
  yield BYTE_ORDER_MARK + csvLine(headers);
  let cursor: string | undefined;
  do {
    const page = await pageOf(cursor);
    yield page.items.map((row) => csvLine(cellsOf(row))).join('');
    cursor = page.nextCursor;
  } while (cursor !== undefined);
}

export const otherOrder = () =>
  new Refused('invalid_request', { detail: 'the cursor belongs to another order of the list' });
