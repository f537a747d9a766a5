import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TenantServer } from '../../testing/server.ts';

/** What only a real connection shows: a tenant, and a console in front of it. */
let tenant: TenantServer;
let site: TenantServer;
beforeAll(async () => {
  tenant = await TenantServer.start();
  site = await TenantServer.start({ TENANT_URL: tenant.url });
});
afterAll(async () => {
  await site.stop();
  await tenant.stop();
});

/** Sends these lines as they are, and what follows them. */
async function send({ url }: TenantServer, [first = '', ...headers]: string[], body = '') {
  const { hostname, port, host } = new URL(url);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  socket.write([first, `Host: ${host}`, ...headers, '', body].join('\r\n'));
  return socket;
}

const answerTo = async (server: TenantServer, lines: string[], body = '') =>
  text(await send(server, [...lines, 'Connection: close'], body));

describe.each([
  ['a tenant', () => tenant],
  ['a console', () => site],
] as const)('%s', (_, server) => {
  test('does not answer TRACE as a call, and the tenant is not blamed', async () => {
    const answer = await answerTo(server(), ['TRACE /api/session HTTP/1.1', 'Cookie: session=secret']);
    expect(answer).toMatch(/^HTTP\/1\.1 404 /);
    expect(answer).toContain('There is no such call.');
    expect(answer).not.toContain('secret');
  });

  test('does not take http for https because the request line says so', async () => {
    const body = JSON.stringify({ username: 'administrator', password: 'demo' });
    const answer = await answerTo(
      server(),
      [
        `POST ${server().url.replace('http:', 'https:')}/api/session HTTP/1.1`,
        'Content-Type: application/json',
        `Content-Length: ${body.length}`,
      ],
      body,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
    expect(answer).toMatch(/^set-cookie: (tenant-\d+\.)?session-\d+=/im);
    expect(answer).not.toMatch(/__Host-|; Secure|strict-transport-security/i);
  });

  test('says nothing of an error when a caller goes away in the middle', async () => {
    const before = { tenant: tenant.log.length, site: site.log.length };
    const said = () => tenant.log.slice(before.tenant) + site.log.slice(before.site);
    for (const length of ['Content-Length: 100', 'Transfer-Encoding: chunked']) {
      const upload = ['POST /api/session HTTP/1.1', 'Content-Type: application/json', length];
      const socket = await send(
        server(),
        upload,
        length.startsWith('C') ? '{"username' : 'A\r\n{"username\r\n',
      );
      // The server has begun with the request when it answers the next one on another connection.
      await fetch(`${server().url}/api/health`);
      socket.destroy();
    }
    await expect
      .poll(() => server().log.match(/^POST \/api\/session 4\d\d /gm)?.length, { timeout: 60_000 })
      .toBe(2);
    expect(said()).not.toMatch(/error|abort|unreachable|^ +at /im);
  });
});
