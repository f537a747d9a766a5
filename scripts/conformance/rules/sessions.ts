import type { Call } from '../../../src/contract/call.ts';
import { calls, type CallName } from '../../../src/contract/calls.ts';
import { refusal } from '../../../src/domain/session.ts';
import { expect, type Caller } from '../../../src/testing/client.ts';
import type { Person, Rule } from '../world.ts';

/** Calls that only read, and need nothing in their path. */
const reads = (Object.entries(calls) as [CallName, Call][]).filter(
  ([name, call]) => name.startsWith('GET ') && !name.includes('{') && call.allow !== 'anyone',
);

async function mayReadWhatTheRoleMay(caller: Caller): Promise<void> {
  const { session } = (await caller.call('GET /api/session')).answer;
  expect(session !== null, 'GET /api/session says who is signed in');
  for (const [name, { allow }] of reads) {
    if (allow === 'anyone') continue;
    const reply = await caller.call(name);
    const refused = refusal(session, allow);
    if (refused) reply.refusedWith(refused.code);
    else expect(reply.status === 200, `${name} is answered to the role ${session.role} (${reply.status})`);
  }
}

const roleRule = (person: Person, name: string): Rule => ({
  name,
  needs: [person],
  check: async (world) => mayReadWhatTheRoleMay(await world.signIn(person)),
});

export const sessions: Rule[] = [
  {
    name: 'A session is a cookie that no script reads and no other site sends',
    async check(world) {
      const body = world.credentials('administrator');
      const { headers } = await world.nobody().call('POST /api/session', { body });
      const cookies = headers.getSetCookie();
      expect(cookies.length > 0, 'signing in sets a cookie');
      for (const cookie of cookies) {
        const name = cookie.split('=')[0];
        expect(/;\s*HttpOnly/i.test(cookie), `the cookie ${name} is HttpOnly`);
        expect(/;\s*SameSite=(Strict|Lax)/i.test(cookie), `the cookie ${name} is SameSite`);
        const https = world.url.startsWith('https:');
        expect(!https || /;\s*Secure/i.test(cookie), `the cookie ${name} is Secure over https`);
      }
    },
  },
  {
    name: 'An unknown user name and a wrong password are refused alike',
    async check(world) {
      const { username } = world.credentials('administrator');
      const refusedAs = async (name: string) => {
        const body = { username: name, password: `not the password of ${world.run}` };
        return (await world.nobody().call('POST /api/session', { body })).refusedWith('wrong_credentials');
      };
      const [wrong, unknown] = [await refusedAs(username), await refusedAs(`nobody-${world.run}`)];
      expect(JSON.stringify(wrong) === JSON.stringify(unknown), 'both refusals say the same');
    },
  },
  {
    name: 'Too many failed sign-ins are refused, with the seconds to wait in Retry-After',
    async check(world) {
      const body = { username: `guessed-${world.run}`, password: 'x' };
      for (let attempt = 0; attempt < 50; attempt++) {
        const reply = await world.nobody().call('POST /api/session', { body });
        if (reply.status !== 429) continue;
        reply.refusedWith('too_many_attempts');
        const wait = Number(reply.headers.get('Retry-After'));
        expect(Number.isInteger(wait) && wait > 0, 'Retry-After is a number of seconds');
        return;
      }
      expect(false, 'one of 50 wrong passwords in a row is refused with too_many_attempts');
    },
  },
  {
    name: 'Signing out ends the session',
    async check(world) {
      const caller = await world.signIn('administrator');
      expect((await caller.call('DELETE /api/session')).status === 204, 'signing out answers 204');
      const { session } = (await caller.call('GET /api/session')).answer;
      expect(session === null, 'nobody is signed in afterwards');
    },
  },
  {
    name: 'Without a session nothing is told',
    async check(world) {
      for (const [name] of reads) (await world.nobody().call(name)).refusedWith('not_signed_in');
    },
  },
  roleRule('administrator', 'An administrator reads what the role may read, and nothing else'),
  roleRule('professional', 'A Genesys Professional reads what the role may read, and nothing else'),
  roleRule('listener', 'A listener reads what the role may read, and nothing else'),
  roleRule('agent', 'An agent, who has no administrator privileges, reads nothing'),
  roleRule('azure administrator', 'On Azure there is Keys Management in the place of Certificates'),
];
