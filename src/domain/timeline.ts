import { DAY_MS, EXPIRES_SOON_DAYS, type Place } from './certificate.ts';
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

/** What the coverage timeline draws: a row for each place, with bars and the times between them. */

/** How a day is written for the reader: their own form, which is not this file's matter. */
type DayText = (iso: string) => string;

export interface PlaceCoverage {
  place: Place;
  intervals: readonly Interval[];
  assignments: readonly (Assignment & { inKeystore: boolean })[];
}

export interface TimelineBar extends Stretch {
  key: string;
  certificateId: string;
  name: string;
  notBefore: string;
  notAfter: string;
  /** Whether there is a page of it to go to. */
  inKeystore: boolean;
  /** No two in a lane overlap. */
  lane: number;
  /** `soon`: the encryption ends with it, and within 90 days. */
  look: 'ended' | 'now' | 'soon' | 'later';
}

export interface TimelineSpan extends Stretch {
  /** `open`: to come, and nothing is assigned for it yet. */
  state: CoverageState | 'open';
}

export interface TimelineRow {
  key: string;
  name: string;
  /** undefined: not of a place, but of a certificate that is assigned nowhere. */
  place: Place | undefined;
  /** How it stands now, in words. */
  about: string;
  tone: 'good' | 'soon' | 'bad' | 'neutral';
  lanes: number;
  bars: readonly TimelineBar[];
  spans: readonly TimelineSpan[];
  gaps: readonly string[];
}

export interface Timeline {
  /** Milliseconds since 1970, UTC. */
  from: number;
  to: number;
  now: number;
  rows: readonly TimelineRow[];
}

/** How many years ahead the timeline can show; without a choice, it shows all until the last expiry. */
export const zooms = [1, 3, 10] as const;
export type Zoom = (typeof zooms)[number];

export function timelineOf(
  places: readonly PlaceCoverage[],
  { from, now, zoom, dayText }: { from: string; now: Date; zoom: Zoom | undefined; dayText: DayText },
): Timeline {
  const span = timeSpan(places, { from: new Date(from), now, zoom });
  return {
    from: span.from.getTime(),
    to: span.to.getTime(),
    now: now.getTime(),
    rows: places.map((each) => rowOf(each, span.from, now, dayText)),
  };
}

function rowOf(
  { place, intervals, assignments }: PlaceCoverage,
  from: Date,
  now: Date,
  dayText: DayText,
): TimelineRow {
  const bars = barsOf(assignments, from);
  const current = intervals.find(({ to }) => to === null || Date.parse(to) > now.getTime());
  const ends = current?.state === 'encrypted' && current.to !== null ? Date.parse(current.to) : Infinity;
  return {
    key: place.kind === 'ivr-profile' ? place.id : place.kind,
    name: place.kind === 'ivr-profile' ? place.name : 'Screen recordings',
    place,
    ...standing(current, intervals, now, dayText),
    lanes: Math.max(0, ...bars.map(({ lane }) => lane + 1)),
    bars: bars.map(({ assignment, lane, from: begins, to }) => ({
      key: `${assignment.certificateId} ${assignment.assignedAt}`,
      certificateId: assignment.certificateId,
      name: assignment.subjectName,
      notBefore: assignment.notBefore,
      notAfter: assignment.notAfter,
      inKeystore: assignment.inKeystore,
      lane,
      from: begins,
      to,
      look: lookOf({ from: begins, to }, now, ends),
    })),
    spans: spansOf(intervals, now),
    gaps: gapsOf(intervals, now).map((gap) => gapText(gap, from, dayText)),
  };
}

function lookOf({ from, to }: Stretch, now: Date, ends: number): TimelineBar['look'] {
  const time = now.getTime();
  if (to <= time) return 'ended';
  if (from > time) return 'later';
  return to === ends && daysUntil(ends, now) <= EXPIRES_SOON_DAYS ? 'soon' : 'now';
}

const daysUntil = (time: number, now: Date) => Math.floor((time - now.getTime()) / DAY_MS);

/** An end that is exclusive, as a day on which it is still encrypted. */
const lastDay = (to: string, dayText: DayText) => dayText(new Date(Date.parse(to) - 1000).toISOString());

function standing(
  current: Interval | undefined,
  intervals: readonly Interval[],
  now: Date,
  dayText: DayText,
): Pick<TimelineRow, 'about' | 'tone'> {
  if (!current || current.state === 'unknown') return { about: 'Not known', tone: 'neutral' };
  if (current.state === 'in the clear') {
    const next = intervals.find(({ state, from }) => state === 'encrypted' && from === current.to);
    return {
      about: next ? `Not encrypted before ${dayText(next.from)}` : 'Not encrypted',
      tone: 'bad',
    };
  }
  if (current.to === null) return { about: 'Encrypted, without an end date', tone: 'good' };
  const days = daysUntil(Date.parse(current.to), now);
  const until = `Encrypted until ${lastDay(current.to, dayText)}`;
  if (days > EXPIRES_SOON_DAYS) return { about: until, tone: 'good' };
  return {
    about: `${until}, ${days === 0 ? 'today' : `${days} ${days === 1 ? 'day' : 'days'} left`}`,
    tone: 'soon',
  };
}

/** What is to come after the last certificate has not happened: it is open. */
function spansOf(intervals: readonly Interval[], now: Date): TimelineSpan[] {
  const time = now.getTime();
  return intervals.flatMap(({ state, from: begins, to: ends }): TimelineSpan[] => {
    const from = Date.parse(begins);
    const to = ends === null ? Infinity : Date.parse(ends);
    if (state !== 'in the clear' || ends !== null) return [{ state, from, to }];
    const open: TimelineSpan = { state: 'open', from: Math.max(from, time), to };
    return from < time ? [{ state, from, to: time }, open] : [open];
  });
}

/** An assignment as a bar; no two in a lane overlap. */
interface Bar<A extends Assignment> extends Stretch {
  assignment: A;
  lane: number;
}

/** Each in the first lane that is free when it begins, so that a renewal stands beside what it renews. */
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

/** So much of the whole stays free after the last expiry, that what comes after it is seen. */
const ROOM = 0.06;

/** From a year back to the last expiry, at least half a year ahead and at most ten; or so many years ahead. */
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

/** "Not encrypted from 4 Mar 2026 to 21 Mar 2026 (17 days), because …" */
export function gapText({ from, to, when, ending }: Gap, shownFrom: Date, dayText: DayText): string {
  const because = becauseOf(ending, when);
  if (when === 'now') {
    const since = Date.parse(from) <= shownFrom.getTime() ? 'for a year or longer' : `since ${dayText(from)}`;
    return `Not encrypted ${since}${to === null ? '' : `, until ${dayText(to)}`}${because}`;
  }
  const days = Math.round((Date.parse(to ?? from) - Date.parse(from)) / DAY_MS);
  const long = days === 0 ? 'less than a day' : `${days} ${days === 1 ? 'day' : 'days'}`;
  return `${when === 'past' ? 'Was not' : 'Will not be'} encrypted from ${dayText(from)} to ${dayText(to ?? from)}, ${long}${because}`;
}

function becauseOf(ending: Ending | null, when: Gap['when']): string {
  if (!ending) return when === 'ahead' ? '.' : ': no certificate was assigned.';
  const { kind, subjectName, by } = ending;
  if (kind === 'unassigned') return `: ${by ?? 'somebody'} unassigned “${subjectName}”.`;
  return when === 'ahead' ? `: “${subjectName}” expires first.` : `: “${subjectName}” had expired.`;
}

/**
 * What a certificate's own page shows of a place: the certificate, what was there before it and what comes after it.
 * Undefined where it never was.
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
