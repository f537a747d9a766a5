import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { DAY_MS } from '../domain/certificate.ts';
import type { Caller } from './client.ts';
import { makePair, type Wanted } from './pairs.ts';
import { testTenant, type TestTenant } from './tenant.ts';

/** The tenant of the test that runs, and who is signed in in it. The steps below throw where the tenant refuses them. */
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

export const uploadedBy = async (caller: Caller, wanted?: Wanted) =>
  (await caller.call('POST /api/certificates', { body: makePair(wanted) })).answer;

export async function profileNamed(caller: Caller, name: string) {
  const found = (await caller.call('GET /api/ivr-profiles')).answer.items.find((each) => each.name === name);
  if (!found) throw new Error(`No profile ${name}`);
  return found;
}

/** What a person confirms who turns encryption off. */
export const acknowledgement = { typed: 'unencrypted', discussed: true };

/** Makes these certificates the list of the profile; whether encryption stops with it is confirmed. */
export async function assignedBy(professional: Caller, name: string, certificateIds: string[]) {
  const { id, etag } = await profileNamed(professional, name);
  const headers = { 'If-Match': etag };
  return (
    await professional.call('PUT /api/ivr-profiles/{id}/certificates', {
      params: { id },
      body: { certificateIds, acknowledgement },
      headers,
    })
  ).answer;
}

/** Deletes a pair; answers the reply, because a test may want it refused. */
export async function deletionBy(administrator: Caller, id: string) {
  const { etag } = (await administrator.call('GET /api/certificates/{id}', { params: { id } })).answer;
  return administrator.call('DELETE /api/certificates/{id}', {
    params: { id },
    headers: { 'If-Match': etag },
  });
}
