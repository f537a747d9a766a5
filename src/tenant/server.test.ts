import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pages, signInPage } from './preload.ts';
import { createServer } from './server.ts';
import { staticFiles } from './static-files.ts';
import { PASSWORD, testTenant, type TestTenant } from './test-tenant.ts';

const STYLE = 'body { margin: 0 }';
const INDEX = `<!doctype html><style>${STYLE}</style><div id="root"></div>`;
const SCRIPT = 'console.log("the console");\n'.repeat(100);

let tenant: TestTenant;
let dist: string;
let server: (request: Request) => Promise<Response>;
const log: string[] = [];

const MANIFEST = {
  '_shared.js': { file: 'assets/shared.js' },
  'src/app/layout.tsx': { file: 'assets/layout.js', imports: ['_shared.js'] },
  'src/screens/sign-in/sign-in.tsx': { file: 'assets/sign-in.js', imports: ['_shared.js'] },
  'src/screens/certificates/list.tsx': { file: 'assets/list.js', imports: ['_shared.js'] },
};

beforeAll(async () => {
  // The clock of the sessions is the real one here, as it is in the server.
  tenant = await testTenant(new Date());
  dist = mkdtempSync(join(tmpdir(), 'dist-'));
  mkdirSync(join(dist, 'assets'));
  writeFileSync(join(dist, 'index.html'), INDEX);
  writeFileSync(join(dist, 'assets', 'index-abc123.js'), SCRIPT);
  writeFileSync(join(dist, 'icon.svg'), '<svg/>');
  mkdirSync(join(dist, '.vite'));
  writeFileSync(join(dist, '.vite', 'manifest.json'), JSON.stringify(MANIFEST));
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

const code = (...names: string[]) =>
  names.map((name) => `</assets/${name}.js>; rel=modulepreload; crossorigin`).join(', ');

async function linkOf(path: string, username?: string) {
  const cookie = username ? { Cookie: (await tenant.signedIn(username)).cookie } : {};
  return (await get(path, { ...html, ...cookie })).headers.get('Link');
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
      expect(response.headers.get('Cache-Control')).toBe('no-cache');
      expect(await response.text()).toBe(INDEX);
    }
    expect((await get('/assets/nothing.js', html)).status).toBe(404);
    expect((await get('/api/nothing', html)).headers.get('Content-Type')).toBe('application/problem+json');
  });

  test('has a policy that lets its inline style be, by its hash, and no inline script', async () => {
    const policy = (await get('/', html)).headers.get('Content-Security-Policy') ?? '';
    expect(policy).toContain(`'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`);
    expect(policy).toContain(`'sha256-${createHash('sha256').update('').digest('base64')}'`);
    expect(policy).not.toContain('unsafe');
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("require-trusted-types-for 'script'");
  });

  test('brings its first calls and its code along, the calls only for who may make them', async () => {
    const session = '</api/session>; rel=preload; as=fetch; crossorigin';
    const list = '</api/certificates?limit=1000&sort=-uploadedAt>; rel=preload; as=fetch; crossorigin';
    expect(await linkOf('/administration/certificates')).toBe(`${session}, ${code('sign-in', 'shared')}`);
    expect(await linkOf('/administration/certificates', 'professional')).toBe(
      `${session}, ${list}, ${code('layout', 'shared', 'list')}`,
    );
    expect(await linkOf('/audit-log', 'administrator')).toBe(session);
    expect(await linkOf('/administration/certificates', 'agent')).toBe(session);
    expect(await linkOf('/administration/certificates', 'azure-administrator')).toBe(session);
  });
});

test('the modules that pages bring along exist', () => {
  for (const { modules } of [signInPage, ...Object.values(pages)]) {
    for (const module of modules)
      expect(existsSync(join(import.meta.dirname, '../..', module)), module).toBe(true);
  }
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
      }
    },
  );
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
