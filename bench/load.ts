import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { signedInAt } from '../src/testing/client.ts';
import { TenantServer } from '../src/testing/server.ts';
import { makeOwnTenant } from '../src/tenant/sign-in/own-tenant.ts';
import { hashPassword } from '../src/tenant/sign-in/password.ts';
import { saveAccount } from '../src/tenant/store/accounts.ts';
import { openDataFolder } from '../src/tenant/tenants.ts';
import { fill } from './fill.ts';
import { median, row } from './report.ts';

const CLIENTS = 50;
const SECONDS = 3;
const PATH = '/api/certificates?limit=100&sort=-uploadedAt';

/** A bare node:http server that answers every request with the same bytes, to measure what Node itself costs. */
const BARE_SERVER = /* js */ `
  const { headers, body } = JSON.parse(process.env.ANSWER);
  const bytes = Buffer.from(body, 'base64');
  const server = require('node:http').createServer((_, response) => response.writeHead(200, headers).end(bytes));
  server.listen(0, '127.0.0.1', () => console.log(server.address().port));
`;

const PASSWORD = 'gravel lantern eleven boats';

/** A tenant of one's own with 100 certificates and an account for each client. */
async function makePeople(dataDir: string): Promise<string[]> {
  const usernames = Array.from({ length: CLIENTS }, (_, i) => `person-${i}`);
  // A cheap hash: signing in is not what is measured.
  const passwordHash = hashPassword(PASSWORD, 4);
  makeOwnTenant(dataDir, {
    tenant: { name: 'Example Bank', dbid: 1, platform: 'aws', screenRecording: true },
    administrator: { username: 'anna', passwordHash },
    by: { username: 'bench (at the server)', role: 'system', session: '-' },
    now: new Date(),
  });
  await fill(dataDir, 100);
  const folder = await openDataFolder({ dataDir });
  for (const { database } of folder.tenants) {
    database.transaction(() => {
      for (const username of usernames)
        saveAccount(database, { username, role: 'professional', passwordHash });
    });
  }
  folder.close();
  return usernames;
}

/**
 * 50 people, each with an account and a session, fetch a list of 100 certificates; compared with a bare node:http server
 * that sends the same answer.
 */
export async function load(): Promise<void> {
  const template = await mkdtemp(join(tmpdir(), 'own-'));
  const usernames = await makePeople(template);
  const server = await TenantServer.start({}, [], template);
  await rm(template, { recursive: true });
  const people: Headers[] = [];
  for (const username of usernames) {
    const { cookie } = await signedInAt(server.url, username, PASSWORD);
    people.push({ Cookie: cookie, 'Accept-Encoding': 'gzip' });
  }
  const [first = {}] = people;
  const answer = await fetch(server.url + PATH, { headers: first });
  const etag = answer.headers.get('ETag') ?? '';
  const bare = await startBare(await oneAnswer(server.url, first));

  const all = await measure(server.url, people);
  const reference = await measure(bare.url, people);
  const unchanged = await measure(
    server.url,
    people.map((headers) => Object.assign(headers, { 'If-None-Match': etag })),
  );
  const share = (all.rate / reference.rate).toFixed(2);
  row('load average of this machine', loadavg()[0]?.toFixed(1) ?? '', 'the goals are for a quiet one');
  row(
    '50 clients, list of 100, answers',
    `${all.rate.toFixed(0)}/s`,
    `goal 1,500/s; ${share} of a bare node:http server`,
  );
  row(
    '50 clients, list of 100, median',
    `${all.median.toFixed(1)} ms`,
    `bare node:http ${reference.median.toFixed(1)} ms`,
  );
  row(
    '50 clients, list of 100, 99 of 100 within',
    `${all.p99.toFixed(1)} ms`,
    `goal 80 ms; bare node:http ${reference.p99.toFixed(1)} ms`,
  );
  row(
    '50 clients, nothing changed (304)',
    `${unchanged.rate.toFixed(0)}/s`,
    `${(unchanged.rate / reference.rate).toFixed(2)} of the same`,
  );
  bare.stop();
  await server.stop();
}

type Headers = Record<string, string>;

async function oneAnswer(url: string, headers: Headers) {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.write(request(url, headers));
  const answer = await read(socket);
  socket.destroy();
  return answer;
}

async function startBare({ head, body }: Answer) {
  const answered = Object.fromEntries(
    head.split('\r\n').flatMap((line) => {
      const [, name = '', value = ''] = /^([^:]+): (.*)$/.exec(line) ?? [];
      return name === '' || /^(date|connection|keep-alive|transfer-encoding)$/i.test(name)
        ? []
        : [[name, value]];
    }),
  );
  const child = spawn(process.execPath, ['-e', BARE_SERVER], {
    env: { ...process.env, ANSWER: JSON.stringify({ headers: answered, body: body.toString('base64') }) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [port] = (await once(child.stdout, 'data')) as [Buffer];
  return { url: `http://127.0.0.1:${port.toString().trim()}`, stop: () => child.kill() };
}

/** Each client sends its next request as soon as it has the answer. The first second is a warm-up and not measured. */
async function measure(url: string, people: readonly Headers[]) {
  const { hostname, port } = new URL(url);
  const start = performance.now() + 1000;
  const end = start + SECONDS * 1000;
  const times: number[] = [];
  await Promise.all(
    people.map(async (headers) => {
      const text = request(url, headers);
      const socket = connect(Number(port), hostname).setNoDelay();
      for (let asked = performance.now(); asked < end; asked = performance.now()) {
        socket.write(text);
        const { head } = await read(socket);
        if (!/^HTTP\/1.1 (200|304)/.test(head)) throw new Error(head);
        if (asked >= start) times.push(performance.now() - asked);
      }
      socket.destroy();
    }),
  );
  const p99 = times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.99)] ?? Number.NaN;
  return { rate: times.length / SECONDS, median: median(times), p99 };
}

/** The host with its port: the cookies of a session are named after it. */
const request = (url: string, headers: Headers) =>
  `GET ${PATH} HTTP/1.1\r\nHost: ${new URL(url).host}\r\n${Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('')}\r\n`;

interface Answer {
  head: string;
  body: Buffer;
}

/**
 * Reads one answer from a connection that stays open. Node's own client would need more processor time than the server.
 */
function read(socket: ReturnType<typeof connect>): Promise<Answer> {
  return new Promise((resolve, reject) => {
    let bytes: Buffer = Buffer.alloc(0);
    let needed = Number.POSITIVE_INFINITY;
    let headLength = 0;
    const onData = (chunk: Buffer) => {
      bytes = bytes.length === 0 ? chunk : Buffer.concat([bytes, chunk]);
      if (headLength === 0) {
        const at = bytes.indexOf('\r\n\r\n');
        if (at < 0) return;
        headLength = at + 4;
        const head = bytes.toString('latin1', 0, at);
        const length = /^content-length: (\d+)/im.exec(head)?.[1];
        if (length === undefined && !head.includes(' 304 ')) return fail(new Error(`no length: ${head}`));
        needed = headLength + Number(length ?? 0);
      }
      if (bytes.length < needed) return;
      done();
      resolve({ head: bytes.toString('latin1', 0, headLength - 4), body: bytes.subarray(headLength) });
    };
    const fail = (error: Error) => {
      done();
      reject(error);
    };
    const done = () => socket.off('data', onData).off('error', fail);
    socket.on('data', onData).on('error', fail);
  });
}
