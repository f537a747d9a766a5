const LIMIT = 5;
const WINDOW_MS = 5 * 60_000;
/** A flood of made-up names must not fill the memory: the names that failed longest ago are forgotten. */
const MOST_NAMES = 10_000;

/**
 * Failed sign-ins per user name, in memory. Attempts for one name wait for each other, so that many at once are not
 * all let through while the first password is still being hashed. A successful one wipes the slate.
 */
export interface SignInLimit {
  /** Whether `verify` answered true, or in how many seconds the next attempt is allowed. */
  attempt(
    username: string,
    now: Date,
    verify: () => Promise<boolean>,
  ): Promise<{ verified: boolean } | { retryAfter: number }>;
}

export function createSignInLimit(): SignInLimit {
  const failures = new Map<string, number[]>();
  const turns = new Map<string, Promise<unknown>>();

  async function inTurn<T>(username: string, work: () => Promise<T>): Promise<T> {
    const turn = (turns.get(username) ?? Promise.resolve()).then(work, work);
    turns.set(username, turn);
    try {
      return await turn;
    } finally {
      if (turns.get(username) === turn) turns.delete(username);
    }
  }

  return {
    attempt: (username, now, verify) =>
      inTurn(username, async () => {
        const at = now.getTime();
        const recent = (failures.get(username) ?? []).filter((failed) => failed > at - WINDOW_MS);
        const [oldest] = recent;
        if (recent.length >= LIMIT && oldest !== undefined) {
          return { retryAfter: Math.ceil((oldest + WINDOW_MS - at) / 1000) };
        }
        const verified = await verify();
        // Deleted first, so that the map's order is that of the last failure.
        failures.delete(username);
        if (!verified) failures.set(username, [...recent, at]);
        if (failures.size > MOST_NAMES) failures.delete(failures.keys().next().value ?? username);
        return { verified };
      }),
  };
}
