/**
 * `npm run test:mutations -- FOLDER [COUNT]`: changes real files at random and reads them. No reader may throw or take
 * a second. FOLDER contains certificates, keys and containers (subfolders too); COUNT is 100,000 by default. The seed
 * is printed; given as a third argument, it repeats the run.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { asn1Tree } from '../src/pki/asn1/asn1-tree.ts';
import type { Bytes } from '../src/pki/asn1/asn1.ts';
import { readCertificateFile, readPrivateKeyFile, sortFile } from '../src/pki/files/files.ts';
import { inspectFile } from '../src/pki/files/inspect-file.ts';
import { readPem } from '../src/pki/pem/pem.ts';
import { print, printError } from '../src/tenant/print.ts';

const [folder, countText = '100000', seedText = String(Date.now() % 2 ** 31)] = process.argv.slice(2);
if (!folder) {
  printError('usage: npm run test:mutations -- FOLDER [COUNT] [SEED]');
  process.exit(2);
}
const count = Number(countText);

/** mulberry32: the same seed gives the same files. */
let state = Number(seedText);
function random(below: number): number {
  state = (state + 0x6d2b79f5) | 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) % below;
}

/**
 * Each file as it is, and the DER in its first PEM block, because a change in the base64 rarely reaches the structure.
 */
const originals: { name: string; bytes: Bytes }[] = readdirSync(folder, {
  recursive: true,
  withFileTypes: true,
})
  .filter((entry) => entry.isFile() && !entry.name.endsWith('.json') && !entry.name.endsWith('.md'))
  .flatMap((entry) => {
    const name = join(entry.parentPath, entry.name);
    const bytes = new Uint8Array(readFileSync(name));
    const inside = readPem(new TextDecoder().decode(bytes)).find(({ problem }) => !problem)?.bytes;
    return inside
      ? [
          { name, bytes: inside },
          { name, bytes },
        ]
      : [{ name, bytes }];
  })
  .filter(({ bytes }) => bytes.length > 0 && bytes.length < 64 * 1024);

function mutated(bytes: Bytes): Bytes {
  let changed = bytes.slice();
  for (let changes = 1 + random(4); changes > 0; changes--) {
    const at = random(changed.length);
    switch (random(5)) {
      case 0:
        changed[at]! ^= 1 << random(8);
        break;
      case 1:
        changed[at] = random(256);
        break;
      case 2:
        changed = changed.slice(0, Math.max(1, at));
        break;
      case 3:
        changed.copyWithin(at, random(changed.length), random(changed.length));
        break;
      default:
        changed[at] = [0, 0x7f, 0x80, 0xff, 0x30, 0x84][random(6)]!;
    }
  }
  return changed;
}

let slowest = { milliseconds: 0, name: '' };
const kinds = new Map<string, number>();
for (let i = 0; i < count; i++) {
  const { name, bytes } = originals[random(originals.length)]!;
  const file = mutated(bytes);
  const start = performance.now();
  const found = await inspectFile(file);
  readCertificateFile(file);
  readPrivateKeyFile(file);
  sortFile(file);
  asn1Tree(file);
  const milliseconds = performance.now() - start;
  if (milliseconds > slowest.milliseconds) slowest = { milliseconds, name };
  for (const { kind } of found) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
}
print(
  `${count} files changed from ${originals.length}, seed ${seedText}: nothing thrown, the slowest took ${Math.round(slowest.milliseconds)} ms (${slowest.name})`,
);
for (const [kind, n] of kinds) print(`${kind.padEnd(24)} ${n}`);
process.exitCode = slowest.milliseconds > 1000 ? 1 : 0;
