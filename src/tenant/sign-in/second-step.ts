import { randomBytes } from 'node:crypto';
import { SECOND_STEP_MINUTES } from '../../domain/passkey.ts';
import { cookie, readCookie } from '../http/cookies.ts';
import { findAccount, type StoredAccount } from '../store/accounts.ts';
import { sealedText, unsealed } from '../store/sealing.ts';
import type { OpenTenant } from '../tenants.ts';

/** A sign-in whose password was right and whose passkey is awaited. The browser keeps it, sealed; it permits nothing else. */
interface Waiting {
  id: string;
  username: string;
  /** Of the account: it ends with a change of the password or the role, and when the account is disabled. */
  version: number;
  until: number;
}

const COOKIE = 'second-step';
const PURPOSE = 'second step';

export interface WaitingSignIn {
  id: string;
  store: OpenTenant;
  account: StoredAccount;
}

export function waitingSignIn(
  tenants: readonly OpenTenant[],
  request: Request,
  now: Date,
): WaitingSignIn | undefined {
  const [slug, sealed = ''] = (readCookie(request, COOKIE) ?? '').split('.');
  const store = tenants.find((tenant) => tenant.slug === slug);
  const waiting = store && (unsealed(store.seal, sealed, PURPOSE) as Waiting | undefined);
  if (!store || !waiting || waiting.until <= now.getTime()) return undefined;
  const account = findAccount(store.database, waiting.username);
  if (account?.version !== waiting.version || account.disabledAt !== null) return undefined;
  return { id: waiting.id, store, account };
}

/** The Set-Cookie header with which the browser waits. */
export function beginSecondStep(
  request: Request,
  store: OpenTenant,
  { username, version }: StoredAccount,
  now: Date,
): string {
  const until = now.getTime() + SECOND_STEP_MINUTES * 60_000;
  const waiting: Waiting = { id: randomBytes(16).toString('hex'), username, version, until };
  const sealed = sealedText(store.seal, waiting, PURPOSE);
  return cookie(request, COOKIE, `${store.slug}.${sealed}`, SECOND_STEP_MINUTES * 60);
}

export const endSecondStep = (request: Request): string => cookie(request, COOKIE, '', 0);
