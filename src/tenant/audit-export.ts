import { BYTE_ORDER_MARK, csvLine } from '../domain/csv.ts';
import { inPieces } from './in-pieces.ts';
import { BEFORE_ALL, chainEnd, entriesAfter, type ChainedEntry } from './store/audit-chain.ts';
import type { Database } from './store/database.ts';
import type { OpenTenant } from './tenants.ts';

/** A format of an export: what comes before the entries, and how an entry is written, with its line end. */
interface Form {
  type: string;
  suffix: string;
  head: string;
  line: (entry: ChainedEntry) => string;
}

const columns = [
  'Entry',
  'At (UTC)',
  'User name',
  'Role',
  'Session',
  'Action',
  'Summary',
  'Certificates',
  'SHA-256',
];

/**
 * For spreadsheets. A field that begins like a formula gets an apostrophe, so the chain cannot be verified with this
 * format.
 */
export const asCsv: Form = {
  type: 'text/csv; charset=utf-8',
  suffix: 'csv',
  head: BYTE_ORDER_MARK + csvLine(columns),
  line: ({ id, at, username, role, session, action, summary, certificateIds, hash }) =>
    csvLine([
      String(id),
      at,
      username,
      role,
      // “-” means no session; a spreadsheet would take it for the beginning of a formula.
      session === '-' ? '' : session,
      action,
      summary,
      certificateIds.join(' '),
      hash,
    ]),
};

/** For programs: one JSON object a line, with everything that the hashes are made from. */
export const asJsonLines: Form = {
  type: 'application/jsonl',
  suffix: 'jsonl',
  head: '',
  line: ({ id, at, username, role, session, action, summary, certificateIds, hash }) =>
    `${JSON.stringify({ id, at, username, role, session, action, summary, certificateIds, hash })}\n`,
};

const PAGE = 500;

function* pieces(database: Database, { head, line }: Form): Generator<string> {
  yield head;
  const { lastId: end } = chainEnd(database);
  for (let last = BEFORE_ALL; last < end;) {
    const entries = entriesAfter(database, last, PAGE).filter(({ id }) => id <= end);
    yield entries.map(line).join('');
    last = entries.at(-1)?.id ?? end;
  }
}

/** The whole log as it is now, oldest first. */
export function exportAnswer({ slug, database }: OpenTenant, form: Form, now: Date): Response {
  const fileName = `audit-log-${slug}-${now.toISOString().slice(0, 10)}.${form.suffix}`;
  return new Response(inPieces(pieces(database, form)), {
    headers: {
      'Content-Type': form.type,
      'Content-Disposition': `attachment; filename="${fileName}"`,
      'Cache-Control': 'no-store',
    },
  });
}
