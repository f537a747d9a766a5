import { beforeEach, describe, expect, test } from 'vitest';
import { administrator, eachTenant, tenant } from '../../testing/given.ts';
import { assignedBy, deletionBy } from '../../testing/steps.ts';
import { createApi } from '../http/api.ts';
import { answerCache } from '../http/answer-cache.ts';
import { makePair } from '../../testing/pairs.ts';
import type { Caller } from '../../testing/client.ts';
import { PASSWORD } from '../../testing/tenant.ts';

let id: string;
eachTenant('administrator');
beforeEach(async () => {
  id = (await administrator.call('POST /api/certificates', { body: makePair() })).answer.id;
});

const tagFor = async (caller: Caller, query?: Record<string, string>) =>
  (await caller.call('GET /api/certificates', query ? { query } : {})).headers.get('ETag') ?? '';

const again = (caller: Caller, etag: string) =>
  tenant.api.request('/api/certificates', { headers: { Cookie: caller.cookie, 'If-None-Match': etag } });

const known = async (caller: Caller, etag: string) => (await again(caller, etag)).status === 304;

describe('the tag of the list of certificates', () => {
  test('is one for all its pages and orders, and is answered with 304 and no body', async () => {
    const etag = await tagFor(administrator);
    expect(etag).toMatch(/^W\/"[\w-]{22}"$/);
    expect(await tagFor(administrator, { limit: '1', sort: 'subjectName' })).toBe(etag);
    const reply = await again(administrator, etag);
    expect({ status: reply.status, text: await reply.text() }).toEqual({ status: 304, text: '' });
    expect(reply.headers.get('ETag')).toBe(etag);
    expect(reply.headers.get('Cache-Control')).toBe('no-store');
  });

  test('stays while people sign in and out, look, and fail', async () => {
    const etag = await tagFor(administrator);
    const other = await tenant.signedIn('professional');
    await other.call('GET /api/audit-log');
    await other.call('DELETE /api/session');
    await administrator.call('DELETE /api/certificates/{id}', {
      params: { id },
      headers: { 'If-Match': '"0"' },
    });
    expect(await known(administrator, etag)).toBe(true);
  });

  test('changes with all that the list answers', async () => {
    const professional = await tenant.signedIn('professional');
    const writes: Record<string, () => Promise<unknown>> = {
      'a backup check': () =>
        administrator.call('POST /api/backup-checks', { body: { certificateIds: [id], location: 'safe' } }),
      'an assignment': () => assignedBy(professional, 'IVR_Default_Record', [id]),
      'an upload': () => administrator.call('POST /api/certificates', { body: makePair() }),
      'an upload of another session': async () =>
        (await tenant.signedIn('administrator')).call('POST /api/certificates', { body: makePair() }),
    };
    for (const [what, write] of Object.entries(writes)) {
      const etag = await tagFor(administrator);
      await write();
      expect(await known(administrator, etag), what).toBe(false);
    }
  });

  test('is shared by those who see the same, and by nobody else', async () => {
    await administrator.call('POST /api/backup-checks', {
      body: { certificateIds: [id], location: 'building 2, safe' },
    });
    const second = await tenant.signedIn('administrator');
    const professional = await tenant.signedIn('professional');
    expect(await tagFor(second)).toBe(await tagFor(administrator));
    expect(await tagFor(professional)).not.toBe(await tagFor(administrator));
    expect((await professional.call('GET /api/certificates')).text).not.toContain('building 2');

    await administrator.call('POST /api/certificates', { body: makePair() });
    expect(await tagFor(second)).not.toBe(await tagFor(administrator));
    expect((await second.call('GET /api/certificates')).answer).toMatchObject({
      total: 1,
      changedElsewhere: true,
    });
    expect((await administrator.call('GET /api/certificates')).answer.total).toBe(2);
  });

  test('stands on numbers that a restart keeps', async () => {
    const { text } = await administrator.call('GET /api/versions');
    await tenant.restart();
    expect((await administrator.call('GET /api/versions')).text).toBe(text);
  });
});

test('an answer that was kept is the one that would be made', async () => {
  const professional = await tenant.signedIn('professional');
  const acts = [
    () => administrator.call('POST /api/certificates', { body: makePair() }),
    () => administrator.call('POST /api/backup-checks', { body: { certificateIds: [id], location: 'safe' } }),
    () => deletionBy(administrator, id),
    () => administrator.call('POST /api/deleted-certificates/{id}/restore', { params: { id } }),
  ];
  for (const act of acts) {
    await act();
    for (const { cookie } of [administrator, professional]) {
      const ask = { headers: { Cookie: cookie, 'Accept-Encoding': 'identity' } };
      const kept = [];
      for (let i = 0; i < 3; i++) {
        kept.push(await (await tenant.api.request('/api/certificates?sort=subjectName', ask)).text());
      }
      // A new instance has no cached answers.
      const fresh = createApi({
        tenants: tenant.tenants,
        demoPassword: PASSWORD,
        now: () => tenant.clock.now,
      });
      const made = await (await fresh.request('/api/certificates?sort=subjectName', ask)).text();
      expect(kept).toEqual([made, made, made]);
    }
  }
});

const answer = (etag: string, size: number) => ({ etag, bytes: Buffer.alloc(size), encoded: {} });

test('the oldest answers make room', () => {
  const cache = answerCache(100);
  cache.keep('a', answer('1', 60));
  cache.keep('b', answer('1', 30));
  cache.keep('a', answer('2', 60));
  expect(cache.find('a', '1')).toBeUndefined();
  cache.keep('a', answer('2', 60));
  expect(cache.find('b', '1')).toBeDefined();
  cache.keep('c', answer('1', 50));
  expect(cache.find('b', '1')).toBeUndefined();
  expect(cache.find('c', '1')).toBeDefined();
});
