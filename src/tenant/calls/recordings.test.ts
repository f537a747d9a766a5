import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { DAY_MS } from '../../domain/certificate.ts';
import { administrator, eachTenant, professional, signInAs, tenant } from '../../testing/given.ts';
import { acknowledgement, assignedBy, deletionBy, screensSavedBy } from '../../testing/steps.ts';
import { keepHouse } from '../operations/housekeeping.ts';
import { mediaPath, writeMedia } from '../store/media-files.ts';
import { makePair, rsaKeys, type Pair } from '../../testing/pairs.ts';

eachTenant('administrator', 'professional');

const spoken = readFileSync(join(import.meta.dirname, '../recorder/media/test-call.mp3'));

const upload = async (pair: Pair) =>
  (await administrator.call('POST /api/certificates', { body: pair })).answer;

const assign = (name: string, ...certificateIds: string[]) => assignedBy(professional, name, certificateIds);

const testCall = async (body: { geoLocation?: string; screen?: boolean } = {}, caller = administrator) =>
  (await caller.call('POST /api/test-calls', { body })).answer;

const say = (said: Uint8Array<ArrayBuffer>, query: Record<string, string> = {}, type = 'audio/webm') =>
  administrator.call('POST /api/test-calls/spoken', {
    query: { durationMs: '1500', ...query },
    body: new Blob([said], { type }),
  });

async function resourceOf(id: string) {
  const { recording } = (await administrator.call('GET /api/recordings/{id}', { params: { id } })).answer;
  const [media] = recording.mediaFiles;
  if (!media) throw new Error('No media');
  return media;
}

async function play(id: string, range?: string, caller = administrator) {
  const { mediaUri } = await resourceOf(id);
  return tenant.api.request(mediaUri, {
    headers: { Cookie: caller.cookie, ...(range ? { Range: range } : {}) },
  });
}

const list = async (query: Record<string, string>) =>
  (await administrator.call('GET /api/recordings', { query })).answer;

const bytesOf = async (response: Response) => Buffer.from(await response.arrayBuffer());

function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    // The one that listed the folder is closed.
    return '';
  }
}

const remove = (id: string) => deletionBy(administrator, id);

async function askToDelete(certificateId: string) {
  const body = { kind: 'deletion', certificateId } as const;
  const { answer } = await administrator.call('POST /api/requests', { body });
  if (answer.kind !== 'deletion') throw new Error('A request of another kind');
  return answer;
}
const agreeTo = (id: string, onlyToOpen: number) =>
  professional.call('POST /api/requests/{id}/answer', { params: { id }, body: { agree: true, onlyToOpen } });

describe('a test call', () => {
  test('is encrypted for the certificates of the profile that it picks, and plays', async () => {
    const [west, other] = [await upload(makePair()), await upload(makePair({ commonName: 'Default' }))];
    await assign('record_us_west', west.id);
    await assign('IVR_Default_Record', other.id);
    const made = await testCall({ geoLocation: 'us-west' }, professional);
    expect(made.picked).toMatchObject({ ivrProfile: { name: 'record_us_west' }, by: 'geo-location' });
    expect(made.recordings).toHaveLength(1);
    const [recording] = made.recordings;
    expect(recording?.encryptedFor.map(({ certificateId }) => certificateId)).toEqual([west.id]);
    expect(recording?.playable).toBe('yes');
    expect(await bytesOf(await play(recording?.id ?? ''))).toEqual(spoken);
    // A call from elsewhere picks the default profile.
    const elsewhere = await testCall({ geoLocation: 'elsewhere' });
    expect(elsewhere.picked?.by).toBe('default');
    expect(elsewhere.recordings[0]?.encryptedFor[0]?.certificateId).toBe(other.id);
  });

  test('without a valid certificate is in the clear, and everything says so', async () => {
    const made = await testCall();
    expect(made.recordings[0]).toMatchObject({ playable: 'not encrypted', encryptedFor: [] });
    const media = await resourceOf(made.recordings[0]?.id ?? '');
    expect(media.pkcs7).toBeUndefined();
    expect(media.originalMediaDescriptor.path).toMatch(/\.mp3$/);
    expect(await bytesOf(await play(made.recordings[0]?.id ?? ''))).toEqual(spoken);
    const { items } = (await administrator.call('GET /api/audit-log')).answer;
    expect(items.map(({ summary }) => summary).join('\n')).toContain('in the clear, not encrypted');
  });

  test('one that has expired since its assignment encrypts nothing new', async () => {
    const soon = await upload(makePair({ notAfter: new Date('2026-12-01T00:00:00Z') }));
    await assign('IVR_Default_Record', soon.id);
    const before = await testCall();
    tenant.clock.advance(30 * DAY_MS);
    await signInAs('administrator');
    expect((await testCall()).recordings[0]?.playable).toBe('not encrypted');
    expect((await play(before.recordings[0]?.id ?? '')).status).toBe(200);
  });

  test('also records the screen, for the screen list', async () => {
    const { id } = await upload(makePair({ commonName: 'Screen' }));
    await assign('IVR_Default_Record', id);
    await screensSavedBy(administrator, [id]);
    const made = await testCall({ screen: true });
    expect(made.recordings.map(({ kind, playable }) => [kind, playable])).toEqual([
      ['voice', 'yes'],
      ['screen', 'yes'],
    ]);
    const [, screen] = made.recordings;
    const picture = readFileSync(join(import.meta.dirname, '../recorder/media/test-screen.mp4'));
    expect(await bytesOf(await play(screen?.id ?? ''))).toEqual(picture);

    // After the removal the next recording is not encrypted, and earlier ones still play.
    expect((await screensSavedBy(administrator, [], { acknowledgement })).status).toBe(200);
    expect((await testCall({ screen: true })).recordings[1]?.playable).toBe('not encrypted');
    expect((await play(screen?.id ?? '')).status).toBe(200);
  });

  test('without screen recording bought refuses the screen', async () => {
    const fabrikam = await tenant.signedIn('fabrikam-administrator');
    const reply = await fabrikam.call('POST /api/test-calls', { body: { screen: true } });
    expect(reply.problem.code).toBe('screen_recording_not_bought');
    expect((await fabrikam.call('GET /api/recordings')).answer.total).toBe(0);
  });

  test('takes what a person says, and nothing too long or too large', async () => {
    const { id } = await upload(makePair());
    await assign('IVR_Default_Record', id);
    const said = Buffer.from('\u001aE\u00df\u00a3 begins as WebM does', 'latin1');
    const { answer } = await say(said);
    const response = await play(answer.recordings[0]?.id ?? '');
    expect(response.headers.get('Content-Type')).toBe('audio/webm');
    expect(await bytesOf(response)).toEqual(said);
    const ogg = Buffer.from('OggS begins as Ogg does');
    const inOgg = (await say(ogg, {}, 'audio/ogg; codecs=opus')).answer.recordings[0]?.id ?? '';
    const played = await play(inOgg);
    expect(played.headers.get('Content-Type')).toBe('audio/ogg');
    expect(await bytesOf(played)).toEqual(ogg);
    const most = 8_000_000;
    for (const [code, reply] of [
      ['invalid_request', await say(said, { durationMs: '120001' })],
      ['invalid_request', await say(said, { durationMs: '0' })],
      ['invalid_request', await say(said, { screen: 'perhaps' })],
      ['invalid_request', await say(said, {}, 'audio/mp4')],
      ['invalid_request', await say(Buffer.from('<html>'))],
      ['invalid_request', await say(Buffer.alloc(0))],
      ['unsupported_media_type', await say(said, {}, 'text/html')],
      ['unsupported_media_type', await say(said, {}, 'application/json')],
      ['body_too_large', await say(Buffer.concat([said], most + 1))],
    ] as const) {
      expect(reply.problem.code).toBe(code);
      if (code === 'body_too_large') expect(reply.problem.detail).toContain('8.0 MB');
      if (code === 'unsupported_media_type')
        expect(reply.problem.detail).toMatch(/audio\/ogg.*audio\/webm.*audio\/mp4/);
    }
    expect((await say(Buffer.concat([said], most), {}, 'audio/webm;codecs=opus')).status).toBe(201);
    expect((await say(said, { screen: 'true', geoLocation: 'us-west' })).answer).toMatchObject({
      picked: { by: 'geo-location' },
      recordings: [{ kind: 'voice', durationMs: 1500 }, { kind: 'screen' }],
    });
  });
});

describe('a deletion that recordings depend on', () => {
  test('is agreed to for what the person saw, not for what was recorded since', async () => {
    const { id } = await upload(makePair());
    await assign('IVR_Default_Record', id);
    await testCall();
    const request = await askToDelete(id);
    const saw = request.recordings.onlyToOpen;
    await testCall();
    await assign('IVR_Default_Record');
    expect((await agreeTo(request.id, saw)).problem).toMatchObject({
      code: 'changed_meanwhile',
      detail: expect.stringContaining('now 2 recordings would be lost') as string,
    });
    expect((await remove(id)).problem.code).toBe('deletion_needs_approval');
    expect((await agreeTo(request.id, 2)).answer).toMatchObject({
      state: 'agreed',
      recordings: { onlyToOpen: 2 },
    });
    expect((await remove(id)).status).toBe(204);
  });

  test('whose approval is needed no more, closes the request that waits for it', async () => {
    const [a, b] = [await upload(makePair()), await upload(makePair({ commonName: 'B', keys: rsaKeys() }))];
    await assign('IVR_Default_Record', a.id, b.id);
    await testCall();
    await assign('IVR_Default_Record');
    await remove(a.id);
    const request = await askToDelete(b.id);
    await administrator.call('POST /api/deleted-certificates/{id}/restore', { params: { id: a.id } });
    expect((await remove(b.id)).status).toBe(204);
    const { answer } = await professional.call('GET /api/requests/{id}', { params: { id: request.id } });
    expect(answer).toMatchObject({
      state: 'withdrawn',
      answered: { by: 'administrator', reason: expect.stringContaining('deleted without it') as string },
      recordings: { onlyToOpen: 0 },
    });
    expect((await agreeTo(request.id, 0)).problem.code).toBe('request_closed');
  });
});

const openFiles = () =>
  readdirSync('/proc/self/fd')
    .map((fd) => linkOf(`/proc/self/fd/${fd}`))
    .filter((file) => file.startsWith(join(tenant.dataDir, 'media')));

describe('playing', () => {
  test('either key of two opens; with neither it says which is missing', async () => {
    const [a, b] = [await upload(makePair()), await upload(makePair({ commonName: 'B', keys: rsaKeys() }))];
    await assign('IVR_Default_Record', a.id, b.id);
    const id = (await testCall()).recordings[0]?.id ?? '';
    await assign('IVR_Default_Record');
    const usage = (await administrator.call('GET /api/certificates/{id}/usage', { params: { id: a.id } }))
      .answer;
    expect(usage).toMatchObject({ recordings: { opens: 1, onlyToOpen: 0 }, deletable: true });
    expect((await remove(a.id)).status).toBe(204);
    expect(await bytesOf(await play(id))).toEqual(spoken);

    // It is the last key that opens the recording, so a second person must agree.
    expect((await remove(b.id)).problem.code).toBe('deletion_needs_approval');
    await agreeTo((await askToDelete(b.id)).id, 1);
    expect((await remove(b.id)).status).toBe(204);
    const refused = await play(id);
    expect(refused.status).toBe(409);
    const problem = (await refused.json()) as { code: string; detail: string };
    expect(problem.code).toBe('key_not_in_keystore');
    expect(problem.detail).toContain('“B”');
    const { items } = (await administrator.call('GET /api/recordings')).answer;
    expect(items[0]).toMatchObject({
      playable: 'key missing',
      encryptedFor: [{ certificateId: null }, { certificateId: null }],
    });
    // After the restore it can be played again.
    await administrator.call('POST /api/deleted-certificates/{id}/restore', { params: { id: b.id } });
    expect((await play(id)).status).toBe(200);
  });

  test('the same pair uploaded again after its destruction opens its recordings', async () => {
    const pair = makePair();
    const { id } = await upload(pair);
    await assign('IVR_Default_Record', id);
    const recording = (await testCall()).recordings[0]?.id ?? '';
    await assign('IVR_Default_Record');
    await agreeTo((await askToDelete(id)).id, 1);
    await remove(id);
    tenant.clock.advance(31 * DAY_MS);
    for (const each of tenant.tenants) await keepHouse(each, tenant.clock.now);
    await signInAs('administrator');
    expect((await play(recording)).status).toBe(409);
    const again = await upload(pair);
    expect(again.id).not.toBe(id);
    expect(await bytesOf(await play(recording))).toEqual(spoken);
    const usage = (await administrator.call('GET /api/certificates/{id}/usage', { params: { id: again.id } }))
      .answer;
    expect(usage.recordings).toMatchObject({ opens: 1, onlyToOpen: 1 });
  });

  test('answers parts', async () => {
    await testCall();
    const id = (await testCall()).recordings[0]?.id ?? '';
    const whole = await play(id);
    expect(whole.headers.get('Accept-Ranges')).toBe('bytes');
    for (const [range, status, from, to] of [
      ['bytes=0-99', 206, 0, 100],
      ['bytes=100-', 206, 100, spoken.length],
      ['bytes=-10', 206, spoken.length - 10, spoken.length],
      ['bytes=5-2', 200, 0, spoken.length],
      ['lines=1-2', 200, 0, spoken.length],
    ] as const) {
      const response = await play(id, range);
      expect([range, response.status]).toEqual([range, status]);
      expect(await bytesOf(response)).toEqual(spoken.subarray(from, to));
    }
    expect((await play(id, `bytes=${spoken.length}-`)).status).toBe(416);
  });

  test('an encrypted one answers the same parts as one in the clear', async () => {
    const { id } = await upload(makePair());
    await assign('IVR_Default_Record', id);
    const recording = (await testCall()).recordings[0]?.id ?? '';
    const { length } = spoken;
    for (const [from, to] of [
      [0, 1],
      [15, 17],
      [16, 32],
      [1, length],
      [length - 1, length],
      [length - 33, length - 1],
    ] as const) {
      const response = await play(recording, `bytes=${from}-${to - 1}`);
      expect(response.status).toBe(206);
      expect(response.headers.get('Content-Range')).toBe(`bytes ${from}-${to - 1}/${length}`);
      expect(response.headers.get('Content-Length')).toBe(String(to - from));
      expect(await bytesOf(response)).toEqual(spoken.subarray(from, to));
    }
    const whole = await play(recording);
    expect(whole.headers.get('Content-Length')).toBe(String(length));
    expect(await bytesOf(whole)).toEqual(spoken);
    expect((await play(recording, `bytes=${length}-`)).headers.get('Content-Range')).toBe(
      `bytes */${length}`,
    );
  });

  test.skipIf(process.platform !== 'linux')(
    'leaves no file open: not for HEAD, nor when the player goes away (Linux only)',
    async () => {
      const { id } = await upload(makePair());
      await assign('IVR_Default_Record', id);
      const recording = (await testCall()).recordings[0]?.id ?? '';
      const { mediaUri } = await resourceOf(recording);
      const headers = { Cookie: administrator.cookie };
      const head = await tenant.api.request(mediaUri, { method: 'HEAD', headers });
      expect(head.headers.get('Content-Length')).toBe(String(spoken.length));
      expect(openFiles()).toEqual([]);
      const reader = (await play(recording)).body?.getReader();
      expect((await reader?.read())?.done).toBe(false);
      await reader?.cancel();
      expect(openFiles()).toEqual([]);
      await bytesOf(await play(recording));
      expect(openFiles()).toEqual([]);
    },
  );

  test('is in the audit log whichever part is asked for, once for each person and time', async () => {
    const [id, other] = [
      (await testCall()).recordings[0]?.id ?? '',
      (await testCall()).recordings[0]?.id ?? '',
    ];
    const entries = async () =>
      (
        await administrator.call('GET /api/audit-log', { query: { action: 'recording.played' } })
      ).answer.items.map(({ username, summary }) => [username, summary.includes(id)]);
    // Everything except the first byte counts as playing the recording.
    await play(id, 'bytes=1-');
    expect(await entries()).toEqual([['administrator', true]]);
    for (const range of [undefined, 'bytes=0-99', 'bytes=100-', 'bytes=-10']) await play(id, range);
    await play(id, `bytes=${spoken.length}-`);
    expect(await entries()).toHaveLength(1);
    await play(id, 'bytes=1-', professional);
    await play(other, 'bytes=1-');
    tenant.clock.advance(11 * 60_000);
    await play(id, 'bytes=200-');
    expect(await entries()).toEqual([
      ['administrator', true],
      ['administrator', false],
      ['professional', true],
      ['administrator', true],
    ]);
  });

  test('a damaged file is not taken for a missing key', async () => {
    const { id } = await upload(makePair());
    await assign('IVR_Default_Record', id);
    const recording = (await testCall()).recordings[0]?.id ?? '';
    const [file = ''] = tenant.mediaFiles();
    writeFileSync(file, 'cut off');
    expect(await (await play(recording)).json()).toMatchObject({ code: 'recording_damaged' });
    rmSync(file);
    const said = async () => ((await (await play(recording)).json()) as { detail: string }).detail;
    expect(await said()).toContain('its media file is missing');
    mkdirSync(file);
    expect(await said()).toContain('its media file cannot be opened');
  });
});

const edit = (sql: string) => tenant.environment.database.run(sql);

describe('a database that was not written by us', () => {
  test('names no file that is answered or removed', async () => {
    const outside = join(tenant.dataDir, 'notes.txt');
    writeFileSync(outside, 'of somebody else');
    const id = (await testCall()).recordings[0]?.id ?? '';
    for (const name of ['../notes.txt', 'notes.txt/../../notes.txt', outside]) {
      edit(`UPDATE recording SET file = '${name}'`);
      const answer = await play(id);
      expect([answer.status, await answer.json()]).toMatchObject([409, { code: 'recording_damaged' }]);
    }
    edit(`UPDATE recording SET file = '../notes.txt'`);
    edit(`UPDATE recording SET retained_until = 0`);
    await keepHouse(tenant.environment, tenant.clock.now);
    expect((await list({})).total).toBe(0);
    expect(existsSync(outside)).toBe(true);
  });

  test('does not make a page of a recording', async () => {
    const id = (await testCall()).recordings[0]?.id ?? '';
    edit(`UPDATE recording SET file = replace(file, '.mp3', '.html')`);
    expect((await play(id)).headers.get('Content-Type')).toBe('application/problem+json');
    edit(`UPDATE recording SET file = replace(file, '.html', '.mp3')`);
    expect((await play(id)).headers.get('Content-Type')).toBe('audio/mp3');
  });

  test('with a number that nobody can count on from answers that it is damaged', async () => {
    await testCall();
    for (const change of ['duration_ms = 9223372036854775807', 'started_at = 9007199254740991']) {
      edit(`UPDATE recording SET ${change}`);
      expect((await administrator.call('GET /api/recordings')).problem.code).toBe('tenant_damaged');
    }
  });
});

describe('the list', () => {
  test('pages, filters by certificate and by whether it plays', async () => {
    const { id } = await upload(makePair());
    for (let i = 0; i < 3; i++) {
      await testCall();
      tenant.clock.advance(1000);
    }
    await assign('IVR_Default_Record', id);
    for (let i = 0; i < 2; i++) {
      await testCall();
      tenant.clock.advance(1000);
    }
    const first = await list({ limit: '2' });
    const second = await list({ limit: '2', cursor: first.nextCursor ?? '' });
    const third = await list({ limit: '2', cursor: second.nextCursor ?? '' });
    expect(third.nextCursor).toBeUndefined();
    const all = [first, second, third].flatMap(({ items }) => items);
    expect(new Set(all.map((each) => each.id)).size).toBe(5);
    expect(all.map(({ startedAt }) => startedAt)).toEqual(
      all
        .map(({ startedAt }) => startedAt)
        .toSorted()
        .toReversed(),
    );
    expect((await list({ certificate: id })).total).toBe(2);
    expect((await list({ certificate: 'unknown' })).total).toBe(0);
    expect((await list({ playable: 'not encrypted' })).total).toBe(3);
    expect((await list({ playable: 'yes' })).total).toBe(2);
    expect((await list({ playable: 'key missing' })).total).toBe(0);
  });

  test('forgets what is past its retention, files too', async () => {
    await testCall();
    tenant.clock.advance(364 * DAY_MS);
    await keepHouse(tenant.environment, tenant.clock.now);
    expect(tenant.mediaFiles()).toHaveLength(1);
    tenant.clock.advance(2 * DAY_MS);
    await keepHouse(tenant.environment, tenant.clock.now);
    expect(tenant.mediaFiles()).toHaveLength(0);
    await signInAs('administrator');
    expect((await administrator.call('GET /api/recordings')).answer.total).toBe(0);
  });

  test('removes many in batches, each with its entry in the audit log, and requests are answered between', async () => {
    const { database } = tenant.environment;
    database.run(
      `WITH RECURSIVE each (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM each WHERE n < 301)
       INSERT INTO recording (uuid, kind, call_uuid, ani, dnis, started_at, duration_ms, retained_until, set_id, bytes, file)
       SELECT 'CALL' || n, 'voice', 'CALL' || n, '', '', n, 1, n, 0, 1, 'none' FROM each`,
    );
    const left = () => database.all<{ n: number }>('SELECT count(*) AS n FROM recording')[0]?.n ?? 0;
    const removed = new AbortController();
    const removing = keepHouse(tenant.environment, new Date(300)).finally(() => removed.abort());
    const between = new Set<number>();
    while (!removed.signal.aborted) {
      between.add(left());
      await setImmediate();
    }
    await removing;
    expect([...between]).toEqual([201, 101, 1]);
    const entries = database.all(
      `SELECT summary FROM audit_entry WHERE action = 'recording.removed' ORDER BY id`,
    );
    expect(entries.map(({ summary }) => String(summary).slice(0, 22))).toEqual(
      Array.from({ length: 3 }, () => 'Removed 100 recordings'),
    );
    expect(database.all('SELECT uuid FROM recording')).toEqual([{ uuid: 'CALL301' }]);
  });

  test('that looks at many recordings for few answers other calls before', async () => {
    tenant.environment.database.run(
      `WITH RECURSIVE each (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM each WHERE n < 23999)
       INSERT INTO recording (uuid, kind, call_uuid, ani, dnis, started_at, duration_ms, retained_until, set_id, bytes, file)
       SELECT 'CALL' || n, 'voice', '', '+155' || (n / 12000), '+166' || (n / 12000), n, 1, n, 0, 1, 'none' FROM each`,
    );
    const answered: string[] = [];
    const search = async () => {
      const { answer } = await administrator.call('GET /api/recordings', {
        query: { search: '+1551 +1660' },
      });
      answered.push(`${answer.total} found`);
    };
    const other = async () => {
      await administrator.call('GET /api/session');
      answered.push('another call');
    };
    await Promise.all([search(), other()]);
    expect(answered).toEqual(['another call', '0 found']);
  });

  test('a file that was noted and got no recording is removed at the start; recordings and other files stay', async () => {
    const id = (await testCall()).recordings[0]?.id ?? '';
    const [of] = tenant.mediaFiles();
    const { database, mediaFolder } = tenant.environment;
    const [loose, foreign, unknown] = [1, 2, 3].map((n) => `${n}f0e0d0c-0b0a-4908-8706-050403020100.mp3.bin`);
    for (const name of [loose, unknown]) await writeMedia(mediaFolder, name ?? '', Buffer.from('x'));
    const holiday = join(mediaFolder, 'holiday.mp4');
    writeFileSync(holiday, 'x');
    for (const name of [loose, foreign, 'holiday.mp4', '../environment.sqlite'])
      database.run('INSERT INTO loose_media (name) VALUES (:name)', { name: name ?? '' });
    await tenant.restart();
    expect(tenant.mediaFiles().toSorted()).toEqual(
      [of ?? '', mediaPath(mediaFolder, unknown ?? ''), holiday].toSorted(),
    );
    expect(tenant.environment.database.all('SELECT name FROM loose_media')).toEqual([]);
    expect((await play(id)).status).toBe(200);
  });

  test('a removal that was cut off after its rows is finished by the next start', async () => {
    await testCall();
    tenant.environment.database.run('DELETE FROM recording');
    expect(tenant.mediaFiles()).toHaveLength(1);
    await tenant.restart();
    expect(tenant.mediaFiles()).toEqual([]);
  });
});

test('nothing that was said is in the data folder in the clear', async () => {
  const { id } = await upload(makePair());
  await assign('IVR_Default_Record', id);
  const canary = 'the canary sings at a quarter past seven';
  const said = Buffer.from(`\u001aE\u00df\u00a3${canary.repeat(50)}`, 'latin1');
  expect((await say(said)).answer.recordings[0]?.playable).toBe('yes');
  expect(tenant.storedBytes().includes(canary)).toBe(false);
  expect(tenant.log.join('\n')).not.toContain(canary);
});

const isThere = spawnSync('openssl', ['version'], { encoding: 'utf8' }).stdout?.startsWith('OpenSSL 3');

test.skipIf(!isThere)('OpenSSL opens a recording with either key (skipped where there is none)', async () => {
  const pairs = [makePair(), makePair({ commonName: 'B', keys: rsaKeys() })];
  const ids: string[] = [];
  for (const pair of pairs) ids.push((await upload(pair)).id);
  await assign('IVR_Default_Record', ...ids);
  const id = (await testCall()).recordings[0]?.id ?? '';
  const { pkcs7 = '', mediaId } = await resourceOf(id);
  const response = await tenant.api.request(`/api/recordings/${id}/media/${encodeURIComponent(mediaId)}`, {
    headers: { Cookie: administrator.cookie },
  });
  expect(response.headers.get('Content-Disposition')).toMatch(/\.mp3\.bin"$/);
  const folder = mkdtempSync(join(tmpdir(), 'recording-'));
  writeFileSync(join(folder, 'x.mp3.bin'), await bytesOf(response));
  writeFileSync(join(folder, 'x.p7.pem'), pkcs7);
  for (const { certificate, privateKey } of pairs) {
    writeFileSync(join(folder, 'tenant.pem'), certificate);
    writeFileSync(join(folder, 'tenant.key'), privateKey);
    const line =
      'cms -decrypt -inform PEM -in x.p7.pem -content x.mp3.bin -inkey tenant.key -recip tenant.pem -binary -out x.mp3';
    const { status, stderr } = spawnSync('openssl', line.split(' '), { cwd: folder, encoding: 'utf8' });
    expect(status, stderr).toBe(0);
    expect(readFileSync(join(folder, 'x.mp3'))).toEqual(spoken);
  }
  rmSync(folder, { recursive: true });
});
