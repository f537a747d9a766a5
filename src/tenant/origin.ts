import { callerOf, hostOf } from './caller.ts';

/**
 * Whether a write comes from the console itself (OWASP, "Verifying origin with standard headers"). Browsers send
 * both headers and let no script change them; `curl` sends neither and carries no user's cookie by itself. Where the
 * console's origin is known (TENANT_ORIGIN), it must be that one, whatever the Host header says.
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
 * Against DNS rebinding: a page of another site whose name was made to point here still sends that name. So a
 * server that is bound to loopback answers to loopback's names alone, and one that knows its origin to that name, too.
 */
export function isOwnHost(
  request: Request,
  { origin, loopbackOnly }: { origin: string | undefined; loopbackOnly: boolean },
): boolean {
  const host = hostOf(request);
  if (origin === undefined) return !loopbackOnly || isLoopbackHost(host);
  // A default port may be written or left out.
  const called = URL.parse(`${new URL(origin).protocol}//${host}`)?.host;
  return called === new URL(origin).host || (loopbackOnly && isLoopbackHost(host));
}

export const isLoopbackHost = (host: string): boolean =>
  /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i.test(host);

export const isHttps = (request: Request): boolean => callerOf(request).https;

/** Of the console as the caller knows it: "https://console.example". */
export function originOf(request: Request): string {
  const { origin, https, host } = callerOf(request);
  return origin ?? `${https ? 'https' : 'http'}://${host}`;
}
