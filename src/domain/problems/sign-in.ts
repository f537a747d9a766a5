import type { Entry } from './entry.ts';

/** Of signing in: passwords, accounts, the identity provider, passkeys. */
export const signInProblems = {
  not_signed_in: {
    status: 401,
    title: 'Not signed in',
    sentence: () => 'You are not signed in, or your session has ended. Sign in again.',
  },
  proof_needed: {
    status: 403,
    title: 'Sign in again',
    sentence: ({ detail }) =>
      `Nothing was changed. ${detail || 'This cannot be undone, and you signed in some minutes ago'}. Sign in again, then repeat it.`,
  },
  wrong_credentials: {
    status: 401,
    title: 'Sign-in failed',
    sentence: () => 'The user name or the password is wrong.',
  },
  wrong_password_now: {
    status: 403,
    title: 'Wrong password',
    sentence: () => 'The password that you have now is another one. Nothing was changed.',
  },
  account_disabled: {
    status: 403,
    title: 'Account disabled',
    sentence: () => 'Your account is disabled. Ask an administrator of this tenant to enable it.',
  },
  new_password_needed: {
    status: 403,
    title: 'A new password is needed',
    sentence: () => 'This password works once, to set one of your own. Set a new password to sign in.',
  },
  one_time_password_over: {
    status: 403,
    title: 'The one-time password has ended',
    sentence: ({ detail }) =>
      `The time of this one-time password is over${detail && ` (it was for ${detail})`}. Ask an administrator for another one.`,
  },
  password_refused: {
    title: 'Password not accepted',
    sentence: ({ detail }) =>
      `The new password is not accepted: ${detail || 'it is easily guessed'}. Take a longer one, such as five random words, or what your password manager proposes. Nothing was changed.`,
  },
  user_name_taken: {
    status: 409,
    title: 'User name taken',
    sentence: ({ detail }) =>
      `There is an account ${detail ? `“${detail}”` : 'of this name'} already, perhaps in other letters or disabled. Choose another user name. Nothing was changed.`,
  },
  last_administrator: {
    status: 409,
    title: 'The last administrator',
    sentence: ({ detail }) =>
      `${detail ? `“${detail}”` : 'This account'} is the only administrator who can sign in, so it stays one. Make another account an administrator first. Nothing was changed.`,
  },
  demo_account: {
    status: 409,
    title: 'A demo account',
    sentence: ({ detail }) =>
      `${detail ? `“${detail}”` : 'This'} is a demo account: it stays as it is, so that everybody can try the demo. Add an account to try this with it, or make a tenant of your own: npm run setup.`,
  },
  no_password: {
    status: 409,
    title: 'No password',
    sentence: () =>
      'This account has no password here: it signs in at the identity provider. Nothing was changed; change the password there.',
  },
  passwords_off: {
    status: 403,
    title: 'Single sign-on only',
    sentence: () => 'This tenant takes no passwords: sign in by single sign-on.',
  },
  provider_unreachable: {
    status: 502,
    title: 'Identity provider unreachable',
    sentence: () =>
      'The identity provider does not answer, so nobody can sign in by it now. Whoever is signed in stays so. Try again in a moment.',
  },
  provider_refused: {
    status: 403,
    title: 'Single sign-on failed',
    sentence: ({ detail }) =>
      `The answer of the identity provider was not accepted${detail && `: ${detail}`}. Try again; if it stays so, tell whoever runs the tenant.`,
  },
  no_role_at_provider: {
    status: 403,
    title: 'No role here',
    sentence: ({ detail }) =>
      `The identity provider knows ${detail || 'you'}, but gives no group that has a role in this console. Ask whoever keeps the groups there.`,
  },
  account_not_linked: {
    status: 409,
    title: 'Account not linked',
    sentence: ({ detail }) =>
      `There is an account of that name here that has never signed in by single sign-on, and it may be somebody else’s. Ask whoever runs the tenant to link it, as the server’s log says: npm run account -- link ${detail || 'NAME --issuer URL --subject SUBJECT'}.`,
  },
  sign_in_took_too_long: {
    status: 403,
    title: 'Sign in again',
    sentence: () =>
      'This sign-in was begun too long ago, was used already, or was begun in another browser. Sign in again.',
  },
  second_step_over: {
    status: 403,
    title: 'Sign in again',
    sentence: () =>
      'The password was given too long ago, in another browser, or before the account was changed. Sign in with the password again.',
  },
  passkey_not_at_address: {
    status: 409,
    title: 'No passkeys at this address',
    sentence: ({ detail }) =>
      `Browsers use no passkeys at ${detail || 'this address'}: only at an address with https and a name, or at http://localhost. Open the console there; whoever runs it sets that up.`,
  },
  passkey_elsewhere: {
    status: 409,
    title: 'The passkey belongs to another address',
    sentence: ({ detail }) =>
      `A passkey works only at the address where it was added${detail && `: ${detail}`}. Open the console there, or ask an administrator to remove your passkeys.`,
  },
  passkey_at_provider: {
    status: 409,
    title: 'Passkeys are at the identity provider',
    sentence: () =>
      'You sign in at the identity provider, so a passkey is added and asked for there. Nothing was changed.',
  },
  passkey_too_late: {
    status: 403,
    title: 'Too late',
    sentence: ({ detail }) =>
      `The answer of the passkey came more than ${detail || 'some minutes'} after it was asked for, a second time, or to another question. Nothing was changed; try again.`,
  },
  passkey_unknown: {
    status: 403,
    title: 'Another passkey',
    sentence: () =>
      'This passkey is none of this account’s here. It may have been removed. Use another one, or ask an administrator to remove your passkeys.',
  },
  passkey_refused: {
    status: 403,
    title: 'Passkey not accepted',
    sentence: ({ detail }) =>
      `The answer of the passkey was not accepted${detail && ` (${detail})`}. Nothing was changed; try again.`,
  },
  passkey_copied: {
    status: 403,
    title: 'A passkey that was copied',
    sentence: () =>
      'The counter of this passkey has gone back, so there may be a copy of it. It is not accepted. Ask an administrator to remove your passkeys, then add a new one.',
  },
  passkey_there: {
    status: 409,
    title: 'The passkey is there',
    sentence: () => 'This device has a passkey of this console already. Nothing was changed.',
  },
  passkeys_full: {
    status: 409,
    title: 'No more passkeys',
    sentence: ({ detail }) =>
      `This account has ${detail || 'as many passkeys as it may have'}. Remove one that you do not use. Nothing was changed.`,
  },
  passkey_unsupported: {
    status: 409,
    title: 'No passkeys in this browser',
    sentence: () => 'This browser knows no passkeys, or they are switched off in it. Use another browser.',
  },
  passkey_not_given: {
    status: 403,
    title: 'No passkey was used',
    sentence: ({ detail }) =>
      `No passkey was used${detail && ` (${detail})`}: it was cancelled, its time was over, or none of this account’s is on this device. Try again, on the device or with the security key that has it. If it is lost, ask an administrator to remove it.`,
  },
} satisfies Record<string, Entry>;
