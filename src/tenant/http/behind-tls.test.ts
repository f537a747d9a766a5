import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LONG_PASSWORD, TenantServer } from '../../testing/server.ts';
import { makePair } from '../../testing/pairs.ts';
import { fetchByTls, tlsProxy, type TlsProxy } from '../../testing/tls-proxy.ts';

let proxy: TlsProxy;
let server: TenantServer;
beforeAll(async () => {
  proxy = await tlsProxy();
  server = await TenantServer.start({
    TENANT_ORIGIN: proxy.origin,
    TENANT_PROXY: '127.0.0.1',
    TENANT_DEMO_PASSWORD: LONG_PASSWORD,
  });
  proxy.target = server.url;
});
afterAll(async () => {
  await proxy.close();
  await server.stop();
});

const get = (path: string, headers: Record<string, string> = {}) =>
  fetchByTls(`${proxy.origin}${path}`, { headers });

const signIn = (username: string, password: string, headers: Record<string, string> = {}) =>
  fetchByTls(`${proxy.origin}/api/session`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Origin: proxy.origin, ...headers },
    body: JSON.stringify({ username, password }),
  });

describe('behind a proxy that ends TLS', () => {
  test('cookies are for https and this host alone, and the session goes on with them', async () => {
    const signedIn = await signIn('administrator', LONG_PASSWORD);
    expect(signedIn.status).toBe(200);
    const cookies = signedIn.headers.getSetCookie();
    expect(cookies.map((cookie) => cookie.split('=')[0])).toEqual([
      '__Host-session',
      '__Host-device-environment',
    ]);
    for (const cookie of cookies) {
      expect(cookie).toContain('; Secure');
      expect(cookie).toContain('; Path=/');
      expect(cookie).not.toContain('Domain');
    }
    const Cookie = cookies.map((cookie) => cookie.split(';')[0]).join('; ');
    expect(JSON.parse((await get('/api/session', { Cookie })).text)).toMatchObject({
      session: { username: 'administrator' },
    });
    // Where the console is built, its document contains the same answer.
    const page = await get('/', { Cookie, Accept: 'text/html' });
    if (page.status === 200)
      expect(page.text).toContain('"/api/session":{"session":{"username":"administrator"');
    const out = await fetchByTls(`${proxy.origin}/api/session`, {
      method: 'DELETE',
      headers: { Cookie, Origin: proxy.origin },
    });
    expect(out.headers.getSetCookie()[0]).toMatch(/^__Host-session=; Max-Age=0; Path=\/; HttpOnly; Secure/);
    expect(JSON.parse((await get('/api/session', { Cookie })).text)).toMatchObject({ session: null });
  });

  test('every answer asks browsers to come by https from now on', async () => {
    for (const path of ['/', '/api/session', '/api/nothing', '/assets/nothing.js']) {
      expect((await get(path)).headers.get('Strict-Transport-Security')).toBe('max-age=31536000');
    }
  });

  test('writes from another origin are refused, also one that calls itself as the Host header does', async () => {
    for (const headers of [
      { Origin: 'https://evil.example' },
      { Origin: proxy.origin.replace('https:', 'http:') },
      { Origin: 'https://localhost' },
      { Origin: 'null' },
    ]) {
      const refused = await signIn('administrator', LONG_PASSWORD, headers);
      expect(JSON.parse(refused.text)).toMatchObject({ code: 'wrong_origin' });
    }
  });

  test('a name that was made to point here is not answered to', async () => {
    const refused = await get('/api/session', { Host: 'evil.example' });
    expect(refused.status).toBe(421);
    expect(refused.text).toMatch(/^This server was called as evil\S*, and it answers to /);
    expect(refused.text).toContain(`${proxy.origin} only. Open that address, or set TENANT_ORIGIN`);
    expect((await get('/api/health', { Host: '10.0.0.1' })).status).toBe(200);
  });

  test('failed sign-ins count by the address that the proxy names, and by no other word', async () => {
    for (let i = 0; i < 5; i++)
      await signIn('professional', 'wrong', { 'X-Forwarded-For': `198.51.100.${i}` });
    // The proxy appended the same address to all these requests, so they count as one caller.
    expect((await signIn('professional', LONG_PASSWORD, { 'X-Forwarded-For': '198.51.100.9' })).status).toBe(
      429,
    );
    proxy.caller = '203.0.113.8';
    expect((await signIn('professional', LONG_PASSWORD)).status).toBe(200);
  });

  test('a calendar leads to the console’s own address', async () => {
    const signedIn = await signIn('administrator', LONG_PASSWORD);
    const Cookie = signedIn.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    const post = async (path: string, body?: unknown) => {
      const headers = { Cookie, Origin: proxy.origin, 'Content-Type': 'application/json' };
      const answer = await fetchByTls(`${proxy.origin}${path}`, {
        method: 'POST',
        headers,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return JSON.parse(answer.text) as { token: string };
    };
    await post('/api/certificates', makePair());
    const { token } = await post('/api/calendar-feed');
    const calendar = await get(`/api/certificates/expiry.ics?token=${token}`);
    expect(calendar.text.replaceAll(/\r\n /g, '')).toContain(`${proxy.origin}/administration/certificates/`);
  });
});

test('without TENANT_PROXY nobody’s word counts for https', async () => {
  const plain = await TenantServer.start();
  try {
    const response = await fetch(`${plain.url}/api/session`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-Forwarded-Proto': 'https' },
      body: JSON.stringify({ username: 'administrator', password: 'demo' }),
    });
    expect(response.headers.getSetCookie()[0]).toMatch(/^session-\d+=/);
    expect(response.headers.has('Strict-Transport-Security')).toBe(false);
  } finally {
    await plain.stop();
  }
});
