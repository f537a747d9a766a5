import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { insertPair, recordChange } from '../store/certificates.ts';
import { replaceAssignments } from '../store/ivr-profiles.ts';
import type { Caller } from '../../testing/client.ts';
import { testTenant, type TestTenant } from '../../testing/tenant.ts';
import { profileSavedBy, screensSavedBy } from '../../testing/steps.ts';
import { noise } from '../../testing/noise.ts';

const ROWS = 10_000;
/** CPU time in milliseconds: by the clock, other work on the machine would count. */
const worked = () => {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
};
const hex = (size: number, seed: string) => Buffer.from(noise(size, seed)).toString('hex');
let tenant: TestTenant;
/** One session began before the rows were added, the other after. */
let before: Caller;
let after: Caller;

beforeAll(async () => {
  tenant = await testTenant();
  before = await tenant.signedIn('administrator');
  const { database } = tenant.environment;
  database.transaction(() => {
    for (let i = 0; i < ROWS; i++) {
      const id = randomUUID();
      const serial = BigInt(`0x4${hex(19, `serial number ${i}`)}`);
      const name = `CN=Recording ${i},O=Genesys,C=US`;
      insertPair(
        database,
        {
          id,
          subjectName: `Recording ${i}`,
          serialHex: serial.toString(16).toUpperCase(),
          serialDecimal: serial.toString(),
          subjectDn: name,
          issuerDn: name,
          alias: `rcs_Environment:1:${name}:${serial}`,
          notBefore: '2026-01-01T00:00:00Z',
          notAfter: new Date(Date.UTC(2027, 0, i % 3000)).toISOString(),
          keyBits: i % 2 ? 2048 : 4096,
          signatureAlgorithm: 'sha256WithRSAEncryption',
          sha256: hex(32, `fingerprint ${i}`).toUpperCase(),
          selfSigned: 'yes',
          uploadedBy: 'administrator',
          uploadedAt: new Date(Date.UTC(2026, 0, 1, 0, 0, i % 5000)).toISOString(),
          issuerDer: noise(60),
          der: noise(900),
        },
        noise(1250),
      );
      recordChange(database, { session: 'elsewhere', certificate: id, kind: 'added' });
    }
  });
  after = await tenant.signedIn('administrator');
  await assignHundreds();
}, 60_000);
afterAll(() => tenant.close());

/** Fills the list of each IVR profile. */
async function assignHundreds() {
  const professional = await tenant.signedIn('professional');
  const { items } = (await professional.call('GET /api/certificates')).answer;
  const profiles = (await professional.call('GET /api/ivr-profiles')).answer.items;
  for (const [i, { name }] of profiles.entries()) {
    const ids = items.slice(100 * i, 100 * (i + 1)).map(({ id }) => id);
    expect((await profileSavedBy(professional, name, ids)).status).toBe(200);
  }
  expect(profiles).toHaveLength(5);
}

test('a list takes a hundred and not one more, and a longer one may become shorter', async () => {
  const professional = await tenant.signedIn('professional');
  const [profile] = (await professional.call('GET /api/ivr-profiles')).answer.items;
  const { id = '', name = '', certificates = [] } = profile ?? {};
  const put = (certificateIds: string[]) => profileSavedBy(professional, name, certificateIds);
  const { items } = (await professional.call('GET /api/certificates')).answer;
  const full = certificates.map((each) => each.id);
  expect((await put([...full, items[999]?.id ?? ''])).problem).toMatchObject({
    status: 409,
    code: 'list_full',
    detail: expect.stringMatching(/^IVR profile .* more than 100 certificates.*Nothing was saved/) as string,
  });
  const tooMany = items.slice(0, 101).map((each) => each.id);
  const screen = await screensSavedBy(after, tooMany);
  expect(screen.problem.code).toBe('list_full');

  const { database } = tenant.environment;
  database.transaction(() => {
    const assignments = items.slice(0, 300).map((each, i) => ({
      id: each.id,
      keyNumber: i + 1,
      assignedBy: 'somebody',
      assignedAt: '2026-01-01T00:00:00Z',
    }));
    replaceAssignments(database, id, assignments, { by: 'somebody', at: '2026-01-01T00:00:00Z' });
  });
  expect((await put(items.slice(0, 200).map((each) => each.id))).answer.certificates).toHaveLength(200);
  expect((await put(full)).answer.certificates).toHaveLength(100);
});

test.each(['-uploadedAt', 'subjectName', 'serialNumber', '-notAfter', 'keyBits'])(
  `${ROWS} certificates page in the order of %s in ten calls, each row once, fast`,
  async (sort) => {
    const start = worked();
    const ids = new Set<string>();
    let calls = 0;
    let assigned = 0;
    let cursor: string | undefined;
    do {
      const query = { limit: '1000', sort, ...(cursor ? { cursor } : {}) };
      const { answer } = await after.call('GET /api/certificates', { query });
      for (const { id } of answer.items) ids.add(id);
      assigned += answer.items.filter(({ assignedTo }) => assignedTo.length > 0).length;
      expect(answer.total).toBe(ROWS);
      cursor = answer.nextCursor;
      calls++;
    } while (cursor !== undefined);
    const took = worked() - start;
    expect(calls).toBe(10);
    expect(ids.size).toBe(ROWS);
    expect(assigned).toBe(500);
    // Takes about 400 ms, half of it the test's own checks; the limit is for a busy machine.
    expect(took).toBeLessThan(5000);
  },
);

test('a session that sees none of them is told so fast', async () => {
  const start = worked();
  const { answer } = await before.call('GET /api/certificates');
  expect(answer).toEqual({ items: [], total: 0, changedElsewhere: true });
  expect(worked() - start).toBeLessThan(2000);
});
