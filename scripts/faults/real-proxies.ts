import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { LONG_PASSWORD } from '../../src/testing/server.ts';
import { makePair, rsaKeys } from '../../src/testing/pairs.ts';
import { fetchByTls, type TlsAnswer } from '../../src/testing/tls-proxy.ts';
import { CannotPlay, expect, type Case, type Stage } from './stage.ts';

/** A program, and how it is started on a file that is included in its configuration. */
interface Program {
  command: string;
  /** The language of its block in docs/proxies.md. */
  language: string;
  config: (included: string, folder: string) => string;
  args: (config: string) => string[];
}

const nginx: Program = {
  command: '/usr/sbin/nginx',
  language: 'nginx',
  config: (included, folder) => `daemon off; pid ${folder}/pid; error_log stderr; events {}
http {
  access_log off;
  ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${folder}/${name};`).join(' ')}
  include ${included};
}`,
  args: (config) => ['-c', config],
};

const caddy: Program = {
  command: 'caddy',
  language: 'caddy',
  config: (included) => `{\n  admin off\n  auto_https disable_redirects\n}\nimport ${included}\n`,
  args: (config) => ['run', '--adapter', 'caddyfile', '--config', config],
};

const apache: Program = {
  command: '/usr/sbin/apache2',
  language: 'apache',
  config: (included, folder) =>
    [
      ...['mpm_event', 'authz_core', 'ssl', 'proxy', 'proxy_http', 'headers', 'socache_shmcb'].map(
        (name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`,
      ),
      `ServerRoot ${folder}\nServerName localhost\nPidFile ${folder}/pid\nErrorLog ${folder}/errors`,
      `Include ${included}\n`,
    ].join('\n'),
  args: (config) => ['-D', 'FOREGROUND', '-f', config],
};

/** The configurations of docs/proxies.md, in front of a real server. */
export const realProxies: Case[] = [
  { name: 'nginx as docs/proxies.md says', play: (stage) => playDocumented(stage, nginx) },
  { name: 'Caddy as docs/proxies.md says', play: (stage) => playDocumented(stage, caddy) },
  { name: 'Apache as docs/proxies.md says', play: (stage) => playDocumented(stage, apache) },
  { name: 'nginx with proxy_pass and nothing else', play: (stage) => playBareNginx(stage, '') },
  {
    name: 'nginx that leaves the port out of Host',
    play: (stage) => playBareNginx(stage, 'proxy_set_header Host $host;'),
  },
];

async function playDocumented(stage: Stage, program: Program): Promise<string> {
  requireProgram(program);
  const port = await freePort();
  const origin = `https://localhost:${port}`;
  const server = await stage.start({
    TENANT_ORIGIN: origin,
    TENANT_PROXY: '127.0.0.1',
    TENANT_DEMO_PASSWORD: LONG_PASSWORD,
  });
  const documented = documentedBlock(program.language)
    .replaceAll(/\b443\b/g, String(port))
    .replaceAll('console.example {', `${origin} {`)
    .replaceAll('console.example', 'localhost')
    .replaceAll('127.0.0.1:5180', new URL(server.url).host)
    .replaceAll('/etc/ssl/console', join(stage.folder, 'console'));
  const pair = makePair({ keys: rsaKeys(2048), commonName: 'localhost' });
  writeFileSync(join(stage.folder, 'console.pem'), pair.certificate);
  writeFileSync(join(stage.folder, 'console.key'), pair.privateKey);
  startProxy(stage, program, documented);

  const page = await answered(origin, { Accept: 'text/html' });
  expect(page.status === 200 || page.status === 503, `the console is answered (${page.status})`);
  const signedIn = await signIn(origin);
  expect(signedIn.status === 200, `signing in works: ${signedIn.text}`);
  const cookie = signedIn.headers.getSetCookie()[0] ?? '';
  expect(cookie.startsWith('__Host-session='), `the cookie is for https: ${cookie}`);
  return 'pages, signing in and cookies are as over https';
}

/** As people set it up first. Nothing works, so the sentence has to lead on. */
async function playBareNginx(stage: Stage, more: string): Promise<string> {
  requireProgram(nginx);
  const port = await freePort();
  const server = await stage.start();
  startProxy(stage, nginx, `server { listen ${port}; location / { proxy_pass ${server.url}; ${more} } }`);
  const origin = `http://localhost:${port}`;
  const headers = { Origin: origin, 'Content-Type': 'application/json' };
  const body = JSON.stringify({ username: 'administrator', password: 'demo' });
  let refused: Response | undefined;
  while (!refused)
    refused = await fetch(`${origin}/api/session`, { method: 'POST', headers, body }).catch(notYet);
  const { detail } = (await refused.json()) as { detail: string };
  const own = more === '' ? new URL(server.url).host : 'called as http://localhost. ';
  expect(detail.includes(origin) && detail.includes(own), `both addresses are named: ${detail}`);
  expect(detail.includes('TENANT_ORIGIN'), `and what to set: ${detail}`);
  await server.prints(/TENANT_ORIGIN/);
  return `${detail} The log says it, too.`;
}

function documentedBlock(language: string): string {
  const text = readFileSync(join(import.meta.dirname, '../../docs/proxies.md'), 'utf8');
  const [, block = ''] = text.split(`\`\`\`${language}\n`);
  return block.split('```')[0] ?? '';
}

function requireProgram({ command }: Program): void {
  if (spawnSync(command, ['--version']).error) throw new CannotPlay(`there is no ${command} here`);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

function startProxy(stage: Stage, { command, config, args }: Program, text: string): void {
  const folder = join(stage.folder, 'proxy');
  mkdirSync(folder);
  const file = join(folder, 'included');
  writeFileSync(file, text);
  writeFileSync(join(folder, 'config'), config(file, folder));
  const child = spawn(command, args(join(folder, 'config')), {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { PATH: process.env['PATH'], HOME: folder },
  });
  let said = '';
  child.stderr.on('data', (printed) => (said += String(printed)));
  child.once('exit', (code) => {
    if (code) throw new Error(`${command} ended (${code}):\n${said}`);
  });
  stage.atTheEnd(() => void child.kill('SIGTERM'));
}

const notYet = async (): Promise<undefined> => setTimeout(100);

/** The first answer, once the proxy listens. */
async function answered(origin: string, headers: Record<string, string>): Promise<TlsAnswer> {
  let answer: TlsAnswer | undefined;
  while (!answer) answer = await fetchByTls(`${origin}/`, { headers }).catch(notYet);
  return answer;
}

const signIn = (origin: string): Promise<TlsAnswer> =>
  fetchByTls(`${origin}/api/session`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Origin: origin },
    body: JSON.stringify({ username: 'administrator', password: LONG_PASSWORD }),
  });
