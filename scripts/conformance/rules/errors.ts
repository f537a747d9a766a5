import { calls } from '../../../src/contract/calls.ts';
import { problemStatus } from '../../../src/domain/problem.ts';
import { expect, type Caller } from '../../../src/testing/client.ts';
import type { Rule } from '../world.ts';

async function codeOf(response: Response): Promise<string | undefined> {
  const type = response.headers.get('Content-Type') ?? '';
  expect(type.startsWith('application/problem+json'), 'a refusal is a problem (RFC 9457)');
  return ((await response.json()) as { code?: string }).code;
}

const post = (caller: Caller, headers: Record<string, string>, body: string) =>
  caller.fetch('POST', '/api/certificates', { headers, body });

export const errors: Rule[] = [
  {
    name: 'A write that comes from another site is refused',
    async check(world) {
      const administrator = await world.administrator();
      const headers = { 'Content-Type': 'application/json', Origin: 'https://another-site.example' };
      const response = await post(administrator, headers, JSON.stringify(world.pair()));
      expect((await codeOf(response)) === 'wrong_origin', 'it is refused with wrong_origin');
    },
  },
  {
    name: 'A body that is not JSON, not of the documented form or too large is refused without quoting it',
    async check(world) {
      const administrator = await world.administrator();
      const json = { 'Content-Type': 'application/json' };
      const canary = `secret ${world.run}`;
      for (const [code, headers, body] of [
        ['unsupported_media_type', { 'Content-Type': 'text/plain' }, canary],
        ['invalid_request', json, `{"privateKey": "${canary}"`],
        ['invalid_request', json, JSON.stringify({ certificate: 1, privateKey: canary })],
        ['body_too_large', json, JSON.stringify({ certificate: canary.repeat(40_000), privateKey: '' })],
      ] as const) {
        const response = await post(administrator, headers, body);
        const said = await response.clone().text();
        expect((await codeOf(response)) === code, `it is refused with ${code} (${response.status})`);
        expect(response.status === problemStatus(code), `${code} is ${response.status}`);
        expect(!said.includes(canary), 'the refusal does not quote the body');
      }
    },
  },
  {
    name: 'Whether the tenant runs is told to anybody',
    async check(world) {
      const { answer } = await world.nobody().call('GET /api/health');
      expect(answer.status === 'ok', 'GET /api/health answers ok');
    },
  },
  {
    name: 'What is no call, and what is not there, is not found',
    async check(world) {
      const administrator = await world.administrator();
      const unknown = await administrator.fetch('GET', '/api/no-such-call');
      expect(
        unknown.status === 404 && (await codeOf(unknown)) === 'not_found',
        'an unknown call is not found',
      );
      const params = { id: `no-such-${world.run}` };
      (await administrator.call('GET /api/certificates/{id}', { params })).refusedWith('not_found');
      (await administrator.call('GET /api/recordings/{id}', { params })).refusedWith('not_found');
    },
  },
  {
    name: 'Answers that belong to a session are kept by no cache',
    async check(world) {
      const administrator = await world.administrator();
      for (const name of ['GET /api/session', 'GET /api/record', 'GET /api/audit-log'] as const) {
        const { headers } = await administrator.call(name);
        expect(/no-store|private|no-cache/.test(headers.get('Cache-Control') ?? ''), `${name} is not stored`);
      }
    },
  },
  {
    name: 'The OpenAPI document names every call',
    async check(world) {
      const response = await world.nobody().fetch('GET', '/api/openapi.json');
      expect(response.status === 200, '/api/openapi.json is there');
      const { paths } = (await response.json()) as { paths?: Record<string, Record<string, unknown>> };
      for (const name of Object.keys(calls)) {
        const [method = '', path = ''] = name.split(' ');
        expect(paths?.[path]?.[method.toLowerCase()] !== undefined, `${name} is in the document`);
      }
    },
  },
];
