/**
 * Whether a write comes from the console itself (OWASP, "Verifying origin with standard headers"). Browsers send
 * both headers and let no script change them; `curl` sends neither and carries no user's cookie by itself.
 */
export function isSameOrigin(request: Request): boolean {
  const site = request.headers.get('Sec-Fetch-Site');
  if (site === 'cross-site' || site === 'same-site') return false;
  const origin = request.headers.get('Origin');
  if (origin === null) return true;
  return URL.canParse(origin) && new URL(origin).host === hostOf(request);
}

/**
 * Against DNS rebinding: a page of another site whose name was made to point here still sends that name. So a
 * server that is bound to loopback answers to loopback's names alone.
 */
export const isLoopbackHost = (host: string): boolean =>
  /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i.test(host);

export const hostOf = (request: Request): string => request.headers.get('Host') ?? new URL(request.url).host;

export const isHttps = (request: Request): boolean =>
  new URL(request.url).protocol === 'https:' || request.headers.get('X-Forwarded-Proto') === 'https';

/** Of the console as the caller knows it: "https://console.example". */
export const originOf = (request: Request): string =>
  `${isHttps(request) ? 'https' : 'http'}://${hostOf(request)}`;
