import ICAL from 'ical.js';
import { describe, expect, test } from 'vitest';
import { administrator, eachTenant, inDays, tenant } from '../../testing/given.ts';
import { deletionBy } from '../../testing/steps.ts';
import { hashPassword } from '../sign-in/password.ts';
import { saveAccount } from '../store/accounts.ts';
import { makePair } from '../../testing/pairs.ts';
import { PASSWORD } from '../../testing/tenant.ts';

eachTenant('administrator');

const make = async (caller = administrator) => (await caller.call('POST /api/calendar-feed')).answer.token;
const upload = async (commonName: string, days = 400, caller = administrator) =>
  (
    await caller.call('POST /api/certificates', {
      body: makePair({ commonName, notAfter: inDays(days) }),
    })
  ).answer;

/** Fetches the feed as a calendar does: without a cookie. */
const ask = (token: string, headers: Record<string, string> = {}) =>
  tenant.api.request(`https://console.test/api/certificates/expiry.ics?token=${encodeURIComponent(token)}`, {
    headers,
  });
const read = async (token: string) => {
  const response = await ask(token);
  expect(response.status).toBe(200);
  const text = await response.text();
  const events = new ICAL.Component(ICAL.parse(text))
    .getAllSubcomponents('vevent')
    .map((event) => new ICAL.Event(event));
  const summaries = events.map(({ summary }) => summary);
  const expiries = summaries.filter((summary) => summary.endsWith(' expires'));
  // Each expiry is followed by its reminders, which are events, too.
  expect(summaries).toEqual(
    expiries.flatMap((expiry) => [expiry, ...[90, 30, 7].map((days) => `${expiry} in ${days} days`)]),
  );
  return { text, response, events, summaries: expiries };
};
const expectNotThere = async (token: string) => {
  const response = await ask(token);
  expect(response.status).toBe(404);
  expect(response.headers.get('WWW-Authenticate')).toBeNull();
  expect(await response.json()).toMatchObject({ code: 'not_found' });
};

describe('a calendar feed', () => {
  test('has the expiry dates of the keystore as it is now, the next one first', async () => {
    const token = await make();
    await upload('Later', 500);
    await upload('Sooner', 20);
    await upload('Over', -1);
    // The feed shows uploads of other sessions without signing in again.
    await upload('By another session', 300, await tenant.signedIn('administrator'));
    const { response, events, summaries, text } = await read(token);
    expect(summaries).toEqual(['Sooner expires', 'By another session expires', 'Later expires']);
    expect(events[0]?.startDate.toJSDate()).toEqual(inDays(20));
    expect(response.headers.get('Content-Type')).toBe('text/calendar; charset=utf-8');
    expect(text).toContain('X-WR-CALNAME:Recording certificates: Environment');
  });

  test('follows what is deleted and restored', async () => {
    const token = await make();
    const { id } = await upload('Genesys Recording');
    await deletionBy(administrator, id);
    expect((await read(token)).summaries).toEqual([]);
    await administrator.call('POST /api/deleted-certificates/{id}/restore', { params: { id } });
    expect((await read(token)).summaries).toEqual(['Genesys Recording expires']);
  });

  test('shows names, dates and the link to the renewal, and nothing else', async () => {
    const token = await make();
    const certificate = await upload('Genesys Recording');
    const { text } = await read(token);
    const whole = text.replaceAll('\r\n ', '');
    expect(whole).toContain(`https://console.test/administration/certificates/${certificate.id}/renew`);
    const { serialNumber, subjectDn, alias, sha256, keyBits } = certificate;
    for (const other of [
      serialNumber.hex,
      serialNumber.decimal,
      subjectDn,
      alias,
      sha256,
      'administrator',
      String(keyBits),
    ]) {
      expect(whole.toLowerCase()).not.toContain(other.toLowerCase());
    }
    expect(new Set(whole.split('\r\n').map((line) => line.split(/[:;]/)[0]))).toEqual(
      new Set([
        '',
        'BEGIN',
        'DESCRIPTION',
        'DTEND',
        'DTSTAMP',
        'DTSTART',
        'END',
        'METHOD',
        'NAME',
        'PRODID',
        'REFRESH-INTERVAL',
        'SEQUENCE',
        'SUMMARY',
        'TRANSP',
        'UID',
        'URL',
        'VERSION',
        'X-PUBLISHED-TTL',
        'X-WR-CALNAME',
      ]),
    );
  });

  test('is asked again cheaply, and anew when the keystore changes', async () => {
    const token = await make();
    await upload('Genesys Recording');
    const first = await ask(token, { 'Accept-Encoding': 'gzip' });
    const etag = first.headers.get('ETag') ?? '';
    expect(etag).toMatch(/^W\/"[\w-]{43}"$/);
    expect(first.headers.get('Cache-Control')).toBe('private, no-cache');
    tenant.clock.advance(3_600_000);
    const second = await ask(token, { 'If-None-Match': `"other", ${etag}` });
    expect([second.status, await second.text(), second.headers.get('ETag')]).toEqual([304, '', etag]);
    expect(second.headers.get('Cache-Control')).toBe('private, no-cache');
    await upload('Another');
    const third = await ask(token, { 'If-None-Match': etag });
    expect(third.status).toBe(200);
  });

  test('an event that changes is a later version of itself', async () => {
    const token = await make();
    await upload('Genesys Recording');
    const before = await read(token);
    tenant.clock.advance(3_600_000);
    await upload('Another');
    const after = await read(token);
    expect(after.events[0]?.uid).toBe(before.events[0]?.uid);
    expect(after.events[0]?.sequence).toBeGreaterThan(before.events[0]?.sequence ?? 0);
  });

  test('is asked for from anywhere, and made from the console alone', async () => {
    const token = await make();
    expect(
      (await ask(token, { 'Sec-Fetch-Site': 'cross-site', Origin: 'https://calendar.test' })).status,
    ).toBe(200);
    const forged = await administrator.call('POST /api/calendar-feed', {
      headers: { 'Sec-Fetch-Site': 'cross-site' },
    });
    expect(forged.problem.code).toBe('wrong_origin');
    expect((await ask(token)).status).toBe(200);
  });
});

describe('its address', () => {
  test('is shown once, and says afterwards only that it is there and whether it is used', async () => {
    expect((await administrator.call('GET /api/calendar-feed')).answer.feed).toBeNull();
    const token = await make();
    const madeAt = tenant.clock.now.toISOString();
    const known = await administrator.call('GET /api/calendar-feed');
    expect(known.answer).toEqual({ feed: { madeAt, readAt: null } });
    expect(known.text).not.toContain(token);
    tenant.clock.advance(60_000);
    await ask(token);
    const { feed } = (await administrator.call('GET /api/calendar-feed')).answer;
    expect(feed?.readAt).toBe(tenant.clock.now.toISOString());
  });

  test('opens nothing once it is revoked', async () => {
    const token = await make();
    await ask(token);
    expect((await administrator.call('DELETE /api/calendar-feed')).status).toBe(204);
    await expectNotThere(token);
    expect((await administrator.call('GET /api/calendar-feed')).answer.feed).toBeNull();
    expect((await administrator.call('DELETE /api/calendar-feed')).status).toBe(204);
  });

  test('opens nothing once there is a new one', async () => {
    const [before, after] = [await make(), await make()];
    await expectNotThere(before);
    await read(after);
  });

  test('that is unknown is as one that was revoked', async () => {
    const token = await make();
    const [slug = '', secret = ''] = token.split('.');
    expect(Buffer.from(secret, 'base64url')).toHaveLength(32);
    for (const wrong of [
      '',
      slug,
      `${slug}.`,
      secret,
      `${slug}.${secret}x`,
      `nowhere.${secret}`,
      `${slug}.${secret.toUpperCase()}`,
    ]) {
      await expectNotThere(wrong);
    }
    const other = tenant.tenants.find((each) => each.slug !== slug);
    await expectNotThere(`${other?.slug}.${secret}`);
    const none = await tenant.api.request('/api/certificates/expiry.ics');
    expect(none.status).toBe(400);
  });

  test('is each administrator’s own, and ends with the role', async () => {
    const { database } = tenant.environment;
    const passwordHash = hashPassword(PASSWORD, 4);
    saveAccount(database, { username: 'colleague', role: 'administrator', passwordHash });
    const colleague = await tenant.signedIn('colleague');
    const [mine, theirs] = [await make(), await make(colleague)];
    await administrator.call('DELETE /api/calendar-feed');
    await expectNotThere(mine);
    await read(theirs);
    saveAccount(database, { username: 'colleague', role: 'agent', passwordHash });
    await expectNotThere(theirs);
  });

  test('survives a restart, is stored as a hash alone, and is in no log', async () => {
    const token = await make();
    const secret = token.split('.')[1] ?? '';
    await ask(token);
    await tenant.restart();
    await read(token);
    expect(tenant.storedBytes().includes(secret)).toBe(false);
    expect(tenant.storedBytes().includes(Buffer.from(secret, 'base64url'))).toBe(false);
    await administrator.call('DELETE /api/calendar-feed');
    const log = (await administrator.call('GET /api/audit-log')).text;
    expect(log).not.toContain(secret);
    expect(tenant.log.join('\n')).not.toContain(secret);
    const { items } = (await administrator.call('GET /api/audit-log')).answer;
    expect(items.map(({ action, username }) => [action, username]).slice(0, 2)).toEqual([
      ['calendar-feed.revoked', 'administrator'],
      ['calendar-feed.made', 'administrator'],
    ]);
  });
});
