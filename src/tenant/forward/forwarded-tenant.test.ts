import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LONG_PASSWORD, TenantServer } from '../../testing/server.ts';
import { makePair } from '../../testing/pairs.ts';
import { TestBrowser } from '../../testing/browser.ts';
import { CLIENT, startProvider } from '../../testing/provider.ts';
import { fetchByTls, tlsProxy } from '../../testing/tls-proxy.ts';

/** Two servers, as `npm start` runs them: a tenant, and a console in front of it with TENANT_URL. */
let folder: string;
let tenant: TenantServer;
let site: TenantServer;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'console-'));
  writeFileSync(
    join(folder, 'index.html'),
    '<!doctype html><head></head><body><div id="root"></div><noscript></noscript></body>',
  );
  tenant = await TenantServer.start({ TENANT_PROXY: '127.0.0.1', TENANT_DEMO_PASSWORD: LONG_PASSWORD });
  site = await TenantServer.start({ TENANT_URL: tenant.url, CONSOLE_DIR: folder });
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await site.stop();
  await tenant.stop();
});

async function signedIn(username: string) {
  const answer = await fetch(`${site.url}/api/session`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Origin: site.url },
    body: JSON.stringify({ username, password: LONG_PASSWORD }),
  });
  expect(answer.status).toBe(200);
  const Cookie = answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');
  return (path: string, init: { method?: string; body?: unknown; headers?: Record<string, string> } = {}) =>
    fetch(site.url + path, {
      method: init.method ?? 'GET',
      headers: {
        Cookie,
        'Content-Type': init.body instanceof Blob ? init.body.type : 'application/json',
        ...init.headers,
      },
      ...(init.body === undefined
        ? {}
        : { body: init.body instanceof Blob ? init.body : JSON.stringify(init.body) }),
    });
}

const opened = async (
  ask: (path: string, init: { headers: Record<string, string> }) => Promise<Response>,
): Promise<string> =>
  (await ask('/administration/certificates', { headers: { Accept: 'text/html' } })).text();

describe('through a console before it, a tenant of ours', () => {
  test('signs in and out; the console keeps no session of its own', async () => {
    const ask = await signedIn('administrator');
    expect(await (await ask('/api/session')).json()).toMatchObject({
      session: { username: 'administrator' },
    });
    const out = await ask('/api/session', { method: 'DELETE' });
    expect(out.status).toBe(204);
    expect(out.headers.getSetCookie()).toEqual([
      expect.stringMatching(/^tenant-(\d+)\.session-\1=; Path=\/; Max-Age=0; HttpOnly; SameSite=Strict$/),
    ]);
    expect(await (await ask('/api/session')).json()).toMatchObject({ session: null });
  });

  test('takes an upload', async () => {
    const ask = await signedIn('administrator');
    const stored = await ask('/api/certificates', { method: 'POST', body: makePair() });
    expect(stored.status).toBe(201);
    expect(stored.headers.get('Location')).toMatch(/^\/api\/certificates\/.+/);
    const { etag } = (await stored.json()) as { etag: string };
    const id = stored.headers.get('Location')?.split('/').at(-1) ?? '';
    const stale = { 'If-Match': '"0"' };
    expect((await ask(`/api/certificates/${id}`, { method: 'DELETE', headers: stale })).status).toBe(412);
    const fresh = { 'If-Match': etag };
    expect((await ask(`/api/certificates/${id}`, { method: 'DELETE', headers: fresh })).status).toBe(204);
  });

  test('answers 304 to a caller who has the list already', async () => {
    const ask = await signedIn('administrator');
    const list = await ask('/api/certificates');
    const again = await ask('/api/certificates', {
      headers: { 'If-None-Match': list.headers.get('ETag') ?? '' },
    });
    expect(again.status).toBe(304);
    expect(await again.text()).toBe('');
  });

  test('plays a recording in parts, and takes one that is spoken', async () => {
    const ask = await signedIn('administrator');
    // Bytes that begin like WebM (EBML) are accepted as WebM.
    const said = Buffer.concat([Buffer.from('1a45dfa3', 'hex'), Buffer.alloc(4_000_000)]);
    const made = await ask('/api/test-calls/spoken?durationMs=1000&screen=true', {
      method: 'POST',
      body: new Blob([said], { type: 'audio/webm' }),
    });
    expect(made.status).toBe(201);
    const { recordings } = (await made.json()) as { recordings: { id: string }[] };
    const id = recordings[0]?.id ?? '';
    const { recording } = (await (await ask(`/api/recordings/${id}`)).json()) as {
      recording: { mediaFiles: { mediaUri: string }[] };
    };
    const path = recording.mediaFiles[0]?.mediaUri ?? '';
    const part = await ask(path, { headers: { Range: 'bytes=1-3' } });
    expect(part.status).toBe(206);
    expect(part.headers.get('Content-Range')).toMatch(/^bytes 1-3\/\d+$/);
    expect((await part.arrayBuffer()).byteLength).toBe(3);
    expect((await ask(path, { headers: { Range: 'bytes=99999999-' } })).status).toBe(416);
  });

  test('feeds a calendar that leads to the console, and says when nothing has changed', async () => {
    const ask = await signedIn('administrator');
    await ask('/api/certificates', { method: 'POST', body: makePair() });
    const { token } = (await (await ask('/api/calendar-feed', { method: 'POST' })).json()) as {
      token: string;
    };
    const feed = `${site.url}/api/certificates/expiry.ics?token=${token}`;
    const calendar = await fetch(feed);
    const text = (await calendar.text()).replaceAll(/\r\n /g, '');
    expect(text).toContain(`${site.url}/administration/certificates/`);
    const again = await fetch(feed, { headers: { 'If-None-Match': calendar.headers.get('ETag') ?? '' } });
    expect(again.status).toBe(304);
  });

  test('hears nothing of what another site sends', async () => {
    const answer = await fetch(`${site.url}/api/session`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Origin: 'https://evil.example' },
      body: '{}',
    });
    expect(await answer.json()).toMatchObject({ code: 'wrong_origin' });
  });

  test('has its first answers in the console’s document, for each person their own', async () => {
    const ask = await signedIn('administrator');
    await ask('/api/certificates', { method: 'POST', body: makePair({ commonName: 'In the first rows' }) });
    expect(await opened(ask)).toMatch(/"username":"administrator"[^]*"subjectName":"In the first rows"/);
    const nobody = await opened((path, init) => fetch(site.url + path, init));
    expect(nobody).toContain('"session":null');
    expect(nobody).not.toContain('In the first rows');
  });
});

test('behind TLS the tenant’s plain cookies are the console’s for https alone', async () => {
  const proxy = await tlsProxy();
  const outer = await TenantServer.start({
    TENANT_URL: tenant.url,
    TENANT_ORIGIN: proxy.origin,
    TENANT_PROXY: '127.0.0.1',
  });
  proxy.target = outer.url;
  try {
    const post = (Origin: string) =>
      fetchByTls(`${proxy.origin}/api/session`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', Origin },
        body: JSON.stringify({ username: 'professional', password: LONG_PASSWORD }),
      });
    expect((await post('https://evil.example')).status).toBe(403);
    const signedIn = await post(proxy.origin);
    expect(signedIn.status).toBe(200);
    // The tenant knows that the caller used https, so its own cookie already has the prefix.
    const [cookie = ''] = signedIn.headers.getSetCookie();
    expect(cookie).toMatch(
      /^__Host-tenant\.host\.session=environment\.[\w-]+; Path=\/; HttpOnly; SameSite=Strict; Secure$/,
    );
    const state = await fetchByTls(`${proxy.origin}/api/session`, {
      headers: { Cookie: cookie.split(';')[0] ?? '' },
    });
    expect(JSON.parse(state.text)).toMatchObject({ session: { username: 'professional' } });
  } finally {
    await outer.stop();
    await proxy.close();
  }
});

test('a tenant that has stopped is a problem with a sentence', async () => {
  const other = await TenantServer.start();
  const before = await TenantServer.start({ TENANT_URL: other.url });
  try {
    expect((await fetch(`${before.url}/api/health`)).status).toBe(200);
    await other.kill('SIGKILL');
    const answer = await fetch(`${before.url}/api/health`);
    expect(answer.status).toBe(502);
    expect(await answer.json()).toMatchObject({ code: 'tenant_unreachable' });
    expect(before.log).toContain('tenant unreachable: ');
  } finally {
    await before.stop();
    await other.stop();
  }
});

test('single sign-on goes through it: the provider leads back to the console', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'own-'));
  const setup = join(import.meta.dirname, '../sign-in/setup-command.ts');
  const options = '--name Example --dbid 7 --platform aws --screen-recording no --administrator anna';
  const env = { ...process.env, TENANT_DATA_DIR: dataDir };
  expect(spawnSync(process.execPath, [setup, ...options.split(' ')], { env }).status).toBe(0);
  const secret = join(dataDir, 'client-secret');
  writeFileSync(secret, CLIENT.secret);
  const origins: string[] = [];
  const provider = await startProvider(origins);
  provider.groups.set('carla', ['pros']);
  const own = await TenantServer.start({
    TENANT_DATA_DIR: dataDir,
    TENANT_PROXY: '127.0.0.1',
    TENANT_OIDC_ISSUER: provider.issuer,
    TENANT_OIDC_CLIENT_ID: CLIENT.id,
    TENANT_OIDC_SECRET_FILE: secret,
    TENANT_OIDC_ROLES: 'pros=professional',
  });
  const front = await TenantServer.start({ TENANT_URL: own.url, CONSOLE_DIR: folder });
  try {
    origins.push(front.url);
    const browser = new TestBrowser(front.url, (path, init) =>
      fetch(front.url + path, { ...init, redirect: 'manual' }),
    );
    const page = await browser.signIn('carla', '/requests');
    expect(page.href).toBe(`${front.url}/sign-in?back=%2Frequests`);
    expect(await browser.session()).toMatchObject({ username: 'carla', singleSignOn: true });
    // The way out leads through the provider, and back to the console.
    const out = await browser.open(`${front.url}/api/sign-in/end`);
    const to = new URL(out.headers.get('Location') ?? '');
    expect(to.origin).toBe(provider.issuer);
    expect(to.searchParams.get('post_logout_redirect_uri')).toBe(`${front.url}/sign-in`);
    expect(await browser.session()).toBeNull();
  } finally {
    await front.stop();
    await own.stop();
    await provider.close();
  }
});
