import { isIPv6 } from 'node:net';
import { createTurns } from '../http/turns.ts';

/** An attempt to sign in. */
export interface Attempt {
  username: string;
  /** IP address. */
  address: string;
  /** The id of a browser that has signed in as this user before (device-cookie.ts); undefined: not known. */
  device: string | undefined;
}

/**
 * Failed sign-ins, kept in memory.
 *
 * - For one address and user name, or one known browser and user name: five failures are free. After that, each failure
 *   is followed by a longer wait: 30 seconds, 1 minute, 2, 4, 8, then 15 minutes. A successful sign-in resets the
 *   count, and so does an hour without a failure.
 * - For one user name over all addresses, and for one address over all user names: a brake against guessing from many
 *   places or for many names. It is a leaky bucket: some failures in a row, then one in each interval. It slows down
 *   and never locks, and it does not apply to a browser that has signed in as this user before.
 *
 * So nobody can lock another person out of a browser that they use, because that would need the browser's cookie.
 */
export interface SignInLimit {
  /** Answers whether `verify` was true, or the seconds until the next attempt is allowed. */
  attempt(
    who: Attempt,
    now: Date,
    verify: () => Promise<boolean>,
  ): Promise<{ verified: boolean } | { retryAfter: number }>;
}

const FREE = 5;
const FIRST_WAIT_MS = 30_000;
const LONGEST_WAIT_MS = 15 * 60_000;
const FORGOTTEN_AFTER_MS = 60 * 60_000;

/** How many failures in a row are allowed, and how fast they are forgotten. */
interface Brake {
  burst: number;
  intervalMs: number;
}
const ofUsername: Brake = { burst: 20, intervalMs: 60_000 };
const ofAddress: Brake = { burst: 60, intervalMs: 10_000 };

/**
 * Keeps at most this many entries, so that a flood of made-up names does not fill the memory. The oldest are dropped.
 */
const MOST = 10_000;

export function createSignInLimit(): SignInLimit {
  const failures = createMemory<{ count: number; at: number }>();
  const levels = createMemory<{ level: number; at: number }>();
  // Attempts with the same key run one after the other.
  const inTurn = createTurns({ atOnce: 1 });

  /** Milliseconds until the next attempt is allowed. */
  function waitOf(key: string, at: number): number {
    const failed = failures.get(key);
    if (!failed || failed.count < FREE) return 0;
    const wait = Math.min(FIRST_WAIT_MS * 2 ** (failed.count - FREE), LONGEST_WAIT_MS);
    return Math.max(0, failed.at + wait - at);
  }

  function levelOf(key: string, { intervalMs }: Brake, at: number): number {
    const known = levels.get(key);
    return known ? Math.max(0, known.level - (at - known.at) / intervalMs) : 0;
  }

  return {
    attempt: ({ username, address, device }, now, verify) => {
      const network = networkOf(address);
      const key = device === undefined ? `address ${network} ${username}` : `device ${device} ${username}`;
      const brakes: [string, Brake][] =
        device === undefined
          ? [
              [`username ${username}`, ofUsername],
              [`address ${network}`, ofAddress],
            ]
          : [];
      return inTurn(key, async () => {
        const at = now.getTime();
        const waits = brakes.map(
          ([name, brake]) => (levelOf(name, brake, at) + 1 - brake.burst) * brake.intervalMs,
        );
        const wait = Math.max(waitOf(key, at), ...waits);
        if (wait > 0) return { retryAfter: Math.ceil(wait / 1000) };
        // Counted before the password is hashed, so that parallel attempts are not all let through; undone if the
        // password is right.
        const charge = (by: number) => {
          for (const [name, brake] of brakes) levels.set(name, { level: levelOf(name, brake, at) + by, at });
        };
        charge(1);
        const verified = await verify();
        if (verified) {
          charge(-1);
          failures.delete(key);
        } else {
          const before = failures.get(key);
          const count = before && before.at > at - FORGOTTEN_AFTER_MS ? before.count : 0;
          failures.set(key, { count: count + 1, at });
        }
        return { verified };
      });
    },
  };
}

function createMemory<T>() {
  const known = new Map<string, T>();
  return {
    get: (key: string) => known.get(key),
    delete: (key: string) => known.delete(key),
    set(key: string, value: T) {
      // Deleted first, so that the map is ordered by the last change.
      known.delete(key);
      known.set(key, value);
      if (known.size > MOST) known.delete(known.keys().next().value ?? key);
    },
  };
}

/**
 * A caller with one IPv6 address usually has a network of 2^64 of them, so the whole network (/64) counts as one
 * address.
 */
export function networkOf(address: string): string {
  if (!isIPv6(address)) return address;
  const [head = '', tail] = address.split('%')[0]?.split('::') ?? [];
  const groups = head === '' ? [] : head.split(':');
  const zeros = tail === undefined ? 0 : 8 - groups.length - (tail === '' ? 0 : tail.split(':').length);
  const all = [...groups, ...Array<string>(Math.max(0, zeros)).fill('0')];
  return `${all
    .slice(0, 4)
    .map((group) => group.toLowerCase().replace(/^0+(?=.)/, ''))
    .join(':')}::/64`;
}
