import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import { createConsole, readTenantUrl } from '../document/console.ts';
import { securityHeaders } from '../http/security-headers.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** A tenant that answers as the test says, and a console in front of it. */
async function consoleBefore(
  answerOf: (incoming: IncomingMessage, outgoing: ServerResponse) => unknown,
  { path = '/', patienceMs = 60_000 }: { path?: string; patienceMs?: number } = {},
) {
  const server = createServer((incoming, outgoing) => void answerOf(incoming, outgoing)).listen(
    0,
    '127.0.0.1',
  );
  servers.push(server);
  await once(server, 'listening');
  const tenant = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`);
  const log: string[] = [];
  const answer = createConsole({
    tenant,
    files: undefined,
    loopbackOnly: true,
    patienceMs,
    log: (line) => log.push(line),
  });
  const ask = (path: string, init: RequestInit & { duplex?: 'half' } = {}, peer = '192.0.2.7') =>
    answer(
      new Request(`http://localhost:5180${path}`, {
        ...init,
        headers: { Host: 'localhost:5180', ...(init.headers as Record<string, string>) },
      }),
      peer,
    );
  return { ask, tenant, server, log };
}

const bodyOf = async (incoming: IncomingMessage) => {
  const parts: Buffer[] = [];
  for await (const part of incoming) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
};

describe('a call', () => {
  test('goes on with its path, query, method and body, and comes back with status, headers and body', async () => {
    const { ask } = await consoleBefore(async (incoming, outgoing) => {
      outgoing.writeHead(201, { 'Content-Type': 'application/json', ETag: '"7"' });
      outgoing.end(
        JSON.stringify({ method: incoming.method, url: incoming.url, body: await bodyOf(incoming) }),
      );
    });
    const answer = await ask('/api/keys?a=%2F', { method: 'POST', body: 'PEM' });
    expect(answer.status).toBe(201);
    expect(answer.headers.get('ETag')).toBe('"7"');
    expect(answer.headers.get('Content-Security-Policy')).toContain(`default-src 'none'`);
    expect(await answer.json()).toEqual({ method: 'POST', url: '/api/keys?a=%2F', body: 'PEM' });
  });

  test('says for whom it is made, and passes nothing on that is of this connection or that the caller made up', async () => {
    const { ask, tenant } = await consoleBefore((incoming, outgoing) =>
      outgoing.end(JSON.stringify(incoming.headers)),
    );
    const answer = await ask('/api/session', {
      headers: {
        Origin: 'http://localhost:5180',
        Connection: 'X-Of-This-Connection, close',
        'X-Of-This-Connection': '1',
        'Keep-Alive': 'timeout=5',
        'Proxy-Authorization': 'Basic eA==',
        TE: 'trailers',
        'X-Forwarded-For': '6.6.6.6',
        'X-Forwarded-Server': 'made-up',
        Forwarded: 'for=6.6.6.6',
        'X-Real-IP': '6.6.6.6',
        'X-Original-URL': '/api/audit-log',
        'X-HTTP-Method-Override': 'DELETE',
        Authorization: 'Basic eA==',
        Cookie: 'tenant-5180.session=abc; tenant-5181.session=of-another-console; of-another-program=1',
        'If-None-Match': '"7"',
        Range: 'bytes=0-1',
      },
    });
    const ofFetch =
      /^(accept|accept-encoding|accept-language|cache-control|connection|pragma|sec-fetch-mode|user-agent)$/;
    const sent = Object.entries((await answer.json()) as Record<string, string>);
    expect(Object.fromEntries(sent.filter(([name]) => !ofFetch.test(name)))).toEqual({
      host: tenant.host,
      cookie: 'session=abc',
      'x-forwarded-for': '192.0.2.7',
      'x-forwarded-host': 'localhost:5180',
      'x-forwarded-proto': 'http',
      'if-none-match': '"7"',
      range: 'bytes=0-1',
    });
  });

  test('brings back what the answer says of itself, and nothing that it says of the whole site', async () => {
    const ofItself = {
      'accept-ranges': 'bytes',
      'cache-control': 'private',
      'content-disposition': 'attachment',
      'content-range': 'bytes 0-1/7',
      'content-type': 'audio/mpeg',
      etag: '"7"',
      'retry-after': '5',
      'tenant-time': '2026-11-30T12:00:00.250Z',
      vary: 'Cookie',
    };
    const { ask } = await consoleBefore((_, outgoing) => {
      outgoing.writeHead(206, {
        ...ofItself,
        'Access-Control-Allow-Credentials': 'true',
        'Access-Control-Allow-Origin': 'https://other.example',
        'Alt-Svc': 'h3=":443"',
        'Clear-Site-Data': '"*"',
        'Content-Security-Policy': 'sandbox',
        'Cross-Origin-Resource-Policy': 'cross-origin',
        Link: '<https://other.example/>; rel=preload',
        Refresh: '0; url=https://other.example/',
        'Service-Worker-Allowed': '/',
        'Strict-Transport-Security': 'max-age=1',
        'WWW-Authenticate': 'Basic realm="x"',
        'X-Accel-Redirect': '/etc',
      });
      outgoing.end('ab');
    });
    const answer = Object.fromEntries((await ask('/api/session')).headers);
    for (const name of Object.keys(securityHeaders())) {
      expect(answer[name.toLowerCase()], name).toBe(securityHeaders()[name]);
      delete answer[name.toLowerCase()];
    }
    expect(answer).toEqual(ofItself);
  });

  test('has the tenant’s time, also where the tenant says it as every server does', async () => {
    const { ask } = await consoleBefore((_, outgoing) => {
      outgoing.writeHead(200, { Date: 'Mon, 30 Nov 2026 12:00:00 GMT' });
      outgoing.end();
    });
    expect((await ask('/api/session')).headers.get('Tenant-Time')).toBe('2026-11-30T12:00:00.000Z');
  });

  test('that writes from another site does not reach the tenant', async () => {
    let reached = false;
    const { ask } = await consoleBefore((_, outgoing) => {
      reached = true;
      outgoing.end();
    });
    const refused = await ask('/api/session', {
      method: 'POST',
      body: '{}',
      headers: { Origin: 'https://evil.example' },
    });
    expect(await refused.json()).toMatchObject({ code: 'wrong_origin' });
    expect(reached).toBe(false);
  });

  test('goes under the path of the tenant’s address, and a redirection there leads to the console', async () => {
    const { ask, tenant } = await consoleBefore(
      (incoming, outgoing) => {
        outgoing.writeHead(307, { Location: `${tenant.origin}/recording/api/next?from=${incoming.url}` });
        outgoing.end();
      },
      { path: '/recording/' },
    );
    const answer = await ask('/api/health');
    expect(answer.status).toBe(307);
    expect(answer.headers.get('Location')).toBe('/api/next?from=/recording/api/health');
  });

  test('is led nowhere by a location that is a host’s name without the tenant’s', async () => {
    let location = '';
    const { ask, tenant } = await consoleBefore(
      (_, outgoing) => {
        outgoing.writeHead(307, { Location: location });
        outgoing.end();
      },
      { path: '/recording/' },
    );
    const follow = async (given: string) => {
      location = given;
      return (await ask('/api/health')).headers.get('Location');
    };
    for (const given of ['/.//other.example', '/recording//other.example', '/a/..//other.example', '//[']) {
      expect(await follow(given), given).toBeNull();
    }
    expect(await follow(`${tenant.origin}//other.example`)).toBeNull();
    // Where the tenant leads elsewhere, it says so with a whole address.
    expect(await follow('/\\other.example')).toBe('http://other.example/');
    expect(await follow('https://other.example/a')).toBe('https://other.example/a');
    expect(await follow('next')).toBe('/api/next');
  });

  test('has its cookies set for the console, and none of the tenant’s promises for its own name', async () => {
    const { ask } = await consoleBefore((_, outgoing) => {
      outgoing.setHeader('Set-Cookie', ['__Host-session=a; Path=/; Secure; HttpOnly', 'b=c']);
      outgoing.setHeader('Strict-Transport-Security', 'max-age=1');
      outgoing.end('{}');
    });
    const { headers } = await ask('/api/session');
    expect(headers.getSetCookie()).toEqual([
      'tenant-5180.host.session=a; Path=/; HttpOnly',
      'tenant-5180.b=c; Path=/',
    ]);
    expect(headers.has('Strict-Transport-Security')).toBe(false);
  });

  test('is compressed for who takes that, and a part of a file is left as it is', async () => {
    const { ask } = await consoleBefore((incoming, outgoing) => {
      const partly = incoming.headers.range !== undefined;
      outgoing.writeHead(partly ? 206 : 200, { 'Content-Type': 'application/json' });
      outgoing.end('[1]'.repeat(1000));
    });
    const headers = { 'Accept-Encoding': 'gzip' };
    const whole = await ask('/api/certificates', { headers });
    expect(whole.headers.get('Content-Encoding')).toBe('gzip');
    expect(gunzipSync(Buffer.from(await whole.arrayBuffer())).toString()).toBe('[1]'.repeat(1000));
    const part = await ask('/api/certificates', { headers: { ...headers, Range: 'bytes=0-' } });
    expect(part.headers.has('Content-Encoding')).toBe(false);
  });
});

describe('bytes go through as they come', () => {
  test('of an upload: the tenant has the first piece before the last one is sent', async () => {
    const first = Promise.withResolvers<string>();
    const { ask } = await consoleBefore(async (incoming, outgoing) => {
      incoming.once('data', (piece: Buffer) => first.resolve(piece.toString()));
      outgoing.end(await bodyOf(incoming));
    });
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
    const answer = ask('/api/test-calls', { method: 'POST', body: readable, duplex: 'half' });
    const writer = writable.getWriter();
    void writer.write(new TextEncoder().encode('first'));
    expect(await first.promise).toBe('first');
    void writer.write(new TextEncoder().encode(' last'));
    void writer.close();
    expect(await (await answer).text()).toBe('first last');
  });

  test('of an answer: the first piece is here before the tenant has sent the last one', async () => {
    const goOn = Promise.withResolvers<void>();
    const { ask } = await consoleBefore(async (_, outgoing) => {
      outgoing.writeHead(200, { 'Content-Type': 'application/octet-stream' });
      outgoing.write('first');
      await goOn.promise;
      outgoing.end(' last');
    });
    const reader = (await ask('/api/recordings/1/media/1')).body?.getReader();
    expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe('first');
    goOn.resolve();
    expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe(' last');
  });
});

test('a caller who goes away takes the call at the tenant along', async () => {
  const arrived = Promise.withResolvers<void>();
  const gone = Promise.withResolvers<void>();
  const { ask, log } = await consoleBefore((_, outgoing) => {
    outgoing.once('close', gone.resolve);
    arrived.resolve();
  });
  const caller = new AbortController();
  const answer = ask('/api/certificates', { signal: caller.signal });
  await arrived.promise;
  caller.abort();
  await gone.promise;
  await answer;
  // It is nobody's fault.
  expect(log.filter((line) => line.startsWith('tenant unreachable'))).toEqual([]);
});

test('a caller who goes away in the middle of an answer takes it along, and that is no error', async () => {
  const gone = Promise.withResolvers<void>();
  const { ask } = await consoleBefore((_, outgoing) => {
    outgoing.once('close', gone.resolve);
    outgoing.write('first');
  });
  const caller = new AbortController();
  const answer = await ask('/api/recordings/1/media/1', { signal: caller.signal });
  const reader = answer.body?.getReader();
  expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe('first');
  caller.abort();
  await gone.promise;
  expect((await reader?.read())?.done).toBe(true);
});

describe('a tenant that is not there', () => {
  test('any more breaks off its answer, which is a line and no stack', async () => {
    const { ask } = await consoleBefore((_, outgoing) => {
      outgoing.write('first', () => outgoing.destroy());
    });
    const error: unknown = await (await ask('/api/recordings/1/media/1')).text().catch((e: unknown) => e);
    expect(error).toHaveProperty('stack', 'The tenant broke off its answer: UND_ERR_SOCKET');
  });

  test('is a problem with a sentence, and the log names the reason', async () => {
    const { ask, server, log } = await consoleBefore(() => {});
    server.close();
    await once(server, 'close');
    const answer = await ask('/api/session');
    expect(answer.status).toBe(502);
    expect(await answer.json()).toMatchObject({
      code: 'tenant_unreachable',
      detail:
        'The console runs, but the tenant behind it does not answer. Try again in a moment. If you were saving, look first whether it was saved.',
    });
    expect(log).toContain('tenant unreachable: ECONNREFUSED');
  });

  test('or that does not answer in time', async () => {
    const { ask } = await consoleBefore(() => {}, { patienceMs: 50 });
    expect(await (await ask('/api/session')).json()).toMatchObject({
      code: 'tenant_unreachable',
      detail: expect.stringContaining('did not answer in time') as string,
    });
  });

  test('takes its time where pieces of an upload still go out', async () => {
    const { ask } = await consoleBefore(async (incoming, outgoing) => outgoing.end(await bodyOf(incoming)), {
      patienceMs: 400,
    });
    let pieces = 0;
    const body = new ReadableStream<Uint8Array>({
      async pull(controller) {
        await new Promise((resolve) => setTimeout(resolve, 100));
        if (++pieces > 8) controller.close();
        else controller.enqueue(new Uint8Array(1));
      },
    });
    const answer = await ask('/api/test-calls', { method: 'POST', body, duplex: 'half' });
    expect(answer.status).toBe(200);
  });
});

test.each([
  'tenant.example',
  'ftp://tenant.example',
  'https://tenant.example/?a=1',
  'https://a:b@tenant.example',
])('TENANT_URL=%s is refused with a sentence', (text) => {
  expect(() => readTenantUrl(text)).toThrow(/^TENANT_URL is .*, which is not a tenant’s address\./);
});
