import { parse, serialize } from 'hono/utils/cookie';
import { callerOf } from './caller.ts';
import { isHttps } from './origin.ts';

/**
 * Cookies that scripts cannot read and that are not sent from other sites. Over https their names begin with `__Host-`
 * (RFC 6265bis, 4.1.3.2): a browser accepts such a cookie only from this host over https, so neither a neighbouring
 * host nor an attacker on an unencrypted connection can set one. Over https, cookies without the prefix are ignored.
 * Over http their names end with the port, because browsers send cookies to all ports of a host (RFC 6265, 8.5): without
 * it, two consoles on one host would sign each other out.
 */
export const readCookie = (request: Request, name: string): string | undefined => {
  const full = cookieName(request, name);
  return parse(request.headers.get('Cookie') ?? '', full)[full];
};

/**
 * `maxAge` is in seconds. Without it the cookie ends with the browser; 0 deletes it. A `Lax` one is sent with a
 * navigation that another site begins.
 */
export const cookie = (
  request: Request,
  name: string,
  value: string,
  maxAge?: number,
  sameSite: 'Strict' | 'Lax' = 'Strict',
): string =>
  serialize(cookieName(request, name), value, {
    httpOnly: true,
    sameSite,
    path: '/',
    secure: isHttps(request),
    ...(maxAge === undefined ? {} : { maxAge }),
  });

/** The full name of a cookie on the connection that the request came by. */
export function cookieName(request: Request, name: string): string {
  if (isHttps(request)) return `${HOST_PREFIX}${name}`;
  const port = URL.parse(`http://${callerOf(request).host}`)?.port;
  return port ? `${name}-${port}` : name;
}

export const HOST_PREFIX = '__Host-';
