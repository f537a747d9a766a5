import { describe, expect, test } from 'vitest';
import { oneTenant, tenant } from '../../testing/given.ts';
import type { Call } from '../../contract/call.ts';
import { calls, type CallName } from '../../contract/calls.ts';
import { problemStatus } from '../../domain/problem.ts';
import { createApi } from './api.ts';
import { BODY_LIMIT } from './body.ts';
import type { Caller } from '../../testing/client.ts';
import { PASSWORD } from '../../testing/tenant.ts';

oneTenant();

/** Makes a complete call except for the session's privilege, so that a refusal can only be due to the role. */
const attempt = (caller: Caller, name: CallName) => {
  const call: Call = calls[name];
  return caller.call(name, {
    params: { id: 'none', mediaId: 'none' },
    ...(call.body ? { body: {} as never } : {}),
    ...(call.bodyTypes ? { body: new Blob([], { type: call.bodyTypes[0] ?? '' }) as never } : {}),
    headers: call.ifMatch ? { 'If-Match': '"none"' } : {},
  });
};

const answers = (text: string) => text.split(' ');

describe('who may call what', () => {
  const accounts = [
    'signed out',
    'administrator',
    'professional',
    'agent',
    'azure-administrator',
    'fabrikam-administrator',
  ] as const;
  /** What each account is answered. `yes`: the call is let through, and then finds an empty body or an unknown id. */
  const everybody = answers('yes yes yes yes yes yes');
  const readers = answers('not_signed_in yes yes forbidden yes yes');
  const administratorsOnAws = answers('not_signed_in yes forbidden forbidden not_on_this_platform yes');
  const administrators = answers('not_signed_in yes forbidden forbidden yes yes');
  const professionals = answers('not_signed_in forbidden yes forbidden forbidden forbidden');
  const administratorsOnAzure = answers(
    'not_signed_in not_on_this_platform forbidden forbidden yes not_on_this_platform',
  );
  const readersOnAws = answers('not_signed_in yes yes forbidden not_on_this_platform yes');
  const administratorsAndProfessionals = answers('not_signed_in yes yes forbidden yes yes');
  const signedIn = answers('not_signed_in yes yes yes yes yes');
  const administratorsWithScreenRecording = answers(
    'not_signed_in yes forbidden forbidden yes screen_recording_not_bought',
  );
  const readersWithScreenRecording = answers(
    'not_signed_in yes yes forbidden yes screen_recording_not_bought',
  );
  const table: Record<CallName, readonly string[]> = {
    'GET /api/health': everybody,
    'GET /api/session': everybody,
    'POST /api/session': everybody,
    'DELETE /api/session': everybody,
    'POST /api/session/second-step/challenge': everybody,
    'POST /api/session/second-step': everybody,
    'DELETE /api/session/second-step': everybody,
    'GET /api/versions': readers,
    'GET /api/certificates': readers,
    'GET /api/certificates.csv': readers,
    'POST /api/certificates': administratorsOnAws,
    'GET /api/certificates/expiry.ics': everybody,
    'GET /api/calendar-feed': administrators,
    'POST /api/calendar-feed': administrators,
    'DELETE /api/calendar-feed': administrators,
    'GET /api/certificates/{id}': readers,
    'GET /api/certificates/{id}/pem': readers,
    'GET /api/certificates/{id}/usage': readers,
    'DELETE /api/certificates/{id}': administratorsOnAws,
    'GET /api/deleted-certificates': administratorsOnAws,
    'GET /api/deleted-certificates.csv': administratorsOnAws,
    'POST /api/deleted-certificates/{id}/restore': administratorsOnAws,
    'GET /api/ivr-profiles': readers,
    'GET /api/ivr-profiles.csv': readers,
    'PUT /api/ivr-profiles/{id}/certificates': professionals,
    'GET /api/key-report': readers,
    'GET /api/key-report.json': readers,
    'GET /api/key-report.csv': readers,
    'GET /api/overview': readers,
    'GET /api/coverage': readers,
    'GET /api/keys': administratorsOnAzure,
    'GET /api/keys.csv': administratorsOnAzure,
    'POST /api/keys': administratorsOnAzure,
    'GET /api/ivr-profiles/{id}/configuration': readers,
    'POST /api/certificates/{id}/assign': professionals,
    'POST /api/certificates/{id}/unassign': professionals,
    'GET /api/requests': readersOnAws,
    'GET /api/requests.csv': readersOnAws,
    'GET /api/requests/{id}': readersOnAws,
    'POST /api/requests': administratorsOnAws,
    'POST /api/requests/{id}/answer': professionals,
    'POST /api/requests/{id}/withdraw': administratorsOnAws,
    'POST /api/test-calls': readers,
    'POST /api/test-calls/spoken': readers,
    'GET /api/recordings': readers,
    'GET /api/recordings.csv': readers,
    'GET /api/recordings/{id}': readers,
    'GET /api/recordings/{id}/media/{mediaId}': readers,
    'GET /api/recordings/{id}/play/{mediaId}': readers,
    'GET /api/record': administratorsOnAws,
    'GET /api/backup-checks': readers,
    'POST /api/backup-checks': administrators,
    'POST /api/demo-data': administratorsOnAws,
    'GET /api/accounts': administrators,
    'GET /api/accounts.csv': administrators,
    'POST /api/accounts': administrators,
    'GET /api/accounts/{id}': administrators,
    'PUT /api/accounts/{id}': administrators,
    'POST /api/accounts/{id}/one-time-password': administrators,
    'DELETE /api/accounts/{id}/sessions': administrators,
    'GET /api/account': signedIn,
    'POST /api/account/password': signedIn,
    'DELETE /api/account/sessions': signedIn,
    'DELETE /api/account/sessions/{id}': signedIn,
    'DELETE /api/accounts/{id}/passkeys': administrators,
    'POST /api/account/passkeys/challenge': administratorsAndProfessionals,
    'POST /api/account/passkeys': administratorsAndProfessionals,
    'DELETE /api/account/passkeys/{id}': signedIn,
    'POST /api/account/proof/challenge': signedIn,
    'POST /api/account/proof': signedIn,
    'GET /api/audit-log': readers,
    'GET /api/audit-log/chain': readers,
    'GET /api/audit-log.csv': readers,
    'GET /api/audit-log/entries.jsonl': readers,
    'GET /api/screen-recording-certificates': administratorsWithScreenRecording,
    'PUT /api/screen-recording-certificates': administratorsWithScreenRecording,
    'GET /api/v2/ops/contact-centers/{id}/settings/screen-recording-encryption': readersWithScreenRecording,
  };

  test('a listener reads and listens, and changes nothing but their own account', async () => {
    const listener = await tenant.signedIn('listener');
    const allowed: string[] = [];
    for (const name of Object.keys(calls) as CallName[]) {
      if (calls[name].allow === 'anyone') continue;
      const reply = await attempt(listener, name);
      if (reply.status < 400 || reply.problem.code !== 'forbidden') allowed.push(name);
    }
    expect(allowed.filter((name) => !name.startsWith('GET '))).toEqual([
      'POST /api/account/password',
      'DELETE /api/account/sessions',
      'DELETE /api/account/sessions/{id}',
      'DELETE /api/account/passkeys/{id}',
      'POST /api/account/proof/challenge',
      'POST /api/account/proof',
    ]);
    expect(allowed).toContain('GET /api/recordings/{id}/play/{mediaId}');
    for (const screen of [
      'accounts',
      'keys',
      'requests',
      'calendar-feed',
      'deleted-certificates',
      'record',
    ]) {
      expect(allowed).not.toContain(`GET /api/${screen}`);
    }
  });

  test.each(accounts.map((account, column) => [account, column] as const))('%s', async (account, column) => {
    const found: Record<string, string> = {};
    const wanted: Record<string, string | undefined> = {};
    const newCaller = () => (account === 'signed out' ? tenant.signedOut() : tenant.signedIn(account));
    let caller = await newCaller();
    for (const name of Object.keys(calls) as CallName[]) {
      const reply = await attempt(caller, name);
      const refusedForTheRole = [
        'not_signed_in',
        'forbidden',
        'not_on_this_platform',
        'screen_recording_not_bought',
      ];
      const code = reply.status < 400 ? undefined : reply.problem.code;
      found[name] = code && refusedForTheRole.includes(code) ? code : 'yes';
      wanted[name] = table[name][column];
      if (name === 'DELETE /api/session') caller = await newCaller();
    }
    expect(found).toEqual(wanted);
  });
});

describe('every answer', () => {
  test('carries the tenant’s time and the security headers, and is not stored', async () => {
    for (const path of ['/api/health', '/api/certificates', '/api/nothing']) {
      const { headers } = await tenant.api.request(path);
      expect(headers.get('Tenant-Time')).toBe(tenant.clock.now.toISOString());
      expect(headers.get('Content-Security-Policy')).toMatch(
        /default-src 'none'; script-src 'self'; .*frame-ancestors 'none'/,
      );
      expect(headers.get('Content-Security-Policy')).not.toContain('unsafe');
      expect(headers.get('X-Content-Type-Options')).toBe('nosniff');
      expect(headers.get('Referrer-Policy')).toBe('no-referrer');
      expect(headers.get('Cross-Origin-Opener-Policy')).toBe('same-origin');
      expect(headers.get('Cross-Origin-Resource-Policy')).toBe('same-origin');
      expect(headers.get('Cache-Control')).toBe('no-store');
    }
  });

  test('that is large is compressed as the caller accepts', async () => {
    const administrator = await tenant.signedIn('administrator');
    for (const [accepted, encoding] of [
      ['gzip, deflate, br', 'br'],
      ['gzip', 'gzip'],
      ['br;q=0, gzip;q=0.5', 'gzip'],
      ['identity', null],
    ]) {
      const headers = { Cookie: administrator.cookie, 'Accept-Encoding': accepted ?? '' };
      const response = await tenant.api.request('/api/audit-log', { headers });
      expect(response.headers.get('Content-Encoding')).toBe(encoding);
    }
  });
});

describe('what is not a call', () => {
  test('is a problem, too', async () => {
    for (const [method, path] of [
      ['GET', '/api'],
      ['GET', '/api/nothing'],
      ['PATCH', '/api/certificates'],
      ['GET', '/api/certificates/a/b/c'],
    ] as const) {
      const response = await tenant.api.request(path, { method });
      expect(response.status).toBe(404);
      expect(response.headers.get('Content-Type')).toBe('application/problem+json');
      expect(await response.json()).toMatchObject({ code: 'not_found', status: 404 });
    }
  });
});

test('the OpenAPI document names every call', async () => {
  const response = await tenant.api.request('/api/openapi.json');
  const document = (await response.json()) as {
    openapi: string;
    paths: Record<string, Record<string, unknown>>;
  };
  expect(document.openapi).toBe('3.1.0');
  const named = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(named.toSorted()).toEqual(Object.keys(calls).toSorted());
});

const post = (
  headers: Record<string, string>,
  body: BodyInit = JSON.stringify({ username: 'nobody', password: 'x' }),
) =>
  tenant.api.request('http://console.test/api/session', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body,
  });
const codeOf = async (response: Response | Promise<Response>) =>
  ((await (await response).json()) as { code: string }).code;

describe('a write', () => {
  test.each([
    ['from another site', { 'Sec-Fetch-Site': 'cross-site' }, 'wrong_origin'],
    ['from a sibling site', { 'Sec-Fetch-Site': 'same-site' }, 'wrong_origin'],
    ['with another origin', { Origin: 'https://evil.test' }, 'wrong_origin'],
    ['with another port', { Origin: 'http://console.test:81' }, 'wrong_origin'],
    ['with an opaque origin', { Origin: 'null' }, 'wrong_origin'],
    [
      'from the console',
      { Origin: 'http://console.test', 'Sec-Fetch-Site': 'same-origin' },
      'wrong_credentials',
    ],
    ['by a program', {}, 'wrong_credentials'],
    ['that is not JSON by its type', { 'Content-Type': 'text/plain' }, 'unsupported_media_type'],
    [
      'with a type that only begins like JSON',
      { 'Content-Type': 'application/jsonp' },
      'unsupported_media_type',
    ],
  ])('%s', async (_, headers, code) => {
    const response = await post(headers);
    expect(response.status).toBe(problemStatus(code as 'wrong_origin'));
    expect(await codeOf(response)).toBe(code);
  });

  test('of another form is refused by the name of what is wrong, without its value', async () => {
    const response = await post({}, JSON.stringify({ username: ['hunter2'], password: 'hunter2' }));
    const text = await response.text();
    expect(text).toContain('username: ');
    expect(text).not.toContain('hunter2');
  });

  test.each([
    ['as it says', { 'Content-Length': String(BODY_LIMIT + 1) }, '{}'],
    ['although it says otherwise', { 'Content-Length': '2' }, ' '.repeat(BODY_LIMIT + 1)],
    ['without saying so', {}, new Blob([' '.repeat(BODY_LIMIT + 1)]).stream()],
  ] as [string, Record<string, string>, BodyInit][])('that is too large, %s', async (_, headers, body) => {
    const response = await tenant.api.request('/api/session', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...headers },
      body,
      duplex: 'half',
    } as RequestInit);
    expect(response.status).toBe(413);
    expect(await codeOf(response)).toBe('body_too_large');
  });

  test('with a member that the contract does not know is refused in an answer that is not as long', async () => {
    const administrator = await tenant.signedIn('administrator');
    const body = {
      kind: 'assignment' as const,
      certificateId: 'x',
      ivrProfileIds: ['x'],
      ['k'.repeat(200_000)]: 1,
    };
    const reply = await administrator.call('POST /api/requests', { body });
    expect(reply.problem.code).toBe('invalid_request');
    expect(reply.problem.detail).toContain('kkk');
    expect(reply.text.length).toBeLessThan(600);
  });
});

test('an error of the tenant’s own is logged, and told without its details', async () => {
  const log: string[] = [];
  const broken = createApi({
    tenants: tenant.tenants,
    demoPassword: PASSWORD,
    now: () => {
      throw new Error('the clock stopped');
    },
    log: (line) => log.push(line),
  });
  const response = await broken.request('/api/session');
  expect(response.status).toBe(500);
  const text = await response.text();
  expect(text).toContain('internal_error');
  expect(text).not.toContain('clock');
  expect(log.join('\n')).toContain('the clock stopped');
});
