/** Which recordings from before, during and after a renewal can be opened with which keys. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { assignedBy, deletionBy } from '../../testing/steps.ts';
import { makePair, rsaKeys } from '../../testing/pairs.ts';
import type { Caller } from '../../testing/client.ts';
import { testTenant, type TestTenant } from '../../testing/tenant.ts';

let tenant: TestTenant;
let administrator: Caller;
let professional: Caller;
let recordings: Record<'before' | 'during' | 'after', string>;
const [oldPair, newPair] = [makePair(), makePair({ keys: rsaKeys() })];
let [oldId, newId] = ['', ''];
const spoken = readFileSync(join(import.meta.dirname, '../recorder/media/test-call.mp3'));

const assign = (...certificateIds: string[]) =>
  assignedBy(professional, 'IVR_Default_Record', certificateIds);

async function record(): Promise<string> {
  const { answer } = await administrator.call('POST /api/test-calls', { body: {} });
  return answer.recordings[0]?.id ?? '';
}

beforeEach(async () => {
  tenant = await testTenant();
  administrator = await tenant.signedIn('administrator');
  professional = await tenant.signedIn('professional');
  const upload = async (body: typeof oldPair) =>
    (await administrator.call('POST /api/certificates', { body })).answer.id;
  oldId = await upload(oldPair);
  await assign(oldId);
  const before = await record();
  newId = await upload(newPair);
  await assign(oldId, newId);
  const during = await record();
  await assign(newId);
  recordings = { before, during, after: await record() };
});
afterEach(() => tenant.close());

const mediaOf = async (id: string) => {
  const { recording } = (await administrator.call('GET /api/recordings/{id}', { params: { id } })).answer;
  const [media] = recording.mediaFiles;
  if (!media) throw new Error('No media');
  return media;
};
const get = (path: string) => tenant.api.request(path, { headers: { Cookie: administrator.cookie } });

/** Plays with the keystore: answers the media, or the code of the problem. */
async function play(id: string) {
  const response = await get((await mediaOf(id)).mediaUri);
  if (response.ok) return Buffer.from(await response.arrayBuffer());
  return ((await response.json()) as { code: string }).code;
}

/** Deletes a pair with the agreement that is needed, because one of the recordings depends on it. */
async function destroy(certificateId: string) {
  await assign();
  const body = { kind: 'deletion', certificateId } as const;
  const { answer } = await administrator.call('POST /api/requests', { body });
  await professional.call('POST /api/requests/{id}/answer', {
    params: { id: answer.id },
    body: { agree: true, onlyToOpen: 1 },
  });
  const { status } = await deletionBy(administrator, certificateId);
  expect(status).toBe(204);
}

test.each([
  ['the old key alone', () => newId, { before: spoken, during: spoken, after: 'key_not_in_keystore' }],
  ['the new key alone', () => oldId, { before: 'key_not_in_keystore', during: spoken, after: spoken }],
] as const)('with %s in the keystore, its own recordings play', async (_, other, expected) => {
  for (const id of Object.values(recordings)) expect(await play(id)).toEqual(spoken);
  await destroy(other());
  for (const [when, id] of Object.entries(recordings)) {
    expect([when, await play(id)]).toEqual([when, expected[when as keyof typeof expected]]);
  }
});

const isThere = spawnSync('openssl', ['version'], { encoding: 'utf8' }).stdout?.startsWith('OpenSSL 3');

test.skipIf(!isThere)('and so says OpenSSL, with either pair (skipped where there is none)', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'renewal-'));
  for (const [name, { certificate, privateKey }] of Object.entries({ old: oldPair, new: newPair })) {
    writeFileSync(join(folder, `${name}.pem`), certificate);
    writeFileSync(join(folder, `${name}.key`), privateKey);
  }
  const opened: Record<string, string[]> = {};
  for (const [when, id] of Object.entries(recordings)) {
    const { pkcs7 = '', mediaId } = await mediaOf(id);
    const media = await get(`/api/recordings/${id}/media/${encodeURIComponent(mediaId)}`);
    writeFileSync(join(folder, 'x.mp3.bin'), Buffer.from(await media.arrayBuffer()));
    writeFileSync(join(folder, 'x.p7.pem'), pkcs7);
    opened[when] = ['old', 'new'].filter((pair) => {
      const line = `cms -decrypt -inform PEM -in x.p7.pem -content x.mp3.bin -inkey ${pair}.key -recip ${pair}.pem -binary -out x.mp3`;
      if (spawnSync('openssl', line.split(' '), { cwd: folder }).status !== 0) return false;
      return readFileSync(join(folder, 'x.mp3')).equals(spoken);
    });
  }
  expect(opened).toEqual({ before: ['old'], during: ['old', 'new'], after: ['new'] });
  rmSync(folder, { recursive: true });
});
