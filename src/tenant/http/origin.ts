import { callerOf, hostOf } from './caller.ts';
import { Refused } from './problem.ts';

/**
 * Whether a write comes from the console itself (OWASP, "Verifying origin with standard headers"). Browsers send both
 * headers, and scripts cannot change them; `curl` sends neither, but it has no user's cookie. Where the console's
 * origin is configured (TENANT_ORIGIN), the request must come from it, whatever the Host header says.
 */
export function isSameOrigin(request: Request): boolean {
  const site = request.headers.get('Sec-Fetch-Site');
  if (site === 'cross-site' || site === 'same-site') return false;
  const sent = request.headers.get('Origin');
  if (sent === null) return true;
  const { origin, host } = callerOf(request);
  if (origin !== undefined) return sent === origin;
  return URL.canParse(sent) && new URL(sent).host === host;
}

/**
 * The problem of a write that does not come from the console itself. It names both sides, because a proxy that passes on
 * another host name looks like another site.
 */
export function foreignWrite(request: Request): Refused | undefined {
  if (request.method === 'GET' || request.method === 'HEAD' || isSameOrigin(request)) return undefined;
  const sent = request.headers.get('Origin');
  const detail =
    sent === null ? '' : `${sent.slice(0, 200)}, and this console is called as ${originOf(request)}`;
  return new Refused('wrong_origin', { detail });
}

/**
 * Protects against DNS rebinding: a foreign site whose name was made to point to this server still sends its own name
 * as Host. So a server that is bound to loopback only answers to loopback names, and one that knows its origin also to
 * that name.
 */
export function isOwnHost(
  request: Request,
  { origin, loopbackOnly }: { origin: string | undefined; loopbackOnly: boolean },
): boolean {
  const host = hostOf(request);
  if (origin === undefined) return !loopbackOnly || isLoopbackHost(host);
  // A default port may be given or left out.
  const called = URL.parse(`${new URL(origin).protocol}//${host}`)?.host;
  return called === new URL(origin).host || (loopbackOnly && isLoopbackHost(host));
}

export const isLoopbackHost = (host: string): boolean =>
  /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i.test(host);

export const isHttps = (request: Request): boolean => callerOf(request).https;

/** The origin of the console, as the caller addresses it: "https://console.example". */
export function originOf(request: Request): string {
  const { origin, https, host } = callerOf(request);
  return origin ?? `${https ? 'https' : 'http'}://${host}`;
}
