import { setImmediate } from 'node:timers/promises';
import type { AnswerOf } from '../contract/calls.ts';
import {
  chainHead,
  entriesAfter,
  entryHash,
  FIRST_FOLLOWS,
  lastEntryId,
  type ChainedEntry,
  type Readable,
} from './store/audit-chain.ts';

type Chain = AnswerOf<'GET /api/audit-log/chain'>;

/** Some 5 ms of work, after which other requests have their turn. */
const SLICE = 500;

/**
 * Reads the whole audit log and makes every hash anew. Entries that are written meanwhile are left for the next time.
 * `earlierHead` is a hash that somebody wrote down earlier: it must be in the chain still.
 */
export async function verifyChain(database: Readable, earlierHead?: string): Promise<Chain> {
  // In this order: an entry that another process writes in between must not look like one that nobody wrote.
  const lastId = lastEntryId(database);
  const head = chainHead(database);
  let before: Pick<ChainedEntry, 'id' | 'hash'> = { id: 0, hash: FIRST_FOLLOWS };
  let found: number | null = null;
  const answer = (broken: Chain['broken']): Chain => ({
    entries: head?.id ?? lastId,
    head: head?.hash ?? null,
    broken,
    earlierHead: earlierHead === undefined ? null : { hash: earlierHead, entry: found },
  });

  if (!head) return answer({ kind: 'no head', from: lastId, to: lastId, entry: null });
  while (before.id < head.id) {
    const slice = entriesAfter(database, before.id, SLICE);
    if (slice.length === 0) {
      return answer({ kind: 'missing', from: before.id + 1, to: head.id, entry: null });
    }
    for (const entry of slice) {
      if (entry.id > head.id) break;
      const { id } = entry;
      const from = before.id + 1;
      if (id !== from) return answer({ kind: 'missing', from, to: id - 1, entry: named(entry) });
      const fits = entry.hash === entryHash(before.hash, entry);
      if (!fits || (id === head.id && entry.hash !== head.hash)) {
        return answer({ kind: 'changed', from: id, to: id, entry: named(entry) });
      }
      if (entry.hash === earlierHead) found = id;
      before = entry;
    }
    await setImmediate();
  }
  const [added] = lastId > head.id ? entriesAfter(database, head.id, 1) : [];
  return answer(added ? { kind: 'added', from: added.id, to: lastId, entry: named(added) } : null);
}

const named = ({ id, at, username, summary }: ChainedEntry) => ({ id, at, username, summary });
