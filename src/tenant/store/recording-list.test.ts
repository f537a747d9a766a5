import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { MOST_COUNTED } from '../../domain/list.ts';
import { playables, type OpenedRecordings } from '../../domain/recording.ts';
import { openDatabase, type Database } from './database.ts';
import { listRecordings, type RecordingFilter, type RecordingPosition } from './recording-list.ts';
import { insertRecording, openedBy, removeRetainedBefore, type StoredRecording } from './recordings.ts';

let folder: string;
let database: Database;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'recording-list-'));
  database = openDatabase(join(folder, 'a.sqlite'));
});
afterEach(() => {
  database.close();
  rmSync(folder, { recursive: true });
});

const iso = (minutes: number) => new Date(Date.UTC(2026, 0, 1) + minutes * 60_000).toISOString();

const identity = (key: number) => ({
  issuerDer: Buffer.of(48, key),
  serialDecimal: String(key),
  serialHex: key.toString(16),
  subjectName: `Recording ${key}`,
  issuerDn: 'CN=Genesys',
});

/** A pair is its identity here; it comes under a new id each time, as an upload after a deletion does. */
function upload(key: number, id: string): void {
  const { issuerDer, serialDecimal, serialHex, subjectName, issuerDn } = identity(key);
  database.run(
    `INSERT INTO certificate (id, serial_hex, serial_decimal, serial_order, subject_name, subject_dn, issuer_dn, alias,
       not_before, not_after, key_bits, signature_algorithm, sha256, self_signed, uploaded_by, uploaded_at, issuer_der, der)
     VALUES (:id, :serialHex, :serialDecimal, '', :subjectName, '', :issuerDn, '', '', '', 2048, '', '', 'yes', '', '',
       :issuerDer, :issuerDer)`,
    { id, serialHex, serialDecimal, subjectName, issuerDn, issuerDer },
  );
}

const numbers = ['+15550100', '+15550101', '+442071838750', '15550199'];

const recorded = fc.record({
  act: fc.constant('record' as const),
  keys: fc.uniqueArray(fc.nat(4), { maxLength: 3 }),
  caller: fc.constantFrom(...numbers),
  dialed: fc.constantFrom(...numbers),
  minute: fc.nat(30),
  seconds: fc.nat(9),
  kept: fc.nat(30),
});
const acts = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: recorded },
    fc.record({
      act: fc.constantFrom('upload' as const, 'delete' as const, 'restore' as const),
      key: fc.nat(4),
    }),
    fc.record({ act: fc.constant('retain' as const), minute: fc.nat(40) }),
  ),
  { minLength: 1, maxLength: 60 },
);
const filters = fc.record({
  key: fc.option(fc.nat(5), { nil: undefined }),
  playable: fc.option(fc.constantFrom(...playables), { nil: undefined }),
  from: fc.option(fc.nat(30).map(iso), { nil: undefined }),
  to: fc.option(fc.nat(30).map(iso), { nil: undefined }),
  search: fc.option(
    fc.constantFrom('+1555', '1555', '+44', '15550199', 'call00', 'CALL001', '+1 (555) 0100 +44'),
    {
      nil: undefined,
    },
  ),
  sort: fc.constantFrom(
    'startedAt' as const,
    '-startedAt' as const,
    'durationMs' as const,
    '-durationMs' as const,
  ),
  limit: fc.integer({ min: 1, max: 7 }),
  // With few recordings, only small bounds lead to every way.
  bounds: fc.constantFrom(
    { counted: MOST_COUNTED, looked: MOST_COUNTED, slice: MOST_COUNTED, alike: 100 },
    { counted: 5, looked: 9, slice: 4, alike: 1 },
    { counted: 1, looked: 2, slice: 1, alike: 0 },
    { counted: 50, looked: 2, slice: 2, alike: 100 },
  ),
});

interface Known extends StoredRecording {
  place: number;
  keys: number[];
}

/** What is known without the database: every recording, and the pairs that are in the keystore. */
interface Model {
  recordings: Known[];
  present: Map<number, string>;
  deleted: Map<number, string>;
}

function play(
  acted: (typeof acts)['generate'] extends (...a: never[]) => { value: infer V } ? V : never,
): Model {
  const model: Model = { recordings: [], present: new Map(), deleted: new Map() };
  for (const [place, act] of acted.entries()) {
    if (act.act === 'record') {
      const { keys, caller, dialed, minute, seconds, kept } = act;
      const recording: StoredRecording = {
        // A screen recording has a UUID of its own.
        id: `${place % 3 === 0 ? 'SCREEN' : 'CALL'}${String(place).padStart(3, '0')}`,
        kind: 'voice',
        callUuid: `CALL${String(place).padStart(3, '0')}`,
        ani: caller,
        dnis: dialed,
        agent: null,
        geoLocation: null,
        ivrProfileId: null,
        ivrProfileName: null,
        startedAt: iso(minute),
        durationMs: seconds * 1000,
        retainedUntil: iso(minute + kept),
        bytes: place,
        file: `${place}.mp3`,
      };
      insertRecording(database, recording, null, keys.map(identity));
      model.recordings.push({ ...recording, place, keys });
    } else if (act.act === 'retain') {
      while (removeRetainedBefore(database, iso(act.minute), 2).length > 0);
      model.recordings = model.recordings.filter(({ retainedUntil }) => retainedUntil > iso(act.minute));
    } else {
      const { key } = act;
      const id = `certificate ${key} ${place}`;
      const [now, before] = [model.present.get(key), model.deleted.get(key)];
      if (act.act === 'upload' && now === undefined) {
        upload(key, id);
        model.present.set(key, id);
      } else if (act.act === 'delete' && now !== undefined) {
        database.run(`UPDATE certificate SET deleted_by = 'a', deleted_at = 'then' WHERE id = :id`, {
          id: now,
        });
        model.present.delete(key);
        model.deleted.set(key, now);
      } else if (act.act === 'restore' && now === undefined && before !== undefined) {
        database.run('UPDATE certificate SET deleted_by = NULL, deleted_at = NULL WHERE id = :id', {
          id: before,
        });
        model.deleted.delete(key);
        model.present.set(key, before);
      }
    }
  }
  return model;
}

const playableOf = ({ present }: Model, { keys }: Known) =>
  keys.length === 0 ? 'not encrypted' : keys.some((key) => present.has(key)) ? 'yes' : 'key missing';

function fits(search: string, { ani, dnis, callUuid }: Known): boolean {
  const words: Record<string, string[]> = { '+1 (555) 0100 +44': ['+15550100', '+44'] };
  return (words[search] ?? [search]).every((word) =>
    [ani, dnis, callUuid, ani.replace('+', ''), dnis.replace('+', '')].some((text) =>
      text.startsWith(word.toUpperCase()),
    ),
  );
}

type Asked = { key: number | undefined; sort: string } & Pick<
  RecordingFilter,
  'playable' | 'from' | 'to' | 'search'
>;

/** The answer of somebody who looks at every recording. */
function expected(model: Model, { key, playable, from, to, search, sort }: Asked): Known[] {
  const value = (each: Known) => (sort.endsWith('durationMs') ? each.durationMs : Date.parse(each.startedAt));
  const sign = sort.startsWith('-') ? -1 : 1;
  return model.recordings
    .filter(
      (each) =>
        (key === undefined || each.keys.includes(key)) &&
        (playable === undefined || playableOf(model, each) === playable) &&
        (from === undefined || each.startedAt >= from) &&
        (to === undefined || each.startedAt < to) &&
        (search === undefined || fits(search, each)),
    )
    .toSorted((a, b) => sign * (value(a) - value(b) || a.place - b.place));
}

function usage(model: Model, key: number): OpenedRecordings {
  const opened = model.recordings.filter(({ keys }) => keys.includes(key));
  const times = opened.map(({ startedAt }) => startedAt).toSorted();
  return {
    opens: opened.length,
    onlyToOpen: opened.filter(({ keys }) => !keys.some((each) => each !== key && model.present.has(each)))
      .length,
    from: times[0] ?? null,
    to: times.at(-1) ?? null,
    keptUntil:
      opened
        .map(({ retainedUntil }) => retainedUntil)
        .toSorted()
        .at(-1) ?? null,
  };
}

/** A page, and in how many pieces it was found. */
function pageOf(...asked: Parameters<typeof listRecordings>) {
  const work = listRecordings(...asked);
  for (let pieces = 1; ; pieces++) {
    const piece = work.next();
    if (piece.done) return { ...piece.value, pieces };
  }
}

function pagesOf(
  asked: Asked & { limit: number; bounds: Record<'counted' | 'looked' | 'slice' | 'alike', number> },
): { ids: string[]; totals: number[] } {
  const { key, playable, from, to, search, sort, limit, bounds } = asked;
  const filter = { identity: key === undefined ? undefined : identity(key), playable, from, to, search };
  const [ids, totals]: [string[], number[]] = [[], []];
  let after: RecordingPosition | undefined;
  do {
    const page = pageOf(database, filter, { sort: sort as '-startedAt', limit, after, bounds });
    ids.push(...page.items.map(({ id }) => id));
    totals.push(page.total);
    after = page.next;
  } while (after);
  return { ids, totals };
}

test('every list, count and usage is what looking at each recording gives', () => {
  fc.assert(
    fc.property(acts, fc.array(filters, { minLength: 1, maxLength: 6 }), (acted, asks) => {
      for (const table of ['recording', 'certificate']) database.run(`DELETE FROM ${table}`);
      const model = play(acted);
      for (const asked of asks) {
        const known = expected(model, asked).map(({ id }) => id);
        const { ids, totals } = pagesOf(asked);
        expect(ids).toEqual(known);
        expect(new Set(totals)).toEqual(new Set([Math.min(known.length, asked.bounds.counted + 1)]));
      }
      for (const key of [0, 1, 2, 3, 4, 5])
        expect(openedBy(database, identity(key))).toEqual(usage(model, key));
    }),
    { seed: 1, numRuns: 150 },
  );
});

test('beyond what is counted and gathered, lists are the same', () => {
  const all = MOST_COUNTED + 500;
  database.transaction(() => {
    for (let place = 0; place < all; place++) {
      insertRecording(
        database,
        {
          id: `CALL${place}`,
          kind: 'voice',
          callUuid: `CALL${place}`,
          ani: place % 100 === 0 ? '+442071838750' : '+15550100',
          dnis: '+15550199',
          agent: null,
          geoLocation: null,
          ivrProfileId: null,
          ivrProfileName: null,
          startedAt: iso(place),
          durationMs: (place * 7919) % all,
          retainedUntil: iso(place),
          bytes: 0,
          file: '',
        },
        null,
        [identity(place % 3)],
      );
    }
  });
  upload(0, 'a');
  const read = (filter: RecordingFilter, sort: 'startedAt' | '-durationMs' = 'startedAt') => {
    const page = pageOf(database, filter, { sort, limit: 2, after: undefined });
    return [page.total, ...page.items.map(({ id }) => id)];
  };
  const more = MOST_COUNTED + 1;
  expect(read({ search: 'CALL' })[0]).toBe(more);
  expect(read({ search: 'CAL' })).toEqual([0]);
  expect(read({})).toEqual([more, 'CALL0', 'CALL1']);
  expect(read({ search: '+1555' })).toEqual([more, 'CALL0', 'CALL1']);
  expect(read({ search: '+1555', from: iso(300) })).toEqual([more, 'CALL300', 'CALL301']);
  expect(read({ search: '+1555', playable: 'yes' })).toEqual([all / 3, 'CALL0', 'CALL3']);
  expect(read({ search: '+1555 +1555' })).toEqual([more, 'CALL0', 'CALL1']);
  expect(read({ playable: 'key missing', from: iso(9000) })).toEqual([1000, 'CALL9001', 'CALL9002']);
  expect(read({ search: '+44' })).toEqual([all / 100, 'CALL0', 'CALL100']);
  expect(read({ from: iso(1) }, '-durationMs')[0]).toBe(more);
  expect(read({ playable: 'key missing' }, '-durationMs')[0]).toBe((all / 3) * 2);
});

test('what each of two filters finds often and both seldom is found in many pieces', () => {
  const all = 40_000;
  database.run(
    `INSERT INTO identity (id, issuer_der, serial_decimal, serial_hex, subject_name, issuer_dn) VALUES (1, x'30', '1', '1', '', '')`,
  );
  database.run(`INSERT INTO recipient_set (id, members) VALUES (1, '[1]')`);
  database.run(
    `WITH RECURSIVE each (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM each WHERE n < ${all - 1})
     INSERT INTO recording (uuid, kind, call_uuid, ani, dnis, started_at, duration_ms, retained_until, set_id, bytes, file)
     SELECT 'CALL' || n, 'voice', '', '+155' || (n / 20000), '+166' || ((n - 2) / 20000), n, n % 977, n, n / 20002, 0, ''
     FROM each`,
  );
  for (const filter of [{ search: '+1551 +1660' }, { search: '+1551', playable: 'not encrypted' } as const]) {
    for (const [sort, ids] of [
      ['startedAt', ['CALL20000', 'CALL20001']],
      ['-startedAt', ['CALL20001', 'CALL20000']],
      ['-durationMs', ['CALL20001', 'CALL20000']],
    ] as const) {
      const { items, total, pieces } = pageOf(database, filter, { sort, limit: 9, after: undefined });
      expect(items.map(({ id }) => id)).toEqual(ids);
      expect(total).toBe(2);
      expect(pieces).toBeGreaterThan(2);
    }
  }
});
