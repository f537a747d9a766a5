import { minuteWords, wordsColumn } from './columns.ts';
import { roleText, type Role } from './session.ts';

/** `invited`: has a one-time password and has not set one of their own yet. */
export const accountStates = ['active', 'invited', 'disabled'] as const;

export type AccountState = (typeof accountStates)[number];

export const accountStateText: Record<AccountState, string> = {
  active: 'Active',
  invited: 'One-time password',
  disabled: 'Disabled',
};

/** How somebody signs in: with a password that the tenant knows, at the identity provider, or either way. */
export const signInWays = ['password', 'provider', 'both'] as const;

export type SignInWay = (typeof signInWays)[number];

export const signInWayText: Record<SignInWay, string> = {
  password: 'Password',
  provider: 'Single sign-on',
  both: 'Single sign-on or password',
};

/** The columns by which the list is sorted. */
export const accountSorts = ['username', 'role', 'state', 'signsInWith', 'signedInAt', 'addedAt'] as const;

export type AccountSort = (typeof accountSorts)[number];

/** An account as a list shows it. */
export interface AccountRow {
  username: string;
  role: Role;
  state: AccountState;
  signsInWith: SignInWay;
  signedInAt: string | null;
  addedAt: string | null;
  addedBy: string | null;
}

/** What the columns of the list say, for the screen and for the exported file. */
export const accountWords = {
  username: wordsColumn<AccountRow>('username', 'User name', 260, ({ username }) => username),
  role: wordsColumn<AccountRow>('role', 'Role', 200, ({ role }) => roleText[role]),
  state: wordsColumn<AccountRow>('state', 'State', 200, ({ state }) => accountStateText[state]),
  signsInWith: wordsColumn<AccountRow>(
    'signsInWith',
    'Signs in with',
    210,
    ({ signsInWith }) => signInWayText[signsInWith],
  ),
  signedInAt: minuteWords<AccountRow>(
    'signedInAt',
    'Last sign-in',
    ({ signedInAt }) => signedInAt ?? undefined,
  ),
  addedAt: minuteWords<AccountRow>('addedAt', 'Added', ({ addedAt }) => addedAt ?? undefined),
};

/**
 * Letters and digits first, so that a name is no option of a command, and no blank: names that look alike would be
 * different people in the audit log.
 */
export const USERNAME = /^[\p{L}\p{N}][\p{L}\p{M}\p{N}._@+-]{0,99}$/u;

/** The browser of a session, in the words of a person, from what it calls itself. */
export function browserText(userAgent: string): string {
  const [, program] = programs.find(([sign]) => userAgent.includes(sign)) ?? [];
  const [, system] = systems.find(([sign]) => userAgent.includes(sign)) ?? [];
  if (!program) return system ? `A program on ${system}` : 'A program';
  return system ? `${program} on ${system}` : program;
}

/** In the order in which they are looked for: Edge calls itself Chrome and Safari, too. */
const programs = [
  ['Edg/', 'Edge'],
  ['Firefox/', 'Firefox'],
  ['Chrome/', 'Chrome'],
  ['Safari/', 'Safari'],
] as const;

const systems = [
  ['Android', 'Android'],
  ['iPhone', 'iPhone'],
  ['iPad', 'iPad'],
  ['Windows', 'Windows'],
  ['Mac OS X', 'macOS'],
  ['Linux', 'Linux'],
] as const;
