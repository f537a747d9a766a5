import { randomBytes } from 'node:crypto';
import { cookie, readCookie } from '../http/cookies.ts';
import { sealedText, unsealed } from '../store/sealing.ts';
import type { OpenTenant } from '../tenants.ts';

/**
 * A browser that has signed in with the right password remembers that in a cookie (OWASP, "Slow Down Online Guessing
 * Attacks with Device Cookies"). The cookie permits nothing. It only distinguishes a person's own browser from
 * strangers who guess passwords, so that strangers cannot lock the person out. It is sealed with a key that is derived from
 * the tenant's for this purpose: nobody can forge it or read the names in it, and the tenant stores nothing. Signing out keeps it.
 */
interface Device {
  id: string;
  /** The users who have signed in there, the latest first. */
  usernames: string[];
}

const PURPOSE = 'device cookie';
/** The longest time that browsers keep a cookie (RFC 6265bis, 5.5), in seconds. */
const MAX_AGE = 400 * 24 * 60 * 60;
const MOST_USERNAMES = 5;

/** Each tenant has its own cookie. */
const nameOf = ({ slug }: OpenTenant): string => `device-${slug}`;

function readDevice(request: Request, tenant: OpenTenant): Device | undefined {
  const value = readCookie(request, nameOf(tenant));
  return value ? (unsealed(tenant.seal, value, PURPOSE) as Device | undefined) : undefined;
}

/** The id of the browser, if this user has signed in with it before. */
export function knownDevice(request: Request, tenant: OpenTenant, username: string): string | undefined {
  const device = readDevice(request, tenant);
  return device?.usernames.includes(username) ? device.id : undefined;
}

/** The Set-Cookie header that adds this user to the browser's cookie. */
export function rememberDevice(request: Request, tenant: OpenTenant, username: string): string {
  const { id = randomBytes(16).toString('base64url'), usernames = [] } = readDevice(request, tenant) ?? {};
  const latest = [username, ...usernames.filter((each) => each !== username)].slice(0, MOST_USERNAMES);
  const sealed = sealedText(tenant.seal, { id, usernames: latest }, PURPOSE);
  return cookie(request, nameOf(tenant), sealed, MAX_AGE);
}
