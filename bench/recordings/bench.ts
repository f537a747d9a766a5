import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { DAY_MS } from '../../src/domain/certificate.ts';
import { numberText } from '../../src/domain/counted.ts';
import { openDataFolder } from '../../src/tenant/tenants.ts';
import { TenantServer } from '../../e2e/server.ts';
import { row } from '../report.ts';
import { fill } from './fill.ts';

/** `npm run bench:recordings -- NUMBER [--keep DIR]`: with DIR, the data folder stays and is used again. */

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { keep: { type: 'string' } },
});
const recordings = Number(positionals[0] ?? 1_000_000);
const folder = values.keep === undefined ? mkdtempSync(join(tmpdir(), 'recordings-')) : resolve(values.keep);
mkdirSync(folder, { recursive: true });

const began = performance.now();
const since = (start: number) => performance.now() - start;
const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;

if (readdirSync(folder).length === 0) {
  const data = await openDataFolder({ dataDir: folder, demoPassword: 'demo' });
  const [environment] = data.tenants;
  if (environment) await fill(environment, recordings, new Date());
  data.close();
}
const { size } = statSync(join(folder, 'environment.sqlite'));
console.log(`${numberText(recordings)} recordings, made in ${seconds(since(began))}: ${folder}`);
row('database', `${(size / 1e6).toFixed(0)} MB`, `goal ${(0.868e-3 * recordings).toFixed(0)} MB`);

const start = performance.now();
const server = await TenantServer.start({ TENANT_DATA_DIR: folder });
row('start', seconds(since(start)), 'goal 1.5 s');
// On a busy machine most of it is waiting for other programs.
row('of it, computing', seconds(cpuOf(server.pid)), '');

const signedIn = await fetch(`${server.url}/api/session`, {
  method: 'POST',
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify({ username: 'administrator', password: 'demo' }),
});
const headers = { Cookie: signedIn.headers.get('Set-Cookie')?.split(';')[0] ?? '' };
const get = async (path: string) => {
  const answer = await fetch(server.url + path, { headers });
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}`);
  return answer.json() as Promise<{ nextCursor?: string; total?: number; items?: { id: string }[] }>;
};

/** What a process has computed so far, in milliseconds: fields 14 and 15 of its stat, in hundredths (man 5 proc). */
function cpuOf(pid: number | undefined): number {
  if (process.platform !== 'linux') return Number.NaN;
  const [, after = ''] = /\) (.*)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
  const [user = 0, system = 0] = after.split(' ').slice(11, 13).map(Number);
  return (user + system) * 10;
}

const daysAgo = (days: number) => new Date(Date.now() - days * DAY_MS).toISOString();
const month = `from=${daysAgo(250)}&to=${daysAgo(220)}`;
const certificate = '00000000-0000-4000-8000-000000000003';
const list = '/api/recordings?limit=100';
const second = await get(list);
const later = await get(`${list}&cursor=${second.nextCursor ?? ''}`);
const PAGE = 15;
const SEARCH = 50;
const questions: [name: string, path: string, goal: number][] = [
  ['newest page', list, PAGE],
  ['third page', `${list}&cursor=${later.nextCursor ?? ''}`, PAGE],
  ['longest first', `${list}&sort=-durationMs`, PAGE],
  ['can be played', `${list}&playable=yes`, PAGE],
  ['key missing', `${list}&playable=key+missing`, PAGE],
  ['in the clear', `${list}&playable=not+encrypted`, PAGE],
  ['one certificate', `${list}&certificate=${certificate}`, PAGE],
  ['one recording', `/api/recordings/${second.items?.[0]?.id ?? ''}`, PAGE],
  ['usage of a certificate', `/api/certificates/${certificate}/usage`, PAGE],
  ['requests', '/api/requests', PAGE],
  ['a month', `${list}&${month}`, SEARCH],
  ['a month, can be played', `${list}&${month}&playable=yes`, SEARCH],
  ['a month, longest first', `${list}&${month}&sort=-durationMs`, SEARCH],
  ['a month, can be played, longest first', `${list}&${month}&playable=yes&sort=-durationMs`, SEARCH],
  ['one caller', `${list}&search=%2B442071838750`, SEARCH],
  ['one caller in a month', `${list}&search=%2B442071838750&${month}`, SEARCH],
  ['one dialed number', `${list}&search=18005550107`, SEARCH],
  ['one dialed number in a month', `${list}&search=18005550107&${month}`, SEARCH],
  ['one dialed number, key missing', `${list}&search=18005550107&playable=key+missing`, SEARCH],
  ['callers that begin alike', `${list}&search=1415370`, SEARCH],
  ['a call UUID', `${list}&search=${second.items?.[0]?.id.slice(0, 12) ?? ''}`, SEARCH],
];

const TIMES = 20;
// Not counted: Node compiles what runs often.
for (const [, path] of questions) for (let time = 0; time < 5; time++) await get(path);
let longestWait = 0;
const answered = new AbortController();
/** What another request waits beside the questions. */
const beside = (async () => {
  while (!answered.signal.aborted) {
    const asked = performance.now();
    await (await fetch(`${server.url}/api/health`)).arrayBuffer();
    longestWait = Math.max(longestWait, since(asked));
  }
})();
for (const [name, path, goal] of questions) {
  const times: number[] = [];
  for (let time = 0; time < TIMES; time++) {
    const asked = performance.now();
    await get(path);
    times.push(since(asked));
  }
  const p95 = times.toSorted((a, b) => a - b)[Math.ceil(TIMES * 0.95) - 1] ?? 0;
  row(name, `${p95.toFixed(1)} ms`, `goal ${goal} ms`);
}
answered.abort();
await beside;
row('the longest wait of GET /api/health beside them', `${longestWait.toFixed(0)} ms`, 'goal 20 ms');
const status = process.platform === 'linux' ? readFileSync(`/proc/${server.pid}/status`, 'utf8') : '';
row('resident', `${(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1000).toFixed(0)} MB`, 'goal 250 MB');

await server.stop();
if (values.keep === undefined) rmSync(folder, { recursive: true });
