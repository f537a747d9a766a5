import { z } from 'zod';
import { MAX_PASSKEY_NAME } from '../domain/passkey.ts';
import { moment } from './schemas.ts';

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
export const passkeyCreation = z.object({
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
export const passkeyRequest = z.object({
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

export const newPasskey = z.object({
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
export const passkeyAnswer = z.object({
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
