import { passkeyHost } from '../../../src/domain/passkey.ts';
import { TestAuthenticator } from '../../../src/testing/authenticator.ts';
import { expect, type Caller } from '../../../src/testing/client.ts';
import type { Rule, World } from '../world.ts';

/** Somebody of this run with a passkey; undefined where browsers use none at the tenant's address, and it says so. */
async function withPasskey(world: World) {
  const person = await world.newPerson('professional');
  const asked = await person.caller.call('POST /api/account/passkeys/challenge');
  if (passkeyHost(world.url) === undefined) {
    asked.refusedWith('passkey_not_at_address');
    return undefined;
  }
  const authenticator = new TestAuthenticator(new URL(world.url).origin);
  const body = { name: `Conformance ${world.run}`, credential: authenticator.create(asked.answer) };
  const added = await person.caller.call('POST /api/account/passkeys', { body });
  expect(added.status === 204, 'a passkey is added');
  (await person.caller.call('POST /api/account/passkeys', { body })).refusedWith('passkey_too_late');
  return { ...person, authenticator };
}

async function afterPassword(world: World, { username, password }: { username: string; password: string }) {
  const caller = world.nobody();
  const { session, secondStep } = (await caller.call('POST /api/session', { body: { username, password } }))
    .answer;
  expect(session === null && secondStep?.username === username, 'the password alone signs nobody in');
  return caller;
}

const challengeOf = async (caller: Caller) =>
  (await caller.call('POST /api/session/second-step/challenge')).answer;

export const passkeys: Rule[] = [
  {
    name: 'With a passkey, the password alone signs nobody in; what the passkey signs counts once, in one browser',
    async check(world) {
      const person = await withPasskey(world);
      if (!person) return;
      const caller = await afterPassword(world, person);
      (await caller.call('GET /api/account')).refusedWith('not_signed_in');
      const challenge = await challengeOf(caller);
      const body = { credential: person.authenticator.get(challenge) };
      const other = await afterPassword(world, person);
      (await other.call('POST /api/session/second-step', { body })).refusedWith('passkey_too_late');
      const unverified = {
        credential: person.authenticator.get(await challengeOf(other), { verified: false }),
      };
      (await other.call('POST /api/session/second-step', { body: unverified })).refusedWith(
        'passkey_refused',
      );
      const { session } = (await caller.call('POST /api/session/second-step', { body })).answer;
      expect(session.username === person.username, 'both steps sign in');
      expect(
        (await other.call('DELETE /api/session/second-step')).status === 204,
        'a second step can be left',
      );
      (await other.call('POST /api/session/second-step/challenge')).refusedWith('second_step_over');
    },
  },
  {
    name: 'A passkey shows again who acts, and its owner or an administrator removes it',
    async check(world) {
      const person = await withPasskey(world);
      if (!person) return;
      const { id, caller, authenticator } = person;
      const challenge = (await caller.call('POST /api/account/proof/challenge')).answer;
      const body = { credential: authenticator.get(challenge) };
      expect((await caller.call('POST /api/account/proof', { body })).status === 204, 'it is shown');
      const [passkey] = (await caller.call('GET /api/account')).answer.passkeys;
      const params = { id: passkey?.id ?? '' };
      const removed = await caller.call('DELETE /api/account/passkeys/{id}', { params });
      expect(removed.status === 204, 'its owner removes it');

      const another = await withPasskey(world);
      if (!another) return;
      const administrator = await world.signIn('administrator');
      const lost = await administrator.call('DELETE /api/accounts/{id}/passkeys', {
        params: { id: another.id },
      });
      expect(lost.status === 204, 'an administrator removes it');
      (await caller.call('DELETE /api/accounts/{id}/passkeys', { params: { id } })).refusedWith('forbidden');
      const { username, password } = another;
      const { session } = (await world.nobody().call('POST /api/session', { body: { username, password } }))
        .answer;
      expect(session?.username === username, 'then the password alone signs in');
    },
  },
];
