/**
 * Takes out of package-lock.json which Node.js each package asks for. npm compares that with the Node.js that it runs
 * on itself, but the packages run on the one that the project installs. Where the two differ, npm prints warnings that
 * mean nothing, and leaves out native parts of the build without a word.
 *
 *     npm run lockfile    after every change of a dependency
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const path = join(import.meta.dirname, '../package-lock.json');
const lock = JSON.parse(readFileSync(path, 'utf8')) as { packages: Record<string, { engines?: unknown }> };
for (const [place, entry] of Object.entries(lock.packages)) if (place !== '') delete entry.engines;
writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`);
