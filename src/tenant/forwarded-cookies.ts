/**
 * Cookies of a tenant that another server stands before. Its names say what they were set over (`__Host-`, `__Secure-`),
 * and its attributes whom they are for; both are of the connection between console and tenant. So each cookie gets a
 * name of the console's own, from which the tenant's comes back: `__Host-session` is `tenant.host.session` over http and
 * `__Host-tenant.host.session` over https. No other cookie of this host reaches the tenant.
 */
const MARK = 'tenant.';

/** A Set-Cookie header of the tenant as the console sends it on: for the console's host, over its own scheme. */
export function forConsole(setCookie: string, https: boolean): string {
  const [pair = '', ...attributes] = setCookie.split(';').map((part) => part.trim());
  const equals = pair.indexOf('=');
  const kept = attributes.filter((attribute) => /^(Max-Age|Expires|HttpOnly|SameSite)\b/i.test(attribute));
  // None is taken with Secure alone; the console is one site, so it never needs it.
  const sameSite = kept.map((attribute) => (/^SameSite=None$/i.test(attribute) ? 'SameSite=Lax' : attribute));
  const name = marked(pair.slice(0, equals), https);
  return [`${name}${pair.slice(equals)}`, 'Path=/', ...sameSite, ...(https ? ['Secure'] : [])].join('; ');
}

/** The Cookie header for the tenant: of the console's cookies, those that are its own. */
export function forTenant(cookies: string, https: boolean): string {
  const prefix = (https ? '__Host-' : '') + MARK;
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

const marked = (name: string, https: boolean): string =>
  (https ? '__Host-' : '') + MARK + name.replace(/^__Host-/i, 'host.').replace(/^__Secure-/i, 'secure.');
