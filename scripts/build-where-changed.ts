import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What `npm start` does first: builds the console, unless `dist/` was built from the same files. */
const root = join(import.meta.dirname, '..');
const builtFrom = join(root, 'dist', '.built-from');

const sources = [
  'index.html',
  'package.json',
  'package-lock.json',
  'vite.config.ts',
  'src/**/*.*',
  'public/**/*.*',
];

function hashOfSources(): string {
  const hash = createHash('sha256');
  for (const file of globSync(sources, { cwd: root }).toSorted()) {
    if (/\.test\.tsx?$/.test(file)) continue;
    hash.update(`${file}\0`).update(
      createHash('sha256')
        .update(readFileSync(join(root, file)))
        .digest(),
    );
  }
  return hash.digest('hex');
}

const hash = hashOfSources();
if (!existsSync(builtFrom) || readFileSync(builtFrom, 'utf8') !== hash) {
  const { status } = spawnSync('npm', ['run', '-s', 'build'], {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (status !== 0) process.exit(status ?? 1);
  writeFileSync(builtFrom, hash);
}
