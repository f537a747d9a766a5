import { isIPv6 } from 'node:net';

/** Who tries to sign in, from where. */
export interface Attempt {
  username: string;
  /** IP address. */
  address: string;
  /** The name of a browser that has signed in as this user before (device-cookie.ts); undefined: not known. */
  device: string | undefined;
}

/**
 * Failed sign-ins, in memory.
 *
 * - One address and user name, or one known browser and user name: five failures are free. From then on each is
 *   followed by a longer wait: 30 seconds, 1 minute, 2, 4, 8, then 15 minutes. A sign-in that succeeds wipes the slate, and
 *   so does an hour without a failure.
 * - One user name over all addresses, and one address over all user names: a brake against guessing from many places
 *   or at many names. A leaky bucket: a few failures at once, then one in an interval. It slows and never locks, and
 *   a browser that has signed in as this user before does not feel it.
 *
 * So nobody can lock another person out of a browser that they use: they would need that browser's cookie.
 */
export interface SignInLimit {
  /** Whether `verify` answered true, or in how many seconds the next attempt is allowed. */
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

/** How many failures at once, and how fast they are forgotten. */
interface Brake {
  burst: number;
  intervalMs: number;
}
const ofUsername: Brake = { burst: 20, intervalMs: 60_000 };
const ofAddress: Brake = { burst: 60, intervalMs: 10_000 };

/** A flood of made-up names must not fill the memory: what failed longest ago is forgotten. */
const MOST = 10_000;

export function createSignInLimit(): SignInLimit {
  const failures = createMemory<{ count: number; at: number }>();
  const levels = createMemory<{ level: number; at: number }>();
  const inTurn = createTurns();

  /** Milliseconds until the next attempt. */
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
        // Charged before the password is hashed, so that many at once are not all let through; a right one gets it back.
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

/** Attempts of one key wait for each other. */
function createTurns() {
  const turns = new Map<string, Promise<unknown>>();
  return async function inTurn<T>(key: string, work: () => Promise<T>): Promise<T> {
    const turn = (turns.get(key) ?? Promise.resolve()).then(work, work);
    turns.set(key, turn);
    try {
      return await turn;
    } finally {
      if (turns.get(key) === turn) turns.delete(key);
    }
  };
}

function createMemory<T>() {
  const known = new Map<string, T>();
  return {
    get: (key: string) => known.get(key),
    delete: (key: string) => known.delete(key),
    set(key: string, value: T) {
      // Deleted first, so that the map's order is that of the last change.
      known.delete(key);
      known.set(key, value);
      if (known.size > MOST) known.delete(known.keys().next().value ?? key);
    },
  };
}

/** Who has one IPv6 address has a network of 2^64 of them: all of it counts as one. */
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
