import { beforeEach, describe, expect, test } from 'vitest';
import type { AnswerOf } from '../../contract/calls.ts';
import type { Problem } from '../../contract/problem.ts';
import { MOST_PASSKEYS, SECOND_STEP_MINUTES } from '../../domain/passkey.ts';
import { PROOF_MINUTES, type Role } from '../../domain/session.ts';
import { administrator, eachTenant, professional, signInAs, tenant } from '../../testing/given.ts';
import { acknowledgement, assignedBy, profileNamed, uploadedBy } from '../../testing/steps.ts';
import { hashPassword } from '../sign-in/password.ts';
import { TestAuthenticator } from '../../testing/authenticator.ts';
import { TestBrowser } from '../../testing/browser.ts';
import { changeAccount, findAccount, saveAccount } from '../store/accounts.ts';

const ORIGIN = 'http://localhost:5180';
const PASSWORD = 'gravel lantern eleven boats';
const MINUTE = 60_000;

eachTenant('administrator');

beforeEach(() => person('anna', 'professional'));

function person(username: string, role: Role) {
  saveAccount(tenant.environment.database, { username, role, passwordHash: hashPassword(PASSWORD, 4) });
}

/** A browser of somebody, at an address. */
class Browser extends TestBrowser {
  readonly #origin: string;

  constructor(origin = ORIGIN) {
    super(origin, (path, init) => {
      const headers = new Headers(init.headers);
      headers.set('Host', new URL(origin).host);
      return Promise.resolve(tenant.api.request(origin + path, { ...init, headers }));
    });
    this.#origin = origin;
  }

  /** The answer of a call, or its problem; whoever asks knows which. */
  async call<Answer>(
    method: string,
    path: string,
    body?: unknown,
    headers = {},
  ): Promise<Answer & Partial<Problem>> {
    const response = await this.open(this.#origin + path, {
      method,
      headers: { 'Content-Type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return (text === '' ? {} : JSON.parse(text)) as Answer & Partial<Problem>;
  }

  withPassword = (username = 'anna', password = PASSWORD) =>
    this.call<AnswerOf<'POST /api/session'>>('POST', '/api/session', { username, password });

  /** The password, and then the passkey. */
  async withBoth(authenticator: TestAuthenticator) {
    await this.withPassword();
    return this.secondStep(authenticator);
  }

  async secondStep(authenticator: TestAuthenticator, odd?: Parameters<TestAuthenticator['get']>[1]) {
    const asked = await this.askSecondStep();
    return this.answerSecondStep(authenticator.get(asked, odd));
  }

  askSecondStep = () =>
    this.call<AnswerOf<'POST /api/session/second-step/challenge'>>(
      'POST',
      '/api/session/second-step/challenge',
    );

  answerSecondStep = (credential: unknown) =>
    this.call<AnswerOf<'POST /api/session'>>('POST', '/api/session/second-step', { credential });

  askNew = () =>
    this.call<AnswerOf<'POST /api/account/passkeys/challenge'>>('POST', '/api/account/passkeys/challenge');

  async add(
    authenticator: TestAuthenticator,
    name = 'Key ring',
    odd?: Parameters<TestAuthenticator['create']>[1],
  ) {
    const credential = authenticator.create(await this.askNew(), odd);
    return this.call<object>('POST', '/api/account/passkeys', { name, credential });
  }

  askProof = () =>
    this.call<AnswerOf<'POST /api/account/proof/challenge'>>('POST', '/api/account/proof/challenge');

  async prove(authenticator: TestAuthenticator, odd?: Parameters<TestAuthenticator['get']>[1]) {
    const credential = authenticator.get(await this.askProof(), odd);
    return this.call<object>('POST', '/api/account/proof', { credential });
  }

  account = () => this.call<AnswerOf<'GET /api/account'>>('GET', '/api/account');
}

async function signedIn(username = 'anna'): Promise<Browser> {
  const browser = new Browser();
  expect((await browser.withPassword(username)).session).toMatchObject({ username });
  return browser;
}

/** Anna with a passkey, and what made it. */
async function withPasskey() {
  const browser = await signedIn();
  const authenticator = new TestAuthenticator(ORIGIN);
  expect(await browser.add(authenticator)).toEqual({});
  return { browser, authenticator };
}

const log = async () =>
  (await administrator.call('GET /api/audit-log')).answer.items.map(
    ({ username, summary }) => `${username}: ${summary}`,
  );

describe('a passkey', () => {
  test('is added by whoever signed in a moment ago, and is listed', async () => {
    const { browser } = await withPasskey();
    const { passkeys } = await browser.account();
    expect(passkeys).toEqual([
      {
        id: expect.any(String) as string,
        name: 'Key ring',
        host: 'localhost',
        addedAt: tenant.clock.now.toISOString(),
        usedAt: null,
      },
    ]);
    expect(await log()).toContain('anna: Added their own passkey “Key ring”');
    expect(await browser.session()).toMatchObject({ username: 'anna', passkey: true });
  });

  test('is not added in a session that was left open', async () => {
    const browser = await signedIn();
    const before = await browser.askNew();
    tenant.clock.advance(PROOF_MINUTES * MINUTE + 1);
    expect(await browser.askNew()).toMatchObject({ code: 'proof_needed', status: 403 });
    const credential = new TestAuthenticator(ORIGIN).create(before);
    const late = await browser.call('POST', '/api/account/passkeys', { name: 'Key ring', credential });
    expect(late).toMatchObject({ code: 'proof_needed' });
  });

  test('is for administrators and Genesys Professionals', async () => {
    person('lena', 'listener');
    expect(await (await signedIn('lena')).askNew()).toMatchObject({ code: 'forbidden' });
  });

  test('is not for a demo account, nor for who signs in at the identity provider', async () => {
    const demo = new Browser();
    await demo.withPassword('professional', 'demo');
    expect(await demo.askNew()).toMatchObject({ code: 'demo_account' });

    const browser = await signedIn();
    const { database } = tenant.environment;
    changeAccount(database, findAccount(database, 'anna')?.id ?? '', {
      issuer: 'https://id.test',
      subject: 'a',
    });
    database.run(`UPDATE account SET password_hash = NULL WHERE username = 'anna'`);
    expect(await browser.askNew()).toMatchObject({ code: 'passkey_at_provider', status: 409 });
  });

  test('is refused at an address where browsers have none, and the sentence says where they have', async () => {
    for (const origin of ['http://127.0.0.1:5180', 'http://console.example', 'https://192.0.2.1']) {
      const browser = new Browser(origin);
      await browser.withPassword();
      const refused = await browser.askNew();
      expect(refused, origin).toMatchObject({ code: 'passkey_not_at_address', status: 409 });
      expect(refused.detail, origin).toContain(`${origin}: only at an address with https and a name`);
    }
  });

  test.each([
    ['of another origin', { origin: 'https://console.example.test' }],
    ['for another host', { host: 'example.test' }],
    ['without the person verified', { verified: false }],
    ['for another challenge', { challenge: 'AAAA' }],
  ])('that is made %s is refused', async (_, odd) => {
    const browser = await signedIn();
    expect(await browser.add(new TestAuthenticator(ORIGIN), 'Odd', odd)).toMatchObject({
      code: 'passkey_refused',
    });
    expect((await browser.account()).passkeys).toEqual([]);
  });

  test('answers a challenge once', async () => {
    const browser = await signedIn();
    const credential = new TestAuthenticator(ORIGIN).create(await browser.askNew());
    const body = { name: 'Key ring', credential };
    expect(await browser.call('POST', '/api/account/passkeys', body)).toEqual({});
    expect(await browser.call('POST', '/api/account/passkeys', body)).toMatchObject({
      code: 'passkey_too_late',
    });
    expect((await browser.account()).passkeys).toHaveLength(1);
  });

  test('is one of ten at most', async () => {
    const browser = await signedIn();
    for (let count = 0; count < MOST_PASSKEYS; count++) await browser.add(new TestAuthenticator(ORIGIN));
    expect(await browser.askNew()).toMatchObject({ code: 'passkeys_full' });
  });
});

describe('the second step', () => {
  test('comes after the right password, survives a reload, and signs in', async () => {
    const { authenticator } = await withPasskey();
    const browser = new Browser();
    const state = await browser.withPassword();
    expect(state).toEqual({ session: null, secondStep: { username: 'anna' } });
    expect(await browser.session()).toBeNull();
    expect(await browser.call('GET', '/api/session')).toMatchObject({ secondStep: { username: 'anna' } });
    expect(await browser.account()).toMatchObject({ code: 'not_signed_in' });

    expect((await browser.secondStep(authenticator)).session).toMatchObject({
      username: 'anna',
      passkey: true,
    });
    expect((await browser.account()).passkeys[0]?.usedAt).toBe(tenant.clock.now.toISOString());
    const entries = await log();
    expect(entries).toContain('anna: The password was right, and a passkey is asked for');
    expect(entries).toContain('anna: Signed in with their password and the passkey “Key ring”');
  });

  test('is asked of nobody whose password is wrong', async () => {
    await withPasskey();
    const browser = new Browser();
    expect(await browser.withPassword('anna', 'wrong')).toMatchObject({ code: 'wrong_credentials' });
    expect(await browser.askSecondStep()).toMatchObject({ code: 'second_step_over' });
  });

  test.each([
    ['of another origin', { origin: 'https://console.example.test' }],
    ['for another host', { host: 'example.test' }],
    ['without the person verified', { verified: false }],
    ['for another challenge', { challenge: 'AAAA' }],
    ['with another signature', { signature: Buffer.from('3006020101020101', 'hex') }],
  ])('refuses an answer %s', async (_, odd) => {
    const { authenticator } = await withPasskey();
    const browser = new Browser();
    await browser.withPassword();
    expect(await browser.secondStep(authenticator, odd)).toMatchObject({
      code: 'passkey_refused',
      status: 403,
    });
    expect(await browser.session()).toBeNull();
    expect(await log()).toContain('anna: A passkey was refused: Passkey not accepted');
    // The next try is a new one.
    expect((await browser.secondStep(authenticator)).session).toMatchObject({ username: 'anna' });
  });

  test('refuses a passkey of somebody else', async () => {
    await withPasskey();
    person('ben', 'professional');
    const others = new TestAuthenticator(ORIGIN);
    await (await signedIn('ben')).add(others);
    const browser = new Browser();
    await browser.withPassword();
    expect(await browser.secondStep(others)).toMatchObject({ code: 'passkey_unknown' });
  });

  test('takes an answer once, in five minutes, and in the browser that was asked', async () => {
    const { authenticator } = await withPasskey();
    const browser = new Browser();
    await browser.withPassword();
    const asked = await browser.askSecondStep();
    const other = new Browser();
    await other.withPassword();
    await other.askSecondStep();
    expect(await other.answerSecondStep(authenticator.get(asked))).toMatchObject({ code: 'passkey_refused' });

    tenant.clock.advance(SECOND_STEP_MINUTES * MINUTE - 1);
    const credential = authenticator.get(asked);
    expect((await browser.answerSecondStep(credential)).session).toMatchObject({ username: 'anna' });
    const again = new Browser();
    await again.withPassword();
    expect(await again.answerSecondStep(credential)).toMatchObject({ code: 'passkey_too_late' });
    await again.askSecondStep();
    tenant.clock.advance(SECOND_STEP_MINUTES * MINUTE);
    expect(await again.askSecondStep()).toMatchObject({ code: 'second_step_over' });
    expect(await again.call('GET', '/api/session')).not.toHaveProperty('secondStep');
  });

  test('survives a restart of the server', async () => {
    const { authenticator } = await withPasskey();
    const browser = new Browser();
    await browser.withPassword();
    const asked = await browser.askSecondStep();
    await tenant.restart();
    expect((await browser.answerSecondStep(authenticator.get(asked))).session).toMatchObject({
      username: 'anna',
    });
  });

  test('ends where the account is disabled or its password is another one meanwhile', async () => {
    const { authenticator } = await withPasskey();
    const { database } = tenant.environment;
    const id = findAccount(database, 'anna')?.id ?? '';
    const browser = new Browser();
    await browser.withPassword();
    const asked = await browser.askSecondStep();
    await administrator.call('POST /api/accounts/{id}/one-time-password', { params: { id } });
    expect(await browser.answerSecondStep(authenticator.get(asked))).toMatchObject({
      code: 'second_step_over',
    });
  });

  test('refuses a copy: the count of a passkey must rise', async () => {
    const { authenticator } = await withPasskey();
    await new Browser().withBoth(authenticator);
    const browser = new Browser();
    await browser.withPassword();
    const count = authenticator.counter;
    expect(await browser.secondStep(authenticator, { counter: count })).toMatchObject({
      code: 'passkey_copied',
    });
    expect(await browser.secondStep(authenticator, { counter: 0 })).toMatchObject({ code: 'passkey_copied' });
    expect((await browser.secondStep(authenticator)).session).toMatchObject({ username: 'anna' });
  });

  test('takes a passkey that does not count', async () => {
    const browser = await signedIn();
    const authenticator = new TestAuthenticator(ORIGIN, { counts: false });
    await browser.add(authenticator);
    for (let time = 0; time < 2; time++) {
      expect((await new Browser().withBoth(authenticator)).session).toMatchObject({ username: 'anna' });
    }
  });

  test('is slowed down after failures, as passwords are', async () => {
    const { authenticator } = await withPasskey();
    const browser = new Browser();
    await browser.withPassword();
    for (let time = 0; time < 5; time++) await browser.secondStep(authenticator, { verified: false });
    expect(await browser.secondStep(authenticator)).toMatchObject({ code: 'too_many_attempts' });
  });

  test('says where the passkey belongs, at another address', async () => {
    await withPasskey();
    const browser = new Browser('https://console.example');
    await browser.withPassword();
    const refused = await browser.askSecondStep();
    expect(refused).toMatchObject({ code: 'passkey_elsewhere', status: 409 });
    expect((refused as Partial<Problem>).detail).toContain('localhost');
  });

  test('can be left, for somebody else to sign in', async () => {
    await withPasskey();
    const browser = new Browser();
    await browser.withPassword();
    await browser.call('DELETE', '/api/session/second-step');
    expect(await browser.call('GET', '/api/session')).not.toHaveProperty('secondStep');
  });

  test('comes after a one-time password, too, which has set one’s own by then', async () => {
    const { authenticator } = await withPasskey();
    const id = findAccount(tenant.environment.database, 'anna')?.id ?? '';
    const { oneTimePassword } = (
      await administrator.call('POST /api/accounts/{id}/one-time-password', { params: { id } })
    ).answer;
    const browser = new Browser();
    const newPassword = 'orchard sixpence tunnel';
    const body = { username: 'anna', password: oneTimePassword, newPassword };
    expect(await browser.call('POST', '/api/session', body)).toMatchObject({
      secondStep: { username: 'anna' },
    });
    expect((await browser.secondStep(authenticator)).session).toMatchObject({ username: 'anna' });
    expect(await new Browser().withPassword('anna', newPassword)).toMatchObject({ session: null });
  });
});

async function savedBy(browser: Browser, certificateIds: string[]) {
  const { items } = await browser.call<AnswerOf<'GET /api/ivr-profiles'>>('GET', '/api/ivr-profiles');
  const profile = items.find(({ name }) => name === 'record_emea');
  const body = { certificateIds, acknowledgement };
  const path = `/api/ivr-profiles/${profile?.id}/certificates`;
  return browser.call<object>('PUT', path, body, { 'If-Match': profile?.etag ?? '' });
}

async function assigned() {
  const { id } = await uploadedBy(administrator);
  await signInAs('professional');
  await assignedBy(professional, 'record_emea', [id]);
  return (await profileNamed(professional, 'record_emea')).certificates;
}

describe('before what cannot be undone', () => {
  test('whoever has a passkey shows it again', async () => {
    expect(await assigned()).toHaveLength(1);
    const { browser, authenticator } = await withPasskey();
    tenant.clock.advance(PROOF_MINUTES * MINUTE + 1);
    const refused = await savedBy(browser, []);
    expect(refused).toMatchObject({ code: 'proof_needed' });
    expect(refused.detail).toMatch(/your passkey was not used in this session in the last 10 minutes/);
    expect(await browser.prove(authenticator, { verified: false })).toMatchObject({
      code: 'passkey_refused',
    });
    expect(await savedBy(browser, [])).toMatchObject({ code: 'proof_needed' });
    expect(await browser.prove(authenticator)).toEqual({});
    expect(await savedBy(browser, [])).not.toHaveProperty('code');
    expect(await log()).toContain('anna: Showed with the passkey “Key ring” who they are');
  });

  test('the password alone does not do, in a session from before the passkey', async () => {
    expect(await assigned()).toHaveLength(1);
    const open = await signedIn();
    const { authenticator } = await withPasskey();
    expect(await savedBy(open, [])).toMatchObject({ code: 'proof_needed' });
    expect(await open.prove(authenticator)).toEqual({});
    expect(await savedBy(open, [])).not.toHaveProperty('code');
  });

  test('a challenge of one session is none of another’s', async () => {
    const open = await signedIn();
    const { browser, authenticator } = await withPasskey();
    const asked = await browser.askProof();
    const credential = authenticator.get(asked);
    expect(await open.call('POST', '/api/account/proof', { credential })).toMatchObject({
      code: 'passkey_too_late',
    });
    await open.askProof();
    expect(
      await open.call('POST', '/api/account/proof', { credential: authenticator.get(asked) }),
    ).toMatchObject({
      code: 'passkey_refused',
    });
  });
});

describe('a passkey is removed', () => {
  test('by its owner, with a proof; then the password alone signs in', async () => {
    const { browser, authenticator } = await withPasskey();
    const [passkey] = (await browser.account()).passkeys;
    tenant.clock.advance(PROOF_MINUTES * MINUTE + 1);
    const path = `/api/account/passkeys/${passkey?.id}`;
    expect(await browser.call('DELETE', path)).toMatchObject({ code: 'proof_needed' });
    await browser.prove(authenticator);
    expect(await browser.call('DELETE', path)).toEqual({});
    expect(await browser.call('DELETE', path)).toMatchObject({ code: 'not_found' });
    expect((await new Browser().withPassword()).session).toMatchObject({ username: 'anna' });
    expect(await log()).toContain('anna: Removed their own passkey “Key ring”');
  });

  test('of nobody else', async () => {
    const { browser } = await withPasskey();
    const [passkey] = (await browser.account()).passkeys;
    person('ben', 'professional');
    const ben = await signedIn('ben');
    expect(await ben.call('DELETE', `/api/account/passkeys/${passkey?.id}`)).toMatchObject({
      code: 'not_found',
    });
    expect((await browser.account()).passkeys).toHaveLength(1);
  });

  test('by an administrator, with a proof, where the device is lost', async () => {
    await withPasskey();
    const id = findAccount(tenant.environment.database, 'anna')?.id ?? '';
    expect(
      (await administrator.call('GET /api/accounts/{id}', { params: { id } })).answer.passkeys,
    ).toHaveLength(1);
    tenant.clock.advance(PROOF_MINUTES * MINUTE + 1);
    const refused = await administrator.call('DELETE /api/accounts/{id}/passkeys', { params: { id } });
    expect(refused.problem.code).toBe('proof_needed');
    await signInAs('administrator');
    expect((await administrator.call('DELETE /api/accounts/{id}/passkeys', { params: { id } })).status).toBe(
      204,
    );
    expect((await new Browser().withPassword()).session).toMatchObject({ username: 'anna' });
    expect(await log()).toContain('administrator: Removed the passkey of anna, “Key ring”');
  });
});
