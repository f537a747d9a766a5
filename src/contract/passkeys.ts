import { z } from 'zod';
import { MAX_PASSKEY_NAME } from '../domain/passkey.ts';
import type { CallTable } from './call.ts';
import { moment } from './parts.ts';
import { signedIn } from './session.ts';

/** What browsers and passkeys say to each other, in the JSON form of WebAuthn Level 3 (5.1.8 to 5.1.10). */
const base64url = z.string().regex(/^[\w-]+$/, 'base64url');
const short = base64url.max(2000);

/** One of them, as it is listed. Its public key stays at the tenant. */
export const passkey = z.object({
  id: z.string(),
  name: z.string(),
  host: z.string().describe('The host name that it works at'),
  addedAt: moment,
  usedAt: moment.nullable().describe('The last time; null for never'),
});

const credentials = z.array(
  z.object({ id: base64url, type: z.literal('public-key'), transports: z.array(z.string()) }),
);

/** For `navigator.credentials.create`. */
const passkeyCreation = z.object({
  challenge: base64url,
  rp: z.object({ id: z.string(), name: z.string() }),
  user: z.object({ id: base64url, name: z.string(), displayName: z.string() }),
  pubKeyCredParams: z.array(z.object({ alg: z.number().int(), type: z.literal('public-key') })),
  timeout: z.number(),
  attestation: z.literal('none'),
  excludeCredentials: credentials,
  authenticatorSelection: z.object({
    residentKey: z.literal('preferred'),
    userVerification: z.literal('required'),
  }),
});

/** For `navigator.credentials.get`. */
const passkeyRequest = z.object({
  challenge: base64url,
  rpId: z.string(),
  timeout: z.number(),
  userVerification: z.literal('required'),
  allowCredentials: credentials,
});

const given = {
  id: short,
  rawId: short,
  type: z.literal('public-key'),
  clientExtensionResults: z.object({}),
};

const newPasskey = z.object({
  name: z.string().trim().min(1).max(MAX_PASSKEY_NAME),
  credential: z.object({
    ...given,
    response: z.object({
      clientDataJSON: short,
      attestationObject: base64url.max(20_000),
      transports: z.array(z.string().max(30)).max(10).optional(),
    }),
  }),
});

/** The answer of a passkey to a challenge. */
const passkeyAnswer = z.object({
  credential: z.object({
    ...given,
    response: z.object({
      clientDataJSON: short,
      authenticatorData: short,
      signature: short,
      userHandle: short.optional(),
    }),
  }),
});

export const passkeyCalls = {
  'POST /api/session/second-step/challenge': {
    summary: 'What a passkey signs after the right password; once, within five minutes, in the same browser',
    allow: 'anyone',
    answer: passkeyRequest,
  },
  'POST /api/session/second-step': {
    summary: 'Sign in with the passkey’s answer',
    allow: 'anyone',
    body: passkeyAnswer,
    answer: signedIn,
  },
  'DELETE /api/session/second-step': { summary: 'Sign in as somebody else', allow: 'anyone' },
  'POST /api/account/passkeys/challenge': {
    summary: 'What a new passkey is made from; whoever asks has shown who they are in the last minutes',
    allow: 'add a passkey',
    answer: passkeyCreation,
  },
  'POST /api/account/passkeys': {
    summary: 'Add a passkey: from now on, signing in with the password asks for it',
    allow: 'add a passkey',
    body: newPasskey,
    bodyLimit: 64_000,
  },
  'DELETE /api/account/passkeys/{id}': {
    summary: 'Remove one of one’s own passkeys',
    allow: 'use one’s own account',
  },
  'POST /api/account/proof/challenge': {
    summary: 'What a passkey signs to show again who acts',
    allow: 'use one’s own account',
    answer: passkeyRequest,
  },
  'POST /api/account/proof': {
    summary: 'Show again who acts, with a passkey, before what cannot be undone',
    allow: 'use one’s own account',
    body: passkeyAnswer,
  },
} as const satisfies CallTable;
