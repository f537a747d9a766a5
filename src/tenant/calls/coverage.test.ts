import { expect, test } from 'vitest';
import { administrator, eachTenant, inDays, later, professional, tenant } from '../../testing/given.ts';
import {
  acknowledgement,
  assignedBy,
  deletionBy,
  profileSavedBy,
  screensSavedBy,
  uploadedBy,
} from '../../testing/steps.ts';
import { insertPeriod } from '../store/assignment-history.ts';
import { migrations } from '../store/migrations.ts';
import { makePair, type Wanted } from '../../testing/pairs.ts';

eachTenant('administrator', 'professional');

const day = (date: Date | string) => new Date(date).toISOString().slice(0, 10);

const uploaded = (wanted?: Wanted) => uploadedBy(administrator, wanted);

const assign = (certificateIds: string[], name = 'record_emea') =>
  assignedBy(professional, name, certificateIds);

async function coverage(caller = professional, name = 'record_emea') {
  const { places, ...rest } = (await caller.call('GET /api/coverage')).answer;
  const found = places.find(
    ({ place }) => (place.kind === 'ivr-profile' ? place.name : 'screen recordings') === name,
  );
  if (!found) throw new Error(`${name} is not there`);
  return {
    ...rest,
    assignments: found.assignments,
    told: found.intervals.map(({ state, from, to }) => `${state} ${day(from)} – ${to ? day(to) : ''}`),
    endings: found.intervals.map(({ ending }) => ending),
  };
}

const names = async (username: string) =>
  (await (await tenant.signedIn(username)).call('GET /api/coverage')).answer.places.map(({ place }) =>
    place.kind === 'ivr-profile' ? place.name : place.kind,
  );

test('every profile that records has its row, and screen recordings where they are bought', async () => {
  const ofEnvironment = [
    'IVR_Default_Record',
    'record_us_west',
    'record_us_east',
    'record_emea',
    'screen-recording',
  ];
  expect(await names('administrator')).toEqual(ofEnvironment);
  expect(await names('professional')).toEqual(ofEnvironment);
  expect(await names('azure-administrator')).toEqual(['record', 'screen-recording']);
  expect(await names('fabrikam-administrator')).toEqual(['IVR_Default_Record']);
});

test('a new tenant does not know what was before it, and is in the clear until a certificate is assigned', async () => {
  const began = tenant.clock.now;
  expect((await coverage()).told).toEqual([
    `unknown ${day(inDays(-365))} – ${day(began)}`,
    `in the clear ${day(began)} – `,
  ]);
  await later(10);
  const { id } = await uploaded({ notAfter: inDays(100) });
  await assign([id]);
  expect((await coverage()).told).toEqual([
    `unknown ${day(inDays(-365))} – ${day(began)}`,
    `in the clear ${day(began)} – ${day(inDays(0))}`,
    `encrypted ${day(inDays(0))} – ${day(inDays(100))}`,
    `in the clear ${day(inDays(100))} – `,
  ]);
});

test('who unassigned when is kept after the certificate is gone for good', async () => {
  const { id } = await uploaded({ commonName: 'Removed', notAfter: inDays(400) });
  await assign([id]);
  await later(20);
  await assign([]);
  await later(5);
  const next = await uploaded({ commonName: 'Next', notAfter: inDays(400) });
  await assign([next.id]);
  await later(0);
  const first = await coverage();
  expect(first.told.slice(1)).toEqual([
    `encrypted ${day(inDays(-25))} – ${day(inDays(-5))}`,
    `in the clear ${day(inDays(-5))} – ${day(inDays(0))}`,
    `encrypted ${day(inDays(0))} – ${day(inDays(400))}`,
    `in the clear ${day(inDays(400))} – `,
  ]);
  expect(first.endings[2]).toEqual({ kind: 'unassigned', subjectName: 'Removed', by: 'professional' });
  expect(first.assignments.map(({ subjectName, inKeystore }) => [subjectName, inKeystore])).toEqual([
    ['Removed', true],
    ['Next', true],
  ]);

  await deletionBy(administrator, id);
  tenant.environment.database.run('DELETE FROM certificate WHERE id = :id', { id });
  const afterwards = await coverage();
  expect(afterwards.told).toEqual(first.told);
  expect(afterwards.assignments.map(({ subjectName, inKeystore }) => [subjectName, inKeystore])).toEqual([
    ['Removed', false],
    ['Next', true],
  ]);
  // A year after it was unassigned, it is no longer answered.
  await later(371);
  expect((await coverage()).assignments).toHaveLength(1);
});

test('saving a list again changes nothing; a certificate that comes back begins a second time', async () => {
  const [one, two] = [await uploaded({ notAfter: inDays(400) }), await uploaded({ notAfter: inDays(400) })];
  await assign([one.id]);
  await later(1);
  await assign([one.id, two.id]);
  await assign([two.id, one.id]);
  expect((await coverage()).assignments).toHaveLength(2);
  await later(1);
  await assign([two.id]);
  await later(1);
  await assign([two.id, one.id]);
  const { assignments, told } = await coverage();
  expect(
    assignments.map(({ certificateId, unassignedAt }) => [certificateId, unassignedAt !== null]),
  ).toEqual([
    [one.id, true],
    [two.id, false],
    [one.id, false],
  ]);
  expect(told.filter((each) => each.startsWith('encrypted'))).toHaveLength(1);
});

test('a save that is refused leaves no trace', async () => {
  const { id } = await uploaded({ notAfter: inDays(400) });
  await assign([id]);
  const before = await coverage();
  const refused = await profileSavedBy(professional, 'record_emea', ['none']);
  expect(refused.problem.code).toBe('not_found');
  expect(await coverage()).toEqual(before);
});

const saveScreenRecording = (certificateIds: string[]) =>
  screensSavedBy(administrator, certificateIds, { acknowledgement });

test('screen recordings: adding, and stopping with the acknowledgement', async () => {
  const { id } = await uploaded({ notAfter: inDays(400) });
  await saveScreenRecording([id]);
  await later(3);
  await saveScreenRecording([]);
  const { told, endings } = await coverage(professional, 'screen recordings');
  expect(told.slice(1)).toEqual([
    `encrypted ${day(inDays(-3))} – ${day(inDays(0))}`,
    `in the clear ${day(inDays(0))} – `,
  ]);
  expect(endings.at(-1)).toMatchObject({ kind: 'unassigned', by: 'administrator' });
});

test('an Azure upload begins its assignment to the profile named record', async () => {
  const azure = await tenant.signedIn('azure-administrator');
  await azure.call('POST /api/keys', { body: makePair({ notAfter: inDays(400) }) });
  expect((await coverage(azure, 'record')).told.at(-2)).toBe(
    `encrypted ${day(inDays(0))} – ${day(inDays(400))}`,
  );
});

test('a session that does not see a certificate gets its name without the way to it', async () => {
  const { id } = await uploaded({ notAfter: inDays(400) });
  // A session that began before the upload does not see the certificate in the keystore.
  await assign([id]);
  expect((await coverage(professional)).assignments[0]?.inKeystore).toBe(false);
  expect((await coverage(await tenant.signedIn('professional'))).assignments[0]?.inKeystore).toBe(true);
});

test('a keystore of before the history keeps what is assigned, from when it was', async () => {
  const { id } = await uploaded({ notAfter: inDays(400) });
  await assign([id]);
  const { database } = tenant.environment;
  await later(0);
  const before = (await coverage()).assignments;
  // Restores the schema from before the step that added the history.
  const step = migrations.findIndex((each) => each.includes('CREATE TABLE assignment_period'));
  database.run('DROP TABLE assignment_period');
  database.run('DROP TABLE assignment_history');
  for (const statement of migrations.slice(step).flatMap((each) => each.split(/;\s*\n/))) {
    if (/assignment_(period|history)\b/.test(statement)) database.run(statement);
  }
  await later(30);
  await tenant.restart();
  const after = await coverage();
  expect(after.assignments).toEqual(before);
  expect(day(after.knownSince)).toBe(day(inDays(0)));
  expect(after.told[1]).toBe(`encrypted ${day(inDays(-30))} – ${day(inDays(370))}`);
});

test('of very many assignments the last ones are told, from the time on that is known whole', async () => {
  const { id, subjectName, serialNumber, notBefore, notAfter } = await uploaded();
  await assign([id]);
  const { database } = tenant.environment;
  const profile = database.all<{ id: string }>(`SELECT id FROM ivr_profile WHERE name = 'record_emea'`)[0];
  const certificate = {
    id,
    subjectName,
    serialHex: serialNumber.hex,
    serialDecimal: '1',
    notBefore,
    notAfter,
  };
  const began = tenant.clock.now.getTime() - 2000 * 60_000;
  const at = (minute: number) => new Date(began + minute * 60_000).toISOString();
  database.transaction(() => {
    for (let i = 0; i < 1100; i++) {
      const begun = { by: 'somebody', at: at(i) };
      const ended = { by: 'somebody', at: new Date(began + i * 60_000 + 30_000).toISOString() };
      insertPeriod(database, profile?.id ?? '', certificate, { begun, ended });
    }
  });
  const start = process.threadCpuUsage().user;
  const { from, assignments, told } = await coverage();
  // Takes about 30 ms; each gap looking through all assignments took seconds.
  expect((process.threadCpuUsage().user - start) / 1000).toBeLessThan(1000);
  expect(assignments).toHaveLength(1000);
  expect(assignments.filter(({ unassignedAt }) => unassignedAt === null)).toHaveLength(1);
  expect(from).toBe(new Date(began + 100 * 60_000 + 30_000).toISOString());
  expect(assignments.map(({ unassignedAt }) => unassignedAt ?? 'z').toSorted()[0]).toBe(
    new Date(began + 101 * 60_000 + 30_000).toISOString(),
  );
  expect(told.length).toBeGreaterThan(900);
});
