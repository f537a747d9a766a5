import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { administrator, eachTenant, tenant } from '../../testing/given.ts';
import { chainSentences } from '../../domain/audit-chain.ts';
import { verifyChain, verifyForPerson } from './audit-chain.ts';
import { entriesAfter, entryHash } from '../store/audit-chain.ts';
import { recordEntry } from '../store/audit-log.ts';
import { openDatabase } from '../store/database.ts';
import { migrations } from '../store/migrations.ts';
import { makePair, rsaKeys } from '../../testing/pairs.ts';

const root = join(import.meta.dirname, '../../..');
const actor = { username: 'administrator', role: 'administrator', session: '-' } as const;

const keys = rsaKeys();
eachTenant('administrator');
beforeEach(async () => {
  for (let i = 0; i < 3; i++)
    await administrator.call('POST /api/certificates', { body: makePair({ keys }) });
});

const chain = async (query: Record<string, string> = {}) =>
  (await administrator.call('GET /api/audit-log/chain', { query })).answer;

/**
 * Changes the database as a person with a database tool could: the triggers that protect the log are away meanwhile.
 */
function tamper(sql: string): void {
  const { database } = tenant.environment;
  const triggers = database.all<{ name: string; sql: string }>(
    `SELECT name, sql FROM sqlite_schema WHERE name IN ('audit_entry_stays', 'audit_entry_is_final')`,
  );
  for (const { name } of triggers) database.run(`DROP TRIGGER ${name}`);
  database.run('PRAGMA foreign_keys = OFF');
  database.run(sql);
  for (const trigger of triggers) database.run(trigger.sql);
}

/** Writes the hash that the entry must have after the previous one, so that the changed entry looks right by itself. */
function forgeHash(id: number): void {
  const { database } = tenant.environment;
  const [before] = entriesAfter(database, id - 2, 1);
  const [entry] = entriesAfter(database, id - 1, 1);
  if (!before || !entry) throw new Error('No such entry');
  tamper(`UPDATE audit_entry SET hash = '${entryHash(before.hash, entry)}' WHERE id = ${id}`);
}

test('an entry with a time and a role that nobody has is still listed', async () => {
  tamper(`UPDATE audit_entry SET at = 'yesterday', role = 'nobody' WHERE id = 2`);
  const { items } = (await administrator.call('GET /api/audit-log')).answer;
  expect(items.find(({ id }) => id === 2)).toMatchObject({ at: 'yesterday', role: 'nobody' });
});

describe('the chain', () => {
  test('holds, and its head is the hash of the last entry', async () => {
    const [last] = entriesAfter(tenant.environment.database, 3, 1);
    expect(await chain()).toEqual({
      entries: 4,
      head: last?.hash,
      breaks: [],
      breakCount: 0,
      earlierHead: null,
      before: null,
    });
    expect(chainSentences(await chain())).toEqual([
      'The chain holds: 4 entries, each with the hash of the one before.',
    ]);
  });

  test('of a long log is verified from the last verified entry on, and whole on request', async () => {
    const { database } = tenant.environment;
    const real = { ...database };
    let read = 0;
    vi.spyOn(database, 'all').mockImplementation((sql, values) => {
      const rows: never[] = real.all(sql, values);
      if (sql.includes('FROM audit_entry WHERE id > ')) read += rows.length;
      return rows;
    });
    const verify = async (whole: boolean) => {
      read = 0;
      return verifyForPerson(database, { whole, now: tenant.clock.now, mostAgain: 100 });
    };
    fill(120);
    expect(await verify(false)).toMatchObject({ entries: 124, before: null });
    expect(read).toBe(124);
    tenant.clock.advance(60_000);
    fill(2);
    const found = await verify(false);
    expect(found).toMatchObject({
      entries: 126,
      breakCount: 0,
      before: { entries: 124, since: '2026-11-24T09:00:00.000Z' },
    });
    expect(read).toBe(3);
    expect(chainSentences(found)[1]).toBe(
      'The first 124 of them were verified before, at 2026-11-24 09:00 UTC or later.',
    );
    tamper(`UPDATE audit_entry SET username = 'professional' WHERE id = 50`);
    expect((await verify(false)).breakCount).toBe(0);
    expect((await verify(true)).breaks).toMatchObject([{ kind: 'changed', from: 50 }]);
    // After a break nothing counts as verified.
    expect((await verify(false)).breaks).toMatchObject([{ kind: 'changed', from: 50 }]);
  });

  test.each([
    ['changed', `UPDATE audit_entry SET hash = '${'0'.repeat(64)}' WHERE id = 124`],
    ['missing', 'DELETE FROM audit_entry WHERE id = 124'],
  ])('is verified whole where the last verified entry is %s', async (kind, sql) => {
    const asked = { whole: false, now: tenant.clock.now, mostAgain: 100 };
    fill(120);
    await verifyForPerson(tenant.environment.database, asked);
    fill(2);
    tamper(sql);
    const { before, breaks } = await verifyForPerson(tenant.environment.database, asked);
    expect(before).toBeNull();
    expect(breaks[0]).toMatchObject({ kind, from: 124 });
  });

  test('is made of SHA-256 over JSON, as anybody can make it', () => {
    // Computed with Python: hashlib and json.dumps(…, ensure_ascii=False, separators=(',', ':')).
    expect(
      entryHash('0'.repeat(64), {
        id: 1,
        at: '2026-11-24T09:00:00.000Z',
        username: 'jörg "the admin"',
        role: 'administrator',
        session: '0123456789ab',
        action: 'certificate.uploaded',
        summary: 'Uploaded C:\\tenant\u2028🔑',
        certificateIds: ['a', 'b'],
      }),
    ).toBe('3c1ce98fcc871f327ca60e5ef0d694bd43bd87893ed6e344758433178e098fb5');
  });

  test.each([
    ['what an entry says', `UPDATE audit_entry SET summary = 'Nothing' WHERE id = 2`],
    ['who did it', `UPDATE audit_entry SET username = 'professional' WHERE id = 2`],
    ['when', `UPDATE audit_entry SET at = '2026-11-24T08:00:00.000Z' WHERE id = 2`],
    ['what it is about', 'DELETE FROM audit_entry_certificate WHERE entry_id = 2'],
    ['its hash', `UPDATE audit_entry SET hash = '${'0'.repeat(64)}' WHERE id = 2`],
  ])('breaks where somebody changed %s', async (_, sql) => {
    tamper(sql);
    const { breaks } = await chain();
    expect(breaks[0]).toMatchObject({ kind: 'changed', from: 2, to: 2, entry: { id: 2 } });
  });

  test('is verified behind a break, too, so that one change hides no other', async () => {
    tamper(`UPDATE audit_entry SET summary = 'Nothing' WHERE id IN (1, 3)`);
    for (let i = 0; i < 2; i++)
      await administrator.call('POST /api/certificates', { body: makePair({ keys }) });
    tamper('DELETE FROM audit_entry WHERE id = 5');
    const found = await chain();
    expect(found.breaks).toMatchObject([
      { kind: 'changed', from: 1 },
      { kind: 'changed', from: 3 },
      { kind: 'missing', from: 5, to: 5, entry: { id: 6 } },
    ]);
    expect(chainSentences(found)).toHaveLength(3);
  });

  test('is shown with a hundred breaks, and all are counted', async () => {
    fill(120);
    tamper(`UPDATE audit_entry SET username = 'professional'`);
    const found = await chain();
    expect(found.breaks).toHaveLength(100);
    expect(found.breakCount).toBe(124);
    expect(chainSentences(found).at(-1)).toBe(
      'There are 24 more breaks: “npm run verify-audit-log” lists all.',
    );
    expect(verifyScript().stderr.match(/^environment: The chain breaks at entry/gm)).toHaveLength(124);
  });

  test.each([0, -1])(
    'does not hold with an entry of the number %i, which is shown and exported',
    async (id) => {
      tamper(
        `INSERT INTO audit_entry (id, at, username, role, session, action, summary, hash)
       SELECT ${id}, at, username, role, session, action, 'Agreed', hash FROM audit_entry WHERE id = 1`,
      );
      const found = await chain();
      expect(found.breaks).toMatchObject([{ kind: 'added', from: id, to: id, entry: { summary: 'Agreed' } }]);
      expect(chainSentences(found)[0]).toMatch(/: the console did not write it\.$/);
      const { items } = (await administrator.call('GET /api/audit-log')).answer;
      expect(items.at(-1)).toMatchObject({ id, summary: 'Agreed' });
      expect(JSON.parse((await read('jsonl')).text.split('\n')[0] ?? '')).toMatchObject({ id });
    },
  );

  test('says where it breaks, whatever somebody has written into an entry', async () => {
    tamper(`UPDATE audit_entry SET at = 'yesterday', role = 'nobody' WHERE id = 2`);
    expect((await chain()).breaks).toMatchObject([{ kind: 'changed', from: 2, entry: { at: 'yesterday' } }]);
  });

  test('with a second head is not said to hold, and nothing can be written', async () => {
    tamper(`INSERT INTO audit_head (id, hash) VALUES (3, '${'0'.repeat(64)}')`);
    expect((await chain()).breaks).toMatchObject([{ kind: 'several heads' }]);
    const refused = await administrator.call('POST /api/certificates', { body: makePair({ keys }) });
    expect(refused.problem.code).toBe('internal_error');
  });

  test('is made over what the database stores', async () => {
    const { database } = tenant.environment;
    for (const summary of ['half \ud800 of a character', '\udc00', 'a\0b', 'whole \ud83d\udd11']) {
      database.transaction(() =>
        recordEntry(database, actor, {
          at: '2026-11-24T09:00:00.000Z',
          action: 'certificate.deleted',
          summary,
        }),
      );
    }
    expect(await chain()).toMatchObject({ entries: 8, breakCount: 0 });
  });

  test('breaks at the entry after, where the changed one got a hash that fits', async () => {
    tamper(`UPDATE audit_entry SET summary = 'Nothing' WHERE id = 2`);
    forgeHash(2);
    expect((await chain()).breaks).toMatchObject([{ kind: 'changed', from: 3 }]);
    expect(chainSentences(await chain())).toEqual([
      expect.stringMatching(
        /^The chain breaks at entry 3 \(2026-11-24 09:00 UTC, administrator: .+\)\. Its hash does not match its content and the hash of entry 2, so one of the two was changed\.$/,
      ),
    ]);
  });

  test('breaks at the last entry, too, although none follows', async () => {
    tamper(`UPDATE audit_entry SET summary = 'Nothing' WHERE id = 4`);
    forgeHash(4);
    expect((await chain()).breaks).toMatchObject([{ kind: 'changed', from: 4 }]);
  });

  test('breaks where entries are missing', async () => {
    tamper('DELETE FROM audit_entry WHERE id IN (2, 3)');
    const found = await chain();
    expect(found.breaks).toMatchObject([{ kind: 'missing', from: 2, to: 3, entry: { id: 4 } }]);
    expect(chainSentences(found)[0]).toMatch(/entries 2 to 3 before it are missing\.$/);
  });

  test('notices that the end was cut off, also after more was written', async () => {
    tamper('DELETE FROM audit_entry WHERE id = 4');
    expect(chainSentences(await chain())).toEqual([
      'The end of the log is missing: entry 4 was written and is not there.',
    ]);
    await administrator.call('POST /api/certificates', { body: makePair({ keys }) });
    expect((await chain()).breaks).toMatchObject([{ kind: 'missing', from: 4, to: 4, entry: { id: 5 } }]);
  });

  test('notices what the tenant did not write', async () => {
    tamper(
      `INSERT INTO audit_entry (at, username, role, session, action, summary, hash)
       SELECT at, username, role, session, action, 'Agreed', hash FROM audit_entry WHERE id = 4`,
    );
    expect((await chain()).breaks).toMatchObject([{ kind: 'added', from: 5, entry: { summary: 'Agreed' } }]);
  });

  test('without its head is not said to hold, and nothing can be written', async () => {
    tamper('DELETE FROM audit_head');
    expect((await chain()).breaks).toMatchObject([{ kind: 'no head' }]);
    const refused = await administrator.call('POST /api/certificates', { body: makePair({ keys }) });
    expect(refused.problem.code).toBe('internal_error');
    expect((await administrator.call('GET /api/certificates')).answer.items).toHaveLength(3);
  });

  test('made anew as a whole is noticed by a hash that was written down earlier', async () => {
    const { head } = await chain();
    const earlierHead = head ?? '';
    await administrator.call('POST /api/certificates', { body: makePair({ keys }) });
    expect((await chain({ earlierHead })).earlierHead).toEqual({ hash: earlierHead, entry: 4 });
    tamper(`UPDATE audit_entry SET summary = 'Nothing' WHERE id = 3`);
    for (const id of [3, 4, 5]) forgeHash(id);
    tamper('UPDATE audit_head SET hash = (SELECT hash FROM audit_entry WHERE id = 5)');
    const anew = await chain({ earlierHead });
    expect(anew.breakCount).toBe(0);
    expect(anew.earlierHead).toEqual({ hash: earlierHead, entry: null });
    const unclear = await administrator.call('GET /api/audit-log/chain', { query: { earlierHead: 'x' } });
    expect(unclear.problem.code).toBe('invalid_request');
  });

  test('is guarded by the database against mistakes of our own', () => {
    const { database } = tenant.environment;
    expect(() => database.run('DELETE FROM audit_entry')).toThrow('never removed');
    expect(() => database.run(`UPDATE audit_entry SET summary = ''`)).toThrow('never changed');
  });

  test('goes on after a transaction that was taken back', async () => {
    const { database } = tenant.environment;
    const failing = () =>
      database.transaction(() => {
        recordEntry(database, actor, { at: 'x', action: 'certificate.deleted', summary: 'No' });
        throw new Error('no');
      });
    expect(failing).toThrow('no');
    await administrator.call('POST /api/certificates', { body: makePair({ keys }) });
    expect(await chain()).toMatchObject({ entries: 5, breakCount: 0 });
  });
});

test('a log of before is chained as it is', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'chain-'));
  try {
    const file = join(dataDir, 'old.sqlite');
    const before = migrations.findIndex((step) => step.includes('audit_head'));
    const old = new DatabaseSync(file);
    old.function('readable_dn', (dn) => dn);
    for (const step of migrations.slice(0, before)) old.exec(step);
    old.exec(`PRAGMA user_version = ${before}`);
    old.exec('BEGIN');
    for (let id = 1; id <= 1200; id++) {
      old.exec(`
        INSERT INTO audit_entry (at, username, role, session, action, summary)
        VALUES ('2026-01-01T00:00:00.000Z', 'jörg', 'administrator', '-', 'backup.checked', 'Said "${id}"');
        INSERT INTO audit_entry_certificate (certificate_id, entry_id) VALUES ('b', ${id}), ('a', ${id});`);
    }
    old.exec('COMMIT');
    old.close();
    const database = openDatabase(file);
    expect(await verifyChain(database)).toMatchObject({ entries: 1200, breakCount: 0 });
    database.transaction(() =>
      recordEntry(database, actor, { at: 'x', action: 'certificate.deleted', summary: 'No' }),
    );
    expect(await verifyChain(database)).toMatchObject({ entries: 1201, breakCount: 0 });
    database.close();
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
});

const python = spawnSync('python3', ['--version']).status === 0;

const read = (form: 'csv' | 'jsonl') =>
  form === 'csv'
    ? administrator.call('GET /api/audit-log.csv', { query: { sort: 'id' } })
    : administrator.call('GET /api/audit-log/entries.jsonl');

function fill(entries: number): void {
  const { database } = tenant.environment;
  database.transaction(() => {
    for (let i = 0; i < entries; i++) {
      const at = '2026-11-24T09:00:00.000Z';
      const summary = `=HYPERLINK("http://example.com")\n${i} “Ü” \u2028 🔑 \u0001`;
      recordEntry(database, actor, {
        at,
        action: 'certificate.uploaded',
        summary,
        certificates: ['b', 'a'],
      });
    }
  });
}

async function verifyWith(command: string, name: string, source: string): Promise<void> {
  expect(source.trim().split('\n').length).toBeLessThanOrEqual(11);
  fill(20);
  const { text } = await read('jsonl');
  const script = join(tenant.dataDir, name);
  const file = join(tenant.dataDir, 'log.jsonl');
  writeFileSync(script, source);
  const run = (content: string) => {
    writeFileSync(file, content);
    return spawnSync(command, [script, file], { encoding: 'utf8' });
  };
  expect(run(text).stdout).toBe(`24 ${(await chain()).head}\n`);
  const changed = run(text.replace('“Ü”', '“U”').replace('\\n18 “Ü”', '\\n18 “U”'));
  expect(changed.status).toBe(1);
  expect(changed.stderr.match(/(?<=^(Error: )?The chain breaks at entry )\d+(, \d+)*$/gm)?.join(', ')).toBe(
    '5, 23',
  );
  expect(run(text.replace(/\n.*\n/, '\n')).stderr).toMatch(/The chain breaks at entry 3$/m);
}

describe('an export', () => {
  test('is the whole log, oldest first, as a file', async () => {
    fill(1200);
    const { text, headers } = await read('jsonl');
    const entries = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { id: number; certificateIds: string[] });
    expect(entries.map(({ id }) => id)).toEqual(Array.from({ length: 1204 }, (_, i) => i + 1));
    expect(entries.at(-1)?.certificateIds).toEqual(['a', 'b']);
    expect(headers.get('Content-Type')).toBe('application/jsonl');
    expect(headers.get('Content-Disposition')).toBe(
      'attachment; filename="audit-log-environment-2026-11-24.jsonl"',
    );
    expect(headers.get('Cache-Control')).toBe('no-store');
  });

  test('as CSV has a line for each entry, and no formula', async () => {
    fill(1);
    const { text, headers } = await read('csv');
    expect(headers.get('Content-Type')).toBe('text/csv; charset=utf-8');
    expect(text.split('\r\n')[0]).toBe(
      'Entry,At (UTC),User name,Role,Session,Action,Summary,Certificates,SHA-256',
    );
    expect(text).toContain(
      `5,2026-11-24T09:00:00.000Z,administrator,administrator,,certificate.uploaded,"'=HYPERLINK(""http://example.com"") 0 “Ü” \\u2028 🔑 \\u0001",`,
    );
    expect(text).toMatch(/,a b,[0-9a-f]{64}\r\n$/);
  });

  const documentation = readFileSync(join(root, 'docs/audit-log.md'), 'utf8');
  const program = (language: string) =>
    new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\``).exec(documentation)?.[1] ?? '';

  // The documented program needs Python.
  test.skipIf(!python)('is verified by the documented program for Python', async () => {
    await verifyWith('python3', 'verify.py', program('python'));
  });

  test('is verified by the documented program for Node.js', async () => {
    await verifyWith(process.execPath, 'verify.mjs', program('js'));
  });
});

const verifyScript = (...hashes: string[]) =>
  spawnSync(process.execPath, [join(root, 'scripts/verify-audit-log.ts'), ...hashes], {
    encoding: 'utf8',
    env: { ...process.env, TENANT_DATA_DIR: tenant.dataDir },
  });

describe('npm run verify-audit-log', () => {
  test('reads beside the tenant: every chain holds', async () => {
    const { status, stdout } = verifyScript();
    expect(stdout).toContain(
      `environment: The chain holds: 4 entries, each with the hash of the one before. Head: entry 4, ${(await chain()).head}`,
    );
    expect(stdout).toContain('contoso: The log has no entry yet.');
    expect(status).toBe(0);
  });

  test('names the entry where a chain breaks', () => {
    tamper(`UPDATE audit_entry SET summary = 'Nothing' WHERE id = 2`);
    const { status, stderr } = verifyScript();
    expect(stderr).toMatch(/^environment: The chain breaks at entry 2 /);
    expect(status).toBe(1);
  });

  test('says where the database is not as the console makes it', () => {
    tenant.environment.database.run('DROP TRIGGER audit_entry_stays');
    const { status, stderr, stdout } = verifyScript();
    expect(stderr).toBe(
      'environment: environment.sqlite is not as this console makes it: it lacks the trigger audit_entry_stays.\n',
    );
    expect(stdout).toContain('environment: The chain holds');
    expect(status).toBe(1);
  });

  test('shows the control characters of an entry, and does not send them to the terminal', () => {
    tamper(
      `UPDATE audit_entry SET summary = 'x' || char(10, 27) || '[2Jcontoso: ' || char(8238) WHERE id = 2`,
    );
    const { stderr } = verifyScript();
    expect(stderr).toContain('x\\u000A\\u001B[2Jcontoso: \\u202E');
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(stderr).not.toMatch(/(?!\n)[\p{Cc}\p{Bidi_Control}]/u);
  });

  test('looks for a hash that was written down earlier', async () => {
    const { head } = await chain();
    const found = verifyScript((head ?? '').toUpperCase());
    expect(found.stdout).toContain(`environment: ${head} is the hash of entry 4.`);
    expect(found.status).toBe(0);
    const unknown = verifyScript('ab'.repeat(32));
    expect(unknown.stderr).toContain('is the hash of no entry');
    expect(unknown.status).toBe(1);
    expect(verifyScript('ab').status).toBe(2);
  });
});
