import { DAY_MS, hasNoExpiry, type Validity } from './certificate.ts';

/**
 * The rules about coverage over time: when the recordings of a place (an IVR profile, or Screen Recording Certificates)
 * were, are and will be encrypted. A certificate that is assigned now is expected to stay assigned until it expires.
 */

/** A certificate in the list of a place, from its assignment until it was unassigned. All times are ISO 8601, UTC. */
export interface Assignment extends Validity {
  certificateId: string;
  subjectName: string;
  assignedAt: string;
  /** null: it is still assigned. */
  unassignedAt: string | null;
  unassignedBy: string | null;
}

/** `unknown`: before the history of assignments begins, so nobody knows what was assigned. */
export type CoverageState = 'encrypted' | 'in the clear' | 'unknown';

/** What ended the encryption before a time in the clear. */
export interface Ending {
  kind: 'expired' | 'unassigned';
  subjectName: string;
  /** The user who unassigned it. */
  by: string | null;
}

export interface Interval {
  state: CoverageState;
  /** Inclusive. */
  from: string;
  /** Exclusive; null where it has no end. */
  to: string | null;
  /**
   * What ended the encryption before an interval in the clear; null for other intervals and where nothing was encrypted
   * before.
   */
  ending: Ending | null;
}

const SECOND_MS = 1000;
export const YEAR_MS = 365 * DAY_MS;

/** Coverage is computed from one year before `now`. */
export const coverageFrom = (now: Date): Date => new Date(now.getTime() - YEAR_MS);

export interface Stretch {
  /** Milliseconds since 1970, UTC. */
  from: number;
  /** Exclusive; Infinity where it has no end. */
  to: number;
}

/**
 * When new recordings are encrypted for a certificate: while it is assigned and valid; undefined if that is never. The
 * first and the last second of a validity both belong to it (RFC 5280, 4.1.2.5), so a certificate that starts one
 * second after the previous one ends leaves no gap.
 */
export function encrypting(assignment: Assignment): Stretch | undefined {
  const { notBefore, notAfter, assignedAt, unassignedAt } = assignment;
  const from = Math.max(Date.parse(notBefore), Date.parse(assignedAt));
  const ends = hasNoExpiry(assignment) ? Infinity : Date.parse(notAfter) + SECOND_MS;
  const to = unassignedAt === null ? ends : Math.min(ends, Date.parse(unassignedAt));
  return from < to ? { from, to } : undefined;
}

/**
 * The time from `from` on, cut into intervals in order and without holes. Before `knownSince`, when the history of
 * assignments begins, an interval is `encrypted` or `unknown`, never `in the clear`.
 */
export function intervalsOf(
  assignments: readonly Assignment[],
  { from, knownSince }: { from: Date; knownSince: Date },
): Interval[] {
  const intervals: Interval[] = [];
  const ordered = inOrder(assignments);
  const latestFirst = ordered.toSorted((a, b) => b.to - a.to);
  const add = (state: CoverageState, start: number, end: number, ending: Ending | null = null) => {
    if (start < end)
      intervals.push({ state, from: iso(start), to: end === Infinity ? null : iso(end), ending });
  };
  const addUncovered = (start: number, end: number) => {
    const known = knownSince.getTime();
    add('unknown', start, Math.min(end, known));
    add('in the clear', Math.max(start, known), end, endingAt(latestFirst, start));
  };
  let at = from.getTime();
  for (const stretch of joined(ordered)) {
    if (stretch.to <= at) continue;
    addUncovered(at, stretch.from);
    add('encrypted', Math.max(at, stretch.from), stretch.to);
    at = stretch.to;
  }
  addUncovered(at, Infinity);
  return intervals;
}

/** Merges stretches that overlap or touch. */
function joined(ordered: readonly Stretch[]): Stretch[] {
  const stretches: Stretch[] = [];
  for (const { from, to } of ordered) {
    const last = stretches.at(-1);
    if (last && from <= last.to) last.to = Math.max(last.to, to);
    else stretches.push({ from, to });
  }
  return stretches;
}

/** The assignments during which recordings are encrypted, ordered by when that begins. */
export const inOrder = <A extends Assignment>(assignments: readonly A[]): (Stretch & { assignment: A })[] =>
  assignments
    .flatMap((assignment) => {
      const stretch = encrypting(assignment);
      return stretch ? [{ ...stretch, assignment }] : [];
    })
    .toSorted((a, b) => a.from - b.from || a.to - b.to);

/** The encryption that ended last before an interval in the clear which begins at `time`. */
function endingAt(
  latestFirst: readonly (Stretch & { assignment: Assignment })[],
  time: number,
): Ending | null {
  const last = latestFirst.find(({ to }) => to <= time);
  if (!last) return null;
  const { unassignedAt, unassignedBy, subjectName } = last.assignment;
  const unassigned = unassignedAt !== null && Date.parse(unassignedAt) === last.to;
  return { kind: unassigned ? 'unassigned' : 'expired', subjectName, by: unassigned ? unassignedBy : null };
}

/** A time in the clear that is over, is now, or will be followed by encryption again. */
export interface Gap {
  from: string;
  /** null: until somebody assigns a valid certificate. */
  to: string | null;
  when: 'past' | 'now' | 'ahead';
  ending: Ending | null;
}

/**
 * Every interval in the clear, except a coming one that has no end: after the last certificate's expiry nothing is
 * assigned *yet*, and that is no gap.
 */
export function gapsOf(intervals: readonly Interval[], now: Date): Gap[] {
  const time = now.getTime();
  return intervals.flatMap(({ state, from, to, ending }, index): Gap[] => {
    if (state !== 'in the clear') return [];
    const begins = Date.parse(from);
    if (to !== null && Date.parse(to) <= time) {
      // Before the first certificate of a new tenant: that is no news.
      if (!ending && intervals[index - 1]?.state === 'unknown') return [];
      return [{ from, to, when: 'past', ending }];
    }
    if (begins <= time) return [{ from, to, when: 'now', ending }];
    return to === null ? [] : [{ from, to, when: 'ahead', ending }];
  });
}

const iso = (time: number): string => new Date(time).toISOString();
