import { z } from 'zod';
import type { CallTable } from './call.ts';
import { password, role, tenant } from './parts.ts';

const credentials = z.object({
  username: z.string().min(1).max(200),
  password,
  newPassword: password.optional().describe('The password that follows a one-time password'),
});

const session = z.object({
  username: z.string(),
  role,
  tenant,
  singleSignOn: z.literal(true).optional().describe('Signing out goes by /api/sign-in/end'),
  passkey: z.literal(true).optional().describe('The account has a passkey: it shows again who acts'),
});

export const sessionState = z.object({
  session: session.nullable(),
  secondStep: z
    .object({ username: z.string() })
    .optional()
    .describe('The password was right, and nobody is signed in yet: a passkey of this account is awaited'),
  singleSignOn: z
    .object({ only: z.boolean().describe('Whether no password signs in') })
    .optional()
    .describe('Signed out, where there is an identity provider: signing in goes by /api/sign-in/start?back='),
  demo: z
    .object({
      password: z.string(),
      accounts: z.array(z.object({ username: z.string(), role, tenant })),
    })
    .optional(),
});

export const signedIn = z.object({ session });

export const sessionCalls = {
  'GET /api/session': {
    summary: 'Who is signed in; signed out, also the demo accounts when the demo password is unchanged',
    allow: 'anyone',
    answer: sessionState,
  },
  'POST /api/session': {
    summary: 'Sign in. The answer has no session yet where a passkey is the second step',
    allow: 'anyone',
    body: credentials,
    bodyLimit: 8000,
    answer: sessionState,
  },
  'DELETE /api/session': { summary: 'Sign out', allow: 'anyone' },
} as const satisfies CallTable;
