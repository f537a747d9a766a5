import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fill } from '../bench/recordings/fill.ts';
import { writeOlder } from '../bench/recordings/older.ts';
import { row } from '../bench/report.ts';
import { signedInAt } from '../src/testing/client.ts';
import { TenantServer } from '../src/testing/server.ts';
import { cellOf, type ColumnWords } from '../src/domain/columns.ts';
import { numberText } from '../src/domain/counted.ts';
import { csvLine } from '../src/domain/csv.ts';
import { recordingWords } from '../src/domain/recording-columns.ts';
import type { Named } from '../src/domain/same-name.ts';
import { playables, type OpenedRecordings, type Playable } from '../src/domain/recording.ts';
import { migrations } from '../src/tenant/store/migrations.ts';
import { FIRST_VERSION_WITH_BACKUPS } from '../src/tenant/store/schema.ts';
import { openDataFolder } from '../src/tenant/tenants.ts';

/**
 * `npm run test:older -- NUMBER`: recordings of the version before sets of recipients get their new form by starts of
 * which two are killed on the way. Then each answer about them is compared with what a look at every row of the older
 * database gives.
 */
const recordings = Number(process.argv[2] ?? 200_000);
const folder = mkdtempSync(join(tmpdir(), 'older-'));
const [made, older] = [join(folder, 'made'), join(folder, 'older')];
try {
  await make();
  const known = lookAtEach(join(older, 'environment.sqlite'));
  row('the older database', megabytes(), `${numberText(recordings)} recordings`);
  row('the first start is killed', await killedAt(/moved/g, 4), '');
  row(
    'the second start is killed',
    await killedAt(new RegExp(`of ${numberText(recordings)} moved`, 'g'), 3),
    '',
  );
  const began = performance.now();
  const server = await TenantServer.start({ TENANT_DATA_DIR: older });
  row('the third start is ready', `${((performance.now() - began) / 1000).toFixed(1)} s`, '');
  try {
    await compare(server.url, known);
  } finally {
    await server.stop();
  }
  row('the new database', megabytes(), '');
} finally {
  rmSync(folder, { recursive: true });
}

function megabytes(): string {
  return `${(statSync(join(older, 'environment.sqlite')).size / 1e6).toFixed(0)} MB`;
}

async function make(): Promise<void> {
  const data = await openDataFolder({ dataDir: made, demoPassword: 'demo' });
  const [environment] = data.tenants;
  if (environment) await fill(environment, recordings, new Date());
  data.close();
  // Backups are as old as the last version of that form.
  writeOlder(made, older, migrations.slice(0, FIRST_VERSION_WITH_BACKUPS));
}

interface Known {
  /** Each recording as the list exports it, the earliest first. */
  lines: string[];
  playable: Map<Playable, number>;
  /** By the id of a certificate in the keystore. */
  usage: Map<string, OpenedRecordings>;
  /** The envelopes of some recordings. */
  envelopes: Map<string, string | null>;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function latest(a: string | null, b: string): string {
  return a !== null && a > b ? a : b;
}

/** No count of SQLite's, and no index of ours: every row is looked at here. */
function lookAtEach(file: string): Known {
  const database = new DatabaseSync(file, { readOnly: true });
  const all = (sql: string) => database.prepare(sql).all() as Record<string, string>[];
  const keystore = new Map(
    all(
      'SELECT id, hex(issuer_der) AS issuer, serial_decimal AS serial FROM certificate WHERE deleted_at IS NULL',
    ).map(({ id = '', issuer, serial }) => [`${issuer} ${serial}`, id]),
  );
  const recipients = new Map<string, (Named & { id: string | undefined })[]>();
  for (const { media = '', issuer, serial, name = '' } of all(
    `SELECT media_file_id AS media, hex(issuer_der) AS issuer, serial_decimal AS serial, subject_name AS name
     FROM media_recipient ORDER BY media_file_id, position`,
  )) {
    const of = recipients.get(media) ?? [];
    // Each has a name of its own (bench/recordings/fill.ts).
    const named = { subjectName: name, nameShared: false, serialNumber: { hex: '' }, notAfter: null };
    recipients.set(media, [...of, { ...named, id: keystore.get(`${issuer} ${serial}`) }]);
  }
  const known: Known = { lines: [], playable: new Map(), usage: new Map(), envelopes: new Map() };
  for (const id of keystore.values()) {
    known.usage.set(id, { opens: 0, onlyToOpen: 0, from: null, to: null, keptUntil: null });
  }
  const rows = database
    .prepare(
      `SELECT recording.*, media_file.id AS media, duration_ms, pkcs7
       FROM recording JOIN media_file ON recording_id = recording.id ORDER BY recording.rowid`,
    )
    .all();
  const sorted = rows.toSorted(
    (a, b) => Date.parse(text(a['started_at'])) - Date.parse(text(b['started_at'])),
  );
  for (const [place, each] of sorted.entries()) {
    const encryptedFor = recipients.get(text(each['media'])) ?? [];
    const openers = new Set(encryptedFor.flatMap(({ id }) => id ?? []));
    const playable = each['pkcs7'] === null ? 'not encrypted' : openers.size > 0 ? 'yes' : 'key missing';
    known.playable.set(playable, (known.playable.get(playable) ?? 0) + 1);
    const startedAt = text(each['started_at']);
    for (const id of openers) {
      const usage = known.usage.get(id);
      if (!usage) continue;
      usage.opens++;
      if (openers.size === 1) usage.onlyToOpen++;
      usage.from ??= startedAt;
      usage.to = startedAt;
      usage.keptUntil = latest(usage.keptUntil, text(each['retained_until']));
    }
    if (place % 1009 === 0)
      known.envelopes.set(text(each['id']), each['pkcs7'] === null ? null : text(each['pkcs7']));
    const profile = each['ivr_profile_name'];
    const listed = {
      kind: each['kind'] === 'screen' ? 'screen' : 'voice',
      startedAt,
      durationMs: Number(each['duration_ms']),
      caller: text(each['ani']),
      dialed: text(each['dnis']),
      callUuid: text(each['call_uuid']),
      ivrProfile: typeof profile === 'string' ? { name: profile } : null,
      encryptedFor,
      playable,
    } as const;
    const columns: readonly ColumnWords<typeof listed>[] = Object.values(recordingWords);
    known.lines.push(
      csvLine(
        columns.flatMap(({ text: said, sortBy }) => (said ? [cellOf({ text: said, sortBy }, listed)] : [])),
      ),
    );
  }
  database.close();
  return known;
}

/** Starts a server and kills it when it has said so often how far it is. Answers what it said last. */
async function killedAt(line: RegExp, times: number): Promise<string> {
  const child = spawn(process.execPath, ['src/tenant/serve.ts'], {
    cwd: join(import.meta.dirname, '..'),
    env: { ...process.env, PORT: '0', TENANT_DATA_DIR: older },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  let said = '';
  for await (const chunk of child.stdout) {
    said += String(chunk);
    if ((said.match(line)?.length ?? 0) >= times) child.kill('SIGKILL');
  }
  await ended;
  if (child.signalCode !== 'SIGKILL') throw new Error(`The start ended before it was killed: ${said}`);
  return /: ([^:]+) moved\n$/.exec(said)?.[1] ?? '';
}

function same(what: string, seen: unknown, expected: unknown): void {
  const [is, was] = [JSON.stringify(seen), JSON.stringify(expected)];
  if (is !== was) throw new Error(`${what}: ${is.slice(0, 500)}, not ${was.slice(0, 500)}`);
}

async function compare(url: string, known: Known): Promise<void> {
  const administrator = await signedInAt(url, 'administrator');
  const lines = async (query: Record<string, string>) =>
    (await administrator.call('GET /api/recordings.csv', { query: { sort: 'startedAt', ...query } })).text;
  const [header = ''] = (await lines({ search: 'none' })).split('\n');
  same('the list', await lines({}), [`${header}\n`, ...known.lines].join(''));
  row('the list', numberText(known.lines.length), 'recordings as before, each with all columns');
  for (const playable of playables) {
    const found = (await lines({ playable, columns: 'kind' })).split('\n').length - 2;
    same(playable, found, known.playable.get(playable) ?? 0);
    row(`“can be played”: ${playable}`, numberText(found), 'as before');
  }
  for (const [id, expected] of known.usage) {
    const usage = (await administrator.call('GET /api/certificates/{id}/usage', { params: { id } })).answer;
    const { opens, onlyToOpen, from, to, keptUntil } = usage.recordings;
    same(`usage of ${id}`, { opens, onlyToOpen, from, to, keptUntil }, expected);
  }
  row('usage of certificates', numberText(known.usage.size), 'as before');
  for (const [id, expected] of known.envelopes) {
    const { answer } = await administrator.call('GET /api/recordings/{id}', { params: { id } });
    same(`envelope of ${id}`, answer.recording.mediaFiles[0]?.pkcs7 ?? null, expected);
  }
  row('envelopes', numberText(known.envelopes.size), 'as before');
}
