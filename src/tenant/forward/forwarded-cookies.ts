import { HOST_PREFIX } from '../http/cookies.ts';

/**
 * Renames the cookies of a tenant behind this console. The prefix of a cookie's name (`__Host-`, `__Secure-`) and its
 * attributes are about the connection between console and tenant, and not about that to the browser. So each cookie
 * gets a name of the console's own, from which the tenant's name can be restored: `__Host-session` becomes
 * `tenant.host.session` over http and `__Host-tenant.host.session` over https. No other cookie of the console's host
 * reaches the tenant. `mark` is the part before the first dot, as a `cookieName`.
 */
export const MARK = 'tenant';

/**
 * A Set-Cookie header of the tenant in the form that the console sends: for the console's host, over its own scheme.
 */
export function forConsole(setCookie: string, mark: string): string {
  const https = mark.startsWith(HOST_PREFIX);
  const [pair = '', ...attributes] = setCookie.split(';').map((part) => part.trim());
  const equals = pair.indexOf('=');
  const kept = attributes.filter((attribute) => /^(Max-Age|Expires|HttpOnly|SameSite)\b/i.test(attribute));
  // Browsers accept SameSite=None only with Secure. The console is a single site, so it does not need it.
  const sameSite = kept.map((attribute) => (/^SameSite=None$/i.test(attribute) ? 'SameSite=Lax' : attribute));
  const name = pair
    .slice(0, equals)
    .replace(/^__Host-/i, 'host.')
    .replace(/^__Secure-/i, 'secure.');
  return [`${mark}.${name}${pair.slice(equals)}`, 'Path=/', ...sameSite, ...(https ? ['Secure'] : [])].join(
    '; ',
  );
}

/** The Cookie header for the tenant: only the cookies that the tenant has set, under their original names. */
export function forTenant(cookies: string, mark: string): string {
  const prefix = `${mark}.`;
  return cookies
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(prefix))
    .map((pair) =>
      pair
        .slice(prefix.length)
        .replace(/^host\./, '__Host-')
        .replace(/^secure\./, '__Secure-'),
    )
    .join('; ');
}
