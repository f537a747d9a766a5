import { describe, expect, test } from 'vitest';
import { eachTenant, tenant } from '../../testing/given.ts';
import { createApi } from '../http/api.ts';
import type { Caller } from '../../testing/client.ts';
import { PASSWORD } from '../../testing/tenant.ts';

eachTenant();

const ascending = (a: number, b: number) => a - b;

const HOUR = 3_600_000;
const signIn = (username: string, password: string) =>
  tenant.signedOut().call('POST /api/session', { body: { username, password } });

describe('signed out', () => {
  test('tells the demo accounts while the demo password is the default', async () => {
    const { answer } = await tenant.signedOut().call('GET /api/session');
    expect(answer.session).toBeNull();
    expect(answer.demo?.password).toBe('demo');
    expect(answer.demo?.accounts.map(({ username, role, tenant }) => [username, role, tenant.name])).toEqual([
      ['administrator', 'administrator', 'Environment'],
      ['professional', 'professional', 'Environment'],
      ['listener', 'listener', 'Environment'],
      ['agent', 'agent', 'Environment'],
      ['azure-administrator', 'administrator', 'Contoso'],
      ['fabrikam-administrator', 'administrator', 'Fabrikam'],
    ]);
  });

  test('tells nothing when the demo password is another', async () => {
    const api = createApi({ tenants: tenant.tenants, demoPassword: 'correct horse' });
    expect(await (await api.request('/api/session')).json()).toEqual({ session: null });
  });
});

describe('signing in', () => {
  test('sets a cookie that scripts cannot read and that no other site sends', async () => {
    const reply = await signIn('administrator', PASSWORD);
    expect(reply.answer.session).toEqual({
      username: 'administrator',
      role: 'administrator',
      tenant: { name: 'Environment', dbid: 1, platform: 'aws', screenRecording: true },
    });
    expect(reply.headers.getSetCookie()[0]).toMatch(
      /^session=environment\.[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/,
    );
  });

  test('at one port ends no session at another port of the same host', async () => {
    const cookies = new Map<string, string>();
    const call = async (port: number, method: string, body?: string) => {
      const response = await tenant.api.request(`http://localhost:${port}/api/session`, {
        method,
        headers: {
          'Content-Type': 'application/json',
          Cookie: [...cookies].map((pair) => pair.join('=')).join('; '),
        },
        ...(body === undefined ? {} : { body }),
      });
      // As browsers keep them: by name, for all ports.
      for (const set of response.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
        if (/Max-Age=0/.test(set)) cookies.delete(name);
        else cookies.set(name, value);
      }
      return response;
    };
    const nameAt = async (port: number) =>
      ((await (await call(port, 'GET')).json()) as { session: { username: string } | null }).session
        ?.username;
    await call(5180, 'POST', JSON.stringify({ username: 'administrator', password: PASSWORD }));
    await call(5181, 'POST', JSON.stringify({ username: 'professional', password: PASSWORD }));
    expect([await nameAt(5180), await nameAt(5181)]).toEqual(['administrator', 'professional']);
    await call(5181, 'DELETE');
    expect([await nameAt(5180), await nameAt(5181)]).toEqual(['administrator', undefined]);
  });

  test('sets it for https alone when it came by https', async () => {
    const response = await tenant.api.request('https://console.test/api/session', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ username: 'administrator', password: PASSWORD }),
    });
    const [session = '', device = ''] = response.headers.getSetCookie();
    expect(session).toMatch(
      /^__Host-session=environment\.[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
    );
    expect(device).toMatch(
      /^__Host-device-environment=[\w-]+; Max-Age=34560000; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
    );
    // Over https an attacker on the network can set a cookie without the `__Host-` prefix, so such a cookie opens
    // nothing.
    const [value = ''] = session.slice('__Host-session='.length).split(';');
    const read = async (name: string) =>
      (
        await tenant.api.request('https://console.test/api/session', {
          headers: { Cookie: `${name}=${value}` },
        })
      ).json();
    expect(await read('session')).toMatchObject({ session: null });
    expect(await read('__Host-session')).toMatchObject({ session: { username: 'administrator' } });
  });

  test('keeps the token nowhere: only its hash is stored', async () => {
    const { cookie } = await tenant.signedIn('administrator');
    const token = cookie.split('.')[1] ?? '';
    expect(token).toHaveLength(43);
    expect(tenant.storedBytes().includes(token)).toBe(false);
    expect(tenant.storedBytes().includes(Buffer.from(token, 'base64url'))).toBe(false);
  });

  test('again ends the session before and starts another', async () => {
    const before = await tenant.signedIn('administrator');
    const reply = await before.call('POST /api/session', {
      body: { username: 'professional', password: PASSWORD },
    });
    expect(reply.answer.session?.username).toBe('professional');
    expect((await before.call('GET /api/session')).answer.session).toBeNull();
  });

  test('that fails leaves the session before as it was', async () => {
    const before = await tenant.signedIn('administrator');
    await before.call('POST /api/session', { body: { username: 'administrator', password: 'wrong' } });
    expect((await before.call('GET /api/session')).answer.session?.username).toBe('administrator');
  });
});

describe('failed sign-ins', () => {
  test('are limited to five, for this user name from this address', async () => {
    for (let i = 0; i < 5; i++) expect((await signIn('administrator', 'wrong')).status).toBe(401);
    const refused = await signIn('administrator', PASSWORD);
    expect(refused.status).toBe(429);
    expect(refused.problem.code).toBe('too_many_attempts');
    expect(refused.problem.detail).toContain('30 seconds');
    expect(refused.headers.get('Retry-After')).toBe('30');
    expect((await signIn('professional', PASSWORD)).status).toBe(200);
    tenant.clock.advance(30_000);
    expect((await signIn('administrator', PASSWORD)).status).toBe(200);
  });

  test('do not keep the person out of a browser in which they have signed in before', async () => {
    const before = await signIn('administrator', PASSWORD);
    const [, remembered = ''] = before.headers.getSetCookie();
    const fromOwnBrowser = (username: string, password: string) =>
      tenant.signedOut().call('POST /api/session', {
        body: { username, password },
        headers: { Cookie: remembered.split(';')[0] ?? '' },
      });
    for (let i = 0; i < 6; i++) await signIn('administrator', 'wrong');
    expect((await signIn('administrator', PASSWORD)).status).toBe(429);
    expect((await fromOwnBrowser('administrator', PASSWORD)).status).toBe(200);

    // The browser is not known for a different user, and for the known user its own failures count.
    for (let i = 0; i < 5; i++) await signIn('professional', 'wrong');
    expect((await fromOwnBrowser('professional', PASSWORD)).status).toBe(429);
    for (let i = 0; i < 5; i++) await fromOwnBrowser('administrator', 'wrong');
    expect((await fromOwnBrowser('administrator', PASSWORD)).status).toBe(429);
  });

  test('are not passed over with a device cookie that was made up, or is of another tenant', async () => {
    const azure = await signIn('azure-administrator', PASSWORD);
    const value = azure.headers.getSetCookie()[1]?.split(';')[0]?.split('=')[1] ?? '';
    const forged = '{"id":"a","usernames":["administrator"]}';
    for (let i = 0; i < 5; i++) await signIn('administrator', 'wrong');
    for (const made of [
      'x',
      value,
      Buffer.from(forged).toString('base64url'),
      // The key of the private keys seals no cookies.
      tenant.environment.seal.seal(Buffer.from(forged), 'device cookie').toString('base64url'),
    ]) {
      const reply = await tenant.signedOut().call('POST /api/session', {
        body: { username: 'administrator', password: PASSWORD },
        headers: { Cookie: `device-environment=${made}` },
      });
      expect(reply.status).toBe(429);
    }
  });

  test('are limited when they come all at once', async () => {
    const replies = await Promise.all(Array.from({ length: 12 }, () => signIn('administrator', 'wrong')));
    expect(replies.map(({ status }) => status).toSorted(ascending)).toEqual([
      ...Array<number>(5).fill(401),
      ...Array<number>(7).fill(429),
    ]);
  });

  test('are forgotten after one that succeeds', async () => {
    for (let round = 0; round < 2; round++) {
      for (let i = 0; i < 4; i++) await signIn('administrator', 'wrong');
      expect((await signIn('administrator', PASSWORD)).status).toBe(200);
    }
  });

  test('do not add up for a user who is there many times at once', async () => {
    const replies = await Promise.all(Array.from({ length: 12 }, () => signIn('administrator', PASSWORD)));
    expect(replies.every(({ status }) => status === 200)).toBe(true);
  });
});

const username = async (caller: Caller) => (await caller.call('GET /api/session')).answer.session?.username;

const signInWith = (password: string) =>
  tenant.api.request('/api/session', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ username: 'administrator', password }),
  });

describe('a session', () => {
  test('survives a restart', async () => {
    const caller = await tenant.signedIn('administrator');
    await tenant.restart();
    expect(await username(caller)).toBe('administrator');
  });

  test('ends after 12 hours without use', async () => {
    const caller = await tenant.signedIn('administrator');
    tenant.clock.advance(11 * HOUR);
    expect(await username(caller)).toBe('administrator');
    tenant.clock.advance(11 * HOUR);
    expect(await username(caller)).toBe('administrator');
    tenant.clock.advance(12 * HOUR);
    expect(await username(caller)).toBeUndefined();
  });

  test('ends after 24 hours whatever happens', async () => {
    const caller = await tenant.signedIn('administrator');
    for (let i = 0; i < 23; i++) {
      tenant.clock.advance(HOUR);
      expect(await username(caller)).toBe('administrator');
    }
    tenant.clock.advance(HOUR);
    expect(await username(caller)).toBeUndefined();
    expect((await caller.call('GET /api/certificates')).problem.code).toBe('not_signed_in');
  });

  test('ends with signing out, which may be done twice', async () => {
    const caller = await tenant.signedIn('administrator');
    const reply = await caller.call('DELETE /api/session');
    expect(reply.status).toBe(204);
    expect(reply.headers.get('Set-Cookie')).toMatch(/^session=; Max-Age=0;/);
    expect(await username(caller)).toBeUndefined();
    expect((await caller.call('DELETE /api/session')).status).toBe(204);
  });

  test.each([
    'session=',
    'session=environment.',
    'session=contoso.TOKEN',
    'session=../../etc.TOKEN',
    'session=a.b.c',
  ])('is not had with the cookie %s', async (cookie) => {
    const { cookie: real } = await tenant.signedIn('administrator');
    const forged = cookie.replace('TOKEN', real.split('.')[1] ?? '');
    const response = await tenant.api.request('/api/session', { headers: { Cookie: forged } });
    expect(await response.json()).toMatchObject({ session: null });
  });

  test('ends when the demo password changes, and the new one counts', async () => {
    const caller = await tenant.signedIn('administrator');
    await tenant.restart('correct horse');
    const session = await tenant.api.request('/api/session', { headers: { Cookie: caller.cookie } });
    expect(await session.json()).toEqual({ session: null });
    expect((await signInWith(PASSWORD)).status).toBe(401);
    expect((await signInWith('correct horse')).status).toBe(200);
  });
});

test('signing in, failing to and signing out are in the audit log', async () => {
  await signIn('professional', 'wrong');
  await signIn('nobody', 'wrong');
  const caller = await tenant.signedIn('professional');
  await caller.call('DELETE /api/session');
  const reader = await tenant.signedIn('administrator');
  const { items } = (await reader.call('GET /api/audit-log')).answer;
  expect(items.map(({ username, action }) => `${username} ${action}`)).toEqual([
    'administrator session.started',
    'professional session.ended',
    'professional session.started',
    'professional session.refused',
  ]);
  expect(items[1]?.session).toBe(items[2]?.session);
  expect(items[3]?.session).toBe('-');
});
