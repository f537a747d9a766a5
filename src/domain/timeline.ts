import { DAY_MS, EXPIRES_SOON_DAYS, type Place, type Validity } from './certificate.ts';
import { counted, daysLeft } from './counted.ts';
import {
  gapsOf,
  inOrder,
  YEAR_MS,
  type Assignment,
  type CoverageState,
  type Ending,
  type Gap,
  type Interval,
  type Stretch,
} from './coverage.ts';
import { states } from './states.ts';

/**
 * What the coverage timeline draws: a row for each place, with bars for certificates and the intervals between them.
 */

/** Formats a day in the reader's own way; the caller knows it. */
type DayText = (iso: string) => string;

export interface PlaceCoverage {
  place: Place;
  intervals: readonly Interval[];
  assignments: readonly (Assignment & { inKeystore: boolean })[];
}

/** `soon`: it expires within 90 days, and the encryption of the place ends with it. */
type Look = 'ended' | 'now' | 'soon' | 'later' | 'unassigned';

interface Span extends Stretch {
  /** `open`: in the future, and no certificate is assigned for it yet. */
  state: CoverageState | 'open';
}

interface Standing {
  /** The state of the place as a sentence. */
  about: string;
  tone: 'good' | 'soon' | 'bad' | 'neutral';
}

/** All times are milliseconds since 1970, UTC. */
export type Timeline = ReturnType<typeof timelineOf>;

/** How many years ahead the timeline can show. Without a choice it shows everything until the last expiry. */
export const zooms = [1, 3, 10] as const;
export type Zoom = (typeof zooms)[number];

interface TimelineOptions {
  now: Date;
  zoom: Zoom | undefined;
  dayText: DayText;
}

/** The coverage of the places, as the tenant answered it. */
export interface CoverageTold {
  /** When the tenant answered, ISO 8601, UTC. */
  at: string;
  /** Where the coverage begins, ISO 8601, UTC. */
  from: string;
  places: readonly PlaceCoverage[];
}

export function timelineOf(
  { at, from, places }: CoverageTold,
  { now: browserNow, zoom, dayText }: TimelineOptions,
) {
  const now = notBefore(at, browserNow);
  const span = timeSpan(places, { from: new Date(from), now, zoom });
  return {
    from: span.from.getTime(),
    to: span.to.getTime(),
    now: now.getTime(),
    rows: places.map((each) => rowOf(each, span.from, now, dayText)),
  };
}

/**
 * The later of the tenant's time and the browser's. A browser's clock may count whole seconds or be slow, and then what
 * was assigned a moment ago would lie in the future.
 */
const notBefore = (at: string, now: Date): Date => new Date(Math.max(Date.parse(at), now.getTime()));

function rowOf({ place, intervals, assignments }: PlaceCoverage, from: Date, now: Date, dayText: DayText) {
  const bars = barsOf(assignments, from);
  const current = intervals.find(({ to }) => to === null || Date.parse(to) > now.getTime());
  const ends = current?.state === 'encrypted' && current.to !== null ? Date.parse(current.to) : Infinity;
  return {
    key: place.kind === 'ivr-profile' ? place.id : place.kind,
    name: place.kind === 'ivr-profile' ? place.name : 'Screen recordings',
    ...standing(current, intervals, now, dayText),
    lanes: Math.max(0, ...bars.map(({ lane }) => lane + 1)),
    bars: bars.map((bar) => drawn(bar, lookOf(bar, now, ends))),
    spans: spansOf(intervals, now),
    gaps: gapsOf(intervals, now).map((gap) => gapText(gap, from, dayText)),
  };
}

const drawn = ({ assignment, lane, from, to }: Bar<PlaceCoverage['assignments'][number]>, look: Look) => ({
  key: `${assignment.certificateId} ${assignment.assignedAt}`,
  certificateId: assignment.certificateId,
  name: assignment.subjectName,
  notBefore: assignment.notBefore,
  notAfter: assignment.notAfter,
  inKeystore: assignment.inKeystore,
  lane,
  from,
  to,
  look,
});

function lookOf({ from, to }: Stretch, now: Date, ends: number): Look {
  const time = now.getTime();
  if (to <= time) return 'ended';
  if (from > time) return 'later';
  return to === ends && daysUntil(ends, now) <= EXPIRES_SOON_DAYS ? 'soon' : 'now';
}

const daysUntil = (time: number, now: Date) => Math.floor((time - now.getTime()) / DAY_MS);

/** The last day that is still encrypted before an exclusive end. */
const lastDay = (to: string, dayText: DayText) => dayText(new Date(Date.parse(to) - 1000).toISOString());

function standing(
  current: Interval | undefined,
  intervals: readonly Interval[],
  now: Date,
  dayText: DayText,
): Standing {
  if (!current || current.state === 'unknown') return { about: states.notKnown, tone: 'neutral' };
  if (current.state === 'in the clear') {
    const next = intervals.find(({ state, from }) => state === 'encrypted' && from === current.to);
    return {
      about: next ? `${states.notEncrypted} before ${dayText(next.from)}` : states.notEncrypted,
      tone: 'bad',
    };
  }
  if (current.to === null) return { about: `${states.encrypted}, without an end date`, tone: 'good' };
  // `to` is exclusive, so the last encrypted second is the one before it.
  const days = daysUntil(Date.parse(current.to) - 1000, now);
  if (days > EXPIRES_SOON_DAYS)
    return { about: `${states.encrypted} until ${lastDay(current.to, dayText)}`, tone: 'good' };
  return {
    about:
      days === 0
        ? `Encryption ends in ${daysLeft(days)}`
        : `${states.encrypted} for ${days} more ${days === 1 ? 'day' : 'days'}`,
    tone: 'soon',
  };
}

/**
 * A future interval in the clear that has no end is shown as `open`, because a certificate can still be assigned for
 * it.
 */
function spansOf(intervals: readonly Interval[], now: Date): Span[] {
  const time = now.getTime();
  return intervals.flatMap(({ state, from: begins, to: ends }): Span[] => {
    const from = Date.parse(begins);
    const to = ends === null ? Infinity : Date.parse(ends);
    if (state !== 'in the clear' || ends !== null) return [{ state, from, to }];
    const open: Span = { state: 'open', from: Math.max(from, time), to };
    return from < time ? [{ state, from, to: time }, open] : [open];
  });
}

/** An assignment as a bar. Bars in the same lane never overlap. */
interface Bar<A extends Assignment> extends Stretch {
  assignment: A;
  lane: number;
}

/**
 * Puts each bar in the first lane that is free when it begins. A renewal that overlaps the old certificate thus gets a
 * lane of its own.
 */
export function barsOf<A extends Assignment>(assignments: readonly A[], from: Date): Bar<A>[] {
  const laneEnds: number[] = [];
  return inOrder(assignments)
    .filter(({ to }) => to > from.getTime())
    .map((stretch) => {
      const free = laneEnds.findIndex((end) => end <= stretch.from);
      const lane = free === -1 ? laneEnds.length : free;
      laneEnds[lane] = stretch.to;
      return Object.assign(stretch, { lane });
    });
}

/** Share of the whole width that stays free after the last expiry, so that the time after it is visible. */
const ROOM = 0.06;

/**
 * The time shown: from `from` to the last expiry, at least half a year and at most ten years ahead; with a `zoom`, that
 * many years ahead.
 */
export function timeSpan(
  places: readonly { assignments: readonly Assignment[] }[],
  { from, now, zoom }: { from: Date; now: Date; zoom: Zoom | undefined },
): { from: Date; to: Date } {
  if (zoom) return { from, to: new Date(now.getTime() + zoom * YEAR_MS) };
  const ends = places.flatMap(({ assignments }) => inOrder(assignments).map(({ to }) => to));
  const last = Math.max(now.getTime() + YEAR_MS / 2, ...ends);
  const withRoom = last + (last - from.getTime()) * ROOM;
  return { from, to: new Date(Math.min(withRoom, now.getTime() + 10 * YEAR_MS)) };
}

/** "Was not encrypted from 4 Mar 2026 to 21 Mar 2026, 17 days: “Genesys Recording” had expired." */
export function gapText({ from, to, when, ending }: Gap, shownFrom: Date, dayText: DayText): string {
  const because = becauseOf(ending, when);
  if (when === 'now') {
    const since = Date.parse(from) <= shownFrom.getTime() ? 'for a year or longer' : `since ${dayText(from)}`;
    return `${states.notEncrypted} ${since}${to === null ? '' : `, until ${dayText(to)}`}${because}`;
  }
  const [first, last] = [dayText(from), dayText(to ?? from)];
  const days = first === last ? `on ${first}` : `from ${first} to ${last}`;
  const long = lengthText(Date.parse(to ?? from) - Date.parse(from));
  return `${when === 'past' ? 'Was not' : 'Will not be'} encrypted ${days}, ${long}${because}`;
}

const HOUR_MS = DAY_MS / 24;
const MINUTE_MS = HOUR_MS / 60;

/** In the largest unit of which it has at least one. */
function lengthText(ms: number): string {
  const [days, hours, minutes] = [DAY_MS, HOUR_MS, MINUTE_MS].map((unit) => Math.round(ms / unit));
  if (days && hours && hours >= 24) return counted(days, 'day');
  if (hours && minutes && minutes >= 60) return counted(hours, 'hour');
  return minutes ? counted(minutes, 'minute') : 'less than a minute';
}

function becauseOf(ending: Ending | null, when: Gap['when']): string {
  if (!ending) return when === 'ahead' ? '.' : ': no certificate was assigned.';
  const { kind, subjectName, by } = ending;
  if (kind === 'unassigned') return `: ${by ?? 'somebody'} unassigned “${subjectName}”.`;
  return when === 'ahead'
    ? `: “${subjectName}” expires first.`
    : `: “${subjectName}” ${when === 'now' ? 'has' : 'had'} expired.`;
}

/**
 * What a certificate's own page shows: every place where it is or was assigned, with the certificates directly before
 * and after it.
 */
export const aroundCertificate = (places: readonly PlaceCoverage[], certificateId: string): PlaceCoverage[] =>
  places.flatMap(({ place, intervals, assignments }) => {
    const neighbours = neighboursOf(assignments, certificateId);
    return neighbours ? [{ place, intervals, assignments: neighbours }] : [];
  });

/**
 * The certificate with the one before and the one after it, ordered by when they encrypt; undefined where it never
 * encrypts.
 */
export function neighboursOf<A extends Assignment>(
  assignments: readonly A[],
  certificateId: string,
): A[] | undefined {
  const ordered = inOrder(assignments).map(({ assignment }) => assignment);
  const first = ordered.findIndex((each) => each.certificateId === certificateId);
  if (first === -1) return undefined;
  const last = ordered.findLastIndex((each) => each.certificateId === certificateId);
  return ordered.slice(Math.max(0, first - 1), last + 2);
}

/** The row of a certificate that is assigned nowhere. It shows the time in which it could encrypt. */
export function unassignedRow(
  { id, subjectName, notBefore, notAfter }: Validity & { id: string; subjectName: string },
  { from, now, zoom }: { from: string; now: Date; zoom: Zoom | undefined },
): Timeline {
  const validity = { certificateId: id, subjectName, notBefore, notAfter, inKeystore: true };
  const assignments = [{ ...validity, assignedAt: notBefore, unassignedAt: null, unassignedBy: null }];
  const begin = new Date(from);
  const bars = barsOf(assignments, begin);
  const span = timeSpan([{ assignments }], { from: begin, now, zoom });
  return {
    from: span.from.getTime(),
    to: span.to.getTime(),
    now: now.getTime(),
    rows: [
      {
        key: id,
        name: 'Validity',
        about: 'Assigned nowhere',
        tone: 'neutral',
        lanes: 1,
        bars: bars.map((bar) => drawn(bar, bar.to <= now.getTime() ? 'ended' : 'unassigned')),
        spans: [],
        gaps: [],
      },
    ],
  };
}
