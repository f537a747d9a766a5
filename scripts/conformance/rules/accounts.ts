import type { Role } from '../../../src/domain/session.ts';
import { expect, type Caller } from '../../../src/testing/client.ts';
import type { Rule } from '../world.ts';

async function change(administrator: Caller, id: string, role: Role, disabled: boolean) {
  const { etag } = (await administrator.call('GET /api/accounts/{id}', { params: { id } })).answer;
  const body = { role, disabled };
  return administrator.call('PUT /api/accounts/{id}', {
    params: { id },
    body,
    headers: { 'If-Match': etag },
  });
}

export const accounts: Rule[] = [
  {
    name: 'A one-time password only sets a password of one’s own, once',
    async check(world) {
      const administrator = await world.administrator();
      const { id, username, password } = await world.newPerson('agent');
      const params = { id };
      const { oneTimePassword } = (
        await administrator.call('POST /api/accounts/{id}/one-time-password', { params })
      ).answer;
      const signIn = (body: { username: string; password: string; newPassword?: string }) =>
        world.nobody().call('POST /api/session', { body });
      (await signIn({ username, password })).refusedWith('wrong_credentials');
      (await signIn({ username, password: oneTimePassword })).refusedWith('new_password_needed');
      const short = { username, password: oneTimePassword, newPassword: 'short' };
      (await signIn(short)).refusedWith('password_refused');
      const accepted = { ...short, newPassword: `${password} again` };
      expect((await signIn(accepted)).status === 200, 'a new password is accepted');
      (await signIn(accepted)).refusedWith('wrong_credentials');
    },
  },
  {
    name: 'The next call of an account that was disabled is refused, and its sign-in, too',
    async check(world) {
      const administrator = await world.administrator();
      const { id, username, password, caller } = await world.newPerson('professional');
      expect((await caller.call('GET /api/certificates')).status === 200, 'it is signed in');
      expect((await change(administrator, id, 'professional', true)).answer.state === 'disabled', 'disabled');
      (await caller.call('GET /api/certificates')).refusedWith('not_signed_in');
      const again = await world.nobody().call('POST /api/session', { body: { username, password } });
      again.refusedWith('account_disabled');
    },
  },
  {
    name: 'The last administrator stays one',
    async check(world) {
      const administrator = await world.administrator();
      const query = { role: 'administrator', state: 'active' };
      const { items } = (await administrator.call('GET /api/accounts', { query })).answer;
      const [last, another] = items;
      expect(last !== undefined, 'the tenant lists its administrators');
      // Where there are several, none of them is this run’s to disable.
      if (another) return;
      (await change(administrator, last.id, 'administrator', true)).refusedWith('last_administrator');
      (await change(administrator, last.id, 'agent', false)).refusedWith('last_administrator');
    },
  },
  {
    name: 'The second person is another person: whoever asked never answers, also after their role has changed',
    async check(world) {
      const administrator = await world.administrator();
      const { id, caller } = await world.newPerson('administrator');
      const certificate = await world.upload(caller);
      const [profile] = await world.profiles(caller);
      expect(profile !== undefined, 'the tenant has an IVR profile');
      const body = {
        kind: 'assignment' as const,
        certificateId: certificate.id,
        ivrProfileIds: [profile.id],
        note: '',
      };
      const asked = (await caller.call('POST /api/requests', { body })).answer;
      expect(
        (await change(administrator, id, 'professional', false)).answer.role === 'professional',
        'changed',
      );
      const params = { id: asked.id };
      const answer = { params, body: { agree: true as const } };
      (await caller.call('POST /api/requests/{id}/answer', answer)).refusedWith('own_request');
      const { state } = (await administrator.call('POST /api/requests/{id}/withdraw', { params })).answer;
      expect(state === 'withdrawn', 'it is withdrawn');
    },
  },
  {
    name: 'Everybody sees and ends their sessions, and changes their password with the one before',
    async check(world) {
      const { id, username, password, caller } = await world.newPerson('agent');
      const others: Caller[] = [];
      for (let count = 0; count < 3; count++) {
        const other = world.nobody();
        await other.call('POST /api/session', { body: { username, password } });
        others.push(other);
      }
      const [first, second, third] = others;
      expect(first !== undefined && second !== undefined && third !== undefined, 'three are signed in');
      const own = (await first.call('GET /api/account')).answer.sessions.find(({ isThis }) => isThis);
      const end = () => caller.call('DELETE /api/account/sessions/{id}', { params: { id: own?.id ?? '' } });
      expect((await end()).status === 204, 'one is ended');
      (await first.call('GET /api/account')).refusedWith('not_signed_in');
      (await end()).refusedWith('not_found');
      expect((await second.call('GET /api/account')).status === 200, 'and no other');
      const newPassword = `${password} once more`;
      const to = (given: string) =>
        caller.call('POST /api/account/password', { body: { password: given, newPassword } });
      (await to(newPassword)).refusedWith('wrong_password_now');
      expect((await to(password)).status === 204, 'the password is changed');
      (await second.call('GET /api/account')).refusedWith('not_signed_in');
      await third.call('POST /api/session', { body: { username, password: newPassword } });
      expect((await caller.call('DELETE /api/account/sessions')).status === 204, 'all others are ended');
      (await third.call('GET /api/account')).refusedWith('not_signed_in');
      const { sessions } = (await caller.call('GET /api/account')).answer;
      expect(sessions.length === 1, 'their own is the only one');
      const administrator = await world.administrator();
      const out = await administrator.call('DELETE /api/accounts/{id}/sessions', { params: { id } });
      expect(out.status === 204, 'the account is signed out everywhere');
      (await caller.call('GET /api/account')).refusedWith('not_signed_in');
    },
  },
];
