import { fetchByTls, tlsProxy } from '../../src/testing/tls-proxy.ts';
import { LONG_PASSWORD } from '../../src/testing/server.ts';
import { expect, member, type Case } from './stage.ts';

const body = JSON.stringify({ username: 'administrator', password: LONG_PASSWORD });
const json = { 'Content-Type': 'application/json' };

export const inFront: Case[] = [
  {
    name: 'a proxy that ends TLS, over a restart of the server',
    play: async (stage) => {
      const proxy = await tlsProxy();
      stage.atTheEnd(() => void proxy.close());
      const environment = {
        TENANT_ORIGIN: proxy.origin,
        TENANT_PROXY: '127.0.0.1',
        TENANT_DEMO_PASSWORD: LONG_PASSWORD,
      };
      const first = await stage.start(environment);
      proxy.target = first.url;
      const signedIn = await fetchByTls(`${proxy.origin}/api/session`, {
        method: 'POST',
        headers: { ...json, Origin: proxy.origin },
        body,
      });
      const Cookie = signedIn.headers.getSetCookie()[0]?.split(';')[0] ?? '';
      expect(Cookie.startsWith('__Host-session='), 'the cookie is for https and this host alone');
      await first.stop('SIGKILL');
      proxy.target = (await stage.start(environment)).url;
      const state = await fetchByTls(`${proxy.origin}/api/session`, { headers: { Cookie } });
      expect(state.text.includes('"username":"administrator"'), 'the session goes on after kill -9');
      const rebound = await fetchByTls(`${proxy.origin}/api/session`, {
        headers: { Cookie, Host: 'evil.example' },
      });
      expect(rebound.status === 421, 'another host name is refused');
      const foreign = await fetchByTls(`${proxy.origin}/api/session`, {
        method: 'DELETE',
        headers: { Cookie, Origin: 'https://evil.example' },
      });
      expect(foreign.status === 403, 'a write from another site is refused');
      return 'cookies are __Host-, the session survives kill -9, other hosts and origins are refused';
    },
  },
  {
    name: 'somebody who says that a proxy stands in front, and none does',
    play: async (stage) => {
      const server = await stage.start();
      const guess = (i: number) =>
        fetch(`${server.url}/api/session`, {
          method: 'POST',
          headers: { ...json, 'X-Forwarded-For': `198.51.100.${i}`, 'X-Forwarded-Proto': 'https' },
          body: JSON.stringify({ username: 'professional', password: 'guessed' }),
        });
      const guesses = [];
      for (let i = 0; i < 6; i++) guesses.push(await guess(i));
      expect(guesses.at(-1)?.status === 429, 'made-up addresses count as the one that they come from');
      expect(!guesses.at(-1)?.headers.has('Strict-Transport-Security'), 'and http stays http');
      return 'made-up X-Forwarded-… headers change nothing';
    },
  },
  {
    name: 'the tenant behind a console is killed and comes back',
    play: async (stage) => {
      const tenant = await stage.start();
      const port = new URL(tenant.url).port;
      const site = await stage.start({ TENANT_URL: tenant.url });
      const client = await site.signIn('administrator');
      await tenant.stop('SIGKILL');
      const refused = await client.get('/api/certificates');
      expect(
        refused.status === 502 && member(refused, 'code') === 'tenant_unreachable',
        'a sentence says so',
      );
      site.expectNoStack();
      await stage.start({ PORT: port });
      const again = await client.get('/api/certificates');
      expect(again.status === 200, 'it goes on, with the same session');
      return '502 tenant_unreachable meanwhile, and the same session afterwards';
    },
  },
];
