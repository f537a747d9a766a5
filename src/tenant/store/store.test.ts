import { hkdfSync } from 'node:crypto';
import { copyFileSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { eachFolder, folder } from '../../testing/folder.ts';
import { serialOrder } from './certificates.ts';
import { openDatabase } from './database.ts';
import { keystoreKey } from './key-file.ts';
import { migrations } from './migrations.ts';
import { createSeal } from './sealing.ts';

eachFolder('store');

const file = (name: string) => join(folder, name);

describe('the keystore’s key', () => {
  test('is made once, for its owner alone', () => {
    const key = keystoreKey(file('a.key'), file('a.sqlite'));
    expect(key).toHaveLength(32);
    expect(statSync(file('a.key')).mode & 0o777).toBe(0o600);
    expect(keystoreKey(file('a.key'), file('a.sqlite'))).toEqual(key);
  });

  test('is never made over a database that needs another one', () => {
    writeFileSync(file('a.sqlite'), 'something');
    expect(() => keystoreKey(file('a.key'), file('a.sqlite'))).toThrow(/its key .*a\.key is missing/);
    writeFileSync(file('a.key'), 'cut o');
    expect(() => keystoreKey(file('a.key'), file('a.sqlite'))).toThrow(/does not contain a key/);
  });
});

test('a seal for a purpose has a key of its own, by HKDF', () => {
  const key = Buffer.alloc(32, 7);
  const derived = Buffer.from(hkdfSync('sha256', key, '', 'seal: device cookie', 32));
  const sealed = createSeal(key).forPurpose('device cookie').seal(Buffer.from('who'), 'bound');
  expect(createSeal(derived).open(sealed, 'bound').toString()).toBe('who');
  for (const other of [createSeal(key), createSeal(key).forPurpose('another')]) {
    expect(() => other.open(sealed, 'bound')).toThrow();
  }
});

describe('a sealed value', () => {
  const seal = createSeal(Buffer.alloc(32, 7));
  const plain = Buffer.from('a private key');
  const sealed = seal.seal(plain, 'certificate 1');

  test('opens where it was sealed', () => {
    expect(seal.open(sealed, 'certificate 1')).toEqual(plain);
    expect(sealed.includes(plain)).toBe(false);
    expect(seal.seal(plain, 'certificate 1')).not.toEqual(sealed);
  });

  test('does not open elsewhere, under another key, or changed in any byte', () => {
    expect(() => seal.open(sealed, 'certificate 2')).toThrow();
    expect(() => createSeal(Buffer.alloc(32, 8)).open(sealed, 'certificate 1')).toThrow();
    expect(() => seal.forPurpose('cookies').open(sealed, 'certificate 1')).toThrow();
    for (let i = 0; i < sealed.length; i++) {
      const changed = Buffer.from(sealed);
      changed[i] = (changed[i] ?? 0) ^ 1;
      expect(() => seal.open(changed, 'certificate 1')).toThrow();
      expect(() => seal.open(sealed.subarray(0, i), 'certificate 1')).toThrow();
    }
  });
});

test('an HMAC is made under a key of its purpose', () => {
  const seal = createSeal(Buffer.alloc(32, 7));
  // Computed with OpenSSL: openssl kdf … HKDF, then openssl dgst -mac HMAC.
  expect(seal.mac('a request', 'upload answer').toString('hex')).toBe(
    '80adbe869163e22a481e5a1c0b72e6bd4d4563406af54d1a3855631eb358138a',
  );
  expect(seal.mac('a request', 'another')).not.toEqual(seal.mac('a request', 'upload answer'));
});

describe('the database', () => {
  test('drops the plain hashes of earlier uploads', () => {
    const step = migrations.findIndex((each) => each.includes('DROP TABLE upload_answer'));
    const hash = Buffer.alloc(32, 'plain hash');
    const old = new DatabaseSync(file('a.sqlite'));
    for (const name of ['readable_dn', 'audit_hash']) old.function(name, { varargs: true }, () => '');
    for (const each of migrations.slice(0, step)) old.exec(each);
    old
      .prepare(
        `INSERT INTO upload_answer VALUES ('administrator', 'once', ?, '{}', '2026-11-26T09:00:00.000Z')`,
      )
      .run(hash);
    old.exec(`PRAGMA user_version = ${step}`);
    old.close();
    expect(readFileSync(file('a.sqlite')).includes(hash)).toBe(true);
    const database = openDatabase(file('a.sqlite'));
    expect(database.all('SELECT * FROM upload_answer')).toEqual([]);
    database.close();
    expect(readFileSync(file('a.sqlite')).includes(hash)).toBe(false);
  });

  test.each([
    ['a trigger', 'CREATE TRIGGER t AFTER DELETE ON session BEGIN SELECT 1; END', 'contains the trigger t'],
    ['a view', 'CREATE VIEW v AS SELECT * FROM certificate', 'contains the view v'],
    ['a table', 'CREATE TABLE extra (a TEXT)', 'contains the table extra'],
    ['an index', 'CREATE INDEX i ON certificate (lower(subject_dn))', 'contains the index i'],
    ['a column more', 'ALTER TABLE key_check ADD COLUMN a INTEGER AS (1)', 'table key_check is not as'],
    ['an index less', 'DROP INDEX certificate_identity', 'lacks the index certificate_identity'],
    ['an older version', 'PRAGMA user_version = 3', 'is not as this console makes it'],
    [
      'a table that does not fit its own rules',
      'CREATE TABLE extra (a INTEGER CHECK (a > 0)); PRAGMA ignore_check_constraints = ON; INSERT INTO extra VALUES (0)',
      'contains the table extra',
    ],
    ['no version', 'PRAGMA user_version = 0', 'which is not ours'],
    ['a negative version', 'PRAGMA user_version = -1', 'has the version -1'],
  ])('with %s is not opened, and not changed', (_, change, sentence) => {
    openDatabase(file('a.sqlite')).close();
    const sqlite = new DatabaseSync(file('a.sqlite'));
    sqlite.exec(change);
    sqlite.close();
    const before = readFileSync(file('a.sqlite'));
    expect(() => openDatabase(file('a.sqlite'))).toThrow(sentence);
    expect(readFileSync(file('a.sqlite'))).toEqual(before);
  });

  test('whose statements differ in a blank that SQLite takes for a letter is not opened', () => {
    openDatabase(file('a.sqlite')).close();
    const sqlite = new DatabaseSync(file('a.sqlite'), { defensive: false });
    sqlite.exec(`PRAGMA writable_schema = ON;
      UPDATE sqlite_schema SET sql = replace(sql, 'version + 1', 'version\u00a0+ 1') WHERE type = 'trigger'`);
    sqlite.close();
    expect(() => openDatabase(file('a.sqlite'))).toThrow(/the trigger \w+ is not as this console makes it/);
  });

  test('whose statements differ only in comments and line breaks is ours', () => {
    openDatabase(file('a.sqlite')).close();
    const sqlite = new DatabaseSync(file('a.sqlite'), { defensive: false });
    sqlite.exec(`PRAGMA writable_schema = ON;
      UPDATE sqlite_schema SET sql = replace(sql, char(10), ' -- in other words' || char(10) || '  ')
      WHERE type = 'table' AND name = 'certificate'`);
    sqlite.close();
    openDatabase(file('a.sqlite')).close();
  });

  test('writes all of a transaction or nothing', () => {
    const database = openDatabase(file('a.sqlite'));
    const add = (certificate_id: string) =>
      database.run(
        'INSERT INTO audit_entry (at, username, role, session, action, summary) VALUES (:x, :x, :x, :x, :x, :x)',
        {
          x: certificate_id,
        },
      );
    const count = () => database.all<{ n: number }>('SELECT count(*) AS n FROM audit_entry')[0]?.n;
    database.transaction(() => add('a'));
    const failing = () =>
      database.transaction(() => {
        add('b');
        throw new Error('no');
      });
    expect(failing).toThrow('no');
    expect(count()).toBe(1);
    database.transaction(() => add('c'));
    expect(count()).toBe(2);
    database.close();
  });

  test('reads pages that end at their limit, or at the row that reaches a megabyte', () => {
    const database = openDatabase(file('a.sqlite'));
    const page = (limit: number, bytes: number, from = 1) => {
      const { items, more } = database.page<{ n: number }>(
        `WITH RECURSIVE numbers (n) AS (SELECT :from UNION ALL SELECT n + 1 FROM numbers WHERE n < 5)
         SELECT n, printf('%.*c', :bytes, 'x') AS text, zeroblob(:bytes) AS blob FROM numbers LIMIT :limit`,
        { from, bytes, limit },
      );
      return { rows: items.map(({ n }) => n), more };
    };
    expect(page(2, 1)).toEqual({ rows: [1, 2], more: true });
    expect(page(5, 1)).toEqual({ rows: [1, 2, 3, 4, 5], more: false });
    expect(page(5, 300_000)).toEqual({ rows: [1, 2], more: true });
    expect(page(5, 300_000, 4)).toEqual({ rows: [4, 5], more: false });
    expect(page(5, 2_000_000)).toEqual({ rows: [1], more: true });
    database.close();
  });

  test('syncs every commit and overwrites what is deleted', () => {
    const database = openDatabase(file('a.sqlite'));
    const pragma = (name: string) => Object.values(database.all(`PRAGMA ${name}`)[0] ?? {})[0];
    expect(pragma('journal_mode')).toBe('wal');
    expect(pragma('synchronous')).toBe(2);
    expect(pragma('secure_delete')).toBe(1);
    expect(pragma('foreign_keys')).toBe(1);
    database.close();
  });

  test('that was copied while it was open, without its write-ahead log, is refused', () => {
    const database = openDatabase(file('a.sqlite'));
    database.markOpen();
    database.run(`INSERT INTO key_check (sealed) VALUES (x'01')`);
    copyFileSync(file('a.sqlite'), file('copy.sqlite'));
    copyFileSync(file('a.sqlite'), file('whole.sqlite'));
    copyFileSync(file('a.sqlite-wal'), file('whole.sqlite-wal'));
    database.close();
    const before = readFileSync(file('copy.sqlite'));
    expect(() => openDatabase(file('copy.sqlite'))).toThrow(/copy\.sqlite-wal, .* is not beside it/);
    expect(readFileSync(file('copy.sqlite'))).toEqual(before);
    // The way out that the sentence names.
    writeFileSync(file('copy.sqlite-wal'), '');
    for (const name of ['copy.sqlite', 'copy.sqlite', 'whole.sqlite', 'whole.sqlite', 'a.sqlite']) {
      const opened = openDatabase(file(name));
      expect(opened.all('SELECT * FROM key_check')).toHaveLength(name === 'copy.sqlite' ? 0 : 1);
      opened.close();
    }
  });

  test('that another program closes after its server was killed is whole', () => {
    const database = openDatabase(file('a.sqlite'));
    database.markOpen();
    for (const part of ['', '-wal']) copyFileSync(file(`a.sqlite${part}`), file(`killed.sqlite${part}`));
    database.close();
    // As `npm run account` does.
    openDatabase(file('killed.sqlite')).close();
    expect(existsSync(file('killed.sqlite-wal'))).toBe(false);
    openDatabase(file('killed.sqlite')).close();
  });

  test('of a newer version is refused', () => {
    const database = openDatabase(file('a.sqlite'));
    database.run('PRAGMA user_version = 1000');
    database.close();
    expect(() => openDatabase(file('a.sqlite'))).toThrow(/newer version/);
  });
});

test('serial numbers sort as they count, negative ones too', () => {
  const sorted = [
    '-100',
    '-99',
    '-12',
    '-11',
    '-1',
    '0',
    '1',
    '9',
    '10',
    '99',
    '100',
    `1${'0'.repeat(48)}`,
    '9'.repeat(9864),
  ];
  const shuffled = sorted.toSorted((a, b) => (a < b ? -1 : 1));
  expect(shuffled.toSorted((a, b) => (serialOrder(a) < serialOrder(b) ? -1 : 1))).toEqual(sorted);
});
