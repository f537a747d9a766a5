import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Role } from '../../domain/session.ts';
import { addAccount } from './account-acts.ts';
import { createApi } from '../http/api.ts';
import { makeOwnTenant } from './own-tenant.ts';
import { hashPassword } from './password.ts';
import { readSingleSignOn } from './single-sign-on-settings.ts';
import { findAccount } from '../store/accounts.ts';
import { acknowledgement } from '../../testing/steps.ts';
import { makePair } from '../../testing/pairs.ts';
import { openDataFolder, type DataFolder } from '../tenants.ts';
import { TestBrowser } from '../../testing/browser.ts';
import { CLIENT, startProvider, type TestProvider } from '../../testing/provider.ts';

const CONSOLE = 'http://console.test:5180';
const AT_THE_SERVER = { username: 'tests (at the server)', role: 'system', session: '-' } as const;
const PASSWORD = 'gravel lantern eleven boats';

let dataDir: string;
let folder: DataFolder;
let provider: TestProvider;
let now: Date;
let log: string[];
let api: ReturnType<typeof createApi>;

const environment = () => ({
  TENANT_OIDC_ISSUER: provider.issuer,
  TENANT_OIDC_CLIENT_ID: CLIENT.id,
  TENANT_OIDC_SECRET_FILE: join(dataDir, 'secret'),
  TENANT_OIDC_ROLES: 'admins=administrator,pros=professional',
});

async function begin({ passwords = 'on', inIdToken = false } = {}) {
  provider = await startProvider([CONSOLE], { inIdToken });
  provider.groups.set('carla', ['pros', 'others']);
  dataDir = mkdtempSync(join(tmpdir(), 'single-'));
  const tenant = { name: 'Example Bank', dbid: 1, platform: 'aws', screenRecording: true } as const;
  now = new Date();
  const administrator = { username: 'anna', passwordHash: hashPassword(PASSWORD, 4) };
  makeOwnTenant(dataDir, { tenant, administrator, by: AT_THE_SERVER, now });
  writeFileSync(join(dataDir, 'secret'), `${CLIENT.secret}\n`);
  const singleSignOn = readSingleSignOn({ ...environment(), TENANT_PASSWORDS: passwords });
  folder = await openDataFolder({ dataDir, passwords: singleSignOn?.passwords });
  folder.tenants[0]?.database.run('UPDATE account SET one_time_until = NULL');
  log = [];
  api = createApi({ ...folder, singleSignOn, now: () => now, log: (line) => log.push(line) });
}

beforeEach(() => begin());
afterEach(async () => {
  folder.close();
  await provider.close();
  rmSync(dataDir, { recursive: true, force: true });
});

class Browser extends TestBrowser {
  constructor() {
    super(CONSOLE, (path, init) => Promise.resolve(api.request(CONSOLE + path, init)));
  }
}

const callsOf =
  (browser: Browser) =>
  async (method: string, path: string, body?: unknown, headers = {}) => {
    const response = await browser.open(CONSOLE + path, {
      method,
      headers: { 'Content-Type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return (await response.json()) as { code?: string; id: string; etag: string };
  };

const leave = () => new Browser().open(`${CONSOLE}/api/sign-in/start`);

const problemIn = (page: URL) => page.searchParams.get('problem');

const database = () => {
  const [own] = folder.tenants;
  if (!own) throw new Error('No tenant');
  return own.database;
};
const summaries = () =>
  database()
    .all<{ username: string; summary: string }>('SELECT username, summary FROM audit_entry ORDER BY id')
    .map(({ username, summary }) => `${username}: ${summary}`);

function addLocal(username: string, role: Role = 'agent') {
  const by = {
    store: { database: database(), demoAccounts: [], passwords: true },
    actor: AT_THE_SERVER,
    now,
  };
  return database().transaction(() =>
    addAccount(by, { username, role, passwordHash: hashPassword(PASSWORD, 4) }),
  );
}

describe('single sign-on', () => {
  test('makes the account at the first sign-in, and leads back to where one was', async () => {
    const browser = new Browser();
    const page = await browser.signIn('carla', '/requests?state=waiting');
    expect(page.pathname).toBe('/sign-in');
    expect(page.searchParams.get('back')).toBe('/requests?state=waiting');
    expect(await browser.session()).toMatchObject({
      username: 'carla',
      role: 'professional',
      singleSignOn: true,
    });
    expect(findAccount(database(), 'carla')).toMatchObject({
      passwordHash: null,
      issuer: provider.issuer,
      subject: 'subject-carla',
    });
    expect(summaries().slice(1)).toEqual([
      'carla: Added their account carla (Genesys Professional) with the first single sign-on',
      'carla: Signed in by single sign-on',
    ]);
    // No password opens it.
    const body = JSON.stringify({ username: 'carla', password: 'anything' });
    const headers = { 'Content-Type': 'application/json' };
    expect((await api.request('/api/session', { method: 'POST', headers, body })).status).toBe(401);
  });

  test('is a proof of who acts only where the provider has asked for it', async () => {
    provider.groups.set('dora', ['admins']);
    const browser = new Browser();
    const call = callsOf(browser);
    const LIST = '/api/screen-recording-certificates';
    const save = async (certificateIds: string[]) => {
      const { etag } = await call('GET', LIST);
      return call('PUT', LIST, { certificateIds, acknowledgement }, { 'If-Match': etag });
    };
    await browser.signIn('dora');
    const { id } = await call('POST', '/api/certificates', makePair());
    await save([id]);
    expect(await save([])).toMatchObject({ code: 'proof_needed' });

    browser.proves = true;
    await browser.signIn('dora');
    now = new Date(now.getTime() + 11 * 60_000);
    expect(await save([])).toMatchObject({ code: 'proof_needed' });
    // The provider knows its person, and asks all the same.
    await browser.signIn('dora');
    provider.tamper = ({ auth_time: _, ...claims }) => claims;
    expect(problemIn(await browser.signIn('dora'))).toBe('provider_refused');
    provider.tamper = undefined;
    now = new Date();
    await browser.signIn('dora');
    expect(await save([])).not.toHaveProperty('code');
  });

  test('keeps what it needs for the way back in a sealed cookie that another site’s link brings', async () => {
    const response = await new Browser().open(`${CONSOLE}/api/sign-in/start`);
    const [cookie = ''] = response.headers.getSetCookie();
    expect(cookie).toMatch(/^leaving-5180=[\w-]+; Max-Age=600; Path=\/; HttpOnly; SameSite=Lax$/);
    const asked = new URL(response.headers.get('Location') ?? '').searchParams;
    expect(Object.fromEntries(asked)).toMatchObject({
      response_type: 'code',
      code_challenge_method: 'S256',
      redirect_uri: `${CONSOLE}/api/sign-in/callback`,
      scope: 'openid profile',
    });
    for (const secret of ['state', 'nonce']) {
      expect(asked.get(secret)).toMatch(/^[\w-]{43}$/);
      expect(Buffer.from(cookie.split(/[=;]/)[1] ?? '', 'base64url').includes(asked.get(secret) ?? '')).toBe(
        false,
      );
    }
  });

  test('opens the same account again, with the role that the provider gives now', async () => {
    await new Browser().signIn('carla');
    provider.groups.set('carla', ['pros', 'admins']);
    const browser = new Browser();
    await browser.signIn('carla');
    expect(await browser.session()).toMatchObject({ role: 'administrator' });
    expect(summaries()).toContain(
      'carla: The identity provider changed their role from Genesys Professional to Administrator',
    );
    expect(database().all('SELECT 1 FROM account')).toHaveLength(2);
  });

  test('refuses whoever has no role', async () => {
    const browser = new Browser();
    expect(problemIn(await browser.signIn('nobody'))).toBe('no_role_at_provider');
    expect(await browser.session()).toBeNull();
    expect(findAccount(database(), 'nobody')).toBeUndefined();
  });

  test('refuses a disabled account', async () => {
    const browser = new Browser();
    await browser.signIn('carla');
    database().run(`UPDATE account SET disabled_at = '2026-11-30' WHERE username = 'carla'`);
    expect(await browser.session()).toBeNull();
    expect(problemIn(await new Browser().signIn('carla'))).toBe('account_disabled');
  });

  test('takes over no account with a password by its name', async () => {
    addLocal('carla', 'administrator');
    expect(problemIn(await new Browser().signIn('carla'))).toBe('account_not_linked');
    database().run(
      `UPDATE account SET issuer = :issuer, subject = 'subject-carla' WHERE username = 'carla'`,
      {
        issuer: provider.issuer,
      },
    );
    const browser = new Browser();
    await browser.signIn('carla');
    expect(await browser.session()).toMatchObject({ username: 'carla', role: 'professional' });
  });

  test.each([
    [
      'of another audience',
      () => (provider.tamper = (claims) => ({ ...claims, aud: 'another client' })),
      /aud/,
    ],
    [
      'that has expired',
      () => (provider.tamper = (claims) => ({ ...claims, exp: Number(claims['iat']) - 120 })),
      /timestamp|expired/i,
    ],
    [
      'of another issuer',
      () => (provider.tamper = (claims) => ({ ...claims, iss: 'https://id.test' })),
      /iss/,
    ],
    ['for another sign-in', () => (provider.tamper = (claims) => ({ ...claims, nonce: 'another' })), /nonce/],
    ['with another key’s signature', () => (provider.forges = true), /signature/],
  ])('refuses an ID token %s', async (_, change, said) => {
    change();
    const browser = new Browser();
    const page = await browser.signIn('carla');
    expect(problemIn(page)).toBe('provider_refused');
    expect(log.join('\n')).toMatch(said);
    expect(await browser.session()).toBeNull();
    expect(findAccount(database(), 'carla')).toBeUndefined();
  });

  test('refuses a way back that is used again, belongs to another browser, or comes too late', async () => {
    const browser = new Browser();
    const url = await browser.toTheWayBack('carla');
    expect(problemIn(await new Browser().pageIn(await new Browser().open(url)))).toBe(
      'sign_in_took_too_long',
    );
    expect(problemIn(await new Browser().pageIn(await browser.open(url)))).toBeNull();
    expect(problemIn(await new Browser().pageIn(await browser.open(url)))).toBe('sign_in_took_too_long');
    const late = new Browser();
    const again = await late.toTheWayBack('carla');
    now = new Date(now.getTime() + 601_000);
    expect(problemIn(await new Browser().pageIn(await late.open(again)))).toBe('sign_in_took_too_long');
  });

  test('refuses the code of one browser with the cookie of another', async () => {
    const [first, second] = [new Browser(), new Browser()];
    const code = new URL(await first.toTheWayBack('carla')).searchParams.get('code') ?? '';
    const mixed = new URL(await second.toTheWayBack('nobody'));
    mixed.searchParams.set('code', code);
    expect(problemIn(await new Browser().pageIn(await second.open(mixed.href)))).toBe('provider_refused');
    expect(await second.session()).toBeNull();
  });

  test('says that the provider does not answer, and whoever is signed in stays so', async () => {
    const [signedIn, underWay] = [new Browser(), new Browser()];
    await signedIn.signIn('carla');
    const url = await underWay.toTheWayBack('carla');
    await provider.close();
    expect(problemIn(await new Browser().pageIn(await underWay.open(url)))).toBe('provider_unreachable');
    expect(await signedIn.session()).toMatchObject({ username: 'carla' });
    // Signing out still ends the session.
    await signedIn.open(`${CONSOLE}/api/sign-in/end`);
    expect(await signedIn.session()).toBeNull();
  });

  test('asks a provider again that did not answer at first', async () => {
    const { issuer } = provider;
    await provider.close();
    expect(problemIn(await new Browser().pageIn(await leave()))).toBe('provider_unreachable');
    expect(problemIn(await new Browser().pageIn(await leave()))).toBe('provider_unreachable');
    expect(log.filter((line) => line.startsWith('single sign-on: '))).toHaveLength(2);
    expect(issuer).toMatch(/^http:/);
  });

  test('signs out at the provider, too', async () => {
    const browser = new Browser();
    await browser.signIn('carla');
    const response = await browser.open(`${CONSOLE}/api/sign-in/end`);
    const to = new URL(response.headers.get('Location') ?? '');
    expect(to.origin).toBe(provider.issuer);
    expect(to.searchParams.get('post_logout_redirect_uri')).toBe(`${CONSOLE}/sign-in`);
    expect(to.searchParams.get('id_token_hint')).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
    expect(await browser.session()).toBeNull();
    expect((await browser.open(to.href)).status).toBe(200);
    // Without a session there is nothing to say at the provider.
    const again = await browser.open(`${CONSOLE}/api/sign-in/end`);
    expect(again.headers.get('Location')).toBe(`${CONSOLE}/sign-in`);
  });

  test('leads to no other site afterwards', async () => {
    const page = await new Browser().signIn('carla', 'https://elsewhere.test/');
    expect(page.searchParams.get('back')).toBe('/');
  });
});

test('groups in the ID token are enough', async () => {
  folder.close();
  await provider.close();
  rmSync(dataDir, { recursive: true });
  await begin({ inIdToken: true });
  const browser = new Browser();
  await browser.signIn('carla');
  expect(await browser.session()).toMatchObject({ role: 'professional' });
});

test('passwords can be switched off', async () => {
  const state = async () => (await api.request('/api/session')).json();
  expect(await state()).toEqual({ session: null, singleSignOn: { only: false } });
  folder.close();
  await provider.close();
  rmSync(dataDir, { recursive: true });
  await begin({ passwords: 'off' });
  expect(await state()).toEqual({ session: null, singleSignOn: { only: true } });
  const body = JSON.stringify({ username: 'anna', password: PASSWORD });
  const headers = { 'Content-Type': 'application/json' };
  const refused = await api.request('/api/session', { method: 'POST', headers, body });
  expect(await refused.json()).toMatchObject({ code: 'passwords_off', status: 403 });
});

test.each([
  ['off', 409],
  ['on', 200],
])('with passwords %s, an administrator with a password is another one: %i', async (passwords, status) => {
  folder.close();
  await provider.close();
  rmSync(dataDir, { recursive: true });
  await begin({ passwords });
  provider.groups.set('dora', ['admins']);
  const browser = new Browser();
  await browser.signIn('dora');
  const id = findAccount(database(), 'dora')?.id ?? '';
  const body = JSON.stringify({ role: 'administrator', disabled: true });
  const headers = { 'Content-Type': 'application/json', 'If-Match': '*' };
  const answer = await browser.open(`${CONSOLE}/api/accounts/${id}`, { method: 'PUT', headers, body });
  expect(answer.status).toBe(status);
  if (status === 409) expect(await answer.json()).toMatchObject({ code: 'last_administrator' });
});

test('with passwords off, only whom the provider knows is the second person', async () => {
  folder.close();
  await provider.close();
  rmSync(dataDir, { recursive: true });
  await begin({ passwords: 'off' });
  provider.groups.set('dora', ['admins']);
  const dora = new Browser();
  await dora.signIn('dora');
  const call = callsOf(dora);
  const { id: certificateId } = await call('POST', '/api/certificates', makePair());
  const [profile] = database().all<{ id: string }>('SELECT id FROM ivr_profile');
  const ivrProfileIds = [profile?.id];
  const body = { kind: 'assignment', certificateId, ivrProfileIds, note: '' };
  const { id } = await call('POST', '/api/requests', body);
  addLocal('paul', 'professional');
  expect(await call('GET', `/api/requests/${id}`)).toMatchObject({ canBeAnswered: false });
  await new Browser().signIn('carla');
  expect(await call('GET', `/api/requests/${id}`)).toMatchObject({ canBeAnswered: true });
});

const reading = (changes: Record<string, string>) => () => readSingleSignOn({ ...environment(), ...changes });

describe('the settings', () => {
  test('are none without an issuer', () => {
    expect(readSingleSignOn({})).toBeUndefined();
    expect(() => readSingleSignOn({ TENANT_PASSWORDS: 'off' })).toThrow('nobody could sign in');
  });

  test.each([
    ['an issuer by http elsewhere', { TENANT_OIDC_ISSUER: 'http://id.example' }, 'begins with https'],
    ['no client id', { TENANT_OIDC_CLIENT_ID: '' }, 'TENANT_OIDC_CLIENT_ID is missing'],
    ['no file for the secret', { TENANT_OIDC_SECRET_FILE: '/nowhere/secret' }, 'cannot be read or is empty'],
    ['an unknown role', { TENANT_OIDC_ROLES: 'admins=boss' }, 'TENANT_OIDC_ROLES has “admins=boss”'],
    ['no roles', { TENANT_OIDC_ROLES: '' }, 'TENANT_OIDC_ROLES has “”'],
    ['another word for on', { TENANT_PASSWORDS: 'yes' }, 'Set on or off'],
  ])('are refused with %s', (_, changes, sentence) => {
    expect(reading(changes)).toThrow(sentence);
  });
});
