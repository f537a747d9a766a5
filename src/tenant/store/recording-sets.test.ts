import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { beforeEach, expect, test } from 'vitest';
import { eachFolder, folder } from '../../testing/folder.ts';
import { encodePem } from '../../pki/pem/pem.ts';
import { givingWay } from '../give-way.ts';
import { openDatabase } from './database.ts';
import { defineFunctions } from './functions.ts';
import { assertRepeated, migrations, repeated } from './migrations.ts';
import { listRecordings } from './recording-list.ts';
import { findRecording, listMediaNames, mediaOf, mediaTotal, openedBy } from './recordings.ts';
import { schemaVersion } from './schema.ts';
import { startKilled } from '../../testing/killed-start.ts';

/** A database of the version before sets of recipients, with more recordings than are moved at once. */

const RECORDINGS = 11_000;
const before = migrations.findIndex((step) => step.includes('CREATE TABLE recipient_set'));

let file: string;
eachFolder('recording-sets');
beforeEach(() => {
  file = join(folder, 'a.sqlite');
  const old = new DatabaseSync(file);
  defineFunctions(old);
  for (const step of migrations.slice(0, before)) old.exec(step);
  const envelope = encodePem('PKCS7', Buffer.alloc(300, 'an envelope'));
  old.exec(`
    BEGIN;
    INSERT INTO certificate (id, serial_hex, serial_decimal, serial_order, subject_name, subject_dn, issuer_dn, alias,
      not_before, not_after, key_bits, signature_algorithm, sha256, self_signed, uploaded_by, uploaded_at, issuer_der, der)
    VALUES ('c', '1', '1', '', 'Recording 1', '', '', '', '', '', 2048, '', '', 'yes', '', '', x'30', x'');
    WITH RECURSIVE each (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM each WHERE n < ${RECORDINGS})
    INSERT INTO recording (id, kind, call_uuid, ani, dnis, geo_location, ivr_profile_name, started_at, stopped_at,
      retained_until)
    SELECT CASE n WHEN 11 THEN 'SCREEN' ELSE 'CALL' || n END, 'voice', CASE n WHEN 11 THEN 'CALL10000' ELSE 'CALL' || n END,
      '+1', '+2', CASE n % 3 WHEN 0 THEN 'region ' || (n % 7) END, CASE n % 2 WHEN 0 THEN 'profile ' || (n % 5) END,
      strftime('%Y-%m-%dT%H:%M:%fZ', 1700000000.123 + n, 'unixepoch'), '', '2027-01-01T00:00:00.000Z' FROM each;
    INSERT INTO media_file (id, recording_id, media_id, type, bytes, duration_ms, pkcs7, file)
    SELECT 'media ' || id, id, '', 'audio/mp3', rowid, rowid, CASE WHEN rowid % 5 = 0 THEN NULL ELSE '${envelope}' END, id
    FROM recording;
    INSERT INTO media_recipient (media_file_id, position, issuer_der, serial_decimal, serial_hex, subject_name, issuer_dn)
    SELECT media_file.id, position.value, x'30', 1 + (bytes + position.value) % 4, '', 'Recording', ''
    FROM media_file JOIN json_each('[0, 1]') AS position
    WHERE pkcs7 IS NOT NULL AND (position.value = 0 OR bytes % 3 = 0);
    PRAGMA user_version = ${before};
    COMMIT`);
  old.close();
});

/** Counts by looking at every row, in the old form. */
function countsBefore() {
  const old = new DatabaseSync(file, { readOnly: true });
  const opens = old
    .prepare(
      `SELECT serial_decimal AS serial, count(*) AS opens, sum(media_file.bytes) AS bytes FROM media_recipient
       JOIN media_file ON media_file_id = media_file.id GROUP BY 1 ORDER BY 1`,
    )
    .all();
  const files = old.prepare('SELECT file FROM media_file ORDER BY rowid').all();
  const [clear] = old
    .prepare('SELECT count(*) AS n, sum(bytes) AS bytes FROM media_file WHERE pkcs7 IS NULL')
    .all();
  old.close();
  return { opens, clear: clear?.['n'], files: files.map((row) => String(row['file'])) };
}

test('recordings are moved into sets, also by starts that are killed on the way', async () => {
  const counted = countsBefore();
  expect(startKilled(file)).toContain('5,000 recordings of 11,000 moved');
  expect(startKilled(file)).toContain('5,000 recordings of 6,000 moved');
  const between = new DatabaseSync(file, { readOnly: true });
  expect(schemaVersion(between)).toBe(before + 1);
  const all = <T>(sql: string) => between.prepare(sql).all() as T[];
  expect(new Set(listMediaNames({ all }))).toEqual(new Set(counted.files));
  between.close();
  // The rest of the move, then the step that stores regions and profiles once.
  expect(startKilled(file)).toContain('1,000 recordings of 1,000 moved');
  expect(startKilled(file)).toContain('5,000 recordings of 11,000 moved');
  expect(startKilled(file)).toContain('5,000 recordings of 6,000 moved');
  const shortened = new DatabaseSync(file, { readOnly: true });
  expect(
    shortened.prepare('SELECT count(route_id) AS n, count(*) AS all_of_them FROM recording').get(),
  ).toEqual({
    n: 10_000,
    all_of_them: RECORDINGS,
  });
  shortened.close();

  const lines: string[] = [];
  const database = openDatabase(file, (line) => lines.push(line));
  expect(lines).toEqual(['A new form of the database: 1,000 recordings of 1,000 moved']);
  expect(listMediaNames(database).toSorted()).toEqual(counted.files.toSorted());
  const opens = ['1', '2', '3', '4'].map(
    (serialDecimal) => openedBy(database, { issuerDer: Buffer.from('30', 'hex'), serialDecimal }).opens,
  );
  expect(opens).toEqual(counted.opens.map((row) => row['opens']));
  expect(database.all('SELECT recordings AS n FROM recipient_set WHERE id = 0')[0]?.['n']).toBe(
    counted.clear,
  );
  expect(mediaTotal(database)).toBe((RECORDINGS * (RECORDINGS + 1)) / 2);
  // A plain query over all rows says the same as the counts of the sets.
  expect(
    database.all(
      `SELECT id FROM recipient_set WHERE recordings <> (SELECT count(*) FROM recording WHERE set_id = recipient_set.id)`,
    ),
  ).toEqual([]);

  const one = findRecording(database, 'CALL7777');
  expect(one).toMatchObject({
    startedAt: '2023-11-15T00:22:57.123Z',
    durationMs: 7777,
    playable: 'key missing',
  });
  expect(one && mediaOf(database, one)[0]?.pkcs7).toBe(encodePem('PKCS7', Buffer.alloc(300, 'an envelope')));
  expect(findRecording(database, 'CALL10000')).toMatchObject({ playable: 'not encrypted', recipients: [] });
  expect(findRecording(database, 'CALL8')).toMatchObject({ playable: 'yes' });
  // Regions and profiles are stored once, and each recording has its own.
  expect(findRecording(database, 'CALL9')).toMatchObject({ geoLocation: 'region 2', ivrProfileName: null });
  expect(findRecording(database, 'CALL6')).toMatchObject({
    geoLocation: 'region 6',
    ivrProfileName: 'profile 1',
  });
  expect(findRecording(database, 'CALL10001')).toMatchObject({ geoLocation: null, ivrProfileName: null });
  expect(database.all('SELECT count(*) AS n FROM route')[0]?.['n']).toBe((7 + 1) * (5 + 1));
  // Whether the call's UUID is the recording's or another one, it is told and found.
  expect(findRecording(database, 'CALL9')?.callUuid).toBe('CALL9');
  expect(findRecording(database, 'SCREEN')?.callUuid).toBe('CALL10000');
  const asked = { sort: 'startedAt', limit: 9, after: undefined } as const;
  const found = await givingWay(listRecordings(database, { search: 'call10000' }, asked));
  expect(found.items.map(({ id }) => id).toSorted()).toEqual(['CALL10000', 'SCREEN']);
  database.close();
});

test('a large database says before each step what it does', () => {
  const lines: string[] = [];
  openDatabase(file, (line) => lines.push(line), { mostCheckedFirst: 0 }).close();
  const [first, ...said] = lines.map((line) => line.replace('A new form of the database: ', ''));
  expect(first).toBe('first, all of it is read for damage');
  const step = migrations.findIndex((each) =>
    each.includes('recording_by_time ON recording (started_at, set_id, ani'),
  );
  const named = `step ${step + 1} of ${migrations.length}, recording_by_time`;
  expect(said).toEqual(expect.arrayContaining([`${named} begins`, `${named} is done`]));
  // Each begins when the one before is done, and nothing is between but how far a repeated one is.
  const ends = said.filter((line) => !line.endsWith(' moved'));
  for (const [place, line] of ends.entries())
    expect(line).toMatch(
      new RegExp(`^step ${before + 1 + Math.floor(place / 2)} .*${place % 2 === 0 ? 'begins' : 'is done'}$`),
    );
  expect(ends).toHaveLength(2 * (migrations.length - before));
  const again: string[] = [];
  openDatabase(file, (line) => again.push(line), { mostCheckedFirst: 0 }).close();
  expect(again).toEqual([]);
});

test('a step that moves a batch and is not repeated is refused', () => {
  const [batch = ''] = repeated.keys();
  expect(() => assertRepeated(migrations)).not.toThrow();
  expect(() => assertRepeated([...migrations, batch.replace('DELETE', 'SELECT 1; DELETE')])).toThrow(
    /moves a batch and is not repeated: \s*INSERT INTO identity/,
  );
});
