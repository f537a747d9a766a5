import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, test } from 'vitest';
import { signedInAt } from '../testing/client.ts';
import { LONG_PASSWORD, TenantServer } from '../testing/server.ts';
import { people } from '../../scripts/conformance/world.ts';

const servers: TenantServer[] = [];
const fakes: Server[] = [];
afterEach(async () => {
  for (const fake of fakes.splice(0)) fake.close();
  for (const server of servers.splice(0).toReversed()) await server.stop();
});

async function start(environment: Record<string, string> = {}): Promise<string> {
  const server = await TenantServer.start(environment);
  servers.push(server);
  return server.url;
}

/** Passkeys belong to a host name. */
const byName = (url: string) => url.replace('127.0.0.1', 'localhost');

/** `npm run conformance -- …` */
async function conformance(args: string[], environment: Record<string, string> = {}) {
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, '../../scripts/conformance.ts'), ...args],
    { env: { PATH: process.env['PATH'], ...environment }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { stdout, stderr, code: child.exitCode };
}

/** Every call of the contract, by rules that all hold, and nothing left behind that the API can remove. */
function expectConformance({ stdout, stderr, code }: Awaited<ReturnType<typeof conformance>>): void {
  expect(stderr).toBe('');
  expect(stdout).not.toContain('BROKEN');
  expect(stdout).toMatch(/\n\d\d rules hold, 0 do not, 0 were left out\n$/);
  expect(stdout).not.toContain('Not called');
  expect(stdout).not.toContain('not removed');
  expect(code).toBe(0);
}

const MINUTES = 60_000;

describe('our own tenant keeps every rule of the contract', { timeout: 5 * MINUTES }, () => {
  test('called directly', async () => {
    const url = byName(await start());
    expectConformance(await conformance([url]));
    // It is empty again, so that another run may begin.
    expect((await conformance([url, 'Whether the tenant runs'])).code).toBe(0);
  });

  test('called through a console before it', async () => {
    const tenant = await start({ TENANT_PROXY: '127.0.0.1', TENANT_DEMO_PASSWORD: LONG_PASSWORD });
    const url = byName(await start({ TENANT_URL: tenant }));
    const accounts = Object.entries(people).map(([person, variable]) => [
      variable,
      `${person.replace(' ', '-')}:${LONG_PASSWORD}`,
    ]);
    expectConformance(await conformance([url], Object.fromEntries(accounts)));
  });
});

describe('the run', { timeout: MINUTES }, () => {
  test('names the rule that a tenant does not keep, and what was expected', async () => {
    const tenant = await start();
    // A tenant like ours that forgets the alias, and takes writes from anywhere.
    const forward = async (incoming: IncomingMessage, outgoing: ServerResponse) => {
      const body = await text(incoming);
      const answer = await fetch(tenant + incoming.url, {
        method: incoming.method ?? 'GET',
        headers: {
          'Content-Type': incoming.headers['content-type'] ?? '',
          Cookie: incoming.headers.cookie ?? '',
          'If-Match': incoming.headers['if-match'] ?? '*',
        },
        ...(body ? { body } : {}),
      });
      const whole = await answer.text();
      const said = incoming.method === 'POST' ? whole.replaceAll(/"alias":"[^"]*",/g, '') : whole;
      outgoing.statusCode = answer.status;
      for (const name of ['Content-Type', 'Location']) {
        const value = answer.headers.get(name);
        if (value) outgoing.setHeader(name, value);
      }
      outgoing.setHeader('Set-Cookie', answer.headers.getSetCookie());
      outgoing.end(said);
    };
    const fake = createServer((...both) => void forward(...both)).listen(0, '127.0.0.1');
    fakes.push(fake);
    await once(fake, 'listening');
    const url = `http://127.0.0.1:${(fake.address() as AddressInfo).port}`;

    const { stdout, code } = await conformance([url, 'An upload is answered']);
    expect(stdout).toMatch(/BROKEN +An upload is answered with what the certificate says/);
    expect(stdout).toMatch(/Expected: POST \/api\/certificates did not answer as documented: .*\n.*alias/);
    expect(code).toBe(1);
    const origin = await conformance([url, 'another site'], { CONFORMANCE_SCRATCH: '1' });
    expect(origin.stdout).toContain('BROKEN    A write that comes from another site is refused');
  });

  test('is not for a tenant at work', async () => {
    const url = await start();
    await (await signedInAt(url, 'administrator')).call('POST /api/demo-data');
    const refused = await conformance([url]);
    expect(refused.stderr).toMatch(/^The tenant has \d+ certificates\. .*CONFORMANCE_SCRATCH=1/);
    expect(refused.code).toBe(2);
    const allowed = await conformance([url, 'expired certificate may be'], { CONFORMANCE_SCRATCH: '1' });
    expect(allowed.stdout).toContain('1 rules hold, 0 do not');
  });

  test('takes the accounts from the environment, and leaves out what none is there for', async () => {
    const url = await start({ TENANT_DEMO_PASSWORD: 'correct: horse' });
    const nobody = await conformance([url]);
    expect(nobody.stderr).toContain('Set CONFORMANCE_ADMINISTRATOR, CONFORMANCE_PROFESSIONAL');
    expect(nobody.code).toBe(2);
    const one = await conformance([url, 'reads what the role'], {
      CONFORMANCE_ADMINISTRATOR: 'administrator:correct: horse',
    });
    expect(one.stdout).toContain('(no account: CONFORMANCE_PROFESSIONAL)');
    expect(one.stdout).toContain('1 rules hold, 0 do not, 2 were left out');
  });

  test('says so where there is no tenant', async () => {
    expect((await conformance([])).stderr).toMatch(/^Say which tenant is meant/);
    const nobody = await conformance(['http://127.0.0.1:9']);
    expect(nobody.stderr).toMatch(/^http:\/\/127\.0\.0\.1:9 does not answer/);
    expect(nobody.code).toBe(2);
  });
});
