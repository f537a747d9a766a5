import { expect, test } from 'vitest';
import { whatToDo } from './request.ts';
import type { Role } from './session.ts';

const session = (role: Role) => ({
  username: role,
  role,
  tenant: { name: 'Environment', dbid: 1, platform: 'aws' as const, screenRecording: true },
});
const waiting = { state: 'waiting' as const, askers: ['administrator'], canBeAnswered: true };

test('a waiting request says what its reader has to do, in their own person', () => {
  expect(whatToDo(waiting, session('administrator'))).toBe(
    'Sent. Nothing to do until your Genesys Professional answers.',
  );
  expect(whatToDo(waiting, session('professional')), 'who answers has the buttons').toBeUndefined();
  const own = { ...waiting, askers: ['professional', 'second'] };
  expect(whatToDo(own, session('professional'))).toContain('another Genesys Professional answers');
  expect(whatToDo({ ...own, canBeAnswered: false }, session('professional'))).toContain(
    'another person than professional or second',
  );
  const atProvider = { ...session('professional'), singleSignOn: true as const };
  expect(whatToDo({ ...own, canBeAnswered: false }, atProvider)).toMatch(
    /Your identity provider gives somebody that role, who then signs in once\.$/,
  );
  expect(whatToDo({ ...waiting, state: 'assigned' }, session('administrator'))).toBeUndefined();
});
