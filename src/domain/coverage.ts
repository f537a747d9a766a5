import { DAY_MS, hasNoExpiry, type Validity } from './certificate.ts';

/**
 * The rules about coverage over time: when the recordings of a place (an IVR profile, or Screen Recording Certificates)
 * were, are and will be encrypted. What is assigned now counts as assigned until its end.
 */

/** A certificate in the list of a place, from when it was assigned until it was unassigned. All times in ISO 8601, UTC. */
export interface Assignment extends Validity {
  certificateId: string;
  subjectName: string;
  assignedAt: string;
  /** null: it is assigned now. */
  unassignedAt: string | null;
  unassignedBy: string | null;
}

/** `unknown`: before the history begins, when nobody kept what was assigned. */
export type CoverageState = 'encrypted' | 'in the clear' | 'unknown';

/** What ended the encryption before a time in the clear. */
export interface Ending {
  kind: 'expired' | 'unassigned';
  subjectName: string;
  /** Who unassigned it. */
  by: string | null;
}

export interface Interval {
  state: CoverageState;
  /** Inclusive. */
  from: string;
  /** Exclusive; null: without an end. */
  to: string | null;
  /** Of one in the clear: how it came to it; null where nothing was encrypted before. */
  ending: Ending | null;
}

const SECOND_MS = 1000;
export const YEAR_MS = 365 * DAY_MS;

/** How far back coverage is told. */
export const coverageFrom = (now: Date): Date => new Date(now.getTime() - YEAR_MS);

export interface Stretch {
  /** Milliseconds since 1970, UTC. */
  from: number;
  /** Exclusive; Infinity without an end. */
  to: number;
}

/**
 * When new recordings are encrypted for it: while it is assigned and valid. undefined: never. Both ends of a validity
 * are inclusive, to the second (RFC 5280, 4.1.2.5), so one that starts a second after another ends leaves no gap.
 */
export function encrypting(assignment: Assignment): Stretch | undefined {
  const { notBefore, notAfter, assignedAt, unassignedAt } = assignment;
  const from = Math.max(Date.parse(notBefore), Date.parse(assignedAt));
  const ends = hasNoExpiry(assignment) ? Infinity : Date.parse(notAfter) + SECOND_MS;
  const to = unassignedAt === null ? ends : Math.min(ends, Date.parse(unassignedAt));
  return from < to ? { from, to } : undefined;
}

/**
 * The time from `from` on, cut into what is encrypted and what is not, without holes and in order. Before `knownSince`
 * only what is known to be encrypted is told; the rest is unknown.
 */
export function intervalsOf(
  assignments: readonly Assignment[],
  { from, knownSince }: { from: Date; knownSince: Date },
): Interval[] {
  const intervals: Interval[] = [];
  const add = (state: CoverageState, start: number, end: number, ending: Ending | null = null) => {
    if (start < end)
      intervals.push({ state, from: iso(start), to: end === Infinity ? null : iso(end), ending });
  };
  const addUncovered = (start: number, end: number) => {
    const known = knownSince.getTime();
    add('unknown', start, Math.min(end, known));
    add('in the clear', Math.max(start, known), end, endingAt(assignments, start));
  };
  let at = from.getTime();
  for (const stretch of joined(assignments)) {
    if (stretch.to <= at) continue;
    addUncovered(at, stretch.from);
    add('encrypted', Math.max(at, stretch.from), stretch.to);
    at = stretch.to;
  }
  addUncovered(at, Infinity);
  return intervals;
}

/** Stretches that overlap or touch become one. */
function joined(assignments: readonly Assignment[]): Stretch[] {
  const stretches: Stretch[] = [];
  for (const { from, to } of inOrder(assignments)) {
    const last = stretches.at(-1);
    if (last && from <= last.to) last.to = Math.max(last.to, to);
    else stretches.push({ from, to });
  }
  return stretches;
}

/** Those that encrypt at all, by when they begin to. */
export const inOrder = <A extends Assignment>(assignments: readonly A[]): (Stretch & { assignment: A })[] =>
  assignments
    .flatMap((assignment) => {
      const stretch = encrypting(assignment);
      return stretch ? [{ ...stretch, assignment }] : [];
    })
    .toSorted((a, b) => a.from - b.from || a.to - b.to);

/** The last encryption that ended at or before a time without any. */
function endingAt(assignments: readonly Assignment[], time: number): Ending | null {
  const last = inOrder(assignments)
    .filter(({ to }) => to <= time)
    .toSorted((a, b) => b.to - a.to)[0];
  if (!last) return null;
  const { unassignedAt, unassignedBy, subjectName } = last.assignment;
  const unassigned = unassignedAt !== null && Date.parse(unassignedAt) === last.to;
  return { kind: unassigned ? 'unassigned' : 'expired', subjectName, by: unassigned ? unassignedBy : null };
}

/** A gap that was or will be: in the clear, and encrypted again after it, or in the clear now. */
export interface Gap {
  from: string;
  /** null: until somebody assigns a valid certificate. */
  to: string | null;
  when: 'past' | 'now' | 'ahead';
  ending: Ending | null;
}

/** The times in the clear but the last one, if that is still to come: a certificate's end is no gap before it is near. */
export function gapsOf(intervals: readonly Interval[], now: Date): Gap[] {
  const time = now.getTime();
  return intervals.flatMap(({ state, from, to, ending }): Gap[] => {
    if (state !== 'in the clear') return [];
    const begins = Date.parse(from);
    if (to !== null && Date.parse(to) <= time) return [{ from, to, when: 'past', ending }];
    if (begins <= time) return [{ from, to, when: 'now', ending }];
    return to === null ? [] : [{ from, to, when: 'ahead', ending }];
  });
}

const iso = (time: number): string => new Date(time).toISOString();
