import { afterEach, beforeEach } from 'vitest';
import { makePair, type Wanted } from '../tenant/test-pairs.ts';
import { testTenant, type Caller, type TestTenant } from '../tenant/test-tenant.ts';

/** What a test of the tenant begins with. The steps throw where the tenant refuses them. */
export interface Given {
  tenant: TestTenant;
  administrator: Caller;
  professional: Caller;
}

/** Gives each test a tenant of its own, in which these users have signed in, in this order. */
export function eachTenant<User extends 'administrator' | 'professional'>(
  users: readonly User[],
  begin: (given: Pick<Given, 'tenant' | User>) => void,
): void {
  let tenant: TestTenant;
  beforeEach(async () => {
    tenant = await testTenant();
    const signedIn: Partial<Record<User, Caller>> = {};
    for (const user of users) signedIn[user] = await tenant.signedIn(user);
    begin({ tenant, ...signedIn } as Pick<Given, 'tenant' | User>);
  });
  afterEach(() => tenant.close());
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
      id,
      body: { certificateIds, acknowledgement },
      headers,
    })
  ).answer;
}

/** Deletes a pair; answers the reply, because a test may want it refused. */
export async function deletionBy(administrator: Caller, id: string) {
  const { etag } = (await administrator.call('GET /api/certificates/{id}', { id })).answer;
  return administrator.call('DELETE /api/certificates/{id}', { id, headers: { 'If-Match': etag } });
}
