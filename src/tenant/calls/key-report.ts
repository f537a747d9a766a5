import type { AnswerOf } from '../../contract/calls.ts';
import { SCREEN_RECORDING_NAME, type Place } from '../../domain/certificate.ts';
import { exactText, type ColumnWords } from '../../domain/columns.ts';
import { chainSentences } from '../../domain/audit-chain.ts';
import { coverageFrom, intervalsOf } from '../../domain/coverage.ts';
import { BYTE_ORDER_MARK, csvLine, type Cell } from '../../domain/csv.ts';
import { recordsCalls } from '../../domain/ivr-profile.ts';
import { limitsOf, partTitles, REPORTED_ROWS, reportWords, type Period } from '../../domain/key-report.ts';
import { MOST_COUNTED, MOST_ROWS } from '../../domain/list.ts';
import { attachment, fileNameOf } from '../../domain/file-name.ts';
import { may } from '../../domain/session.ts';
import { verifyForPerson } from './audit-chain.ts';
import { backupCheckOf, serialNumberOf } from './certificate.ts';
import type { QueryOf, SignedIn, SomeHandlers } from '../http/handler.ts';
import { inPieces } from '../http/in-pieces.ts';
import { Refused } from '../http/problem.ts';
import {
  historySince,
  listAssignmentPeriods,
  SCREEN_RECORDING,
  type StoredAssignmentPeriod,
} from '../store/assignment-history.ts';
import type { Database, Page } from '../store/database.ts';
import { listIvrProfiles } from '../store/ivr-profiles.ts';
import {
  countKeysOf,
  countRetirementsOf,
  entriesOfActs,
  lastEndedBefore,
  listKeysOf,
  listListenersOf,
  listRetirementsOf,
  type After,
  type StoredKey,
} from '../store/key-report.ts';

type Report = AnswerOf<'GET /api/key-report'>;

/**
 * The key report, as the keystore is now and not as a session sees it: an auditor asks what is so. Each answer costs what
 * a few pages cost; the files are made page by page.
 */
export const keyReportCalls = {
  'GET /api/key-report': async ({ session, query, now }) => {
    const chain = await chainOf(session, now);
    const { head, facts } = reportOf(session, query, now);
    return {
      ...head,
      inventory: partOf(facts.keys(undefined, REPORTED_ROWS), facts.keyCount()),
      assignments: partOf(facts.assignments(0, REPORTED_ROWS), facts.assignmentCount),
      coverage: facts.coverage,
      retirements: partOf(facts.retirements(undefined, REPORTED_ROWS), facts.retirementCount()),
      listeners: facts.listeners(),
      chain,
      limits: facts.limits,
    };
  },

  'GET /api/key-report.json': async ({ session, query, now }) => {
    const chain = await chainOf(session, now);
    return fileOf(session, now, 'json', 'application/json', jsonPieces(reportOf(session, query, now), chain));
  },

  'GET /api/key-report.csv': async ({ session, query, now }) => {
    const chain = await chainOf(session, now);
    const type = 'text/csv; charset=utf-8';
    return fileOf(session, now, 'csv', type, csvPieces(reportOf(session, query, now), chain, now));
  },
} satisfies SomeHandlers;

/** Sees every certificate that is in the keystore now (store/view.ts). */
const THE_KEYSTORE = { session: '', revision: Number.MAX_SAFE_INTEGER };

function reportOf(session: SignedIn, query: QueryOf<'GET /api/key-report'>, now: Date) {
  const { database } = session.store;
  const madeAt = now.toISOString();
  // What is done in this millisecond is in a report that ends now.
  const end = query.to === undefined ? new Date(now.getTime() + 1) : new Date(query.to);
  const from = query.from === undefined ? coverageFrom(end) : new Date(query.from);
  const period = { from: from.toISOString(), to: end.toISOString() };
  if (period.from >= period.to || period.from > madeAt) {
    throw new Refused('invalid_request', { detail: 'the period ends before it begins, or is still to come' });
  }
  const { name, dbid, platform } = session.tenant;
  const knownSince = historySince(database);
  const head = {
    tenant: { name, dbid, platform },
    madeAt,
    madeBy: session.username,
    from: period.from,
    to: period.to < madeAt ? period.to : madeAt,
    knownSince,
  };
  return { head, facts: factsOf(session, period, head) };
}

type Made = ReturnType<typeof reportOf>;
type Facts = Made['facts'];

/** `period` is as it was asked for; `told` ends now at the latest, because what is to come is not told. */
function factsOf(session: SignedIn, period: Period, told: Period & { knownSince: string; madeAt: string }) {
  const { database } = session.store;
  const profiles = listIvrProfiles(database);
  const placeOf = (id: string): Place =>
    id === SCREEN_RECORDING
      ? { kind: 'screen-recording' }
      : { kind: 'ivr-profile', id, name: profiles.find((each) => each.id === id)?.name ?? id };
  const known = listAssignmentPeriods(database, THE_KEYSTORE, { since: period.from, limit: MOST_COUNTED });
  const periods = known.periods.filter(({ assignedAt }) => assignedAt < period.to);
  const byPlace = Map.groupBy(periods, ({ place }) => place);
  const recording = [
    ...profiles.filter(recordsCalls).map(({ id }) => id),
    ...(may(session, 'view screen recording settings') ? [SCREEN_RECORDING] : []),
  ];
  const ordered = [...profiles.map(({ id }) => id), SCREEN_RECORDING].flatMap((id) => byPlace.get(id) ?? []);
  return {
    keys: (after: After | undefined, limit: number) => {
      const page = listKeysOf(database, { ...period, after, limit });
      return { ...page, items: page.items.map((each) => keyOf(each, session)) };
    },
    keyCount: () => countKeysOf(database, period),
    assignments: (start: number, limit: number) => ({
      items: assignmentsOf(database, ordered.slice(start, start + limit), placeOf),
      more: ordered.length > start + limit,
    }),
    assignmentCount: ordered.length,
    coverage: coverageOf(database, { recording, byPlace, since: known.since, placeOf }, told),
    retirements: (after: After | undefined, limit: number) =>
      listRetirementsOf(database, { ...period, after, limit }),
    retirementCount: () => countRetirementsOf(database, period),
    listeners: () => {
      const { listeners, isCut } = listListenersOf(database, period);
      return { ...partOf({ items: listeners, more: false }, listeners.length), ...(isCut && { isCut }) };
    },
    limits: limitsOf(told, exactText),
  };
}

/** Counts beyond `MOST_COUNTED` say that there are more. */
const partOf = <Row>({ items }: Page<Row>, count: number) => ({
  items,
  total: Math.min(count, MOST_COUNTED),
  ...(count > MOST_COUNTED && { more: true as const }),
});

function keyOf(stored: StoredKey, session: SignedIn): Report['inventory']['items'][number] {
  const { serialHex, serialDecimal, deletedBy, deletedAt, backupCheck, replacedBy, isAssigned, ...facts } =
    stored;
  return {
    ...facts,
    serialNumber: serialNumberOf({ serialHex, serialDecimal }),
    backupCheck: backupCheckOf({ backupCheck }, session),
    replacedBy: replacedBy && {
      id: replacedBy.id,
      subjectName: replacedBy.subjectName,
      serialNumber: serialNumberOf(replacedBy),
    },
    deleted: deletedBy === null || deletedAt === null ? null : { by: deletedBy, at: deletedAt },
    isAssigned,
  };
}

function assignmentsOf(
  database: Database,
  periods: readonly StoredAssignmentPeriod[],
  placeOf: (id: string) => Place,
): Report['assignments']['items'] {
  const nameOf = (id: string) => {
    const place = placeOf(id);
    return place.kind === 'ivr-profile' ? `IVR profile ${place.name}:` : SCREEN_RECORDING_NAME;
  };
  const acts = periods.flatMap(({ certificateId, place, assignedAt, unassignedAt }) => {
    const act = { certificate: certificateId, place: nameOf(place) };
    return [
      { ...act, at: assignedAt },
      { ...act, at: unassignedAt ?? '' },
    ];
  });
  const entries = entriesOfActs(database, acts);
  return periods.map((each, index) => ({
    place: placeOf(each.place),
    certificateId: each.certificateId,
    subjectName: each.subjectName,
    serialNumber: serialNumberOf(each),
    assignedBy: each.assignedBy,
    assignedAt: each.assignedAt,
    unassignedBy: each.unassignedBy,
    unassignedAt: each.unassignedAt,
    entries: { assigned: entries[2 * index] ?? null, unassigned: entries[2 * index + 1] ?? null },
  }));
}

interface Known {
  /** The places that record. */
  recording: readonly string[];
  byPlace: ReadonlyMap<string, StoredAssignmentPeriod[]>;
  /** No assignment that ended later is missing. */
  since: string;
  placeOf: (id: string) => Place;
}

/** When the calls of each place were encrypted. What ended before the period is read for the cause of a gap alone. */
function coverageOf(
  database: Database,
  { recording, byPlace, since, placeOf }: Known,
  { to, knownSince }: { to: string; knownSince: string },
): Report['coverage'] {
  const before = Map.groupBy(lastEndedBefore(database, recording, since), ({ place }) => place);
  const places = recording.map((id) => {
    const assignments = [...(before.get(id) ?? []), ...(byPlace.get(id) ?? [])];
    const intervals = intervalsOf(assignments, { from: new Date(since), knownSince: new Date(knownSince) });
    return {
      place: placeOf(id),
      intervals: intervals.flatMap((each) =>
        each.from < to ? [{ ...each, to: each.to === null || each.to > to ? to : each.to }] : [],
      ),
    };
  });
  return { from: since, places };
}

function fileOf(
  { tenant }: SignedIn,
  now: Date,
  extension: 'csv' | 'json',
  type: string,
  pieces: Iterator<string>,
): Response {
  const day = now.toISOString().slice(0, 10);
  const name = attachment(fileNameOf(`key-report-${tenant.name}-${day}`), extension, `key-report-${day}`);
  return inPieces(pieces, type, name);
}

/** The rows of a part, page by page. */
function* pagesOf<Row>(
  pageOf: (after: After | undefined, limit: number) => Page<Row>,
  afterOf: (row: Row) => After,
): Generator<Row[]> {
  let after: After | undefined;
  let page: Page<Row>;
  do {
    page = pageOf(after, MOST_ROWS);
    yield page.items;
    const last = page.items.at(-1);
    after = last && afterOf(last);
  } while (page.more);
}

const keyPages = ({ keys }: Facts) => pagesOf(keys, ({ uploadedAt, id }) => ({ at: uploadedAt, id }));

const retirementPages = ({ retirements }: Facts) =>
  pagesOf(retirements, ({ at, entry }) => ({ at, id: entry }));

function* assignmentPages({ assignments }: Facts): Generator<ReturnType<Facts['assignments']>['items']> {
  let start = 0;
  let page;
  do {
    page = assignments(start, MOST_ROWS);
    start += page.items.length;
    yield page.items;
  } while (page.more);
}

type Chain = Report['chain'];

async function chainOf({ store }: SignedIn, now: Date): Promise<Chain> {
  const { entries, head, breakCount, before } = await verifyForPerson(store.database, { whole: false, now });
  return { entries, head, breakCount, before };
}

function* jsonPieces({ head, facts }: Made, chain: Chain): Generator<string> {
  yield JSON.stringify(head).slice(0, -1);
  yield* jsonPart('inventory', keyPages(facts), facts.keyCount());
  yield* jsonPart('assignments', assignmentPages(facts), facts.assignmentCount);
  yield `,"coverage":${JSON.stringify(facts.coverage)}`;
  yield* jsonPart('retirements', retirementPages(facts), facts.retirementCount());
  yield `,"listeners":${JSON.stringify(facts.listeners())}`;
  yield `,"chain":${JSON.stringify(chain)}`;
  yield `,"limits":${JSON.stringify(facts.limits)}}`;
}

function* jsonPart<Row>(name: string, pages: Iterable<Row[]>, count: number): Generator<string> {
  const { total, more } = partOf({ items: [], more: false }, count);
  yield `,"${name}":${JSON.stringify({ total, ...(more && { more }) }).slice(0, -1)},"items":[`;
  let comma = '';
  for (const rows of pages) {
    for (const row of rows) {
      yield comma + JSON.stringify(row);
      comma = ',';
    }
  }
  yield ']}';
}

/**
 * The parts one below the other, each with its own columns behind the name of the part. Every line has the same number of
 * fields (RFC 4180, 2.4).
 */
function* csvPieces({ head, facts }: Made, chain: Chain, now: Date): Generator<string> {
  const at = new Date(head.to);
  const tables = {
    inventory: () => csvPart('inventory', reportWords.inventory(at), keyPages(facts)),
    assignments: () => csvPart('assignments', reportWords.assignments, assignmentPages(facts)),
    coverage: () => csvPart('coverage', reportWords.coverage, coveragePages(facts)),
    custody: () => csvPart('custody', reportWords.custody(now), keyPages(facts)),
    retirements: () => csvPart('retirements', reportWords.retirements, retirementPages(facts)),
    listeners: () => csvPart('listeners', reportWords.listeners, [facts.listeners().items]),
  };
  yield (
    BYTE_ORDER_MARK + lineOf('Key report', ['Tenant', 'From (UTC)', 'Until (UTC)', 'Made (UTC)', 'Made by'])
  );
  yield lineOf('Key report', [head.tenant.name, head.from, head.to, head.madeAt, head.madeBy]);
  for (const table of Object.values(tables)) yield* table();
  yield lineOf(partTitles.chain, ['Result', 'Entries', 'SHA-256 of the last entry']);
  yield lineOf(partTitles.chain, [chainText(chain), chain.entries, chain.head ?? '']);
  for (const sentence of facts.limits) yield lineOf(partTitles.limits, [sentence]);
}

/** Of the breaks, the file says how many there are; the Audit Log names them. */
const chainText = (chain: Chain): string =>
  chain.breakCount === 0
    ? chainSentences({ ...chain, breaks: [] }).join(' ')
    : `The chain is broken. ${chainSentences({ ...chain, breaks: [] }).join(' ')}`;

function* coveragePages({ coverage }: Facts) {
  for (const { place, intervals } of coverage.places) {
    yield intervals.map((each) => Object.assign({ place }, each));
  }
}

/** The fields of the widest part, and the name of the part before them. */
const FIELDS = 1 + Math.max(reportWords.inventory(new Date(0)).length, reportWords.assignments.length);

const lineOf = (part: string, fields: readonly Cell[]): string =>
  csvLine([part, ...fields, ...Array<Cell>(FIELDS - 1 - fields.length).fill('')]);

function* csvPart<Row>(
  name: Exclude<keyof typeof partTitles, 'chain' | 'limits'>,
  columns: readonly (ColumnWords<Row> & { text: (row: Row) => string })[],
  pages: Iterable<readonly Row[]>,
): Generator<string> {
  yield lineOf(
    partTitles[name],
    columns.map(({ header }) => header),
  );
  for (const rows of pages) {
    yield rows
      .map((row) =>
        lineOf(
          partTitles[name],
          columns.map(({ text }) => text(row)),
        ),
      )
      .join('');
  }
}
