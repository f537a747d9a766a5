import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DAY_MS } from '../../src/domain/certificate.ts';
import { inspectPair } from '../../src/tenant/calls/pair.ts';
import { encryptMedia } from '../../src/tenant/recorder/recorder.ts';
import { insertPair } from '../../src/tenant/store/certificates.ts';
import { storeWithMedia } from '../../src/tenant/store/loose-media.ts';
import { insertRecording } from '../../src/tenant/store/recordings.ts';
import { openDataFolder, type OpenTenant } from '../../src/tenant/tenants.ts';
import { signedInAt } from '../../src/testing/client.ts';
import { makePair } from '../../src/testing/pairs.ts';
import { TenantServer } from '../../src/testing/server.ts';
import { row } from '../report.ts';

/**
 * `npm run bench:play`: a screen recording of 100 MB is played with six ranges at once. Prints how much more memory the
 * server has at most meanwhile, and compares what it answers with what was recorded. Linux only.
 */
const BYTES = 100_000_000;
const RANGES = 6;

const folder = mkdtempSync(join(tmpdir(), 'play-'));
const plain = new Uint8Array(randomBytes(BYTES));
const id = await record(plain);
const server = await TenantServer.start({ TENANT_DATA_DIR: folder });
try {
  const administrator = await signedInAt(server.url, 'administrator');
  const get = (path: string, headers: Record<string, string>) =>
    administrator.fetch('GET', path, { headers });
  const { recording } = (await administrator.call('GET /api/recordings/{id}', { params: { id } })).answer;
  const uri = recording.mediaFiles[0]?.mediaUri ?? '';
  // Not counted: the key is unwrapped and the code compiled.
  await (await get(uri, { Range: 'bytes=0-999999' })).arrayBuffer();

  const status = (name: string) =>
    Number(new RegExp(`${name}:\\s+(\\d+)`).exec(readFileSync(`/proc/${server.pid}/status`, 'utf8'))?.[1]) /
    1000;
  const before = status('VmRSS');
  // Forgets the highest value so far (man 5 proc).
  writeFileSync(`/proc/${server.pid}/clear_refs`, '5');
  const began = performance.now();
  // Not at the edges of blocks.
  const edges = Array.from({ length: RANGES + 1 }, (_, n) => Math.floor((BYTES * n) / RANGES));
  const parts = await Promise.all(
    edges.slice(1).map(async (end, n) => {
      const answer = await get(uri, { Range: `bytes=${edges[n]}-${end - 1}` });
      return new Uint8Array(await answer.arrayBuffer());
    }),
  );
  const ms = performance.now() - began;
  row('six ranges of 100 MB: more memory', `${(status('VmHWM') - before).toFixed(0)} MB`, 'goal 64 MB');
  row('time for all of it', `${(ms / 1000).toFixed(1)} s`, '');
  if (!Buffer.concat(parts).equals(plain)) throw new Error('What is played is not what was recorded');
} finally {
  await server.stop();
  rmSync(folder, { recursive: true });
}

/** Stores the media as one encrypted recording; answers its id. */
async function record(content: Uint8Array<ArrayBuffer>): Promise<string> {
  const data = await openDataFolder({ dataDir: folder, demoPassword: 'demo' });
  const [environment] = data.tenants;
  if (!environment) throw new Error('No tenant');
  try {
    return await recordIn(environment, content);
  } finally {
    data.close();
  }
}

async function recordIn(store: OpenTenant, content: Uint8Array<ArrayBuffer>): Promise<string> {
  const now = new Date();
  const { pkcs8, ...facts } = await inspectPair(makePair(), store.tenant);
  const pair = { ...facts, id: randomUUID(), uploadedBy: 'administrator', uploadedAt: now.toISOString() };
  const encrypted = encryptMedia(content, [pair.der]);
  const file = `${randomUUID()}.mp4.bin`;
  await storeWithMedia(store, [{ name: file, content: encrypted.ciphertext }], () => {
    insertPair(store.database, pair, store.seal.seal(pkcs8, pair.id));
    insertRecording(
      store.database,
      {
        id: 'SCREEN',
        kind: 'screen',
        callUuid: 'SCREEN',
        ani: '+14155550100',
        dnis: '+14155550199',
        agent: null,
        geoLocation: null,
        ivrProfileId: null,
        ivrProfileName: null,
        startedAt: now.toISOString(),
        durationMs: 3_600_000,
        retainedUntil: new Date(now.getTime() + 365 * DAY_MS).toISOString(),
        bytes: encrypted.ciphertext.length,
        file,
      },
      encrypted.pkcs7,
      [pair],
    );
  });
  return 'SCREEN';
}
