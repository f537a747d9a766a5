import { Hono } from 'hono';
import { compress } from 'hono/compress';
import { proxy } from 'hono/proxy';
import { callerOf } from './caller.ts';
import { forConsole, forTenant } from './forwarded-cookies.ts';
import { isHttps, isSameOrigin } from './origin.ts';
import { problemResponse, Refused } from './problem.ts';

/** As long as nothing of a request goes out and nothing of its answer comes in. */
const PATIENCE_MS = 60_000;

/**
 * Sends what is under /api to another tenant, and its answers back, as they come: neither an upload nor a recording is
 * held in memory.
 *
 * The console itself makes sure that a write comes from its own pages. To the tenant it is then a client like any
 * other: it sends no Origin, and says in X-Forwarded-For, -Proto and -Host for whom it calls. Nothing of what a caller
 * says there is passed on.
 */
export function forwardTo(
  tenant: URL,
  { log, patienceMs = PATIENCE_MS }: { log: (line: string) => void; patienceMs?: number },
): (request: Request) => Promise<Response> {
  const base = tenant.href.replace(/\/$/, '');
  const forwarding = new Hono();
  // The helper unpacks what the tenant has compressed; media is left as it is.
  forwarding.use(compress());
  forwarding.all('*', async ({ req: { raw } }) => {
    const reads = raw.method === 'GET' || raw.method === 'HEAD';
    if (!reads && !isSameOrigin(raw)) return problemResponse(new Refused('wrong_origin'));
    const patience = createPatience(patienceMs);
    const { pathname, search } = new URL(raw.url);
    try {
      const answer = await proxy(`${base}${pathname}${search}`, {
        method: raw.method,
        headers: headersFor(raw),
        // A redirection is for the browser to follow.
        redirect: 'manual',
        signal: AbortSignal.any([raw.signal, patience.signal]),
        ...(raw.body && { body: raw.body.pipeThrough(patience.watched()), duplex: 'half' }),
      });
      return answerFor(raw, answer, tenant);
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

/** Of this connection alone (RFC 9110, 7.6.1), or for nobody but the console. */
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

function answerFor(request: Request, answer: Response, tenant: URL): Response {
  const { headers } = answer;
  const cookies = headers.getSetCookie();
  headers.delete('Set-Cookie');
  for (const each of cookies) headers.append('Set-Cookie', forConsole(each, isHttps(request)));
  // They speak of the tenant's own name.
  headers.delete('Strict-Transport-Security');
  headers.delete('Alt-Svc');
  const location = headers.get('Location');
  if (location !== null) headers.set('Location', locationFor(location, tenant));
  return answer;
}

/** A place of the tenant is one of the console; another one stays as it is. */
function locationFor(location: string, tenant: URL): string {
  const url = URL.parse(location, tenant);
  if (url?.origin !== tenant.origin) return location;
  const prefix = tenant.pathname.replace(/\/$/, '');
  const path = url.pathname.startsWith(`${prefix}/`) ? url.pathname.slice(prefix.length) : url.pathname;
  return path + url.search + url.hash;
}

/** Ends when too long nothing has gone out and no answer has begun. */
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

/** A name and a code, such as "ECONNREFUSED"; never what was sent. */
function reasonOf(error: unknown): string {
  const { cause, name } = error instanceof Error ? error : { cause: undefined, name: typeof error };
  const code: unknown = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  return typeof code === 'string' ? code : name;
}
