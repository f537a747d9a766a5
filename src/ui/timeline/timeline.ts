/** What a timeline shows. All times in milliseconds since 1970, UTC; Infinity without an end. */
export interface TimelineBar {
  key: string;
  certificateId: string;
  name: string;
  /** The certificate's validity, in ISO 8601; the bar shows the part of it in which it encrypts. */
  notBefore: string;
  notAfter: string;
  inKeystore: boolean;
  /** No two in a lane overlap. */
  lane: number;
  from: number;
  to: number;
  look: 'ended' | 'now' | 'soon' | 'later' | 'unassigned';
}

export interface TimelineSpan {
  state: 'encrypted' | 'in the clear' | 'unknown' | 'open';
  from: number;
  to: number;
}

export interface TimelineRow {
  key: string;
  name: string;
  /** How it stands now, in words. */
  about: string;
  tone: 'good' | 'soon' | 'bad' | 'neutral';
  lanes: number;
  bars: readonly TimelineBar[];
  spans: readonly TimelineSpan[];
  /** One sentence each. */
  gaps: readonly string[];
}

export interface Timeline {
  from: number;
  to: number;
  now: number;
  rows: readonly TimelineRow[];
}

/** Where things lead to; undefined: nowhere. */
export interface TimelineLinks {
  certificate: (id: string) => string;
  row: (key: string) => string | undefined;
}

/** What both forms of it get. */
export interface TimelineProps {
  timeline: Timeline;
  links: TimelineLinks;
  /** The one whose page this is: the others step back. */
  own?: string | undefined;
}

/** In pixels, so that the room is kept before the picture's code is there. */
export const size = {
  axis: 48,
  lane: 28,
  bar: 24,
  padding: 12,
  label: 44,
  legend: 44,
  /** There it takes several lines. */
  legendNarrow: 96,
} as const;

/** The track of a row is at least as high as the label beside it; where the window is narrow, the label is above it. */
export const trackHeight = ({ lanes }: { lanes: number }): number =>
  Math.max(lanes, 1) * size.lane + 2 * size.padding;

/** Every row has a line above it. */
const LINE = 1;

export const pictureHeight = (rows: readonly { lanes: number }[]): { wide: number; narrow: number } => {
  const tracks = rows.reduce((sum, row) => sum + trackHeight(row) + LINE, size.axis + LINE);
  return {
    wide: tracks + size.legend,
    narrow: tracks + size.legendNarrow + rows.length * size.label,
  };
};

/** About: the table's cells may take two lines. */
export const tableHeight = (rows: readonly { spans: readonly unknown[] }[]): number =>
  rows.reduce((sum, { spans }) => sum + 46 + 33 * spans.length, 37);

/** More rows than this stand folded, the most urgent ones in sight. */
export const MANY = 12;

const urgency = { bad: 0, soon: 1, neutral: 2, good: 3 } as const;

/** So many of them, in the order in which they were. */
export function mostUrgent<Row extends Pick<TimelineRow, 'tone'>>(
  rows: readonly Row[],
  count: number,
): Row[] {
  const first = new Set(rows.toSorted((a, b) => urgency[a.tone] - urgency[b.tone]).slice(0, count));
  return rows.filter((row) => first.has(row));
}

/** How a bar is read out: "Genesys Recording 2027, 1 Feb 2027 to 2 Feb 2029, IVR_Default_Record". */
export const barName = (bar: TimelineBar, row: TimelineRow, dayText: (iso: string) => string): string =>
  `${bar.name}, ${dayText(bar.notBefore)} to ${dayText(bar.notAfter)}, ${row.name}`;
