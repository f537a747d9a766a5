/** What a timeline shows. All times are milliseconds since 1970, UTC; Infinity where there is no end. */
export interface TimelineBar {
  key: string;
  certificateId: string;
  name: string;
  /** The certificate's validity, ISO 8601. The bar shows the part of it in which recordings are encrypted. */
  notBefore: string;
  notAfter: string;
  inKeystore: boolean;
  /** Bars in the same lane never overlap. */
  lane: number;
  from: number;
  to: number;
  look: 'ended' | 'now' | 'soon' | 'later' | 'unassigned';
}

interface TimelineSpan {
  state: 'encrypted' | 'in the clear' | 'unknown' | 'open';
  from: number;
  to: number;
}

export interface TimelineRow {
  key: string;
  name: string;
  /** The current state of the place, as a sentence. */
  about: string;
  tone: 'good' | 'soon' | 'bad' | 'neutral';
  lanes: number;
  bars: readonly TimelineBar[];
  spans: readonly TimelineSpan[];
  /** One sentence for each gap. */
  gaps: readonly string[];
}

interface Timeline {
  from: number;
  to: number;
  now: number;
  rows: readonly TimelineRow[];
}

/** The addresses of the pages about a certificate and about a row; undefined where there is none. */
interface TimelineLinks {
  certificate: (id: string) => string;
  row: (key: string) => string | undefined;
}

/** The properties of the picture and of the table. */
export interface TimelineProps {
  timeline: Timeline;
  links: TimelineLinks;
  /** The id of the certificate whose page shows the timeline; the other certificates are drawn paler. */
  own?: string | undefined;
}

/** In pixels. The space is reserved before the code of the picture is loaded. */
export const size = {
  axis: 48,
  lane: 28,
  bar: 24,
  padding: 12,
  label: 44,
  legend: 44,
  /** On a narrow window the legend takes several lines. */
  legendNarrow: 104,
} as const;

/**
 * The height of a row's track, at least that of the label beside it; on a narrow window the label is above the track.
 */
export const trackHeight = ({ lanes }: { lanes: number }): number =>
  Math.max(lanes, 1) * size.lane + 2 * size.padding;

/** Every row has a line above it, one pixel. */
const LINE = 1;

export const pictureHeight = (rows: readonly { lanes: number }[]): { wide: number; narrow: number } => {
  const tracks = rows.reduce((sum, row) => sum + trackHeight(row) + LINE, size.axis + LINE);
  return {
    wide: tracks + size.legend,
    narrow: tracks + size.legendNarrow + rows.length * size.label,
  };
};

/** Approximately, because the table's cells may have two lines. */
export const tableHeight = (rows: readonly { spans: readonly unknown[] }[]): number =>
  rows.reduce((sum, { spans }) => sum + 46 + 33 * spans.length, 37);

/** With more rows than this, only the most urgent ones are shown until the person unfolds the rest. */
export const MANY = 12;

const urgency = { bad: 0, soon: 1, neutral: 2, good: 3 } as const;

/** The `count` most urgent rows, in their original order. */
export function mostUrgent<Row extends Pick<TimelineRow, 'tone'>>(
  rows: readonly Row[],
  count: number,
): Row[] {
  const first = new Set(rows.toSorted((a, b) => urgency[a.tone] - urgency[b.tone]).slice(0, count));
  return rows.filter((row) => first.has(row));
}

/**
 * The text that a screen reader reads for a bar: "Genesys Recording 2027, 1 Feb 2027 to 2 Feb 2029,
 * IVR_Default_Record".
 */
export const barName = (bar: TimelineBar, row: TimelineRow, dayText: (iso: string) => string): string =>
  `${bar.name}, ${dayText(bar.notBefore)} to ${dayText(bar.notAfter)}, ${row.name}`;
