import { giveWay } from '../give-way.ts';
import type { AnswerOf } from '../../contract/calls.ts';
import { LISTED_BREAKS } from '../../domain/audit-chain.ts';
import {
  BEFORE_ALL,
  chainEnd,
  entriesAfter,
  entryHash,
  FIRST_FOLLOWS,
  type ChainedEntry,
  type Readable,
} from '../store/audit-chain.ts';

type Chain = AnswerOf<'GET /api/audit-log/chain'>;
type Break = Chain['breaks'][number];

/** Entries checked in one go, about 5 ms of work; then other requests are served. */
const SLICE = 500;

/** An entry up to which the chain was verified, and since when each entry before it was. */
export interface Verified {
  id: number;
  hash: string;
  since: string;
}

/**
 * Reads the audit log, the whole or what follows an entry that was verified before, and computes every hash again. Every row is judged that a person is shown; entries that are
 * written in the meantime are left out. After a break it goes on from the hash that is stored there, so that one change
 * does not hide another. `most` limits how many breaks are listed, not how many are counted.
 *
 * `earlierHead` is a hash that somebody wrote down earlier. It is looked for up to the first break, because behind it
 * no stored hash proves anything.
 */
export async function verifyChain(
  database: Readable,
  {
    earlierHead,
    most = Infinity,
    after,
  }: { earlierHead?: string | undefined; most?: number; after?: Verified | undefined } = {},
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

  const [there] = after ? entriesAfter(database, after.id - 1, 1) : [];
  // If it is not there any more as it was, the whole log says why.
  const known = there?.id === after?.id && there?.hash === after?.hash ? after : undefined;

  if (!head) found(heads.length === 0 ? 'no head' : 'several heads', end, end, null);
  let last = known?.id ?? BEFORE_ALL;
  let before: Pick<ChainedEntry, 'id' | 'hash'> = known ?? { id: 0, hash: FIRST_FOLLOWS };
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
    await giveWay();
  }
  if (before.id < end) found('missing', before.id + 1, end, null);
  return {
    entries: end,
    head: head?.hash ?? null,
    breaks,
    breakCount,
    earlierHead: earlierHead === undefined ? null : { hash: earlierHead, entry: earlier },
    before: known ? { entries: known.id, since: known.since } : null,
  };
}

/** In memory, where nobody can move it who can change the database. */
const verified = new WeakMap<Readable, Verified>();

/** Up to so many entries, a tenth of a second of work, are verified again each time. */
const MOST_VERIFIED_AGAIN = 10_000;

/** Verifies the chain for a person. Of a long log, only what has been written since the last time, unless asked. */
export async function verifyForPerson(
  database: Readable,
  { earlierHead, whole, now, mostAgain = MOST_VERIFIED_AGAIN }: Asked,
): Promise<Chain> {
  const known = whole || earlierHead !== undefined ? undefined : verified.get(database);
  const after = known && known.id > mostAgain ? known : undefined;
  const chain = await verifyChain(database, { earlierHead, most: LISTED_BREAKS, after });
  if (chain.breakCount > 0 || chain.head === null) verified.delete(database);
  else {
    const since = chain.before?.since ?? now.toISOString();
    verified.set(database, { id: chain.entries, hash: chain.head, since });
  }
  return chain;
}

interface Asked {
  earlierHead?: string | undefined;
  /** Whether the whole log is asked for. */
  whole: boolean;
  now: Date;
  mostAgain?: number;
}

const entryFacts = ({ id, at, username, summary }: ChainedEntry) => ({ id, at, username, summary });
