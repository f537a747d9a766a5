import { existsSync } from 'node:fs';
import type { Server } from 'node:http';
import { resolve } from 'node:path';
import { createAdaptorServer } from '@hono/node-server';
import { RETENTION_DAYS } from '../domain/recording.ts';
import { readFront } from './caller.ts';
import { keepDailyCopies } from './backup/daily.ts';
import { fillWithDemoData } from './demo-data.ts';
import { keepHouseDaily } from './housekeeping.ts';
import { isLoopbackHost } from './origin.ts';
import { Refused } from './problem.ts';
import { DEFAULT_DEMO_PASSWORD } from './seed.ts';
import { createServer } from './server.ts';
import { staticFiles } from './static-files.ts';
import { storeFault } from './store/faults.ts';
import { StartRefused } from './store/key-file.ts';
import { openDataFolder, type OpenTenant } from './tenants.ts';

/** `npm start`: the console and the tenant on one port, until Ctrl-C. */
try {
  await serve();
} catch (error) {
  const sentence = error instanceof StartRefused ? error.message : noRoomToStart(error);
  if (sentence === undefined) throw error;
  process.stderr.write(`${sentence}\n`);
  process.exitCode = 1;
}

function noRoomToStart(error: unknown): string | undefined {
  if (storeFault(error) !== 'full') return undefined;
  return 'The disk of the data folder is full or over its quota, so the server cannot start. Make room, then start again; nothing is lost.';
}

async function serve(): Promise<void> {
  const { PORT = '5180', HOST = '127.0.0.1', TENANT_DATA_DIR = 'data', TENANT_DEMO_PASSWORD } = process.env;
  const { TENANT_BACKUP_DIR, TENANT_RETENTION_DAYS = String(RETENTION_DAYS) } = process.env;
  const retentionDays = Number(TENANT_RETENTION_DAYS);
  if (!Number.isInteger(retentionDays) || retentionDays < 1) {
    throw new StartRefused(
      `TENANT_RETENTION_DAYS is ${TENANT_RETENTION_DAYS}, which is no number of days. Set a whole number from 1.`,
    );
  }
  const { CONSOLE_DIR = resolve(import.meta.dirname, '../../dist') } = process.env;
  const port = Number(PORT);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new StartRefused(`PORT is ${PORT}, which is no port. Set a number from 0 (any free one) to 65535.`);
  }
  const printedHost = HOST.includes(':') ? `[${HOST}]` : HOST;
  const loopbackOnly = isLoopbackHost(printedHost);
  const front = readFront(process.env);
  const byProxy = front.origin !== undefined && !isLoopbackHost(new URL(front.origin).host);
  if ((!loopbackOnly || byProxy) && !TENANT_DEMO_PASSWORD) {
    const [what, instead] = byProxy
      ? [`TENANT_ORIGIN is ${front.origin}`, 'leave TENANT_ORIGIN out']
      : [`HOST is ${HOST}`, 'leave HOST at 127.0.0.1'];
    throw new StartRefused(
      `${what}, where others can reach this server, and everybody knows the demo password. Set TENANT_DEMO_PASSWORD to another one, or ${instead}.`,
    );
  }
  const dataDir = resolve(TENANT_DATA_DIR);
  const demoPassword = TENANT_DEMO_PASSWORD || DEFAULT_DEMO_PASSWORD;
  const dist = resolve(CONSOLE_DIR);
  const files = existsSync(resolve(dist, 'index.html')) ? staticFiles(dist) : undefined;
  if (!files) write('The console is not built, so only /api is served. Run “npm run build” first.');

  const folder = await openDataFolder({ dataDir, demoPassword, retentionDays });
  const { tenants, damaged } = folder;
  for (const { sentence } of damaged) process.stderr.write(`${sentence}\n`);
  if (process.argv.includes('--demo-data')) await fillFirst(tenants);
  const stopKeepingHouse = keepHouseDaily(tenants, write);
  const answer = createServer({ tenants, damaged, demoPassword, files, loopbackOnly, front, log: write });
  const server = createAdaptorServer({
    fetch: (request, { incoming }) => answer(request, incoming.socket.remoteAddress),
  }) as Server;
  let stopCopying: (() => void) | undefined;
  const close = () => {
    stopKeepingHouse();
    stopCopying?.();
    folder.close();
  };
  try {
    await listen(server, port, HOST);
  } catch (error) {
    close();
    throw error;
  }
  const address = server.address();
  write(`Console: http://${printedHost}:${typeof address === 'object' ? address?.port : port}/`);
  if (front.origin) write(`Open it at ${front.origin}/, where the proxy before this server answers.`);
  write(`Data: ${dataDir}`);
  if (TENANT_BACKUP_DIR) {
    stopCopying = keepDailyCopies({ dataDir, folder: resolve(TENANT_BACKUP_DIR), log: write });
  }
  stopOnSignal(server, close);
}

/** `npm run demo`: the first tenant has something to look at. One that is at work already is left alone. */
async function fillFirst([first]: readonly OpenTenant[]): Promise<void> {
  if (!first) return;
  const administrator = { username: 'administrator', role: 'administrator', session: '-' } as const;
  try {
    const { certificates, recordings } = await fillWithDemoData(first, administrator, new Date());
    write(`Demo data: ${certificates} certificates, ${recordings} recordings in ${first.tenant.name}`);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    write(`Demo data is left out: ${first.tenant.name} is not empty.`);
  }
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const sentence =
        error.code === 'EADDRINUSE'
          ? `Port ${port} is in use. Stop what runs there, or start with another one: PORT=5181 npm start`
          : `Cannot listen on ${host}:${port} (${error.code ?? error.message}). Set HOST and PORT to what this machine has.`;
      reject(new StartRefused(sentence));
    });
    server.listen(port, host, resolve);
  });
}

/** The first signal lets requests that are under way finish; the second one stops at once. */
function stopOnSignal(server: Server, close: () => void): void {
  let stopping = false;
  const stop = () => {
    if (stopping) process.exit(1);
    stopping = true;
    server.close(() => {
      close();
      process.exit(0);
    });
    server.closeIdleConnections();
    // A connection that a browser keeps open must not keep the server.
    setTimeout(() => server.closeAllConnections(), 3000).unref();
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}

// The log may be a file on a disk that is full: the line is lost, and the server goes on.
process.stdout.on('error', () => {});

function write(line: string): void {
  process.stdout.write(`${line}\n`);
}
