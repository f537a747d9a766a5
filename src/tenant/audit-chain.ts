import { setImmediate } from 'node:timers/promises';
import type { AnswerOf } from '../contract/calls.ts';
import {
  BEFORE_ALL,
  chainEnd,
  entriesAfter,
  entryHash,
  FIRST_FOLLOWS,
  type ChainedEntry,
  type Readable,
} from './store/audit-chain.ts';

type Chain = AnswerOf<'GET /api/audit-log/chain'>;
type Break = Chain['breaks'][number];

/** Entries checked in one go, about 5 ms of work; then other requests are served. */
const SLICE = 500;

/**
 * Reads the whole audit log and computes every hash again. Every row is judged that a person is shown; entries that are
 * written in the meantime are left out. After a break it goes on from the hash that is stored there, so that one change
 * does not hide another. `most` limits how many breaks are listed, not how many are counted.
 *
 * `earlierHead` is a hash that somebody wrote down earlier. It is looked for up to the first break, because behind it
 * no stored hash proves anything.
 */
export async function verifyChain(
  database: Readable,
  { earlierHead, most = Infinity }: { earlierHead?: string | undefined; most?: number } = {},
): Promise<Chain> {
  const { lastId, heads } = chainEnd(database);
  const head = heads.length === 1 ? heads[0] : undefined;
  const end = head?.id ?? lastId;
  const breaks: Break[] = [];
  let breakCount = 0;
  const found = (kind: Break['kind'], from: number, to: number, entry: ChainedEntry | null) => {
    breakCount++;
    if (breaks.length < most) breaks.push({ kind, from, to, entry: entry && entryFacts(entry) });
  };

  if (!head) found(heads.length === 0 ? 'no head' : 'several heads', end, end, null);
  let last = BEFORE_ALL;
  let before: Pick<ChainedEntry, 'id' | 'hash'> = { id: 0, hash: FIRST_FOLLOWS };
  let unbroken = true;
  let earlier: number | null = null;
  while (last < lastId) {
    const slice = entriesAfter(database, last, SLICE);
    if (slice.length === 0) break;
    for (const entry of slice) {
      const { id, hash } = entry;
      last = id;
      if (id > lastId) break;
      if (id < 1 || id > end) {
        found('added', id, id, entry);
        continue;
      }
      const isNext = id === before.id + 1;
      if (!isNext) found('missing', before.id + 1, id - 1, entry);
      // What follows a gap cannot be judged: its hash was made with one that is missing.
      const fits = !isNext || hash === entryHash(before.hash, entry);
      const isOtherEnd = id === head?.id && hash !== head.hash;
      if (!fits || isOtherEnd) found('changed', id, id, entry);
      unbroken &&= isNext && fits && !isOtherEnd;
      if (unbroken && hash === earlierHead) earlier = id;
      before = entry;
    }
    await setImmediate();
  }
  if (before.id < end) found('missing', before.id + 1, end, null);
  return {
    entries: end,
    head: head?.hash ?? null,
    breaks,
    breakCount,
    earlierHead: earlierHead === undefined ? null : { hash: earlierHead, entry: earlier },
  };
}

const entryFacts = ({ id, at, username, summary }: ChainedEntry) => ({ id, at, username, summary });
