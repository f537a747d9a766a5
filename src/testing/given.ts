import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { DAY_MS } from '../domain/certificate.ts';
import type { Caller } from './client.ts';
import { testTenant, type TestTenant } from './tenant.ts';

/** The tenant of the test that runs, and who is signed in in it. */
export let tenant: TestTenant;
export let administrator: Caller;
export let professional: Caller;

type User = 'administrator' | 'azure-administrator' | 'professional';

/** Signs in, again as well: a session sees what was stored before it began, and ends with time. */
export async function signInAs(...users: User[]): Promise<void> {
  for (const user of users) {
    const caller = await tenant.signedIn(user);
    if (user === 'professional') professional = caller;
    else administrator = caller;
  }
}

async function begin(users: User[]) {
  tenant = await testTenant();
  await signInAs(...users);
}

/** Gives each test a tenant of its own, in which these users have signed in, in this order. */
export function eachTenant(...users: User[]): void {
  beforeEach(() => begin(users));
  afterEach(() => tenant.close());
}

/** Gives all tests of a file one tenant. */
export function oneTenant(...users: User[]): void {
  beforeAll(() => begin(users));
  afterAll(() => tenant.close());
}

/** By the clock of the tenant. */
export const inDays = (days: number): Date => new Date(tenant.clock.now.getTime() + days * DAY_MS);

/** Moves the clock; both sign in again, because the sessions have ended by then. */
export async function later(days: number): Promise<void> {
  tenant.clock.advance(days * DAY_MS);
  await signInAs('administrator', 'professional');
}
