import { parse, serialize } from 'hono/utils/cookie';
import { isHttps } from './origin.ts';

/**
 * Cookies that no script reads and no other site sends. Over https they are named `__Host-…` (RFC 6265bis, 4.1.3.2):
 * then a browser takes them from this very host over https alone, so neither a neighbouring host nor somebody in a
 * plain connection can set one. A cookie without that name counts for nothing there.
 */
export const readCookie = (request: Request, name: string): string | undefined => {
  const full = fullName(request, name);
  return parse(request.headers.get('Cookie') ?? '', full)[full];
};

/** `maxAge` in seconds; without it the cookie ends with the browser, and with 0 at once. */
export const cookie = (request: Request, name: string, value: string, maxAge?: number): string =>
  serialize(fullName(request, name), value, {
    httpOnly: true,
    sameSite: 'Strict',
    path: '/',
    secure: isHttps(request),
    ...(maxAge === undefined ? {} : { maxAge }),
  });

const fullName = (request: Request, name: string): string => (isHttps(request) ? `__Host-${name}` : name);
