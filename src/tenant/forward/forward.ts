import { Hono } from 'hono';
import { compress } from 'hono/compress';
import { proxy } from 'hono/proxy';
import { pathOnSite } from '../../domain/path-on-site.ts';
import { callerOf } from '../http/caller.ts';
import { cookieName } from '../http/cookies.ts';
import { forConsole, forTenant, MARK } from './forwarded-cookies.ts';
import { foreignWrite } from '../http/origin.ts';
import { noSuchCall, problemResponse, Refused } from '../http/problem.ts';

/** Milliseconds without any byte of the request sent and without an answer, after which a call fails. */
const PATIENCE_MS = 60_000;

/** Only for the log, where nginx has made it usual: the caller has gone, so nobody reads this answer. */
const CALLER_GONE = 499;

/**
 * Forwards calls under /api to another tenant and returns its answers. Both are streamed, so neither an upload nor a
 * recording is held in memory.
 *
 * The console itself checks that a write comes from its own pages. To the tenant it is an ordinary client: it sends no
 * Origin, and names its caller in X-Forwarded-For, -Proto and -Host. Of the headers, it passes on those that the API
 * needs (`asked`, `answered`): there are too many that a server between or behind believes, and each year more.
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
    if (!reads && !writes.has(raw.method)) {
      return noSuchCall();
    }
    const foreign = foreignWrite(raw);
    if (foreign) return problemResponse(foreign);
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
      if (raw.signal.aborted) return new Response(null, { status: CALLER_GONE });
      log(`tenant unreachable: ${reasonOf(error)}`);
      const detail = patience.signal.aborted ? 'did not answer in time' : 'does not answer';
      return problemResponse(new Refused('tenant_unreachable', { detail }));
    } finally {
      patience.end();
    }
  });
  return async (request) => forwarding.fetch(request);
}

/** Neither TRACE, which would answer the request's cookies to a script, nor what another HTTP may bring. */
const writes = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

/** The headers of a request that are for the tenant. Its cookies go by `forTenant`. */
const asked = [
  'Accept',
  'Accept-Language',
  'Content-Length',
  'Content-Type',
  'Idempotency-Key',
  'If-Match',
  'If-Modified-Since',
  'If-None-Match',
  'If-Range',
  'If-Unmodified-Since',
  'Range',
  'User-Agent',
];

/** The headers of an answer that are for the browser. Its cookies go by `forConsole`, its location by `locationFor`. */
const answered = [
  'Accept-Ranges',
  'Allow',
  'Cache-Control',
  'Content-Disposition',
  'Content-Language',
  'Content-Length',
  'Content-Range',
  'Content-Type',
  'ETag',
  'Expires',
  'Last-Modified',
  'Retry-After',
  'Tenant-Time',
  'Vary',
];

function pick(names: readonly string[], from: Headers): Headers {
  const picked = new Headers();
  for (const name of names) {
    const value = from.get(name);
    if (value !== null) picked.set(name, value);
  }
  return picked;
}

function headersFor(request: Request): Headers {
  const headers = pick(asked, request.headers);
  const { address, host, https } = callerOf(request);
  if (address) headers.set('X-Forwarded-For', address);
  headers.set('X-Forwarded-Host', host);
  headers.set('X-Forwarded-Proto', https ? 'https' : 'http');
  const cookies = forTenant(request.headers.get('Cookie') ?? '', cookieName(request, MARK));
  if (cookies) headers.set('Cookie', cookies);
  return headers;
}

function answerFor(
  request: Request,
  answer: Response,
  { tenant, called }: { tenant: URL; called: string },
): Response {
  const headers = pick(answered, answer.headers);
  const date = new Date(answer.headers.get('Date') ?? '');
  // A tenant that does not say its time by this name says it as every server does (RFC 9110, 6.6.1).
  if (!headers.has('Tenant-Time') && !Number.isNaN(date.getTime())) {
    headers.set('Tenant-Time', date.toISOString());
  }
  for (const each of answer.headers.getSetCookie()) {
    headers.append('Set-Cookie', forConsole(each, cookieName(request, MARK)));
  }
  const location = answer.headers.get('Location');
  const to = location === null ? undefined : locationFor(URL.parse(location, called), tenant);
  if (to !== undefined) headers.set('Location', to);
  const body = answer.body && asItComes(answer.body, request.signal);
  return new Response(body, { status: answer.status, headers });
}

/**
 * The body of an answer. Where the tenant breaks it off, the error is a line and not a stack, because the server prints
 * it. Where the caller has gone, there is no error.
 */
function asItComes(body: ReadableStream<Uint8Array>, caller: AbortSignal): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await reader.read();
          if (done) controller.close();
          else controller.enqueue(value);
        } catch (error) {
          if (caller.aborted) return controller.close();
          const line = `The tenant broke off its answer: ${reasonOf(error)}`;
          controller.error(Object.assign(new Error(line), { stack: line }));
        }
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
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
