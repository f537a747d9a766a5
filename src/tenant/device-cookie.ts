import { randomBytes } from 'node:crypto';
import { cookie, readCookie } from './cookies.ts';
import type { OpenTenant } from './tenants.ts';

/**
 * A browser that has signed in with the right password remembers it in a cookie (OWASP, "Slow Down Online Guessing
 * Attacks with Device Cookies"). It opens nothing: it only tells the person's own browser from strangers who guess at
 * their name, so that these cannot lock them out. It is sealed with the tenant's key, so nobody can make one, it tells
 * nobody the names in it, and the tenant has nothing to remember. It stays after signing out.
 */
interface Device {
  id: string;
  /** Who has signed in there, the latest first. */
  usernames: string[];
}

const PURPOSE = 'device cookie';
/** As long as browsers keep a cookie at most (RFC 6265bis, 5.5). */
const MAX_AGE = 400 * 24 * 60 * 60;
const MOST_USERNAMES = 5;

/** Each tenant seals its own. */
const nameOf = ({ slug }: OpenTenant): string => `device-${slug}`;

function readDevice(request: Request, tenant: OpenTenant): Device | undefined {
  const value = readCookie(request, nameOf(tenant));
  if (!value) return undefined;
  try {
    return JSON.parse(tenant.seal.open(Buffer.from(value, 'base64url'), PURPOSE).toString()) as Device;
  } catch {
    return undefined;
  }
}

/** The browser's name where it has signed in as this user before. */
export function knownDevice(request: Request, tenant: OpenTenant, username: string): string | undefined {
  const device = readDevice(request, tenant);
  return device?.usernames.includes(username) ? device.id : undefined;
}

/** The Set-Cookie header that remembers it. */
export function rememberDevice(request: Request, tenant: OpenTenant, username: string): string {
  const { id = randomBytes(16).toString('base64url'), usernames = [] } = readDevice(request, tenant) ?? {};
  const latest = [username, ...usernames.filter((each) => each !== username)].slice(0, MOST_USERNAMES);
  const sealed = tenant.seal.seal(Buffer.from(JSON.stringify({ id, usernames: latest })), PURPOSE);
  return cookie(request, nameOf(tenant), sealed.toString('base64url'), MAX_AGE);
}
