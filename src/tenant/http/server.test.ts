import { createHash } from 'node:crypto';
import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { firstModules } from '../document/first-pages.ts';
import { PAGE_FILES } from '../document/page-files.ts';
import { createServer } from './server.ts';
import { staticFiles } from '../document/static-files.ts';
import { makePair } from '../../testing/pairs.ts';
import { PASSWORD, testTenant, type TestTenant } from '../../testing/tenant.ts';
import { noise } from '../../testing/noise.ts';

const STYLE = 'body { margin: 0 }';
const INDEX = `<!doctype html><head><style>${STYLE}</style></head><body><div id="root"></div></body>`;
const SCRIPT = 'console.log("the console");\n'.repeat(100);

let tenant: TestTenant;
let dist: string;
let server: (request: Request) => Promise<Response>;
const log: string[] = [];

const FILES = {
  'src/app/layout.tsx': ['assets/layout.js', 'assets/shared.js'],
  'src/screens/sign-in/sign-in.tsx': ['assets/sign-in.js', 'assets/shared.js'],
  'src/screens/certificates/list.tsx': ['assets/list.js', 'assets/shared.js'],
};

beforeAll(async () => {
  // Uses the real time for sessions, as the server does.
  tenant = await testTenant(new Date());
  dist = mkdtempSync(join(tmpdir(), 'dist-'));
  mkdirSync(join(dist, 'assets'));
  writeFileSync(join(dist, 'index.html'), INDEX);
  writeFileSync(join(dist, 'assets', 'index-abc123.js'), SCRIPT);
  writeFileSync(join(dist, 'icon.svg'), '<svg/>');
  mkdirSync(join(dist, '.vite'));
  writeFileSync(join(dist, PAGE_FILES), JSON.stringify(FILES));
  const { tenants } = tenant;
  const files = staticFiles(dist);
  server = createServer({
    tenants,
    demoPassword: PASSWORD,
    files,
    loopbackOnly: true,
    log: (line) => log.push(line),
  });
});
afterAll(() => {
  tenant.close();
  rmSync(dist, { recursive: true, force: true });
});

const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  server(new Request(`http://localhost${path}`, { method, headers }));
const html = { Accept: 'text/html,application/xhtml+xml' };

async function documentFor(path: string, username?: string) {
  const cookie = username ? { Cookie: (await tenant.signedIn(username)).cookie } : {};
  const response = await get(path, { ...html, ...cookie });
  const text = await response.text();
  const data = /<script type="application\/json" id="first-answers">([^<]*)</.exec(text)?.[1] ?? '';
  return {
    response,
    text,
    scripts: [...text.matchAll(/rel="modulepreload" crossorigin href="\/assets\/([\w-]+)\.js"/g)].map(
      ([, name]) => name,
    ),
    answers: JSON.parse(data) as Record<string, { session?: { username: string } | null }>,
  };
}

describe('files', () => {
  test('named by their content may be kept forever', async () => {
    const response = await get('/assets/index-abc123.js');
    expect(response.headers.get('Content-Type')).toBe('text/javascript; charset=utf-8');
    expect(response.headers.get('Cache-Control')).toBe('public, max-age=31536000, immutable');
    expect(await response.text()).toBe(SCRIPT);
  });

  test('of other names are asked for again', async () => {
    const response = await get('/icon.svg');
    expect(response.headers.get('Content-Type')).toBe('image/svg+xml');
    expect(response.headers.get('Cache-Control')).toBe('no-cache');
    const etag = response.headers.get('ETag') ?? '';
    const again = await get('/icon.svg', { 'If-None-Match': etag });
    expect(again.status).toBe(304);
    expect(again.headers.get('Content-Security-Policy')).toContain("default-src 'none'");
  });

  test.each([
    ['br', brotliDecompressSync],
    ['gzip', gunzipSync],
  ])('are compressed with %s, the first time and later', async (encoding, decompress) => {
    for (let i = 0; i < 3; i++) {
      const response = await get('/assets/index-abc123.js', { 'Accept-Encoding': encoding });
      expect(response.headers.get('Content-Encoding')).toBe(encoding);
      expect(response.headers.get('Vary')).toBe('Accept-Encoding');
      const bytes = Buffer.from(await response.arrayBuffer());
      expect(response.headers.get('Content-Length')).toBe(String(bytes.length));
      expect(decompress(bytes).toString()).toBe(SCRIPT);
    }
  });

  test('answer HEAD without a body, and nothing else', async () => {
    const head = await get('/assets/index-abc123.js', {}, 'HEAD');
    expect(head.headers.get('Content-Length')).toBe(String(SCRIPT.length));
    expect(await head.text()).toBe('');
    expect((await get('/icon.svg', {}, 'POST')).status).toBe(405);
  });

  test.each([
    '/assets/nothing.js',
    '/nothing.png',
    '/..%2f..%2fetc/passwd',
    '/%2e%2e/package.json',
    '//etc/passwd',
  ])('that are not there are not found: %s', async (path) => {
    expect((await get(path, { Accept: '*/*' })).status).toBe(404);
  });

  test('without an index.html are refused', () => {
    expect(() => staticFiles(join(dist, 'assets'))).toThrow(/no index\.html/);
  });
});

describe('a page', () => {
  test('of any path is index.html, for who reads HTML', async () => {
    for (const path of ['/', '/administration/certificates/abc', '/sign-in?next=%2F']) {
      const response = await get(path, html);
      expect(response.headers.get('Content-Type')).toBe('text/html; charset=utf-8');
      expect(await response.text()).toContain(INDEX.slice(0, INDEX.indexOf('</head>')));
    }
    expect((await get('/assets/nothing.js', html)).status).toBe(404);
    expect((await get('/api/nothing', html)).headers.get('Content-Type')).toBe('application/problem+json');
  });

  test('is none of a path that a link would take for a host’s name', async () => {
    expect((await get('//other.example/administration', html)).status).toBe(404);
  });

  test('has a policy that lets its inline style be, by its hash, and no inline script', async () => {
    const policy = (await get('/', html)).headers.get('Content-Security-Policy') ?? '';
    expect(policy).toContain(`'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`);
    expect(policy).toContain(`'sha256-${createHash('sha256').update('').digest('base64')}'`);
    expect(policy).not.toContain('unsafe');
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("require-trusted-types-for 'script'");
  });

  const LIST = '/api/certificates?limit=100&sort=-uploadedAt';

  test('brings its code and its first answers along, only those that its session may have', async () => {
    const signedOut = await documentFor('/administration/certificates');
    expect(signedOut.scripts).toEqual(['sign-in', 'shared']);
    expect(Object.keys(signedOut.answers)).toEqual(['/api/session']);
    expect(signedOut.answers['/api/session']?.session).toBeNull();

    const professional = await documentFor('/administration/certificates', 'professional');
    expect(professional.scripts).toEqual(['layout', 'shared', 'list']);
    expect(Object.keys(professional.answers)).toEqual([
      '/api/session',
      '/api/versions',
      '/api/requests?limit=1&state=waiting',
      LIST,
    ]);
    expect(professional.answers['/api/session']?.session?.username).toBe('professional');

    for (const username of ['agent', 'azure-administrator']) {
      const refused = await documentFor('/administration/certificates', username);
      expect(refused.scripts).toEqual([]);
      expect(Object.keys(refused.answers)).not.toContain(LIST);
    }
    expect(Object.keys((await documentFor('/', 'agent')).answers)).toEqual(['/api/session']);
    expect(Object.keys((await documentFor('/', 'professional')).answers)).toEqual([
      '/api/session',
      '/api/versions',
      '/api/requests?limit=1&state=waiting',
      '/api/overview',
    ]);
    expect(Object.keys((await documentFor('/audit-log', 'administrator')).answers)).not.toContain(LIST);
    expect((await documentFor('/key-tools/generate')).scripts).toEqual([]);
  });

  test('has in its data what the list answers, and nothing else', async () => {
    const administrator = await tenant.signedIn('administrator');
    await administrator.call('POST /api/certificates', { body: makePair() });
    const { answers } = await documentFor('/administration/certificates', 'administrator');
    const reply = await (await tenant.signedIn('administrator')).call('GET /api/certificates');
    expect(reply.answer.items).toHaveLength(1);
    expect(answers[LIST]).toEqual(reply.answer);
  });

  test.each([undefined, 'administrator'])('is kept by nobody, whoever reads it: %s', async (username) => {
    const { response } = await documentFor('/administration/certificates', username);
    expect(response.headers.get('Cache-Control')).toBe('no-store');
    expect(response.headers.get('ETag')).toBeNull();
    expect(response.headers.get('Link')).toBeNull();
  });

  test.each([
    ['br', brotliDecompressSync],
    ['gzip', gunzipSync],
  ])('is compressed with %s', async (encoding, decompress) => {
    const response = await get('/', { ...html, 'Accept-Encoding': encoding });
    expect(response.headers.get('Content-Encoding')).toBe(encoding);
    const bytes = Buffer.from(await response.arrayBuffer());
    expect(response.headers.get('Content-Length')).toBe(String(bytes.length));
    expect(decompress(bytes).toString()).toContain('id="first-answers"');
    const head = await get('/', { ...html, 'Accept-Encoding': encoding }, 'HEAD');
    expect(await head.text()).toBe('');
    expect(head.headers.get('Content-Length')).toBe(String(bytes.length));
  });
});

test('the modules that pages bring along exist', () => {
  for (const module of firstModules)
    expect(existsSync(join(import.meta.dirname, '../../..', module)), module).toBe(true);
});

describe('a server on loopback', () => {
  test.each(['localhost', 'localhost:5180', '127.0.0.1:5180', '[::1]:5180'])(
    'answers to %s',
    async (host) => {
      expect((await get('/api/health', { Host: host })).status).toBe(200);
    },
  );

  test.each(['evil.test', 'localhost.evil.test', '127.0.0.1.evil.test', 'evil.test:5180'])(
    'does not answer to %s',
    async (host) => {
      for (const path of ['/', '/api/session']) {
        const response = await get(path, { ...html, Host: host });
        expect(response.status).toBe(421);
        expect(response.headers.get('X-Content-Type-Options')).toBe('nosniff');
        expect(await response.text()).toMatch(
          `This server was called as ${host}, and it answers to localhost only. Open that address, or set TENANT_ORIGIN`,
        );
      }
    },
  );

  test('says once in the log that it was called by another name, and that a write came from another site', async () => {
    for (let i = 0; i < 3; i++) {
      await get('/', { Host: 'console.example' });
      const refused = await get(
        '/api/session',
        { Host: 'localhost:5180', Origin: 'http://console.example' },
        'DELETE',
      );
      expect(refused.status).toBe(403);
    }
    const about = log.filter((line) => line.includes('console.example'));
    expect(about).toEqual([
      expect.stringMatching(/called as console\.example, .* set TENANT_ORIGIN/),
      expect.stringMatching(
        /from http:\/\/console\.example, and this console is called as http:\/\/localhost:5180\./,
      ),
    ]);
  });
});

test('that was not built says so', async () => {
  const { tenants } = tenant;
  const bare = createServer({
    tenants,
    demoPassword: PASSWORD,
    files: undefined,
    loopbackOnly: false,
    log: () => {},
  });
  const response = await bare(new Request('http://console.test/', { headers: html }));
  expect(response.status).toBe(503);
  expect(await response.text()).toContain('npm run build');
  expect((await bare(new Request('http://console.test/api/health'))).status).toBe(200);
});

test('each request is one line in the log, without its query', async () => {
  log.length = 0;
  await get('/administration/certificates?q=secret', html);
  await get('/api/certificates?cursor=secret');
  await get('/api/certificates/expiry.ics?token=environment.secret');
  expect(log).toHaveLength(3);
  expect(log.join()).not.toContain('secret');
  expect(log[0]).toMatch(/^GET \/administration\/certificates 200 \d+\.\d ms$/);
  expect(log[1]).toMatch(/^GET \/api\/certificates 401 \d+\.\d ms$/);
});

test('whose data is damaged while it runs still answers with the page, and its calls say what is wrong', async () => {
  const own = await testTenant(new Date());
  const { cookie } = await own.signedIn('administrator');
  own.environment.database.checkpoint();
  own.environment.database.all('PRAGMA shrink_memory');
  const file = join(own.dataDir, 'environment.sqlite');
  const handle = openSync(file, 'r+');
  writeSync(handle, noise(statSync(file).size - 4096), 0, statSync(file).size - 4096, 4096);
  closeSync(handle);
  const damaged = createServer({
    tenants: own.tenants,
    demoPassword: PASSWORD,
    files: staticFiles(dist),
    loopbackOnly: true,
    log: () => {},
  });
  const ask = (path: string) =>
    damaged(new Request(`http://localhost${path}`, { headers: { ...html, Cookie: cookie } }));
  expect((await ask('/administration/certificates')).status).toBe(200);
  expect((await ask('/api/certificates')).status).toBe(503);
  // Its cookie is not in the way of what needs no session.
  expect(await (await ask('/api/health')).json()).toEqual({ status: 'degraded', damaged: ['Environment'] });
  own.close();
});
