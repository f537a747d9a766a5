import { z } from 'zod';
import { accountSorts, accountStates, signInWays, USERNAME } from '../domain/account.ts';
import { listOf } from './lists.ts';
import { passkey } from './passkeys.ts';
import { moment, password, role } from './schemas.ts';

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
  etag: z.string().describe('For If-Match'),
});

const session = z.object({
  id: z.string().describe('As the audit log names it; not the cookie'),
  startedAt: moment,
  seenAt: moment,
  browser: z.string(),
  isThis: z.boolean().describe('The session that asks'),
});

export const accountAnswer = account.extend({ sessions: z.array(session), passkeys: z.array(passkey) });

export const accounts = listOf(account, {
  sorts: accountSorts,
  sort: 'username',
  searched: 'the user name, the role or the name of who added the account',
  filters: { role: role.optional(), state: z.enum(accountStates).optional() },
});

export const newAccount = z.strictObject({
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

export const newAccountAnswer = account.extend(oneTime.shape);
export const oneTimeAnswer = oneTime;

export const accountChange = z.strictObject({ role, disabled: z.boolean() });

export const passwordChange = z.strictObject({ password, newPassword: password });
