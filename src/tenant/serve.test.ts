import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

let dataDir: string;
const children: ChildProcessWithoutNullStreams[] = [];
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'serve-'));
});
afterEach(() => {
  // The whole group, because a shell's server outlives the shell.
  for (const { pid, exitCode, signalCode } of children.splice(0)) {
    if (pid !== undefined && exitCode === null && signalCode === null) process.kill(-pid, 'SIGKILL');
  }
  rmSync(dataDir, { recursive: true, force: true });
});

/** Starts the real server, as `npm start` does. */
function start(
  env: Record<string, string>,
  [program = '', ...args]: string[] = [process.execPath, join(import.meta.dirname, 'serve.ts')],
) {
  const child = spawn(program, args, {
    detached: true,
    env: { PATH: process.env['PATH'], PORT: '0', TENANT_DATA_DIR: dataDir, ...env },
  });
  children.push(child);
  let output = '';
  child.stdout.on('data', (chunk) => (output += String(chunk)));
  child.stderr.on('data', (chunk) => (output += String(chunk)));
  const exit = once(child, 'exit') as Promise<[number | null, string | null]>;
  let closed = false;
  child.once('close', () => (closed = true));
  const saying = async (text: string | RegExp) => {
    while (!RegExp(text).test(output)) {
      if (closed) throw new Error(`It ended: ${output}`);
      await Promise.race([once(child.stdout, 'data'), once(child.stderr, 'data'), once(child, 'close')]);
    }
    return output;
  };
  return { child, exit, saying, output: () => output };
}

test('prints where it is and where the data is, and stops cleanly on a signal', async () => {
  const server = start({});
  const printed = await server.saying(/Data: .*\n/);
  const [, url] = /^Console: (http:\/\/127\.0\.0\.1:\d+\/)$/m.exec(printed) ?? [];
  expect(printed).toContain(`Data: ${dataDir}\n`);
  expect(statSync(join(dataDir, 'environment.key')).mode & 0o777).toBe(0o600);
  const response = await fetch(`${url}api/health`);
  expect(await response.json()).toEqual({ status: 'ok' });
  server.child.kill('SIGTERM');
  expect(await server.exit).toEqual([0, null]);
  // The write-ahead log was merged into the database, so the database was closed cleanly.
  expect(() => statSync(join(dataDir, 'environment.sqlite-wal'))).toThrow();
});

test('says which file it cannot use for the data', async () => {
  const file = join(dataDir, 'notes.txt');
  writeFileSync(file, 'x');
  for (const TENANT_DATA_DIR of [file, join(file, 'data')]) {
    const refused = start({ TENANT_DATA_DIR });
    expect(await refused.exit).toEqual([1, null]);
    expect(refused.output()).toContain(file);
    expect(refused.output()).toMatch(/ cannot be used \(E[A-Z]+\)\. /);
  }
});

test('does not go where others can reach it with the demo password', async () => {
  const refused = start({ HOST: '0.0.0.0' });
  expect(await refused.exit).toEqual([1, null]);
  expect(refused.output()).toMatch(/^HOST is 0\.0\.0\.0, .*Set TENANT_DEMO_PASSWORD .*\n$/);

  const server = start({ HOST: '0.0.0.0', TENANT_DEMO_PASSWORD: 'correct horse' });
  await server.saying(
    /At http:\/\/0\.0\.0\.0 nobody can make, read or upload keys: .*https and on localhost only/,
  );
  const [, port] = /Console: http:\/\/0\.0\.0\.0:(\d+)\//.exec(await server.saying(/Data: /)) ?? [];
  const response = await fetch(`http://127.0.0.1:${port}/api/session`);
  expect(await response.json()).toEqual({ session: null });
});

test('starts with each line of the README that sets something', async () => {
  const readme = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8');
  const examples = [...readme.matchAll(/```sh\n([^`]*)```|`([^`\n]*)`/g)]
    .map(([, block, line]) => block ?? line ?? '')
    .filter((example) => /[A-Z]=\S+ npm start/.test(example));
  const printed = examples.map(async (example, i) => {
    // An npm that starts the server without building it.
    const bin = join(dataDir, `bin-${i}`);
    mkdirSync(bin);
    const script = `#!/bin/sh\nexec "${process.execPath}" "${join(import.meta.dirname, 'serve.ts')}"\n`;
    writeFileSync(join(bin, 'npm'), script, { mode: 0o755 });
    const environment = { PATH: `${bin}:${process.env['PATH']}`, TENANT_DATA_DIR: join(dataDir, `${i}`) };
    return start(environment, ['/bin/sh', '-c', example]).saying(/^(Data|Tenant): .*\n/m);
  });
  expect(await Promise.all(printed)).toEqual([
    expect.stringMatching(
      /^[0-9a-f-]{36}\n[^]*^Console: .*\nOpen it at https:\/\/console\.example\/[^]*\nData: /m,
    ),
    expect.stringMatching(/^Console: [^]*\nTenant: https:\/\/tenant\.example\/\n/m),
  ]);
});

test('says so when another server runs on the same data folder, and not once that one was killed', async () => {
  const first = start({});
  await first.saying(/Data: .*\n/);
  const second = start({});
  expect(await second.exit).toEqual([1, null]);
  expect(second.output()).toMatch(new RegExp(`^${dataDir} is in use by another server\\. .*\\n$`, 'm'));
  first.child.kill('SIGKILL');
  await first.exit;
  await start({}).saying(/Data: .*\n/);
});

test('names a damaged keystore in a sentence, and serves the other tenants', async () => {
  const first = start({});
  await first.saying(/Data: .*\n/);
  first.child.kill('SIGTERM');
  await first.exit;
  writeFileSync(join(dataDir, 'environment.sqlite'), 'no database at all');

  const server = start({});
  const printed = await server.saying(/Data: .*\n/);
  expect(printed).toMatch(/^Environment is not started: .*environment\.sqlite is damaged .*\n/m);
  expect(printed).not.toMatch(/^ +at /m);
  const [, url] = /^Console: (.*)\/$/m.exec(printed) ?? [];
  const response = await fetch(`${url}/api/health`);
  expect(await response.json()).toEqual({ status: 'degraded', damaged: ['Environment'] });
});

test.each([
  ['no number', 'x'],
  ['too large', '70000'],
])('says so when the port is %s', async (_, PORT) => {
  const server = start({ PORT });
  expect(await server.exit).toEqual([1, null]);
  expect(server.output()).toMatch(/^PORT is .*\n$/);
});

test('says so when the port is in use', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const server = start({ PORT: String((other.address() as AddressInfo).port) });
  expect(await server.exit).toEqual([1, null]);
  expect(server.output()).toMatch(/Port \d+ is in use\. .*\n$/);
  expect(server.output()).not.toMatch(/^ +at /m);
  other.close();
});
