import { isGuessedFirst } from './guessed.ts';
import { isLoopbackHost } from '../http/origin.ts';
import type { Place } from '../run.ts';
import { DEFAULT_DEMO_PASSWORD, demoTenants } from './seed.ts';
import { StartRefused } from '../store/key-file.ts';

const MIN_LENGTH = 12;

/**
 * The password of the accounts, from TENANT_DEMO_PASSWORD. On this machine alone anything will do, and the sign-in page
 * tells the default. Where others can reach the server, it must be one that they do not guess. Throws a sentence for the
 * person who starts the server.
 */
export async function readDemoPassword(given: string | undefined, place: Place): Promise<string> {
  const password = given || DEFAULT_DEMO_PASSWORD;
  const others = wayOfOthers(place);
  const weakness = others && (await weaknessOf(password));
  if (!weakness) return password;
  const [way, instead] = others;
  throw new StartRefused(
    `${way}, and ${weakness}. Set TENANT_DEMO_PASSWORD to ${MIN_LENGTH} or more characters that nobody guesses, such as what “node -p 'crypto.randomUUID()'” prints, or ${instead}.`,
  );
}

/** How others can reach this server, and what to do so that they cannot. */
function wayOfOthers({ host, loopbackOnly, front }: Place): [string, string] | undefined {
  if (front.origin !== undefined && !isLoopbackHost(new URL(front.origin).host)) {
    return [
      `TENANT_ORIGIN is ${front.origin}, where others can reach this server`,
      'leave TENANT_ORIGIN out',
    ];
  }
  if (!loopbackOnly) {
    return [`HOST is ${host}, where others can reach this server`, 'leave HOST at 127.0.0.1'];
  }
  if (front.proxies) {
    return [
      'TENANT_PROXY names a proxy, through which others can reach this server',
      'leave TENANT_PROXY out',
    ];
  }
  return undefined;
}

async function weaknessOf(password: string): Promise<string | undefined> {
  if (password === DEFAULT_DEMO_PASSWORD) return 'everybody knows the demo password';
  const length = Array.from(password).length;
  if (length < MIN_LENGTH) return `TENANT_DEMO_PASSWORD has fewer than ${MIN_LENGTH} characters`;
  return (await isGuessedFirst(password, ourWords))
    ? 'TENANT_DEMO_PASSWORD is one of those that are guessed first'
    : undefined;
}

/** What somebody tries who sees the console. */
const ourWords = [
  DEFAULT_DEMO_PASSWORD,
  ...demoTenants.map(({ slug }) => slug),
  ...demoTenants.flatMap(({ accounts }) => accounts.map(({ username }) => username)),
];
