import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Caller } from '../../testing/client.ts';
import { testTenant, type TestTenant } from '../../testing/tenant.ts';

/**
 * A keystore that version 11 of the schema wrote, with requests of both kinds in each state, and what the server of that
 * time answered. Its media files are left out.
 */
const fixture = join(import.meta.dirname, '../fixtures', 'version-11');

interface Answers {
  certificates: object[];
  deletedCertificates: object[];
  assignmentRequests: { id: string; requestedAt: string; state: string }[];
  deletionRequests: { id: string; requestedAt: string; state: string }[];
  recordings: object[];
  auditLog: { id: number }[];
  auditHead: string;
  assignments: object[];
}
const then = JSON.parse(readFileSync(join(fixture, 'answers.json'), 'utf8')) as Answers;

const folder = mkdtempSync(join(tmpdir(), 'version-11-'));
let tenant: TestTenant;
let administrator: Caller;
let professional: Caller;

beforeAll(async () => {
  copyFileSync(join(fixture, 'environment.key'), join(folder, 'environment.key'));
  writeFileSync(
    join(folder, 'environment.sqlite'),
    gunzipSync(readFileSync(join(fixture, 'environment.sqlite.gz'))),
  );
  tenant = await testTenant(new Date('2026-11-30T05:00:00Z'), folder);
  administrator = await tenant.signedIn('administrator');
  professional = await tenant.signedIn('professional');
});
afterAll(() => {
  tenant.close();
  rmSync(folder, { recursive: true });
});

test('both kinds of requests are there, each as it was', async () => {
  expect(new Set(then.assignmentRequests.map(({ state }) => state))).toEqual(
    new Set(['waiting', 'assigned', 'declined', 'withdrawn']),
  );
  expect(new Set(then.deletionRequests.map(({ state }) => state))).toEqual(
    new Set(['agreed', 'declined', 'withdrawn']),
  );
  const all = [
    ...then.assignmentRequests.map((each) => ({ kind: 'assignment', ...each })),
    ...then.deletionRequests.map((each) => ({ kind: 'deletion', ...each })),
  ].toSorted((a, b) => (a.requestedAt < b.requestedAt ? 1 : -1));
  const listed = (await professional.call('GET /api/requests')).answer.items;
  expect(listed.map(({ id }) => id)).toEqual(all.map(({ id }) => id));
  for (const request of all) {
    const { answer } = await professional.call('GET /api/requests/{id}', { params: { id: request.id } });
    expect(answer).toMatchObject(request);
  }
});

test('the audit log has the same entries, and its chain holds from before the migration on', async () => {
  const log = (await administrator.call('GET /api/audit-log', { query: { limit: '1000' } })).answer.items;
  const ids = new Set(then.auditLog.map(({ id }) => id));
  expect(log.filter(({ id }) => ids.has(id))).toMatchObject(then.auditLog);
  const chain = await administrator.call('GET /api/audit-log/chain', {
    query: { earlierHead: then.auditHead },
  });
  expect(chain.answer).toMatchObject({ breaks: [], earlierHead: { entry: 35 } });
});

test('certificates, recordings and the history of assignments are as they were', async () => {
  const { items } = (await administrator.call('GET /api/certificates')).answer;
  expect(items).toMatchObject(then.certificates);
  const deleted = (await administrator.call('GET /api/deleted-certificates')).answer.items;
  expect(deleted).toMatchObject(then.deletedCertificates);
  const recordings = (await administrator.call('GET /api/recordings')).answer.items;
  expect(
    recordings.map(({ caller: _, dialed: __, encryptedFor, ...before }) =>
      Object.assign(before, {
        encryptedFor: encryptedFor.map(({ nameShared: _shared, notAfter: _end, ...recipient }) => recipient),
      }),
    ),
  ).toEqual(then.recordings);
  const { places } = (await administrator.call('GET /api/coverage')).answer;
  expect(places).toMatchObject(then.assignments);
});

test('a request that waits can be answered, and an agreement holds', async () => {
  const id = then.assignmentRequests.find(({ state }) => state === 'waiting')?.id ?? '';
  const { answer } = await professional.call('POST /api/requests/{id}/answer', {
    params: { id },
    body: { agree: true },
  });
  expect(answer.state).toBe('assigned');
  const agreed = then.deletionRequests.find(({ state }) => state === 'agreed');
  const { certificate } = (
    await administrator.call('GET /api/requests/{id}', { params: { id: agreed?.id ?? '' } })
  ).answer;
  const usage = await administrator.call('GET /api/certificates/{id}/usage', {
    params: { id: certificate.id },
  });
  expect(usage.answer).toMatchObject({ recordings: { onlyToOpen: 3 }, deletable: true });
});
