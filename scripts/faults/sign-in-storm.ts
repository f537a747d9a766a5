import { LONG_PASSWORD } from '../../src/testing/server.ts';
import { expect, type Case, type Server } from './stage.ts';

/** An attempt from an address, as the proxy in front of the server would name it. */
async function attempt(
  { url }: Server,
  {
    username,
    password,
    address,
    cookie = '',
  }: Record<'username' | 'password' | 'address', string> & { cookie?: string },
): Promise<Response> {
  return fetch(`${url}/api/session`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-Forwarded-For': address, Cookie: cookie },
    body: JSON.stringify({ username, password }),
  });
}

const right = { username: 'administrator', password: LONG_PASSWORD };
const behindProxy = { TENANT_PROXY: '127.0.0.1', TENANT_DEMO_PASSWORD: LONG_PASSWORD };
const wrong = { username: 'administrator', password: 'guessed' };

/** The device cookie of a browser in which somebody has signed in. */
async function deviceOf(server: Server, address: string): Promise<string> {
  const answer = await attempt(server, { ...right, address });
  expect(answer.status === 200, 'the administrator signs in');
  const [, device = ''] = answer.headers.getSetCookie();
  return device.split(';')[0] ?? '';
}

export const signInStorm: Case[] = [
  {
    name: 'somebody guesses at a name from one address',
    play: async (stage) => {
      const server = await stage.start(behindProxy);
      const cookie = await deviceOf(server, '192.0.2.1');
      const guesses = [];
      for (let i = 0; i < 6; i++) guesses.push(await attempt(server, { ...wrong, address: '192.0.2.66' }));
      const refused = guesses.at(-1);
      expect(refused?.status === 429, 'the sixth guess is refused');
      expect(Number(refused.headers.get('Retry-After')) > 0, 'with the seconds to wait');
      const colleague = await attempt(server, { ...right, address: '192.0.2.2' });
      expect(colleague.status === 200, 'the person signs in from any other address');
      const own = await attempt(server, { ...right, address: '192.0.2.66', cookie });
      expect(own.status === 200, 'and in their own browser even from that address');
      return 'the guesses are refused, the right person signs in';
    },
  },
  {
    name: 'a storm of guesses at a name from hundreds of addresses',
    play: async (stage) => {
      const server = await stage.start(behindProxy);
      const cookie = await deviceOf(server, '192.0.2.1');
      const guesses = await Promise.all(
        Array.from({ length: 200 }, (_, i) => attempt(server, { ...wrong, address: `198.51.100.${i}` })),
      );
      const looked = guesses.filter(({ status }) => status === 401).length;
      expect(looked <= 20, `no more than 20 guesses were looked at (${looked})`);
      const own = await attempt(server, { ...right, address: '192.0.2.9', cookie });
      expect(own.status === 200, 'the person’s own browser is let in at once, from a new address, too');
      const other = await attempt(server, { ...right, username: 'professional', address: '192.0.2.9' });
      expect(other.status === 200, 'other names are not slowed');
      return `${looked} of 200 guesses were looked at; the right person signed in meanwhile`;
    },
  },
];
