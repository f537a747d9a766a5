import { z } from 'zod';
import { accountSorts, accountStates, signInWays, USERNAME } from '../domain/account.ts';
import { listOf } from './lists.ts';
import { passkey } from './passkeys.ts';
import { csvOf, type CallTable } from './call.ts';
import { etag, moment, password, role } from './parts.ts';

/** A person who may sign in. No schema of an answer has a field for a password, but for a new one-time password. */
const account = z.object({
  id: z.string(),
  username: z.string(),
  role,
  state: z.enum(accountStates),
  signsInWith: z.enum(signInWays),
  isDemo: z.boolean().describe('One of the demo: everybody knows its password, so it stays as it is'),
  addedBy: z.string().nullable().describe('null where the log does not say'),
  addedAt: moment.nullable(),
  signedInAt: moment.nullable().describe('The last time; null for never'),
  etag,
});

const session = z.object({
  id: z.string().describe('As the audit log names it; not the cookie'),
  startedAt: moment,
  seenAt: moment,
  browser: z.string(),
  isThis: z.boolean().describe('The session that asks'),
});

const accountAnswer = account.extend({ sessions: z.array(session), passkeys: z.array(passkey) });

const accounts = listOf(account, {
  sorts: accountSorts,
  sort: 'username',
  searched: 'the user name, the role or the name of who added the account',
  filters: { role: role.optional(), state: z.enum(accountStates).optional() },
});

const newAccount = z.strictObject({
  username: z
    .string()
    .max(100)
    .regex(USERNAME, 'letters, digits and . _ @ + -, beginning with a letter or a digit, at most 100'),
  role,
});

const oneTime = z.object({
  oneTimePassword: z.string().describe('Shown this once. It only sets a password of one’s own'),
  until: moment,
});

const newAccountAnswer = account.extend(oneTime.shape);

const accountChange = z.strictObject({ role, disabled: z.boolean() });

const passwordChange = z.strictObject({ password, newPassword: password });

export const accountCalls = {
  'GET /api/accounts': {
    summary: 'Who may sign in, and as what',
    allow: 'manage accounts',
    query: accounts.query,
    answer: accounts.answer,
  },
  'GET /api/accounts.csv': csvOf('manage accounts', accounts.exported),
  'POST /api/accounts': {
    summary: 'Add an account; the answer has its one-time password',
    allow: 'manage accounts',
    body: newAccount,
    answer: newAccountAnswer,
    status: 201,
  },
  'GET /api/accounts/{id}': {
    summary: 'One account with its sessions and passkeys',
    allow: 'manage accounts',
    answer: accountAnswer,
  },
  'PUT /api/accounts/{id}': {
    summary:
      'Change the role, or disable the account, which ends its sessions. An administrator always remains',
    allow: 'manage accounts',
    body: accountChange,
    answer: accountAnswer,
    ifMatch: true,
  },
  'POST /api/accounts/{id}/one-time-password': {
    summary: 'Replace the password with a one-time password, and end the sessions',
    allow: 'manage accounts',
    answer: oneTime,
  },
  'DELETE /api/accounts/{id}/sessions': {
    summary: 'Sign the account out everywhere',
    allow: 'manage accounts',
  },
  'DELETE /api/accounts/{id}/passkeys': {
    summary: 'Remove the account’s passkeys, which are lost. The administrator shows again who they are',
    allow: 'manage accounts',
  },
  'GET /api/account': {
    summary: 'One’s own account, sessions and passkeys',
    allow: 'use one’s own account',
    answer: accountAnswer,
  },
  'POST /api/account/password': {
    summary: 'Change one’s own password; all other sessions end',
    allow: 'use one’s own account',
    body: passwordChange,
    bodyLimit: 8000,
  },
  'DELETE /api/account/sessions': {
    summary: 'End all of one’s own sessions but this one',
    allow: 'use one’s own account',
  },
  'DELETE /api/account/sessions/{id}': {
    summary: 'End one of one’s own sessions',
    allow: 'use one’s own account',
  },
} as const satisfies CallTable;
