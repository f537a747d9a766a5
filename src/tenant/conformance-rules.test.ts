import { describe, expect, test } from 'vitest';
import { eachTenant, tenant } from '../testing/given.ts';
import { Caller } from '../testing/client.ts';
import { CookieJar } from '../testing/cookies.ts';
import { createAccounts } from '../../scripts/conformance/accounts.ts';
import { groups } from '../../scripts/conformance/rules.ts';
import { World } from '../../scripts/conformance/world.ts';

/** The rules of `npm run conformance`, each on a tenant of its own in this process. */

eachTenant();

const ORIGIN = 'http://localhost';

describe.each(Object.entries(groups))('%s', (_, rules) => {
  test.each(rules)('$name', async ({ check }) => {
    const nobody = () =>
      new Caller({
        ask: (path, sent) => {
          // As with a real clock, what comes later has a later time.
          tenant.clock.advance(1);
          return tenant.api.request(path, { ...sent, headers: { Origin: ORIGIN, ...sent.headers } });
        },
        cookies: new CookieJar(),
      });
    const accounts = await createAccounts(nobody(), {});
    if (typeof accounts === 'string') throw new Error(accounts);
    const world = new World(ORIGIN, accounts, nobody);
    await check(world);
    expect(await world.cleanUp()).toEqual([]);
  });
});
