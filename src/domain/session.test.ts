import { expect, test } from 'vitest';
import { may, refusal, type Role, type Session } from './session.ts';

const session = (role: Role, platform: 'aws' | 'azure' = 'aws'): Session => ({
  username: role,
  role,
  tenant: { name: 'Environment', dbid: 1, platform, screenRecording: true },
});

test('the administrator uploads, the professional assigns, neither does the other', () => {
  expect(may(session('administrator'), 'manage certificates')).toBe(true);
  expect(may(session('administrator'), 'assign certificates')).toBe(false);
  expect(may(session('professional'), 'manage certificates')).toBe(false);
  expect(may(session('professional'), 'assign certificates')).toBe(true);
});

test('an agent is refused with the missing privilege, also on the other platform', () => {
  expect(refusal(session('agent'), 'view certificates')).toEqual({
    code: 'forbidden',
    privilege: 'Decrypt a Recording',
  });
  expect(refusal(session('agent', 'azure'), 'manage certificates')).toEqual({
    code: 'forbidden',
    privilege: 'Administration of Recording Certificates and Keys',
  });
});

test('each platform has its own place for uploads', () => {
  expect(refusal(session('administrator', 'azure'), 'manage certificates')).toEqual({
    code: 'not_on_this_platform',
    platform: 'azure',
  });
  expect(refusal(session('administrator', 'aws'), 'manage keys')).toEqual({
    code: 'not_on_this_platform',
    platform: 'aws',
  });
  expect(may(session('administrator', 'azure'), 'manage keys')).toBe(true);
});
