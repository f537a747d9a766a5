import { attachment } from '../../domain/file-name.ts';
import { inPieces } from '../http/in-pieces.ts';
import { BEFORE_ALL, chainEnd, entriesAfter, type ChainedEntry } from '../store/audit-chain.ts';
import type { Database } from '../store/database.ts';
import type { OpenTenant } from '../tenants.ts';

/** One JSON object, with everything that the hashes are made from. */
const lineOf = ({ id, at, username, role, session, action, summary, certificateIds, hash }: ChainedEntry) =>
  `${JSON.stringify({ id, at, username, role, session, action, summary, certificateIds, hash })}\n`;

const PAGE = 500;

function* pieces(database: Database): Generator<string> {
  const { lastId: end } = chainEnd(database);
  for (let last = BEFORE_ALL; last < end;) {
    const entries = entriesAfter(database, last, PAGE).filter(({ id }) => id <= end);
    yield entries.map(lineOf).join('');
    last = entries.at(-1)?.id ?? end;
  }
}

/** The whole log as it is now, oldest first, for programs that verify its chain. */
export function exportJsonLines({ slug, database }: OpenTenant, now: Date): Response {
  const saved = attachment(`audit-log-${slug}-${now.toISOString().slice(0, 10)}`, 'jsonl', 'audit-log');
  return inPieces(pieces(database), 'application/jsonl', saved);
}
