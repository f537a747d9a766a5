import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect } from 'vitest';

/** Opens a database in a process of its own, which is killed when it says for the first time how far it is. */
export function startKilled(file: string): string {
  const script = `
    import { writeSync } from 'node:fs';
    import { openDatabase } from ${JSON.stringify(join(import.meta.dirname, '../tenant/store/database.ts'))};
    openDatabase(${JSON.stringify(file)}, (line) => {
      writeSync(1, line);
      process.kill(process.pid, 'SIGKILL');
    });`;
  const { stdout, stderr, signal } = spawnSync(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', '--input-type=module', '-e', script],
    { encoding: 'utf8' },
  );
  expect(signal, stderr).toBe('SIGKILL');
  return stdout;
}
