import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { numberText } from '../domain/counted.ts';
import { problemSentence } from '../domain/problem.ts';
import { MEDIA_QUOTA, RETENTION_DAYS } from '../domain/recording.ts';
import { keepDailyCopies, type DailyCopies } from './backup/daily.ts';
import { createConsole, readTenantUrl } from './document/console.ts';
import { fillWithDemoData } from './demo/demo-data.ts';
import { readDemoPassword } from './sign-in/demo-password.ts';
import { keepHouseDaily } from './operations/housekeeping.ts';
import { isLoopbackHost } from './http/origin.ts';
import { print, printError } from './print.ts';
import { Refused } from './http/problem.ts';
import { createServer } from './http/server.ts';
import { readPlace, run, type Place } from './run.ts';
import { readSingleSignOn } from './sign-in/single-sign-on-settings.ts';
import { staticFiles, type StaticFiles } from './document/static-files.ts';
import { storeFault, unusableFile } from './store/faults.ts';
import { StartRefused } from './store/key-file.ts';
import { hasOwnTenant, openDataFolder, type OpenTenant } from './tenants.ts';

/** `npm start`: serves the console and the tenant on one port, until Ctrl-C. */
try {
  const place = readPlace(process.env);
  const tenant = readTenantUrl(process.env['TENANT_URL']);
  await (tenant ? serveConsole(place, tenant) : serve(place));
} catch (error) {
  const sentence = error instanceof StartRefused ? error.message : unableToStart(error);
  if (sentence === undefined) throw error;
  printError(...sentence.split('\n'));
  process.exitCode = 1;
}

function unableToStart(error: unknown): string | undefined {
  if (storeFault(error) === 'full') {
    return 'The disk of the data folder is full or over its quota, so the server cannot start. Make room, then start again; nothing is lost.';
  }
  const sentence = unusableFile(error);
  return sentence && `${sentence} So the server cannot start. Nothing is lost.`;
}

/** With TENANT_URL: serves only the console, in front of a tenant that runs elsewhere. */
async function serveConsole(place: Place, tenant: URL): Promise<void> {
  const { loopbackOnly, front } = place;
  const answer = createConsole({ tenant, files: builtConsole(), loopbackOnly, front, log: print });
  await run(answer, place, { close: () => {}, log: print });
  print(`Tenant: ${tenant.href}`);
  if (tenant.protocol === 'http:' && !isLoopbackHost(tenant.host)) {
    print('The tenant is called by http, so private keys are sent in the clear. Use https.');
  }
}

async function serve(place: Place): Promise<void> {
  const { TENANT_DATA_DIR = 'data', TENANT_DEMO_PASSWORD } = process.env;
  const { TENANT_BACKUP_DIR } = process.env;
  const retentionDays = readNumber('TENANT_RETENTION_DAYS', 'days') ?? RETENTION_DAYS;
  const mediaQuota = readNumber('TENANT_MEDIA_QUOTA', 'bytes') ?? MEDIA_QUOTA;
  const demo = readDemo(process.argv.slice(2));
  const { front, loopbackOnly } = place;
  const dataDir = resolve(TENANT_DATA_DIR);
  const isOwn = hasOwnTenant(dataDir);
  const demoPassword = isOwn ? undefined : await readDemoPassword(TENANT_DEMO_PASSWORD, place);
  const singleSignOn = readSingleSignOn(process.env);
  if (singleSignOn && !isOwn) {
    throw new StartRefused(
      'TENANT_OIDC_ISSUER is set, and single sign-on is for a tenant of your own, not for the demo. Make one: npm run setup',
    );
  }
  const files = builtConsole();
  const folder = await openDataFolder({
    dataDir,
    demoPassword,
    retentionDays,
    mediaQuota,
    passwords: singleSignOn?.passwords,
    log: print,
  });
  const { tenants, damaged } = folder;
  for (const { sentence } of damaged) printError(sentence);
  if (demo !== undefined) {
    if (isOwn) print('Demo data is left out: this is a tenant of your own.');
    else await fillFirst(tenants, demo);
  }
  const houseKeeping = keepHouseDaily(tenants, print);
  let copies: DailyCopies | undefined;
  const answer = createServer({
    tenants,
    damaged,
    demoPassword,
    singleSignOn,
    copyFailed: () => copies?.hasFailed() ?? false,
    clockJump: houseKeeping.clockJump,
    files,
    loopbackOnly,
    front,
    log: print,
  });
  const close = () => {
    houseKeeping.stop();
    copies?.stop();
    folder.close();
  };
  await run(answer, place, { close, log: print });
  print(`Data: ${dataDir}`);
  if (TENANT_BACKUP_DIR) {
    copies = keepDailyCopies({ dataDir, folder: resolve(TENANT_BACKUP_DIR), log: print });
  }
}

/** `--demo-data [--recordings NUMBER]`: how many recordings are wanted at least; undefined without demo data. */
function readDemo(args: string[]): number | undefined {
  if (!args.includes('--demo-data')) return undefined;
  const at = args.indexOf('--recordings');
  return at < 0 ? 0 : wholeNumber('--recordings', args[at + 1] ?? 'missing', 'recordings');
}

/** A whole number from 1; undefined where the variable is not set. */
function readNumber(name: string, unit: string): number | undefined {
  const text = process.env[name];
  return text === undefined ? undefined : wholeNumber(name, text, unit);
}

function wholeNumber(name: string, text: string, unit: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1) return number;
  throw new StartRefused(`${name} is ${text}, which is not a number of ${unit}. Set a whole number from 1.`);
}

function builtConsole(): StaticFiles | undefined {
  const { CONSOLE_DIR = resolve(import.meta.dirname, '../../dist') } = process.env;
  const dist = resolve(CONSOLE_DIR);
  if (existsSync(resolve(dist, 'index.html'))) return staticFiles(dist);
  print('The console is not built, so only /api is served. Run “npm run build” first.');
  return undefined;
}

/** `npm run demo`: fills the first tenant with demo data. A tenant that is already used is not changed. */
async function fillFirst([first]: readonly OpenTenant[], wanted: number): Promise<void> {
  if (!first) return;
  const administrator = { username: 'administrator', role: 'administrator', session: '-' } as const;
  try {
    const told = (stored: number) =>
      print(`Demo data: ${numberText(stored)} of ${numberText(wanted)} recordings are stored`);
    const { certificates, recordings } = await fillWithDemoData(first, administrator, new Date(), {
      recordings: wanted,
      told,
    });
    print(
      `Demo data: ${certificates} certificates, ${numberText(recordings)} recordings in ${first.tenant.name}`,
    );
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    print(`Demo data is left out of ${first.tenant.name}. ${problemSentence(error.code, error.about)}`);
  }
}
