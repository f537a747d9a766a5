import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { numberText } from '../../src/domain/counted.ts';
import { openDataFolder } from '../../src/tenant/tenants.ts';
import { fill } from './fill.ts';
import { measure, type Figure } from './measure.ts';
import { writeOlder } from './older.ts';

/**
 * `npm run bench:recordings -- NUMBER [--keep DIR] [--beside DIR]`. `--keep`: the data folder stays and is used again.
 * `--beside`: a checkout, with its packages, of the version before recordings had sets; it is measured in the same run
 * with the same recordings.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { keep: { type: 'string' }, beside: { type: 'string' } },
});
const recordings = Number(positionals[0] ?? 1_000_000);
const folder = values.keep === undefined ? mkdtempSync(join(tmpdir(), 'recordings-')) : resolve(values.keep);
const [present, older] = [folder, join(folder, 'older')];
mkdirSync(folder, { recursive: true });

const began = performance.now();
if (!readdirSync(present).includes('environment.sqlite')) {
  const data = await openDataFolder({ dataDir: present, demoPassword: 'demo' });
  const [environment] = data.tenants;
  if (environment) await fill(environment, recordings, new Date());
  data.close();
}
const beside = values.beside === undefined ? undefined : resolve(values.beside);
if (beside !== undefined && !existsSync(older)) {
  const steps = pathToFileURL(join(beside, 'src/tenant/store/migrations.ts')).href;
  const { migrations } = (await import(steps)) as { migrations: readonly string[] };
  writeOlder(present, older, migrations);
}
const seconds = ((performance.now() - began) / 1000).toFixed(1);
console.log(`${numberText(recordings)} recordings, made in ${seconds} s: ${folder}`);

const [load = 0] = loadavg();
if (load > availableParallelism() / 2) {
  console.log(
    `Other programs are at work (load ${load.toFixed(1)}): times over HTTP are longer than the tenant's own.`,
  );
}

const now = await measured(present);
const before = beside === undefined ? undefined : await measured(older, beside);
print(now, before);
if (values.keep === undefined) rmSync(folder, { recursive: true });

async function measured(data: string, root?: string): Promise<Figure[]> {
  const value = statSync(join(data, 'environment.sqlite')).size / 1e6;
  const goal = Math.round(0.868e-3 * recordings);
  return [{ name: 'database', value, unit: 'MB', goal }, ...(await measure(data, root))];
}

function said({ value, unit, held }: Partial<Figure> = {}): string {
  if (value === undefined) return '–';
  const number = `${value.toFixed(value < 100 ? 1 : 0)} ${unit ?? ''}`;
  return held === undefined ? number : `${number} (held ${held.toFixed(1)})`;
}

function line(what: string, ...texts: string[]): void {
  console.log(what.padEnd(50), ...texts.map((text) => text.padStart(24)));
}

function print(figures: readonly Figure[], others: readonly Figure[] | undefined): void {
  line('', 'now', ...(others ? ['before'] : []), 'goal');
  for (const [place, each] of figures.entries()) {
    const goal = each.goal === undefined ? '' : `${each.goal} ${each.unit}`;
    line(each.name, said(each), ...(others ? [said(others[place])] : []), goal);
  }
}
