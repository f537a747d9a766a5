import type { Caller } from '../../src/testing/client.ts';
import { people, type Credentials, type Person } from './world.ts';

/** From the environment; else the demo accounts that the tenant itself names. A sentence where there are none. */
export async function createAccounts(
  nobody: Caller,
  environment: Record<string, string | undefined>,
): Promise<Credentials | string> {
  const accounts: Credentials = {};
  for (const [person, variable] of Object.entries(people) as [Person, string][]) {
    const value = environment[variable];
    if (!value) continue;
    const colon = value.indexOf(':');
    if (colon < 1) return `${variable} is not of the form name:password.`;
    accounts[person] = { username: value.slice(0, colon), password: value.slice(colon + 1) };
  }
  if (Object.keys(accounts).length === 0) Object.assign(accounts, await demoAccounts(nobody));
  if (accounts.administrator) return accounts;
  return `Whose accounts are to be used? Set ${Object.values(people).join(', ')}, each to name:password. The first one is needed.`;
}

async function demoAccounts(nobody: Caller): Promise<Credentials> {
  const { demo } = (await nobody.call('GET /api/session')).answer;
  const found: Credentials = {};
  const first = demo?.accounts[0]?.tenant.name;
  for (const { username, role, tenant } of demo?.accounts ?? []) {
    const credentials = { username, password: demo?.password ?? '' };
    if (tenant.platform === 'azure') found['azure administrator'] ??= credentials;
    else if (tenant.name === first) found[role] ??= credentials;
  }
  return found;
}
