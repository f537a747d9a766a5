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

/** Entries checked in one go, about 5 ms of work; then other requests are served. */
const SLICE = 500;

/**
 * Reads the whole audit log and computes every hash again. Entries that are written in the meantime are left out.
 * `earlierHead` is a hash that somebody wrote down earlier: it must still be in the chain.
 */
export async function verifyChain(database: Readable, earlierHead?: string): Promise<Chain> {
  // In this order: otherwise an entry that another process writes between the two reads would look like a forged one.
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
