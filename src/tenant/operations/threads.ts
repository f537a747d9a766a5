import { Tinypool } from 'tinypool';
import type * as jobs from './heavy-jobs.ts';
import type { acceptPassword } from '../sign-in/password.ts';
import { Refused } from '../http/problem.ts';
import { networkOf } from '../sign-in/sign-in-limit.ts';
import type { OpenTenant } from '../tenants.ts';
import { createTurns } from '../http/turns.ts';

/**
 * Work that would keep all other requests waiting runs in threads of its own: one job at a time for a person, two for a
 * tenant. So one person cannot take what all share, nor one tenant. Sign-ins have threads to themselves, and use no
 * function that waits for libuv's pool, so they never wait behind other work.
 */
const THREADS = 3;
const ofPerson = createTurns({ atOnce: 1, waiting: 32 });
const ofTenant = createTurns({ atOnce: 2, waiting: 32 });
const ofAll = createTurns({ atOnce: THREADS });

/** A thread starts when it is first needed, and ends after a minute without work. */
function threads(file: string, most: number): Tinypool {
  const pool = new Tinypool({
    filename: new URL(file, import.meta.url).href,
    minThreads: 0,
    maxThreads: most,
    idleTimeout: 60_000,
    // A file that makes a reader ask for more ends the job, not the server.
    resourceLimits: { maxOldGenerationSizeMb: 256 },
  });
  // A thread that ends without a job is replaced with the next one; without this, Node would end the server.
  pool.on('error', () => {});
  return pool;
}

const forJobs = threads('./heavy-jobs.ts', THREADS);
const forSignIns = threads('../sign-in/password.ts', 2);

type Jobs = typeof jobs;
type TaskOf<K extends keyof Jobs> = Parameters<Jobs[K]>[0];
type ValueOf<K extends keyof Jobs> = Extract<Awaited<ReturnType<Jobs[K]>>, { value: unknown }>['value'];

/** For whom a job is done. */
export interface Asker {
  username: string;
  store: Pick<OpenTenant, 'slug'>;
}

/**
 * Does a job of `heavy-jobs.ts` in another thread. Buffers in `moved` are handed over and not copied: they are empty
 * afterwards. Throws what the job refuses, and `busy` where too many jobs wait.
 */
export async function inThread<K extends keyof Jobs>(
  { username, store: { slug } }: Asker,
  name: K,
  task: TaskOf<K>,
  moved: ArrayBuffer[] = [],
): Promise<ValueOf<K>> {
  const outcome = await ofPerson(`${slug} ${username}`, () =>
    ofTenant(slug, () =>
      ofAll('all', (): Promise<jobs.Outcome<ValueOf<K>>> => forJobs.run(task, { name, transferList: moved })),
    ),
  );
  if ('value' in outcome) return outcome.value;
  const { code, about, details } = outcome.refused;
  throw new Refused(code, about, details);
}

const ofAddress = createTurns({ atOnce: 1 });

/** As `acceptPassword`, in another thread; one at a time for an address. */
export const acceptInThread = (
  address: string,
  task: { password: string; words: readonly string[] },
): ReturnType<typeof acceptPassword> =>
  ofAddress(networkOf(address), (): ReturnType<typeof acceptPassword> =>
    forSignIns.run(task, { name: 'acceptPassword' }),
  );

/** As `hashPassword`, in another thread; one at a time for an address. */
export const hashInThread = (address: string, password: string): Promise<string> =>
  ofAddress(networkOf(address), (): Promise<string> => forSignIns.run(password, { name: 'hashPassword' }));

/** As `verifyPassword`, in another thread; one at a time for an address. */
export const verifyInThread = (
  address: string,
  task: { password: string; stored: string },
): Promise<boolean> =>
  ofAddress(networkOf(address), (): Promise<boolean> => forSignIns.run(task, { name: 'verifyPassword' }));
