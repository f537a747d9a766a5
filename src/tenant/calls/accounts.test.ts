import { describe, expect, test } from 'vitest';
import { administrator, eachTenant, tenant } from '../../testing/given.ts';
import type { Role } from '../../domain/session.ts';
import { hashPassword } from '../sign-in/password.ts';
import { findAccount, saveAccount } from '../store/accounts.ts';
import type { Caller } from '../../testing/client.ts';
import { PASSWORD } from '../../testing/tenant.ts';

const DAY = 86_400_000;
const FIRST = 'orchard sixpence tunnel';
const SECOND = 'gravel lantern eleven boats';

eachTenant('administrator');

const add = async (username: string, role: Role = 'professional') =>
  (await administrator.call('POST /api/accounts', { body: { username, role } })).answer;

const whyNotAdded = async (username: string) =>
  (await administrator.call('POST /api/accounts', { body: { username, role: 'agent' } })).problem.code;

const signIn = (username: string, password: string, newPassword?: string, userAgent = '') =>
  tenant.signedOut().call('POST /api/session', {
    body: { username, password, ...(newPassword !== undefined && { newPassword }) },
    headers: { 'User-Agent': userAgent },
  });

/** Somebody who has set the first password before, with a cheap hash, because a real one takes most of a test's time. */
async function person(username: string, role: Role = 'professional') {
  const { database } = tenant.environment;
  saveAccount(database, { username, role, passwordHash: hashPassword(FIRST, 4) });
  return { id: findAccount(database, username)?.id ?? '', caller: await callerWith(username, FIRST) };
}

async function callerWith(username: string, password: string, newPassword?: string): Promise<Caller> {
  const reply = await signIn(username, password, newPassword);
  expect(reply.answer.session?.username).toBe(username);
  return tenant.callerOf(reply);
}

const change = (id: string, body: { role: Role; disabled: boolean }, ifMatch = '*') =>
  administrator.call('PUT /api/accounts/{id}', { params: { id }, body, headers: { 'If-Match': ifMatch } });

const idOf = async (username: string) => {
  const { items } = (await administrator.call('GET /api/accounts', { query: { search: username } })).answer;
  return items.find((each) => each.username === username)?.id ?? '';
};

const log = async () =>
  (await administrator.call('GET /api/audit-log')).answer.items.map(({ username, summary }) => [
    username,
    summary,
  ]);

describe('an account that is added', () => {
  test('signs in with the one-time password only by setting another one', async () => {
    const { oneTimePassword, until, state } = await add('anna');
    expect(oneTimePassword).toMatch(/^[a-z2-9]{4}(-[a-z2-9]{4}){3}$/);
    expect(until).toBe('2026-12-01T09:00:00.000Z');
    expect(state).toBe('invited');
    expect((await signIn('anna', oneTimePassword)).problem.code).toBe('new_password_needed');
    expect((await signIn('anna', FIRST, FIRST)).problem.code).toBe('wrong_credentials');
    const reply = await signIn('anna', oneTimePassword, FIRST);
    expect(reply.answer.session).toMatchObject({ username: 'anna', role: 'professional' });
    expect((await signIn('anna', oneTimePassword)).problem.code).toBe('wrong_credentials');
    expect((await signIn('anna', FIRST)).status).toBe(200);
    expect((await signIn('anna', FIRST, SECOND)).problem.code).toBe('invalid_request');
    expect(await log()).toContainEqual(['administrator', 'Added the account anna (Genesys Professional)']);
    expect(tenant.storedBytes().includes(oneTimePassword)).toBe(false);
  });

  test('takes no password that is short or guessed first, and asks for nothing else', async () => {
    const { oneTimePassword } = await add('anna');
    const refused = async (newPassword: string) =>
      (await signIn('anna', oneTimePassword, newPassword)).problem.detail;
    expect(await refused('fourteen signs')).toContain('it has fewer than 15 characters');
    for (const guessed of [
      'aaaaaaaaaaaaaaaaaaaa',
      'passwordpassword',
      'anna-environment',
      'qwertyuiopasdfgh',
    ]) {
      expect(await refused(guessed), guessed).toContain('it is one of those that are guessed first');
    }
    expect(await refused(oneTimePassword)).toContain('the one that it would replace');
    const longer = await signIn('anna', oneTimePassword, 'a'.repeat(1001));
    expect(longer.problem.code).toBe('invalid_request');
    // Neither upper case nor digits nor signs are asked for; blanks and letters of any script count.
    const accepted = 'δρυμός gravel lantern '.repeat(40);
    expect((await signIn('anna', oneTimePassword, accepted)).status).toBe(200);
  });

  test('gets its password from nobody who adds it', async () => {
    const body = { username: 'anna', role: 'agent', password: FIRST } as const;
    expect((await administrator.call('POST /api/accounts', { body })).problem.code).toBe('invalid_request');
    const [one, other] = [await add('anna'), await add('ben')];
    expect(one.oneTimePassword).not.toBe(other.oneTimePassword);
  });

  test('has seven days for its one-time password', async () => {
    const { oneTimePassword } = await add('anna');
    tenant.clock.advance(7 * DAY);
    expect((await signIn('anna', oneTimePassword, FIRST)).problem.code).toBe('one_time_password_over');
  });

  test('has a name of its own, whatever its letters and in whichever tenant', async () => {
    await add('anna');
    expect(await whyNotAdded('Anna')).toBe('user_name_taken');
    expect(await whyNotAdded('AZURE-administrator')).toBe('user_name_taken');
    for (const odd of ['', ' anna', 'anna b', '-anna', 'anna\u202E', 'a'.repeat(101)]) {
      expect(await whyNotAdded(odd), odd).toBe('invalid_request');
    }
  });
});

const found = async (query: Record<string, string>) =>
  (await administrator.call('GET /api/accounts', { query })).answer.items.map(({ username }) => username);

describe('an administrator', () => {
  test('disables an account: its next call is refused, and it cannot sign in', async () => {
    const { id, caller } = await person('anna');
    expect((await caller.call('GET /api/certificates')).status).toBe(200);
    expect((await change(id, { role: 'professional', disabled: true })).answer.state).toBe('disabled');
    const refused = await caller.call('GET /api/certificates');
    expect([refused.status, refused.problem.code]).toEqual([401, 'not_signed_in']);
    expect((await signIn('anna', 'not the password')).problem.code).toBe('wrong_credentials');
    expect((await signIn('anna', FIRST)).problem.code).toBe('account_disabled');
    await change(id, { role: 'professional', disabled: false });
    // The session from before does not come back.
    expect((await caller.call('GET /api/certificates')).status).toBe(401);
    expect((await signIn('anna', FIRST)).status).toBe(200);
    const entries = await log();
    for (const what of [
      'Disabled the account anna, and signed it out everywhere',
      'Enabled the account anna',
    ]) {
      expect(entries).toContainEqual(['administrator', what]);
    }
  });

  test('ends the calendar feed of an account with it', async () => {
    const { id, caller } = await person('anna', 'administrator');
    const { token } = (await caller.call('POST /api/calendar-feed')).answer;
    const read = () => tenant.signedOut().call('GET /api/certificates/expiry.ics', { query: { token } });
    expect((await read()).status).toBe(200);
    await change(id, { role: 'administrator', disabled: true });
    expect((await read()).status).toBe(404);
  });

  test('changes a role, which counts from the next call on', async () => {
    const { id, caller } = await person('anna');
    expect((await caller.call('GET /api/accounts')).problem.code).toBe('forbidden');
    const { etag } = (await administrator.call('GET /api/accounts/{id}', { params: { id } })).answer;
    const changed = await change(id, { role: 'administrator', disabled: false }, etag);
    expect(changed.answer).toMatchObject({ role: 'administrator', state: 'active' });
    expect((await caller.call('GET /api/accounts')).status).toBe(200);
    const late = await change(id, { role: 'agent', disabled: false }, etag);
    expect([late.status, late.problem.code]).toEqual([412, 'changed_meanwhile']);
    expect(await log()).toContainEqual([
      'administrator',
      'Changed the role of anna from Genesys Professional to Administrator',
    ]);
  });

  test('always remains: the last one is neither disabled nor given another role', async () => {
    const { id, caller } = await person('anna', 'administrator');
    // Of the two, one is a demo account, which stays as it is.
    const demo = await idOf('administrator');
    expect((await change(demo, { role: 'agent', disabled: false })).problem.code).toBe('demo_account');
    tenant.environment.database.run(`UPDATE account SET disabled_at = '2026-11-24' WHERE id = :demo`, {
      demo,
    });
    const alone = (body: { role: Role; disabled: boolean }) =>
      caller.call('PUT /api/accounts/{id}', { params: { id }, body, headers: { 'If-Match': '*' } });
    for (const body of [
      { role: 'administrator', disabled: true },
      { role: 'professional', disabled: false },
      { role: 'professional', disabled: true },
    ] as const) {
      const refused = await alone(body);
      expect([refused.status, refused.problem.code]).toEqual([409, 'last_administrator']);
    }
    expect((await caller.call('GET /api/accounts/{id}', { params: { id } })).answer).toMatchObject({
      role: 'administrator',
      state: 'active',
    });
  });

  test('gives a one-time password, which ends the sessions', async () => {
    const { id, caller } = await person('anna');
    const { oneTimePassword } = (
      await administrator.call('POST /api/accounts/{id}/one-time-password', { params: { id } })
    ).answer;
    expect((await caller.call('GET /api/account')).status).toBe(401);
    expect((await signIn('anna', FIRST)).problem.code).toBe('wrong_credentials');
    await callerWith('anna', oneTimePassword, SECOND);
  });

  test('signs an account out everywhere', async () => {
    const { id, caller } = await person('anna');
    const other = await callerWith('anna', FIRST);
    expect((await administrator.call('DELETE /api/accounts/{id}/sessions', { params: { id } })).status).toBe(
      204,
    );
    for (const each of [caller, other]) expect((await each.call('GET /api/account')).status).toBe(401);
    expect((await signIn('anna', FIRST)).status).toBe(200);
    expect(await log()).toContainEqual(['administrator', 'Signed anna out everywhere']);
  });

  test('finds accounts by name, role and state', async () => {
    await add('Änne');
    expect(await found({})).toEqual(['administrator', 'agent', 'Änne', 'listener', 'professional']);
    expect(await found({ search: 'anne' })).toEqual(['Änne']);
    expect(await found({ search: 'genesys', sort: '-addedAt' })).toEqual(['Änne', 'professional']);
    expect(await found({ role: 'listener' })).toEqual(['listener']);
    expect(await found({ state: 'invited' })).toEqual(['Änne']);
    const csv = await administrator.call('GET /api/accounts.csv', {
      query: { columns: 'username,role,state' },
    });
    expect(csv.text).toContain('\r\nÄnne,Genesys Professional,One-time password\r\n');
  });

  test('cannot change a demo account, whose password everybody knows', async () => {
    const id = await idOf('professional');
    const acts = [
      await change(id, { role: 'professional', disabled: true }),
      await administrator.call('POST /api/accounts/{id}/one-time-password', { params: { id } }),
      await administrator.call('POST /api/account/password', {
        body: { password: PASSWORD, newPassword: FIRST },
      }),
    ];
    expect(acts.map(({ status, problem }) => [status, problem.code])).toEqual(
      acts.map(() => [409, 'demo_account']),
    );
  });

  test('of the demo is not told with the accounts that were added to it', async () => {
    await add('anna');
    const { demo } = (await tenant.signedOut().call('GET /api/session')).answer;
    expect(demo?.accounts.map(({ username }) => username)).not.toContain('anna');
    await tenant.restart();
    expect((await signIn('anna', PASSWORD)).problem.code).toBe('wrong_credentials');
  });
});

describe('one’s own account', () => {
  test('shows the sessions by their browsers', async () => {
    const { caller } = await person('anna', 'agent');
    const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0';
    tenant.clock.advance(60_000);
    await signIn('anna', FIRST, undefined, firefox);
    const { answer } = await caller.call('GET /api/account');
    expect(answer).toMatchObject({ username: 'anna', role: 'agent', signsInWith: 'password', isDemo: false });
    expect(answer.sessions.map(({ browser, isThis, startedAt }) => [browser, isThis, startedAt])).toEqual([
      ['Firefox on Linux', false, '2026-11-24T09:01:00.000Z'],
      ['A program', true, '2026-11-24T09:00:00.000Z'],
    ]);
  });

  test('changes its password with the one before, which ends all other sessions', async () => {
    const { caller } = await person('anna');
    const other = await callerWith('anna', FIRST);
    const to = (password: string, newPassword: string) =>
      caller.call('POST /api/account/password', { body: { password, newPassword } });
    expect((await to('not the password', SECOND)).problem.code).toBe('wrong_password_now');
    expect((await to(FIRST, 'short')).problem.code).toBe('password_refused');
    expect((await to(FIRST, SECOND)).status).toBe(204);
    expect((await other.call('GET /api/account')).status).toBe(401);
    expect((await caller.call('GET /api/account')).status).toBe(200);
    expect((await signIn('anna', FIRST)).problem.code).toBe('wrong_credentials');
    expect((await signIn('anna', SECOND)).status).toBe(200);
    expect(await log()).toContainEqual([
      'anna',
      'Changed their own password, which ended their other sessions',
    ]);
  });

  test('is not where somebody with an open session can guess the password', async () => {
    const { caller } = await person('anna');
    const guess = () =>
      caller.call('POST /api/account/password', { body: { password: 'guessed', newPassword: SECOND } });
    for (let attempt = 0; attempt < 5; attempt++) expect((await guess()).status).toBe(403);
    const refused = await guess();
    expect([refused.status, refused.problem.code]).toEqual([429, 'too_many_attempts']);
  });
});
