import { expect, test } from 'vitest';
import { calls, type CallName } from '../../contract/calls.ts';
import { auditSorts } from '../../domain/audit.ts';
import { recordingSorts } from '../../domain/recording-columns.ts';
import { playables } from '../../domain/recording.ts';
import { administrator, eachTenant, inDays, professional, tenant } from '../../testing/given.ts';
import { assignedBy, deletionBy, uploadedBy } from '../../testing/steps.ts';
import { keepHouse } from '../operations/housekeeping.ts';
import type { Database } from './database.ts';

eachTenant('administrator', 'professional');

/** The tables that grow with every call, or with everything that somebody does. */
const GROWING = 'recording|envelope|audit_entry|audit_entry_certificate';

/** Notes every statement that is run. */
function statementsOf(database: Database): Set<string> {
  const said = new Set<string>();
  const real = { ...database };
  database.all = (sql, values) => real.all(noted(sql), values);
  database.page = (sql, values) => real.page(noted(sql), values);
  database.run = (sql, values) => real.run(noted(sql), values);
  const noted = (sql: string) => {
    said.add(sql);
    return sql;
  };
  return said;
}

/**
 * The steps of a plan that read a whole table. A scan in the order of an index, or of the rows, ends with the page; so
 * there must be a limit, no sorting of what the scan finds, and no text that is looked for in each row.
 */
function wholeReads(database: Database, sql: string): string[] {
  const steps = database.all<{ parent: number; detail: string }>(`EXPLAIN QUERY PLAN ${sql}`);
  const isCut = (scan: { parent: number }) =>
    sql.includes('LIMIT') &&
    !/\b(has_words|instr)\([\w, ]*:/.test(sql) &&
    !steps.some(
      ({ parent, detail }) => parent === scan.parent && detail.startsWith('USE TEMP B-TREE FOR ORDER'),
    );
  const scans = steps.filter(({ detail }) => new RegExp(`^SCAN (${GROWING})\\b`).test(detail));
  return scans.filter((scan) => !isCut(scan)).map(({ detail }) => `${detail}: ${sql}`);
}

test('no call reads all recordings or all entries of the audit log', async () => {
  const { database } = tenant.environment;
  const plain = { ...database };
  const said = statementsOf(database);
  const { id } = await uploadedBy(administrator);
  await assignedBy(professional, 'IVR_Default_Record', [id]);
  const { recordings } = (await administrator.call('POST /api/test-calls', { body: { screen: true } }))
    .answer;
  const [voice] = recordings;
  const { recording } = (
    await administrator.call('GET /api/recordings/{id}', { params: { id: voice?.id ?? '' } })
  ).answer;
  const mediaId = recording.mediaFiles[0]?.mediaId ?? '';

  const get = async (name: CallName, query: Record<string, string> = {}, of = id) => {
    await administrator.call(name, { params: { id: of, mediaId }, query });
  };
  const reads = (Object.keys(calls) as CallName[]).filter((name) => name.startsWith('GET '));
  for (const name of reads) await get(name, {}, name.includes('/recordings/') ? voice?.id : id);

  const [from, to] = ['2026-03-01T00:00:00.000Z', '2026-04-01T00:00:00.000Z'];
  const filters: Record<string, string>[] = [
    {},
    { from, to },
    { certificate: id },
    { certificate: id, from, to },
    ...playables.map((playable) => ({ playable })),
    { search: '+1212' },
    { search: '+1212 +1415', from, to, certificate: id },
    { search: '1', playable: 'key missing' },
    { search: 'ABCD', from, to },
  ];
  for (const sort of recordingSorts.flatMap((key) => [key, `-${key}`])) {
    for (const filter of filters) await get('GET /api/recordings', { sort, limit: '1', ...filter });
  }
  for (const sort of auditSorts.flatMap((key) => [key, `-${key}`])) {
    for (const filter of [
      {},
      { action: 'certificate.uploaded' },
      { certificateId: id },
      { from, to },
      { from, to, username: 'admin', about: 'IVR profile record_emea' },
      { search: 'uploaded' },
      { search: 'uploaded', from, to },
      { username: 'a' },
      { about: 'IVR profile record_emea' },
    ])
      await get('GET /api/audit-log', { sort, limit: '1', ...filter });
  }

  await assignedBy(professional, 'IVR_Default_Record', []);
  expect((await deletionBy(administrator, id)).problem.code).toBe('deletion_needs_approval');
  await administrator.call('POST /api/requests', { body: { kind: 'deletion', certificateId: id } });
  await keepHouse(tenant.environment, inDays(400));

  expect([...said].flatMap((sql) => wholeReads(plain, sql))).toEqual([]);
  // The test itself sees a scan.
  expect(wholeReads(plain, 'SELECT count(*) FROM recording')).toHaveLength(1);
  expect(wholeReads(plain, 'SELECT id FROM recording ORDER BY file LIMIT 1')).toHaveLength(1);
});
