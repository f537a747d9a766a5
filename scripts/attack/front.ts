import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { expect, type Server, type Stage } from '../faults/stage.ts';
import type { Attack } from './attack.ts';

/** A tenant elsewhere that answers what it likes. */
async function consoleBefore(
  stage: Stage,
  answer: (incoming: IncomingMessage, outgoing: ServerResponse) => void,
): Promise<{ server: Server; asked: IncomingMessage[] }> {
  const asked: IncomingMessage[] = [];
  const tenant = createServer((incoming, outgoing) => {
    asked.push(incoming);
    answer(incoming, outgoing);
  }).listen(0, '127.0.0.1');
  stage.atTheEnd(() => {
    tenant.close();
    tenant.closeAllConnections();
  });
  await once(tenant, 'listening');
  const { port } = tenant.address() as AddressInfo;
  return { server: await stage.start({ TENANT_URL: `http://127.0.0.1:${port}` }), asked };
}

/** Sends a request line and headers as they are, and answers what comes back. */
async function raw({ url }: Server, requestLine: string): Promise<string> {
  const { hostname, port, host } = new URL(url);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  let answer = '';
  socket.on('data', (bytes) => (answer += String(bytes)));
  socket.end(`${requestLine}\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
  await once(socket, 'close');
  return answer;
}

export const front: Attack[] = [
  {
    name: 'a tenant’s redirection to a name that looks like a path',
    play: async (stage) => {
      let location = '';
      const { server } = await consoleBefore(stage, (_, outgoing) => {
        outgoing.writeHead(307, { Location: location }).end();
      });
      for (const given of ['/.//evil.example', '/a/..//evil.example/b']) {
        location = given;
        const response = await fetch(`${server.url}/api/session`, { redirect: 'manual' });
        const sent = response.headers.get('Location');
        const leads = sent === null ? undefined : new URL(sent, server.url).host;
        expect(
          leads === undefined || leads === new URL(server.url).host,
          `${given} leads nowhere else (${sent})`,
        );
      }
      return 'leads nowhere';
    },
  },
  {
    name: 'headers that change what a server answers, or speak for the whole site',
    play: async (stage) => {
      const { server, asked } = await consoleBefore(stage, (_, outgoing) => {
        outgoing
          .writeHead(200, {
            'Content-Type': 'application/json',
            'Clear-Site-Data': '"*"',
            'Service-Worker-Allowed': '/',
            'Access-Control-Allow-Origin': '*',
            Refresh: '0; url=http://evil.example/',
          })
          .end('{"status":"ok"}');
      });
      const headers = {
        'X-Real-IP': '192.0.2.1',
        'X-Original-URL': '/api/record',
        'X-HTTP-Method-Override': 'DELETE',
        Forwarded: 'for=192.0.2.1',
      };
      const response = await fetch(`${server.url}/api/health`, { headers });
      const there = Object.keys(headers).filter(
        (name) => asked[0]?.headers[name.toLowerCase()] !== undefined,
      );
      expect(asked.length > 0 && there.length === 0, `none reaches the tenant (${there.join()})`);
      const back = [
        'Clear-Site-Data',
        'Service-Worker-Allowed',
        'Access-Control-Allow-Origin',
        'Refresh',
      ].filter((name) => response.headers.has(name));
      expect(back.length === 0, `none comes back (${back.join()})`);
      return 'none passes, in either direction';
    },
  },
  {
    name: 'TRACE, through a console to a tenant',
    play: async (stage) => {
      const { server } = await consoleBefore(stage, (_, outgoing) => void outgoing.end());
      const [line = ''] = (await raw(server, 'TRACE /api/session HTTP/1.1')).split('\r\n');
      expect(/^HTTP\/1\.1 4\d\d /.test(line), `it is refused as a request (${line})`);
      return line;
    },
  },
  {
    name: 'https in the request line of plain http',
    play: async (stage) => {
      const server = await stage.start();
      const { host } = new URL(server.url);
      const answer = await raw(server, `GET https://${host}/api/session HTTP/1.1`);
      expect(!/^strict-transport-security:/im.test(answer), 'http is not taken for https');
      return 'http stays http';
    },
  },
  {
    name: 'the demo password where others can reach the server',
    play: async (stage) => {
      for (const password of ['', 'demo', 'x', ' ', 'password1234']) {
        for (const where of [{ TENANT_PROXY: '127.0.0.1' }, { TENANT_ORIGIN: 'https://console.example' }]) {
          const environment = { ...where, TENANT_DEMO_PASSWORD: password };
          const { code, output } = await startedFor(stage, environment);
          expect(
            code === 1 && /TENANT_DEMO_PASSWORD/.test(output),
            `“${password}” does not start: ${output}`,
          );
        }
      }
      const password = 'five words that nobody guesses';
      const server = await stage.start({ TENANT_PROXY: '127.0.0.1', TENANT_DEMO_PASSWORD: password });
      const text = await (await fetch(`${server.url}/api/session`)).text();
      expect(
        !text.includes(password) && !text.includes('administrator'),
        'nobody is told accounts and password',
      );
      return 'the server does not start with a short or common one, and tells none';
    },
  },
];

/** What a server that should not start says; a server that does is stopped. */
async function startedFor(stage: Stage, environment: Record<string, string>) {
  const starting = stage.start(environment);
  const server = await starting.catch((error: unknown) => String(error));
  if (typeof server === 'string') return { code: 1, output: server };
  await server.stop();
  return { code: 0, output: server.output };
}
