import { once } from 'node:events';
import { request as forward, type IncomingMessage } from 'node:http';
import { createServer, request as send, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { makePair, rsaKeys } from './pairs.ts';

/** For tests: a proxy as in a data centre. It ends TLS and sends the caller's address in X-Forwarded-…. */
export interface TlsProxy {
  origin: string;
  /** The address of the server that it passes requests to; set when the server has started. */
  target: string;
  /** The caller's address that it claims: all real callers are on this machine, like the proxy. */
  caller: string;
  close(): Promise<void>;
}

export async function tlsProxy(): Promise<TlsProxy> {
  const pair = makePair({ keys: rsaKeys(2048), commonName: 'localhost' });
  const server: Server = createServer(
    { cert: pair.certificate, key: pair.privateKey },
    (incoming, outgoing) => {
      const upstream = forward(new URL(incoming.url ?? '/', proxy.target), {
        method: incoming.method,
        headers: {
          ...incoming.headers,
          'x-forwarded-for': [incoming.headers['x-forwarded-for'], proxy.caller].filter(Boolean).join(', '),
          'x-forwarded-proto': 'https',
        },
      });
      upstream.on('response', (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
        answer.pipe(outgoing);
      });
      upstream.on('error', () => outgoing.destroy());
      incoming.pipe(upstream);
    },
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const proxy: TlsProxy = {
    origin: `https://localhost:${(server.address() as AddressInfo).port}`,
    target: '',
    caller: '203.0.113.7',
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return proxy;
}

export interface TlsAnswer {
  status: number;
  headers: Headers;
  text: string;
}

/** Like `fetch`, which would neither trust the test's certificate nor allow choosing the Host header. */
export async function fetchByTls(
  url: string,
  {
    method = 'GET',
    headers = {},
    body,
  }: { method?: string; headers?: Record<string, string>; body?: string },
): Promise<TlsAnswer> {
  const request = send(url, { method, headers, rejectUnauthorized: false });
  request.end(body);
  const [answer] = (await once(request, 'response')) as [IncomingMessage];
  const parts: Buffer[] = [];
  for await (const part of answer) parts.push(part as Buffer);
  const named = new Headers();
  for (let i = 0; i < answer.rawHeaders.length; i += 2) {
    named.append(answer.rawHeaders[i] ?? '', answer.rawHeaders[i + 1] ?? '');
  }
  return { status: answer.statusCode ?? 0, headers: named, text: Buffer.concat(parts).toString() };
}
