import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPages } from './pages.ts';
import { staticFiles, type StaticFiles } from './static-files.ts';

const INDEX = '<!doctype html><html><head></head><body><div id="root"></div></body></html>';
const LIST = '/api/certificates?limit=100&sort=-uploadedAt';

let folder: string;
let files: StaticFiles;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pages-'));
  writeFileSync(join(folder, 'index.html'), INDEX);
  files = staticFiles(folder);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const signedIn = {
  session: {
    username: 'somebody',
    role: 'administrator',
    tenant: { name: 'Elsewhere', dbid: 7, platform: 'aws', screenRecording: false },
  },
};
const list = { items: [{ subjectName: 'Genesys Recording' }], total: 1, changedElsewhere: false };

/** The document of the list, from a tenant that answers its calls with these texts, and every other one with 404. */
async function documentFrom(
  texts: Record<string, unknown>,
  headers: Record<string, string> = {},
  { query = '', cookie = '' } = {},
) {
  const asked: string[] = [];
  const page = createPages({
    api: (request) => {
      const { pathname, search } = new URL(request.url);
      asked.push(pathname + search);
      const answer = texts[pathname + search];
      if (answer === undefined) return new Response('', { status: 404 });
      return new Response(typeof answer === 'string' ? answer : JSON.stringify(answer), { headers });
    },
  });
  const response = await page(
    new Request(`http://localhost/administration/certificates${query}`, {
      headers: { Accept: 'text/html', Cookie: cookie },
    }),
    files,
  );
  const html = await response.text();
  const [, data] = /id="first-answers">([^<]*)</.exec(html) ?? [];
  return { response, html, asked, data: data && (JSON.parse(data) as Record<string, unknown>) };
}

test('the document has the answers to the page’s first calls', async () => {
  const texts = { '/api/session': signedIn, '/api/versions': { certificates: 1 }, [LIST]: list };
  const { data, asked } = await documentFrom(texts);
  expect(data).toEqual(texts);
  // The lists come after the versions: a change in between must not be missed.
  expect(asked.slice(0, 2)).toEqual(['/api/session', '/api/versions']);
});

test('the document has the tenant’s time', async () => {
  const headers = { 'Tenant-Time': '2026-11-30T12:00:00.250Z' };
  const { html } = await documentFrom({ '/api/session': signedIn }, headers);
  expect(html).toContain('<html data-tenant-time="2026-11-30T12:00:00.250Z">');
  const madeUp = await documentFrom({ '/api/session': signedIn }, { 'Tenant-Time': '"><script>' });
  expect(madeUp.html).toContain('<html><head>');
});

test('a list comes in the order and with the search and the filter of its address', async () => {
  const asked = '/api/certificates?limit=100&sort=-notAfter&search=emea+1&status=valid';
  const texts = { '/api/session': signedIn, [asked]: list };
  const query = '?status=valid&q=%20emea%201&sort=-notAfter&columns=status';
  expect((await documentFrom(texts, {}, { query })).data).toEqual(texts);
  const unknown = await documentFrom(
    { '/api/session': signedIn, [LIST]: list },
    {},
    { query: '?sort=x&status=y' },
  );
  expect(unknown.data).toHaveProperty([LIST]);
});

test('the document has the colours that the person chose, and no other text of the cookie', async () => {
  const answer = { '/api/session': signedIn };
  expect((await documentFrom(answer, {}, { cookie: 'colours=dark' })).html).toContain(
    '<html data-color-scheme="dark">',
  );
  expect((await documentFrom(answer, {}, { cookie: 'colours=%22%3E' })).html).toContain('<html>');
});

test('an answer that has no room is not in the document', async () => {
  const large = { ...list, items: [{ subjectName: 'x'.repeat(1024 * 1024) }] };
  const texts = { '/api/session': signedIn, '/api/versions': { certificates: 1 } };
  expect((await documentFrom({ ...texts, [LIST]: large })).data).toEqual(texts);
});

test('a cookie that a tenant renews while it answers reaches the browser', async () => {
  const { response } = await documentFrom(
    { '/api/session': signedIn },
    { 'Set-Cookie': 'session=next; HttpOnly' },
  );
  expect(response.headers.getSetCookie()).toEqual(['session=next; HttpOnly']);
});

test('what a tenant answers against the contract is not in the document', async () => {
  const noJson = await documentFrom({ '/api/session': signedIn, [LIST]: '<html>Sign in</html>' });
  expect(noJson.data).toEqual({ '/api/session': signedIn });
  for (const state of ['<html>Sign in</html>', { user: 'somebody' }]) {
    const { html, response } = await documentFrom({ '/api/session': state });
    expect(html).toBe(INDEX);
    expect(response.headers.get('ETag')).not.toBeNull();
  }
});

test.each<[string, (request: Request) => Promise<Response>]>([
  ['not at all', () => new Promise(() => {})],
  [
    'until it is stopped',
    ({ signal }) =>
      new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error))),
  ],
])('where the tenant does not answer in time, the document is the same for everybody: %s', async (_, api) => {
  const page = createPages({ api, patienceMs: 20 });
  const response = await page(new Request('http://localhost/', { headers: { Accept: 'text/html' } }), files);
  expect(await response.text()).toBe(INDEX);
});

test('what has come in time is in the document, without what is late', async () => {
  const page = createPages({
    api: (request) =>
      new URL(request.url).pathname === '/api/session' ? Response.json(signedIn) : new Promise(() => {}),
    patienceMs: 20,
  });
  const response = await page(new Request('http://localhost/', { headers: { Accept: 'text/html' } }), files);
  expect(await response.text()).toContain(`id="first-answers">{"/api/session":${JSON.stringify(signedIn)}}<`);
});
