import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { insertion, prepareRows } from './rows.ts';

test('rows are named as in TypeScript, and what SQLite has no type for is said by a name', () => {
  const sqlite = new DatabaseSync(':memory:');
  sqlite.exec('CREATE TABLE asked (key_number INTEGER, is_default INTEGER, members TEXT) STRICT');
  const insert = prepareRows(
    sqlite,
    'INSERT INTO asked VALUES (:number, :isDefault, :members) RETURNING key_number',
  );
  expect(insert.all({ number: 7, isDefault: 1, members: '[{"subject_name":"a"}]' })).toEqual([
    { keyNumber: 7 },
  ]);
  expect(insert.run({ number: 8, isDefault: 0, members: null })).toBe(1);

  const read = prepareRows(
    sqlite,
    `SELECT asked.key_number, is_default, members AS members_json, x'0102' AS sha256 FROM asked ORDER BY key_number`,
  );
  const sha256 = new Uint8Array([1, 2]);
  const rows = [
    { keyNumber: 7, isDefault: true, members: [{ subject_name: 'a' }], sha256 },
    { keyNumber: 8, isDefault: false, members: null, sha256 },
  ];
  expect(read.all({})).toEqual(rows);
  // The texts and the bytes, as they are stored.
  expect([...read.iterate({})]).toEqual([
    { row: rows[0], size: '[{"subject_name":"a"}]'.length + 2 },
    { row: rows[1], size: 2 },
  ]);
});

test('a row is written by the names that it is read by, true as a number and a list as JSON', () => {
  const sqlite = new DatabaseSync(':memory:');
  sqlite.exec('CREATE TABLE asked (key_number INTEGER PRIMARY KEY, is_default INTEGER, members TEXT) STRICT');
  const written = { keyNumber: 7, isDefault: true, members: ['a', 'b'] };
  prepareRows(sqlite, insertion('asked', Object.keys(written), 'ABORT')).run(written);
  const replaced = { keyNumber: 7, isDefault: false, members: [] };
  const again = (or: 'ABORT' | 'REPLACE') =>
    prepareRows(sqlite, insertion('asked', Object.keys(replaced), or)).run(replaced);
  expect(() => again('ABORT')).toThrow('UNIQUE');
  const read = prepareRows(sqlite, 'SELECT key_number, is_default, members AS members_json FROM asked');
  expect(read.all({})).toEqual([written]);
  again('REPLACE');
  expect(read.all({})).toEqual([replaced]);
});
