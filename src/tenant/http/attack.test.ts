import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';

/** The whole is `npm run test:attack`. */
test('the server holds against the quick half of the attacks', { timeout: 15 * 60_000 }, async () => {
  const script = join(import.meta.dirname, '../../../scripts/attack.ts');
  const child = spawn(process.execPath, [script, '--quick'], {
    env: { PATH: process.env['PATH'] },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  expect(stderr).toBe('');
  expect(stdout).not.toContain('FAULT');
  expect(stdout).toMatch(/\n\d\d played, 0 failed, \d left out\n$/);
  expect(child.exitCode).toBe(0);
});
