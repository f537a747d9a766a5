import { beforeEach, describe, expect, test } from 'vitest';
import { DAY_MS } from '../../domain/certificate.ts';
import { REPORTED_ROWS } from '../../domain/key-report.ts';
import { administrator, eachTenant, inDays, later, professional, tenant } from '../../testing/given.ts';
import { assignedBy, deletionBy, uploadedBy } from '../../testing/steps.ts';
import { keepHouse } from '../operations/housekeeping.ts';
import { beginHistory, insertPeriod } from '../store/assignment-history.ts';
import type { Wanted } from '../../testing/pairs.ts';
import type { Caller } from '../../testing/client.ts';

eachTenant('administrator', 'professional');

const uploaded = (commonName: string, days = 400, wanted?: Wanted) =>
  uploadedBy(administrator, { commonName, notAfter: inDays(days), ...wanted });
const assign = (ids: string[]) => assignedBy(professional, 'record_emea', ids);

/** The period from so many days ago, to so many days ago. */
const days = (from: number, to = -1) => ({
  from: inDays(-from).toISOString(),
  to: inDays(-to).toISOString(),
});

const report = async (query = days(365), caller = administrator) =>
  (await caller.call('GET /api/key-report', { query })).answer;

const entryOf = async (number: number | null | undefined) =>
  (await administrator.call('GET /api/audit-log', { query: { entry: String(number) } })).answer.items.map(
    ({ username, summary }) => `${username}: ${summary}`,
  );

describe('a year in which a renewal was late, and a pair was given up', () => {
  let old: { id: string };
  let next: { id: string };
  let began: string;
  beforeEach(async () => {
    began = tenant.clock.now.toISOString();
    old = await uploaded('Old', 100);
    await assign([old.id]);
    await administrator.call('POST /api/backup-checks', {
      body: { certificateIds: [old.id], location: 'safe, building 2' },
    });
    await administrator.call('POST /api/test-calls', { body: { geoLocation: 'emea', screen: false } });
    await later(110);
    next = await uploaded('Next', 300, {});
    await assign([old.id, next.id]);
    await later(5);
    await assign([next.id]);
    const [recording] = (await administrator.call('GET /api/recordings')).answer.items;
    const { mediaFiles } = (
      await administrator.call('GET /api/recordings/{id}', { params: { id: recording?.id ?? '' } })
    ).answer.recording;
    const { status } = await professional.call('GET /api/recordings/{id}/play/{mediaId}', {
      params: { id: recording?.id ?? '', mediaId: mediaFiles[0]?.mediaId ?? '' },
    });
    expect(status).toBe(200);
    const asked = await administrator.call('POST /api/requests', {
      body: { kind: 'deletion', certificateId: old.id, note: '' },
    });
    await professional.call('POST /api/requests/{id}/answer', {
      params: { id: asked.answer.id },
      body: { agree: true, onlyToOpen: 1 },
    });
    await later(1);
    expect((await deletionBy(administrator, old.id)).status).toBe(204);
    await later(31);
    await keepHouse(tenant.environment, tenant.clock.now);
  });

  test('each act stands in the report with its person, and leads to its entry of the audit log', async () => {
    const { assignments, retirements, listeners, inventory, limits } = await report();
    const told = await Promise.all(
      assignments.items.map(async ({ subjectName, assignedBy, unassignedBy, entries }) => ({
        subjectName,
        assignedBy,
        unassignedBy,
        assigned: await entryOf(entries.assigned),
        unassigned: entries.unassigned === null ? null : await entryOf(entries.unassigned),
      })),
    );
    expect(told).toEqual([
      {
        subjectName: 'Old',
        assignedBy: 'professional',
        unassignedBy: 'professional',
        assigned: [expect.stringMatching(/^professional: IVR profile record_emea: added “Old”/)],
        unassigned: [expect.stringMatching(/^professional: IVR profile record_emea: removed “Old”/)],
      },
      {
        subjectName: 'Next',
        assignedBy: 'professional',
        unassignedBy: null,
        assigned: [expect.stringMatching(/^professional: IVR profile record_emea: added “Next”/)],
        unassigned: null,
      },
    ]);
    expect(
      retirements.items.map(({ what, by, agreement }) => [what.replace(/“[^“)]*\)/, 'X'), by, agreement?.by]),
    ).toEqual([
      [expect.stringMatching(/^Deleted X; it can be restored until/), 'administrator', 'professional'],
      [
        'Destroyed X and its private key: it was deleted more than 30 days ago',
        'administrator',
        'professional',
      ],
    ]);
    expect(listeners.items).toEqual([
      expect.objectContaining({ username: 'professional', role: 'professional', playings: 1 }),
    ]);
    // The pair is destroyed, so nothing but its acts are left, and the report says so.
    expect(limits).toContainEqual(expect.stringMatching(/destroyed before the report was made/));
    expect(inventory.items.map(({ subjectName, isAssigned }) => [subjectName, isAssigned])).toEqual([
      ['Next', true],
    ]);
  });

  test('a gap has its cause, also where that was before the period', async () => {
    const emea = ({ coverage }: Awaited<ReturnType<typeof report>>) =>
      coverage.places
        .find(({ place }) => place.kind === 'ivr-profile' && place.name === 'record_emea')
        ?.intervals.map(({ state, ending }) => [state, ending?.kind ?? null, ending?.subjectName ?? null]);
    expect(emea(await report())).toEqual([
      ['unknown', null, null],
      ['encrypted', null, null],
      ['in the clear', 'expired', 'Old'],
      ['encrypted', null, null],
    ]);
    expect(emea(await report(days(40)))).toEqual([
      ['in the clear', 'expired', 'Old'],
      ['encrypted', null, null],
    ]);
  });

  test('a period in the past tells what was so then, and not what came after', async () => {
    const past = await report({ from: began, to: new Date(Date.parse(began) + 50 * DAY_MS).toISOString() });
    expect(past.assignments.items.map(({ subjectName }) => subjectName)).toEqual(['Old']);
    expect(past.retirements.items).toEqual([]);
    expect(past.listeners.items).toEqual([]);
    expect(past.inventory.items).toEqual([]);
    expect(past.coverage.places.flatMap(({ intervals }) => intervals.at(-1)?.to)).toEqual(
      past.coverage.places.map(() => past.to),
    );
  });

  test('the chain is that of the audit log, and a broken one is said to be broken', async () => {
    const { answer } = await administrator.call('GET /api/audit-log/chain');
    const { entries, head, before } = answer;
    expect((await report()).chain).toEqual({ entries, head, breakCount: 0, before });
    const { database } = tenant.environment;
    database.run('DROP TRIGGER audit_entry_is_final');
    database.run(`UPDATE audit_entry SET username = 'nobody' WHERE id = 2`);
    expect((await report()).chain.breakCount).toBe(1);
    const { text } = await administrator.call('GET /api/key-report.csv', { query: days(365) });
    expect(text).toMatch(/\r\nAudit log,The chain is broken\. /);
  });
});

test('where the copy of a private key is kept, only the administrator is told', async () => {
  const { id } = await uploaded('Kept');
  await administrator.call('POST /api/backup-checks', {
    body: { certificateIds: [id], location: 'safe, building 2' },
  });
  const locations = async (caller: Caller) =>
    (await report(days(365), caller)).inventory.items.map(({ backupCheck }) => backupCheck?.location);
  expect(await locations(administrator)).toEqual(['safe, building 2']);
  expect(await locations(professional)).toEqual([null]);
  const { text } = await professional.call('GET /api/key-report.json', { query: days(365) });
  expect(text).not.toContain('building 2');
});

test('a pair that was deleted without a second person borrows none from an earlier deletion', async () => {
  const pair = await uploaded('Twice');
  const asked = await uploaded('Other');
  await assign([pair.id]);
  await administrator.call('POST /api/test-calls', { body: { geoLocation: 'emea', screen: false } });
  await assign([asked.id]);
  const request = await administrator.call('POST /api/requests', {
    body: { kind: 'deletion', certificateId: pair.id, note: '' },
  });
  await professional.call('POST /api/requests/{id}/answer', {
    params: { id: request.answer.id },
    body: { agree: true, onlyToOpen: 1 },
  });
  await deletionBy(administrator, pair.id);
  await administrator.call('POST /api/deleted-certificates/{id}/restore', { params: { id: pair.id } });
  tenant.environment.database.run('DELETE FROM recording');
  expect((await deletionBy(administrator, pair.id)).status).toBe(204);
  expect((await report()).retirements.items.map(({ agreement }) => agreement?.by)).toEqual([
    'professional',
    undefined,
    undefined,
  ]);
});

const change = (n: number) => ({ by: `professional ${n}`, at: inDays(-200 + n / 10).toISOString() });

describe('more rows than a page shows', () => {
  const COUNT = REPORTED_ROWS + 100;
  beforeEach(async () => {
    const certificate = await uploaded('Often');
    const { database } = tenant.environment;
    beginHistory(database, inDays(-300).toISOString());
    const [profile] = (await administrator.call('GET /api/ivr-profiles')).answer.items;
    const row = {
      ...certificate,
      serialHex: certificate.serialNumber.hex,
      serialDecimal: certificate.serialNumber.decimal,
    };
    for (let n = 0; n < COUNT; n++) {
      insertPeriod(database, profile?.id ?? '', row, { begun: change(n), ended: change(n + 0.5) });
    }
  });

  test('the page is told how many there are, and the files have all', async () => {
    const { assignments } = await report();
    expect([assignments.items.length, assignments.total]).toEqual([REPORTED_ROWS, COUNT]);
    const { answer, headers } = await administrator.call('GET /api/key-report.json', { query: days(365) });
    expect(headers.get('Content-Disposition')).toMatch(/^attachment; filename="key-report-/);
    expect(answer.assignments.items).toHaveLength(COUNT);
    const { text } = await administrator.call('GET /api/key-report.csv', { query: days(365) });
    expect(text.split('\r\n').filter((line) => line.startsWith('Assignments,'))).toHaveLength(COUNT + 1);
  });
});

test('in the file for spreadsheets every line has the same number of fields', async () => {
  await uploaded('Plain');
  const { text } = await administrator.call('GET /api/key-report.csv', { query: days(365) });
  const fields = text
    .trimEnd()
    .split('\r\n')
    .map((line) => line.replaceAll(/"(?:[^"]|"")*"/g, '').split(',').length);
  expect(new Set(fields).size).toBe(1);
});

test('a period that ends before it begins is refused, and one that is to come ends now', async () => {
  const refused = await administrator.call('GET /api/key-report', { query: days(1, 2) });
  expect(refused.problem.code).toBe('invalid_request');
  expect((await report(days(10, -400))).to).toBe(tenant.clock.now.toISOString());
});
