import { describe, expect, test } from 'vitest';
import { administrator, eachTenant, professional, tenant } from '../../testing/given.ts';
import { makePair } from '../../testing/pairs.ts';

eachTenant('administrator', 'professional');

const HALF = 'the text contains half of a character (a surrogate without its partner)';

describe.each([
  ['half of a surrogate pair', 'no \ud800', HALF],
  ['the other half', '\udd11 no', HALF],
  ['NUL', 'no\0', 'the text contains the character NUL'],
])('%s', (_, text, what) => {
  const refused = (member: string) => ({
    code: 'invalid_request',
    detail: `The request is not of the documented form: ${member}: ${what}.`,
  });

  test('in a reason is refused, and the audit log goes on', async () => {
    const { id: certificateId } = (await administrator.call('POST /api/certificates', { body: makePair() }))
      .answer;
    const [profile] = (await administrator.call('GET /api/ivr-profiles')).answer.items;
    const body = { kind: 'assignment' as const, certificateId, ivrProfileIds: [profile?.id ?? ''] };
    const noted = await administrator.call('POST /api/requests', {
      body: { ...body, note: text },
    });
    expect(noted.problem).toMatchObject(refused('note'));
    const { id } = (await administrator.call('POST /api/requests', { body })).answer;
    const decline = (reason: string) =>
      professional.call('POST /api/requests/{id}/answer', { params: { id }, body: { agree: false, reason } });
    expect((await decline(text)).problem).toMatchObject(refused('reason'));
    expect((await decline('no \ud83d\udd11')).answer.state).toBe('declined');
    expect((await administrator.call('GET /api/audit-log/chain')).answer.breakCount).toBe(0);
  });

  test('in a user name is refused before it is looked up or counted', async () => {
    const reply = await tenant
      .signedOut()
      .call('POST /api/session', { body: { username: text, password: 'x' } });
    expect(reply.problem).toMatchObject(refused('username'));
  });

  test('in a list is refused with its place', async () => {
    const reply = await administrator.call('POST /api/backup-checks', {
      body: { certificateIds: ['a', text], location: 'safe' },
    });
    expect(reply.problem).toMatchObject(refused('certificateIds.1'));
  });

  test('is not repeated in the answer', async () => {
    const body = { ...makePair(), privateKeyPassword: `secret ${text}` };
    const reply = await administrator.call('POST /api/certificates', { body });
    expect(reply.problem).toMatchObject(refused('privateKeyPassword'));
    expect(reply.text).not.toContain('secret');
  });
});

test.each([
  ['/api/certificates?search=%FF', 'the query is not UTF-8 in percent-encoding'],
  ['/api/certificates?search=%ED%A0%80', 'the query is not UTF-8 in percent-encoding'],
  ['/api/certificates?search=a%00', 'search: the text contains the character NUL'],
  ['/api/certificates/a%00', 'id: the text contains the character NUL'],
])('%s is refused', async (path, what) => {
  const response = await tenant.api.request(path, { headers: { Cookie: administrator.cookie } });
  expect(await response.json()).toMatchObject({
    code: 'invalid_request',
    detail: `The request is not of the documented form: ${what}.`,
  });
});

test('whole characters are searched for', async () => {
  const { answer } = await administrator.call('GET /api/certificates', { query: { search: 'ü 🔑 %' } });
  expect(answer.items).toEqual([]);
});
