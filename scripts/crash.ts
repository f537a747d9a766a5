import { spawn, type ChildProcess } from 'node:child_process';
import { createPrivateKey, createPublicKey, randomUUID, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { backupFolder, backUpAndRestore, checkBackups, startBackup } from './crash-backup.ts';
import { signedInAt, type Caller } from '../src/testing/client.ts';
import { assignEverywhere, callUntilDeath, checkMedia, checkRecordings } from './crash-recordings.ts';
import type { AnswerOf } from '../src/contract/calls.ts';
import { chainSentences } from '../src/domain/audit-chain.ts';
import { verifyChain } from '../src/tenant/calls/audit-chain.ts';
import { print } from '../src/tenant/print.ts';
import { DEFAULT_DEMO_PASSWORD } from '../src/tenant/sign-in/seed.ts';
import { openDataFolder } from '../src/tenant/tenants.ts';
import { makePair, rsaKeys, type Keys, type Pair } from '../src/testing/pairs.ts';

/**
 * Kills the server with SIGKILL in the middle of uploads and test calls, again and again, and checks what is left:
 *
 * - every acknowledged upload is in the list, with exactly one audit entry, and the audit log's chain holds;
 * - every stored private key opens and fits its certificate; no row is incomplete;
 * - every acknowledged recording is in the list, every recording plays, and no media file is without a recording;
 * - an upload without an answer, sent again with its Idempotency-Key, is stored exactly once;
 * - a backup that is killed with the server is whole or not there, and a restore that is killed is finished by the next.
 *
 *     node scripts/crash.ts [number of kills, 50]
 */
const KILLS = Number(process.argv[2] ?? 50);
const CLIENTS = 4;

interface Upload {
  pair: Pair;
  idempotencyKey: string;
}

const dataDir = mkdtempSync(join(tmpdir(), 'tenant-crash-'));
const keys: Keys[] = Array.from({ length: CLIENTS }, () => rsaKeys());
const acknowledged = new Set<string>();
let unanswered: Upload[] = [];
const figures = {
  kills: 0,
  acknowledged: 0,
  unanswered: 0,
  storedBeforeTheKill: 0,
  restartMs: [] as number[],
};
const faults: string[] = [];

let recordings = 0;

try {
  await prepare();
  for (let kill = 1; kill <= KILLS; kill++) await round(kill);
  const server = await startServer();
  await resend(server);
  await checkAnswers(server);
  recordings = await checkRecordings(server.administrator, faults);
  await stop(server);
  const rows = await checkRows(dataDir);
  const backups = await checkBackups(faults);
  const restoredRows = await checkRows(await backUpAndRestore(dataDir, 5, faults));
  if (restoredRows !== rows) faults.push(`${restoredRows} of ${rows} rows were restored`);
  report(rows, backups);
} finally {
  rmSync(dataDir, { recursive: true, force: true });
  rmSync(backupFolder, { recursive: true, force: true });
}

/** Stores one certificate, for which test calls are then encrypted. */
async function prepare(): Promise<void> {
  const server = await startServer();
  const [key] = keys;
  if (!key) throw new Error('No keys');
  const { id } = await send(server, { pair: makePair({ keys: key }), idempotencyKey: randomUUID() });
  acknowledged.add(id);
  await assignEverywhere(server.url, id);
  await stop(server);
}

/**
 * One round: starts the server, sends again the uploads without an answer, checks, and then uploads until the server is
 * killed at a random moment.
 */
async function round(kill: number): Promise<void> {
  const server = await startServer();
  await resend(server);
  if (kill % 10 === 0) await checkAnswers(server);
  const clients = [...keys.map((key) => uploadUntilDeath(server, key)), callUntilDeath(server.administrator)];
  const backup = kill % 5 === 0 ? startBackup(dataDir) : undefined;
  const backupEnded = backup && once(backup, 'exit');
  // Every second backup is let to its end, while the server is busy.
  if (kill % 10 === 0) await backupEnded;
  else await sleep(20 + Math.random() * (backup ? 1500 : 480));
  server.process.kill('SIGKILL');
  backup?.kill('SIGKILL');
  await Promise.all([once(server.process, 'exit'), backupEnded, ...clients]);
  figures.kills++;
}

async function uploadUntilDeath(server: Server, keys: Keys): Promise<void> {
  for (;;) {
    const upload = { pair: makePair({ keys }), idempotencyKey: randomUUID() };
    try {
      const { status, id } = await send(server, upload);
      if (status !== 201) faults.push(`an upload was answered with ${status}`);
      acknowledged.add(id);
    } catch {
      unanswered.push(upload);
      figures.unanswered++;
      return;
    }
  }
}

async function resend(server: Server): Promise<void> {
  for (const upload of unanswered) {
    const before = (await list(server)).total;
    const { status, id } = await send(server, upload);
    if (status !== 201) faults.push(`an upload sent again was answered with ${status}`);
    if ((await list(server)).total === before) figures.storedBeforeTheKill++;
    acknowledged.add(id);
  }
  unanswered = [];
}

/** Compares the server's answers after a restart with what it had acknowledged. */
async function checkAnswers(server: Server): Promise<void> {
  const listed = new Set<string>();
  for (let cursor: string | undefined = ''; cursor !== undefined;) {
    const page: AnswerOf<'GET /api/certificates'> = await list(server, cursor);
    for (const { id } of page.items) listed.add(id);
    cursor = page.nextCursor;
  }
  for (const id of acknowledged) if (!listed.has(id)) faults.push(`the acknowledged upload ${id} is gone`);
  for (const id of listed)
    if (!acknowledged.has(id)) faults.push(`${id} is there, but was never acknowledged`);
}

/** Checks the rows of the database, read through the store while no server runs. */
async function checkRows(dataDir: string): Promise<number> {
  const { tenants, close } = await openDataFolder({ dataDir, demoPassword: DEFAULT_DEMO_PASSWORD });
  try {
    const [environment] = tenants;
    if (!environment) throw new Error('No tenant');
    checkMedia(tenants, dataDir, faults);
    const { database, seal } = environment;
    const [integrity] = database.all<{ integrityCheck: string }>('PRAGMA integrity_check');
    if (integrity?.integrityCheck !== 'ok') faults.push(`integrity check: ${integrity?.integrityCheck}`);
    if (database.all('PRAGMA foreign_key_check').length > 0)
      faults.push('a row refers to one that is not there');
    const chain = await verifyChain(database);
    if (chain.breakCount > 0) faults.push(...chainSentences(chain));
    const rows = database.all<{
      id: string;
      der: Uint8Array;
      sealed: Uint8Array | null;
      entries: number;
      changes: number;
    }>(
      `SELECT id, der, sealed,
         (SELECT count(*) FROM audit_entry_certificate JOIN audit_entry ON audit_entry.id = entry_id
          WHERE certificate_id = certificate.id AND action = 'certificate.uploaded') AS entries,
         (SELECT count(*) FROM keystore_change WHERE certificate_id = certificate.id) AS changes
       FROM certificate LEFT JOIN private_key ON certificate_id = certificate.id`,
    );
    for (const { id, der, sealed, entries, changes } of rows) {
      if (entries !== 1) faults.push(`${id} has ${entries} audit entries`);
      if (changes !== 1) faults.push(`${id} has ${changes} keystore changes`);
      if (!sealed) {
        faults.push(`${id} has no private key`);
        continue;
      }
      const privateKey = createPrivateKey({ key: seal.open(sealed, id), format: 'der', type: 'pkcs8' });
      const { publicKey } = new X509Certificate(der);
      if (!createPublicKey(privateKey).equals(publicKey))
        faults.push(`the private key of ${id} does not fit`);
    }
    const [orphans] = database.all<{ n: number }>(
      `SELECT count(*) AS n FROM audit_entry_certificate WHERE certificate_id NOT IN (SELECT id FROM certificate)`,
    );
    if (orphans?.n !== 0) faults.push(`${orphans?.n} audit entries are about uploads that are not there`);
    if (rows.length !== acknowledged.size)
      faults.push(`${rows.length} rows for ${acknowledged.size} uploads`);
    return rows.length;
  } finally {
    close();
  }
}

function report(rows: number, backups: number): void {
  figures.acknowledged = acknowledged.size;
  const restarts = figures.restartMs.toSorted((a, b) => a - b);
  const lines = [
    `${figures.kills} kills, ${CLIENTS} clients`,
    `${figures.acknowledged} uploads acknowledged, ${rows} rows, each with its audit entry, its key open and fitting`,
    `${figures.unanswered} uploads without an answer at the kill: ${figures.storedBeforeTheKill} had been stored; all were sent again and are there once`,
    `${recordings} recordings, each playing; no media file without one`,
    `${Math.floor(KILLS / 5)} backups made meanwhile or killed with the server: ${backups} were whole, the others not there; a restore killed 5 times brought every row back`,
    `start again: median ${restarts[Math.floor(restarts.length / 2)]?.toFixed(0)} ms, longest ${restarts.at(-1)?.toFixed(0)} ms`,
    ...(faults.length > 0 ? faults.map((fault) => `FAULT: ${fault}`) : ['No fault.']),
  ];
  print(...lines);
  if (faults.length > 0) process.exitCode = 1;
}

interface Server {
  process: ChildProcess;
  url: string;
  administrator: Caller;
}

async function startServer(): Promise<Server> {
  const start = performance.now();
  const child = spawn(process.execPath, [resolve(import.meta.dirname, '../src/tenant/serve.ts')], {
    env: { ...process.env, PORT: '0', HOST: '127.0.0.1', TENANT_DATA_DIR: dataDir, TENANT_DEMO_PASSWORD: '' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await new Promise<string>((resolve, reject) => {
    const lines = createInterface({ input: child.stdout });
    lines.on('line', (line) => {
      const [, url] = /^Console: (\S+)\/$/.exec(line) ?? [];
      if (url) resolve(url);
      if (line.startsWith('internal error')) faults.push(line);
    });
    child.once('exit', (code) => reject(new Error(`The server did not start (${code})`)));
  });
  figures.restartMs.push(performance.now() - start);
  return { process: child, url, administrator: await signedInAt(url, 'administrator') };
}

async function stop({ process }: Server): Promise<void> {
  process.kill('SIGTERM');
  const [code] = (await once(process, 'exit')) as [number | null];
  if (code !== 0) faults.push(`a clean stop ended with ${code}`);
}

async function send(
  { administrator }: Server,
  { pair, idempotencyKey }: Upload,
): Promise<{ status: number; id: string }> {
  const reply = await administrator.call('POST /api/certificates', {
    body: pair,
    headers: { 'Idempotency-Key': idempotencyKey },
  });
  return { status: reply.status, id: reply.status === 201 ? reply.answer.id : '' };
}

async function list({ administrator }: Server, cursor = '') {
  return (await administrator.call('GET /api/certificates', { query: cursor ? { cursor } : {} })).answer;
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
