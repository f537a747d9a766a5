import { randomBytes } from 'node:crypto';
import { buildEnvelope } from '../../src/pki/cms/envelope.ts';
import { DAY_MS } from '../../src/domain/certificate.ts';
import { insertPair, type NewCertificate } from '../../src/tenant/store/certificates.ts';
import type { OpenTenant } from '../../src/tenant/tenants.ts';
import { inspectPair } from '../../src/tenant/calls/pair.ts';
import { makePair, rsaKeys } from '../../src/testing/pairs.ts';

/** The recordings of a large contact centre over one year, made in SQL: a million in half a minute. */

/** The certificates for which recordings are encrypted, the last ones without a pair in the keystore. */
const CERTIFICATES = 40;
const LOST = 4;
const SETS = 240;
/** Recordings written in one transaction. */
const BATCH = 50_000;

export async function fill(store: OpenTenant, recordings: number, now: Date): Promise<string[]> {
  const { database, tenant } = store;
  const pairs: (NewCertificate & { der: Uint8Array<ArrayBuffer>; pkcs8: Uint8Array<ArrayBuffer> })[] = [];
  const keys = rsaKeys();
  for (let index = 0; index < CERTIFICATES; index++) {
    const pair = makePair({ commonName: `Recording ${2000 + index}`, keys });
    const facts = await inspectPair(pair, tenant);
    const id = `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`;
    pairs.push({ ...facts, id, uploadedBy: 'administrator', uploadedAt: now.toISOString() });
  }
  database.transaction(() => {
    for (const { pkcs8, ...pair } of pairs.slice(0, -LOST)) {
      insertPair(database, pair, store.seal.seal(pkcs8, pair.id));
    }
    for (const { issuerDer, serialDecimal, serialHex, subjectName, issuerDn } of pairs) {
      database.run(
        `INSERT INTO identity (issuer_der, serial_decimal, serial_hex, subject_name, issuer_dn)
         VALUES (:issuerDer, :serialDecimal, :serialHex, :subjectName, :issuerDn)`,
        { issuerDer, serialDecimal, serialHex, subjectName, issuerDn },
      );
    }
    for (let set = 1; set <= SETS; set++) {
      // One certificate, or two, as during a renewal; every tenth set has no key in the keystore.
      const first = set % 10 === 0 ? CERTIFICATES - LOST + (set % LOST) : set % (CERTIFICATES - LOST);
      const second = set % 10 === 0 ? first : (first + 1 + Math.floor(set / 36)) % (CERTIFICATES - LOST);
      const chosen = set <= CERTIFICATES || set % 10 === 0 ? [first] : [first, second];
      const recipients = chosen.flatMap((index) => {
        const certificate = pairs[index]?.der;
        return certificate ? [{ certificate, encryptedKey: new Uint8Array(randomBytes(256)) }] : [];
      });
      database.run(
        'INSERT OR IGNORE INTO recipient_set (id, members, envelope) VALUES (:set, :members, :envelope)',
        {
          set,
          members: JSON.stringify(chosen.map((index) => index + 1)),
          envelope: buildEnvelope(recipients, new Uint8Array(16)),
        },
      );
    }
  });
  database.run(
    `INSERT INTO route (id, geo_location, ivr_profile_id, ivr_profile_name)
     VALUES (1, 'us-west', '00000000-0000-4000-8000-000000000001', 'record_us_west')`,
  );
  database.run('CREATE TEMP TABLE chosen_set (place INTEGER PRIMARY KEY, id INTEGER NOT NULL)');
  // Three of four recordings are encrypted for one certificate.
  database.run(
    `INSERT INTO chosen_set (place, id)
     SELECT row_number() OVER (ORDER BY members LIKE '%,%', id) - 1, id FROM recipient_set WHERE id > 0`,
  );
  const [sets] = database.all<{ count: number; single: number }>(
    `SELECT count(*) AS count, sum(members NOT LIKE '%,%') AS single FROM chosen_set JOIN recipient_set USING (id)`,
  );
  if (!sets) throw new Error('No sets');
  for (let from = 0; from < recordings; from += BATCH) {
    const values = {
      from,
      to: Math.min(from + BATCH, recordings),
      all: recordings,
      begin: now.getTime() - 364 * DAY_MS,
      year: 364 * DAY_MS,
      day: DAY_MS,
      single: sets.single,
      count: sets.count,
    };
    database.transaction(() => database.run(insertion, values));
  }
  // As many bytes as real ones: the keys and the IV are random, and the rest is a reference to the dictionary.
  database.run(
    `INSERT INTO envelope (recording_id, deflated)
     SELECT recording.id, randomblob(24 + 272 * json_array_length(members))
     FROM recording JOIN recipient_set ON recipient_set.id = set_id WHERE set_id <> 0`,
  );
  database.run('DROP TABLE chosen_set');
  database.checkpoint();
  return pairs.map(({ id }) => id);
}

/** One in 200 calls comes from the same company; the others from 200,000 people who dial one of 20 numbers. */
const insertion = /* sql */ `
  WITH RECURSIVE each (n) AS (SELECT CAST(:from AS INTEGER) UNION ALL SELECT n + 1 FROM each WHERE n + 1 < :to),
  mixed AS (SELECT n, (n * 2654435761) & 4294967295 AS a, (n * 40503 * 65537) & 4294967295 AS b FROM each)
  INSERT INTO recording (uuid, kind, call_uuid, ani, dnis, route_id, started_at, duration_ms, retained_until, set_id, bytes, file)
  SELECT printf('%08X%08X%016X', a, b, n), CASE WHEN b % 10 = 0 THEN 'screen' ELSE 'voice' END,
    CASE WHEN b % 10 = 0 THEN printf('%08X%08X%016X', b, a, n) ELSE '' END,
    CASE WHEN a % 200 = 0 THEN '+442071838750' ELSE printf('+1415%07d', (b % 200000) * 37) END,
    printf('+1800555%04d', 100 + a % 20), 1,
    CAST(:begin + :year * n / :all AS INTEGER), 5000 + a % 1800000, CAST(:begin + :year * n / :all + 365 * :day AS INTEGER),
    CASE WHEN a % 50 = 0 THEN 0 ELSE (SELECT id FROM chosen_set WHERE place = CASE WHEN b % 4 = 0 THEN b % :count ELSE b % :single END) END,
    24768, printf('%08x-0000-4000-8000-%012x.mp3%s', b, n, CASE WHEN a % 50 = 0 THEN '' ELSE '.bin' END)
  FROM mixed`;
