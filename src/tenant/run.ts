import type { Server } from 'node:http';
import { createAdaptorServer } from '@hono/node-server';
import { readFront, type Front } from './http/caller.ts';
import { isLoopbackHost } from './http/origin.ts';
import { StartRefused } from './store/key-file.ts';

/** Where the server listens, and the name under which people find it. */
export interface Place {
  host: string;
  port: number;
  loopbackOnly: boolean;
  front: Front;
}

/** Reads HOST, PORT, TENANT_ORIGIN and TENANT_PROXY. Throws a sentence for the person who starts the server. */
export function readPlace(environment: Record<string, string | undefined>): Place {
  const { PORT = '5180', HOST: host = '127.0.0.1' } = environment;
  const port = Number(PORT);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new StartRefused(
      `PORT is ${PORT}, which is not a port. Set a number from 0 (any free one) to 65535.`,
    );
  }
  return { host, port, loopbackOnly: isLoopbackHost(printed(host)), front: readFront(environment) };
}

/** Serves until Ctrl-C, and calls `close` after the last answer. */
export async function run(
  answer: (request: Request, peer: string | undefined) => Promise<Response>,
  place: Place,
  { close, log }: { close: () => void; log: (line: string) => void },
): Promise<void> {
  const { host, port, front } = place;
  const server = createAdaptorServer({
    fetch: (request, { incoming }) => answer(request, incoming.socket.remoteAddress),
    // Connections that send nothing, or too slowly, end. The longest body is what a person says in a test call.
    serverOptions: { headersTimeout: 20_000, requestTimeout: 120_000, connectionsCheckingInterval: 5000 },
  }) as Server;
  try {
    await listen(server, port, host);
  } catch (error) {
    close();
    throw error;
  }
  const address = server.address();
  log(`Console: http://${printed(host)}:${typeof address === 'object' ? address?.port : port}/`);
  if (front.origin) log(`Open it at ${front.origin}/, where the proxy before this server answers.`);
  const bare = withoutWebCrypto(place);
  if (bare !== undefined) {
    log(
      `At ${bare} nobody can make, read or upload keys: browsers offer their cryptography on https and on localhost only. Put a proxy with TLS before this server, and set TENANT_ORIGIN to its https address.`,
    );
  }
  stopOnSignal(server, close);
}

/** Where people open the console by plain http under a name for which browsers do not offer WebCrypto. */
function withoutWebCrypto({ host, loopbackOnly, front }: Place): string | undefined {
  if (front.origin === undefined) return loopbackOnly ? undefined : `http://${printed(host)}`;
  const { protocol, host: name } = new URL(front.origin);
  return protocol === 'https:' || isLoopbackHost(name) ? undefined : front.origin;
}

const printed = (host: string): string => (host.includes(':') ? `[${host}]` : host);

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const sentence =
        error.code === 'EADDRINUSE'
          ? `Port ${port} is in use. Stop what runs there, or start with another one: PORT=5181 npm start`
          : `Cannot listen on ${host}:${port} (${error.code ?? error.message}). Set HOST and PORT to what this machine has.`;
      reject(new StartRefused(sentence));
    });
    server.listen(port, host, resolve);
  });
}

/** The first signal lets running requests finish; the second one stops the server immediately. */
function stopOnSignal(server: Server, close: () => void): void {
  let stopping = false;
  const stop = () => {
    if (stopping) process.exit(1);
    stopping = true;
    server.close(() => {
      close();
      process.exit(0);
    });
    server.closeIdleConnections();
    // Connections that a browser keeps open must not keep the server running.
    setTimeout(() => server.closeAllConnections(), 3000).unref();
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}

// The output may go to a file on a full disk: then the line is lost, and the server goes on.
process.stdout.on('error', () => {});
