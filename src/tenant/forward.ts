import { Hono } from 'hono';
import { compress } from 'hono/compress';
import { proxy } from 'hono/proxy';
import { pathOnSite } from '../domain/path-on-site.ts';
import { callerOf } from './caller.ts';
import { forConsole, forTenant } from './forwarded-cookies.ts';
import { isHttps, isSameOrigin } from './origin.ts';
import { problemResponse, Refused } from './problem.ts';

/** Milliseconds without any byte of the request sent and without an answer, after which a call fails. */
const PATIENCE_MS = 60_000;

/**
 * Forwards calls under /api to another tenant and returns its answers. Both are streamed, so neither an upload nor a
 * recording is held in memory.
 *
 * The console itself checks that a write comes from its own pages. To the tenant it is an ordinary client: it sends no
 * Origin, and names its caller in X-Forwarded-For, -Proto and -Host. It passes on nothing that a caller sends in those
 * headers.
 */
export function forwardTo(
  tenant: URL,
  { log, patienceMs = PATIENCE_MS }: { log: (line: string) => void; patienceMs?: number },
): (request: Request) => Promise<Response> {
  const base = tenant.href.replace(/\/$/, '');
  const forwarding = new Hono();
  // `fetch` decompresses what the tenant has compressed, so it is compressed again; media is left as it is.
  forwarding.use(compress());
  forwarding.all('*', async ({ req: { raw } }) => {
    const reads = raw.method === 'GET' || raw.method === 'HEAD';
    if (!reads && !isSameOrigin(raw)) return problemResponse(new Refused('wrong_origin'));
    const patience = createPatience(patienceMs);
    const { pathname, search } = new URL(raw.url);
    try {
      const called = `${base}${pathname}${search}`;
      const answer = await proxy(called, {
        method: raw.method,
        headers: headersFor(raw),
        // The browser follows redirections, not the console.
        redirect: 'manual',
        signal: AbortSignal.any([raw.signal, patience.signal]),
        ...(raw.body && { body: raw.body.pipeThrough(patience.watched()), duplex: 'half' }),
      });
      return answerFor(raw, answer, { tenant, called });
    } catch (error) {
      if (!raw.signal.aborted) log(`tenant unreachable: ${reasonOf(error)}`);
      const detail = patience.signal.aborted ? 'did not answer in time' : 'does not answer';
      return problemResponse(new Refused('tenant_unreachable', { detail }));
    } finally {
      patience.end();
    }
  });
  return async (request) => forwarding.fetch(request);
}

/** Headers that are only about this connection (RFC 9110, 7.6.1), or only for the console. */
const notPassedOn = [
  'Connection',
  'Expect',
  'Host',
  'Keep-Alive',
  'Proxy-Authenticate',
  'Proxy-Authorization',
  'Proxy-Connection',
  'TE',
  'Trailer',
  'Transfer-Encoding',
  'Upgrade',
  'Cookie',
  'Forwarded',
  'Origin',
  'Referer',
  'Sec-Fetch-Dest',
  'Sec-Fetch-Mode',
  'Sec-Fetch-Site',
  'Sec-Fetch-User',
];

function headersFor(request: Request): Headers {
  const headers = new Headers(request.headers);
  for (const name of headers.get('Connection')?.split(',') ?? []) {
    if (/^[\w!#$%&'*+.^`|~-]+$/.test(name.trim())) headers.delete(name.trim());
  }
  for (const name of notPassedOn) headers.delete(name);
  for (const name of request.headers.keys()) if (name.startsWith('x-forwarded-')) headers.delete(name);
  const { address, host, https } = callerOf(request);
  if (address) headers.set('X-Forwarded-For', address);
  headers.set('X-Forwarded-Host', host);
  headers.set('X-Forwarded-Proto', https ? 'https' : 'http');
  const cookies = forTenant(request.headers.get('Cookie') ?? '', isHttps(request));
  if (cookies) headers.set('Cookie', cookies);
  return headers;
}

function answerFor(
  request: Request,
  answer: Response,
  { tenant, called }: { tenant: URL; called: string },
): Response {
  const { headers } = answer;
  const cookies = headers.getSetCookie();
  headers.delete('Set-Cookie');
  for (const each of cookies) headers.append('Set-Cookie', forConsole(each, isHttps(request)));
  // These headers are about the tenant's own host name.
  headers.delete('Strict-Transport-Security');
  headers.delete('Alt-Svc');
  const location = headers.get('Location');
  headers.delete('Location');
  const to = location === null ? undefined : locationFor(URL.parse(location, called), tenant);
  if (to !== undefined) headers.set('Location', to);
  return answer;
}

/**
 * A location below the tenant's address becomes one of the console; any other one is sent as it was understood here.
 * Undefined where none can be followed.
 */
function locationFor(location: URL | null, tenant: URL): string | undefined {
  if (location?.origin !== tenant.origin) return location?.href;
  const prefix = tenant.pathname.replace(/\/$/, '');
  const path = location.pathname.startsWith(`${prefix}/`)
    ? location.pathname.slice(prefix.length)
    : location.pathname;
  return pathOnSite(path + location.search + location.hash, tenant.origin);
}

/** Aborts when for too long nothing has been sent and no answer has begun. */
function createPatience(ms: number) {
  const over = new AbortController();
  let timer = setTimeout(() => over.abort(), ms);
  const again = () => {
    clearTimeout(timer);
    timer = setTimeout(() => over.abort(), ms);
  };
  return {
    signal: over.signal,
    watched: () =>
      new TransformStream<Uint8Array, Uint8Array>({
        transform(piece, controller) {
          again();
          controller.enqueue(piece);
        },
      }),
    end: () => clearTimeout(timer),
  };
}

/** The name and the code of an error, such as "ECONNREFUSED"; never what was sent. */
function reasonOf(error: unknown): string {
  const { cause, name } = error instanceof Error ? error : { cause: undefined, name: typeof error };
  const code: unknown = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  return typeof code === 'string' ? code : name;
}
