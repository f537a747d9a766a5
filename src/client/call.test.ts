import { afterEach, expect, test, vi } from 'vitest';
import { call, CallProblem, sentenceOf } from './call.ts';

afterEach(() => vi.unstubAllGlobals());

/** Answers every request with `response` and records the requests. */
function tenantAnswers(response: () => Response | Promise<Response>) {
  const asked: { url: string; init: RequestInit }[] = [];
  vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
    asked.push({ url, init });
    return Promise.resolve(response());
  });
  return asked;
}

const json = (body: unknown, status = 200, type = 'application/json') =>
  new Response(JSON.stringify(body), { status, headers: { 'Content-Type': type } });

test('method and path come from the name, parameters are encoded, undefined queries left out', async () => {
  const asked = tenantAnswers(() => json({ id: 'a/b' }));
  await call('GET /api/certificates/{id}', { params: { id: 'a/b?c' } });
  await call('GET /api/certificates', { query: { limit: 1000, sort: '-uploadedAt', cursor: undefined } });
  expect(asked.map(({ url, init }) => `${init.method} ${url}`)).toEqual([
    'GET /api/certificates/a%2Fb%3Fc',
    // The server puts the answer to exactly this URL into the document.
    'GET /api/certificates?limit=1000&sort=-uploadedAt',
  ]);
});

test('the body is JSON, and preconditions are headers', async () => {
  const asked = tenantAnswers(() => json({}, 201));
  await call('POST /api/certificates', {
    body: { certificate: 'c', privateKey: 'k' },
    idempotencyKey: 'once',
  });
  const { headers, body } = asked[0]?.init ?? {};
  expect(new Headers(headers).get('Idempotency-Key')).toBe('once');
  expect(new Headers(headers).get('Content-Type')).toBe('application/json');
  expect(body).toBe('{"certificate":"c","privateKey":"k"}');
});

test('a problem is thrown with its code, its field and the tenant’s sentence', async () => {
  const problem = {
    type: 'x',
    title: 'Wrong',
    status: 422,
    detail: 'It does not fit.',
    code: 'key_mismatch',
    field: 'privateKey',
  };
  tenantAnswers(() => json(problem, 422, 'application/problem+json'));
  const thrown: unknown = await call('GET /api/session', {}).catch((error: unknown) => error);
  expect(thrown).toBeInstanceOf(CallProblem);
  expect(thrown).toMatchObject({ code: 'key_mismatch', field: 'privateKey', message: 'It does not fit.' });
  expect(sentenceOf(thrown)).toBe('It does not fit.');
});

test.each([
  ['30', 30],
  [null, 0],
  ['Wed, 25 Nov 2026 09:00:00 GMT', 0],
])('a problem says when it may be tried again: Retry-After %s', async (header, seconds) => {
  const problem = { type: 'x', title: 'Wait', status: 429, detail: 'Wait.', code: 'too_many_attempts' };
  const headers = { 'Content-Type': 'application/problem+json', ...(header && { 'Retry-After': header }) };
  tenantAnswers(() => new Response(JSON.stringify(problem), { status: 429, headers }));
  await expect(call('GET /api/session', {})).rejects.toMatchObject({ retryAfter: seconds });
});

test.each([
  ['no answer', () => Promise.reject(new TypeError('fetch failed'))],
  [
    'an answer from something that is not the tenant',
    () => new Response('<h1>Bad gateway</h1>', { status: 502 }),
  ],
])('%s: the tenant is unreachable, and the sentence says that nothing is lost', async (_, answer) => {
  tenantAnswers(answer);
  await expect(call('GET /api/session', {})).rejects.toMatchObject({
    code: 'unreachable',
    message: expect.stringContaining('nothing is lost') as string,
  });
});

test('an aborted call throws the reason, not a problem', async () => {
  const controller = new AbortController();
  controller.abort(new Error('left the page'));
  tenantAnswers(() => Promise.reject(new Error('aborted')));
  await expect(call('GET /api/session', { signal: controller.signal })).rejects.toThrow('left the page');
});

test('an error that is not the tenant’s has a sentence, too', () => {
  expect(sentenceOf(new TypeError('x is undefined'))).toMatch(/^Something in the console went wrong/);
});
