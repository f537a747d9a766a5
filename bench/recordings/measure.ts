import { readFileSync } from 'node:fs';
import { get as request } from 'node:http';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { DAY_MS } from '../../src/domain/certificate.ts';
import { signedInAt } from '../../src/testing/client.ts';
import { TenantServer } from '../../src/testing/server.ts';
import type { Reading } from '../../scripts/attack/loop-watch.ts';

export interface Figure {
  name: string;
  /** Undefined where that version has no such question. */
  value: number | undefined;
  unit: 'ms' | 's' | 'MB';
  goal?: number;
  /** How long the server was held at most by what it computed, in milliseconds. */
  held?: number;
}

const daysAgo = (days: number) => new Date(Date.now() - days * DAY_MS).toISOString();
const month = `from=${daysAgo(250)}&to=${daysAgo(220)}`;
const certificate = '00000000-0000-4000-8000-000000000003';
const list = '/api/recordings?limit=100';
const [PAGE, SEARCH] = [15, 50];

interface Question {
  name: string;
  path: string;
  goal: number;
  /** Where an older version has it; undefined: it has no such question. */
  before: string | undefined;
}

const page = (name: string, path: string, before: string | undefined = path): Question => ({
  name,
  path,
  goal: PAGE,
  before,
});
const search = (name: string, asked: string): Question => ({
  name,
  path: `${list}&${asked}`,
  goal: SEARCH,
  before: undefined,
});

const questionsOf = (third: string, id: string): Question[] => [
  page('the smallest answer', '/api/versions'),
  page('newest page', list),
  page('third page', `${list}&cursor=${third}`),
  { ...page('longest first', `${list}&sort=-durationMs`), before: undefined },
  page('can be played', `${list}&playable=yes`),
  page('key missing', `${list}&playable=key+missing`),
  page('in the clear', `${list}&playable=not+encrypted`),
  page('one certificate', `${list}&certificate=${certificate}`),
  page('one recording', `/api/recordings/${id}`),
  page('usage of a certificate', `/api/certificates/${certificate}/usage`),
  page('requests', '/api/requests', '/api/deletion-requests'),
  search('a month', month),
  search('a month, can be played', `${month}&playable=yes`),
  search('a month, longest first', `${month}&sort=-durationMs`),
  search('a month, can be played, longest first', `${month}&playable=yes&sort=-durationMs`),
  search('one caller', 'search=%2B442071838750'),
  search('one caller in a month', `search=%2B442071838750&${month}`),
  search('one dialed number', 'search=18005550107'),
  search('one dialed number in a month', `search=18005550107&${month}`),
  search('one dialed number, key missing', 'search=18005550107&playable=key+missing'),
  search('two dialed numbers', 'search=%2B18005550107+%2B18005550108'),
  search('two dialed numbers, longest first', 'search=%2B18005550107+%2B18005550108&sort=-durationMs'),
  search('callers that begin alike', 'search=1415370'),
  search('a call UUID', `search=${id.slice(0, 12)}`),
];

const since = (start: number) => performance.now() - start;

/** A question is asked so often, or as often as this time allows. */
const TIMES = 40;
const MOST_MS = 20_000;

/**
 * How often the health is asked beside the questions. Without a pause this program and the server had the two cores of a
 * machine for that alone, and a page seemed to take twice its time.
 */
const HEALTH_EVERY_MS = 10;

/**
 * Asks the server of this checkout, or of an older one, everything. Of each question: the time over HTTP (p95), from the
 * request to the last byte of the answer as a browser gets it, compressed; this program neither decompresses nor parses
 * it. And how long the server was held at most by what it computed, which a busy machine does not change. The smallest
 * answer says how much of each time is the connection and the machine.
 */
export async function measure(folder: string, older?: string): Promise<Figure[]> {
  const watch = pathToFileURL(join(import.meta.dirname, '../../scripts/attack/loop-watch.ts')).href;
  const start = performance.now();
  const server = await TenantServer.start(
    { TENANT_DATA_DIR: folder, TENANT_DEMO_PASSWORD: 'demo', NODE_OPTIONS: `--import=${watch}` },
    [],
    undefined,
    older,
  );
  try {
    return await askAll(server, { started: since(start) / 1000, isOlder: older !== undefined });
  } finally {
    await server.stop();
  }
}

async function askAll(
  server: TenantServer,
  { started, isOlder }: { started: number; isOlder: boolean },
): Promise<Figure[]> {
  const figures: Figure[] = [
    { name: 'start', value: started, unit: 's', goal: 1.5 },
    // On a busy machine most of the start is waiting for other programs.
    { name: 'of it, computed by the server’s own thread', value: cpuOf(server.pid) / 1000, unit: 's' },
  ];
  const { cookie: Cookie } = await signedInAt(server.url, 'administrator');
  const get = async (path: string) => {
    const answer = await fetch(server.url + path, { headers: { Cookie } });
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}`);
    return answer.json() as Promise<{ nextCursor?: string; items?: { id: string }[] }>;
  };
  /** How long an answer takes. Each has a connection of its own: a server that was held for seconds closes those it kept. */
  const timed = (path: string) =>
    new Promise<number>((resolve, reject) => {
      const asked = performance.now();
      request(
        server.url + path,
        { agent: false, headers: { Cookie, 'Accept-Encoding': 'gzip, br' } },
        (answer) => {
          if (answer.statusCode !== 200) reject(new Error(`${path} answered ${answer.statusCode}`));
          answer.resume().once('end', () => resolve(since(asked)));
        },
      ).once('error', reject);
    });
  let readings = 0;
  async function longestHold(): Promise<number> {
    const line = new RegExp(`^loop-watch ${++readings} (.+)$`, 'm');
    process.kill(server.pid ?? 0, 'SIGUSR2');
    while (!line.test(server.log)) await setTimeout(2);
    return (JSON.parse(line.exec(server.log)?.[1] ?? '') as Reading).holdMs;
  }

  const second = await get(list);
  const later = await get(`${list}&cursor=${second.nextCursor ?? ''}`);
  const questions = questionsOf(later.nextCursor ?? '', second.items?.[0]?.id ?? '');
  const askedOf = ({ path, before }: Question) => (isOlder ? before : path);
  const ask = async (path: string, times: number): Promise<number[]> => {
    const took: number[] = [];
    const began = performance.now();
    while (took.length < times && since(began) < MOST_MS) took.push(await timed(path));
    return took;
  };
  // Not counted: Node compiles what runs often.
  for (const { path } of isOlder ? [] : questions) await ask(path, 5);

  let longestWait = 0;
  let longest = 0;
  const answered = new AbortController();
  /** What another request waits beside the questions. */
  const beside = (async () => {
    while (!answered.signal.aborted) {
      longestWait = Math.max(longestWait, await timed('/api/health'));
      await setTimeout(HEALTH_EVERY_MS);
    }
  })();
  for (const question of questions) {
    const { name, goal } = question;
    const asked = askedOf(question);
    await longestHold();
    const took = asked === undefined ? [] : await ask(asked, TIMES);
    const held = await longestHold();
    longest = Math.max(longest, held);
    const p95 = took.toSorted((a, b) => a - b)[Math.ceil(took.length * 0.95) - 1];
    figures.push({ name, value: p95, unit: 'ms', goal, held });
  }
  answered.abort();
  await beside;
  const status = process.platform === 'linux' ? readFileSync(`/proc/${server.pid}/status`, 'utf8') : '';
  const resident = Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1000;
  figures.push(
    { name: 'GET /api/health beside them, the longest wait', value: longestWait, unit: 'ms', goal: 20 },
    { name: 'the longest hold by computing', value: longest, unit: 'ms', goal: 20 },
    { name: 'resident', value: resident, unit: 'MB', goal: 250 },
  );
  return figures;
}

/**
 * What the first thread of a process has computed so far, in milliseconds: fields 14 and 15 of its stat, in hundredths
 * (man 5 proc).
 */
function cpuOf(pid: number | undefined): number {
  if (process.platform !== 'linux') return Number.NaN;
  const [, after = ''] = /\) (.*)/.exec(readFileSync(`/proc/${pid}/task/${pid}/stat`, 'utf8')) ?? [];
  const [user = 0, system = 0] = after.split(' ').slice(11, 13).map(Number);
  return (user + system) * 10;
}
