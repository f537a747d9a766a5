import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { encodePem } from '../../src/pki/pem/pem.ts';
import { defineFunctions } from '../../src/tenant/store/functions.ts';

/**
 * Writes the recordings of a data folder, with their certificates and keys, in the form that they had before recordings
 * referred to sets of recipients. `steps` make the schema of that version. The recordings of a set have the same keys
 * here, and each has an IV of its own.
 */
export function writeOlder(from: string, to: string, steps: readonly string[]): void {
  mkdirSync(to, { recursive: true });
  copyFileSync(join(from, 'environment.key'), join(to, 'environment.key'));
  const older = new DatabaseSync(join(to, 'environment.sqlite'), { enableForeignKeyConstraints: false });
  defineFunctions(older);
  older.exec('PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;');
  for (const step of steps) older.exec(step);
  // The IV are the last bytes of an envelope without content.
  older.function('envelope_of', (first, id) => {
    const envelope = Buffer.from(first as Uint8Array);
    envelope.writeUInt32BE(Number(id), envelope.length - 4);
    return encodePem('PKCS7', envelope);
  });
  older.prepare('ATTACH ? AS present').run(join(from, 'environment.sqlite'));
  older.exec(`
    BEGIN;
    DELETE FROM ivr_profile;
    ${['key_check', 'ivr_profile', 'certificate', 'private_key'].map((table) => `INSERT INTO ${table} SELECT * FROM present.${table};`).join(' ')}
    INSERT INTO recording (id, kind, call_uuid, ani, dnis, geo_location, ivr_profile_id, ivr_profile_name, started_at,
      stopped_at, retained_until)
    SELECT uuid, kind, CASE call_uuid WHEN '' THEN uuid ELSE call_uuid END, ani, dnis, route.geo_location,
      route.ivr_profile_id, route.ivr_profile_name, ${iso('started_at')}, ${iso('started_at + duration_ms')},
      ${iso('retained_until')}
    FROM present.recording AS recorded JOIN present.route ON route.id = route_id ORDER BY recorded.id;
    INSERT INTO media_file (id, recording_id, media_id, type, bytes, duration_ms, pkcs7, file)
    SELECT 'media ' || uuid, uuid, 'media', 'audio/mp3', bytes, duration_ms,
      CASE WHEN set_id <> 0 THEN envelope_of(envelope, recorded.id) END, file
    FROM present.recording AS recorded JOIN present.recipient_set ON recipient_set.id = set_id ORDER BY recorded.id;
    INSERT INTO media_recipient (media_file_id, position, issuer_der, serial_decimal, serial_hex, subject_name, issuer_dn)
    SELECT 'media ' || uuid, position, issuer_der, serial_decimal, serial_hex, subject_name, issuer_dn
    FROM present.recording AS recorded JOIN present.set_member USING (set_id)
      JOIN present.identity ON identity.id = identity_id;
    PRAGMA user_version = ${steps.length};
    COMMIT`);
  older.close();
}

/** Milliseconds since 1970 as ISO 8601. */
const iso = (ms: string) => `strftime('%Y-%m-%dT%H:%M:%fZ', (${ms}) / 1000.0, 'unixepoch')`;
