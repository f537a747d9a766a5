import { createAccounts } from './conformance/accounts.ts';
import { calls } from '../src/contract/calls.ts';
import { called, callerAt, Deviation } from '../src/testing/client.ts';
import { groups } from './conformance/rules.ts';
import { people, World, type Rule } from './conformance/world.ts';
import { print, printError } from '../src/tenant/print.ts';

/**
 * Holds a tenant against the documented API, rule by rule, as the console would call it:
 *
 *     npm run conformance -- https://tenant.example [a part of the rules' names]
 *
 * The accounts come from environment variables (`CONFORMANCE_ADMINISTRATOR=name:password`, …); a tenant that names demo
 * accounts, as ours does, is asked for them. It is for an empty tenant, or for a scratch one (`CONFORMANCE_SCRATCH=1`).
 *
 * Exit code 0: every rule holds that could be tried; 1: one does not; 2: the run could not begin.
 */
const [given = '', wanted = ''] = process.argv.slice(2);
const counts = { kept: 0, broken: 0, leftOut: 0 };
const url = URL.parse(given);

if (!url || !/^https?:$/.test(url.protocol)) {
  fail('Say which tenant is meant: npm run conformance -- https://tenant.example');
} else {
  await run(url.href.replace(/\/$/, ''));
}

async function run(tenant: string): Promise<void> {
  const world = await begin(tenant);
  if (typeof world === 'string') return fail(world);
  print(
    `${tenant}: certificates are uploaded as “Conformance ${world.run}”, assigned, and deleted at the end.`,
  );
  for (const [group, rules] of Object.entries(groups)) {
    const chosen = rules.filter(({ name }) =>
      `${group} ${name}`.toLowerCase().includes(wanted.toLowerCase()),
    );
    if (chosen.length > 0) print('', group);
    for (const rule of chosen) await check(rule, world);
  }
  const left = await world.cleanUp();
  print(
    '',
    'What stays, because the API has no way to remove it: the audit log’s entries, answered requests,',
  );
  print(
    'disabled accounts, test calls until their retention ends, deleted pairs in Recently deleted for 30 days, and a key on Azure.',
  );
  for (const each of left) print(`  not removed: ${each}`);
  const notCalled = Object.keys(calls).filter((name) => !(called as Set<string>).has(name));
  if (notCalled.length > 0) print('', `Not called: ${notCalled.join(', ')}`);
  print('', `${counts.kept} rules hold, ${counts.broken} do not, ${counts.leftOut} were left out`);
  if (counts.broken > 0 || counts.kept === 0) process.exitCode = 1;
}

/** A sentence where the run cannot begin. */
async function begin(tenant: string): Promise<World | string> {
  try {
    const nobody = () => callerAt(tenant, false);
    const accounts = await createAccounts(nobody(), process.env);
    if (typeof accounts === 'string') return accounts;
    const world = new World(tenant, accounts, nobody);
    const refused = await world.whyNot(process.env['CONFORMANCE_SCRATCH'] === '1');
    return refused ?? world;
  } catch (error) {
    if (error instanceof Deviation) return `The run cannot begin: ${error.message}.`;
    return `${tenant} does not answer (${error instanceof Error ? error.message : String(error)}).`;
  }
}

async function check({ name, needs = [], check }: Rule, world: World): Promise<void> {
  const missing = needs.find((person) => !world.has(person));
  if (missing) {
    counts.leftOut++;
    print(`  left out  ${name} (no account: ${people[missing]})`);
    return;
  }
  try {
    await check(world);
    counts.kept++;
    print(`  holds     ${name}`);
  } catch (error) {
    counts.broken++;
    print(`  BROKEN    ${name}`);
    const why = error instanceof Deviation ? `Expected: ${error.message}` : String(error);
    print(...`            ${why}`.split('\n'));
  }
}

function fail(sentence: string): void {
  printError(sentence);
  process.exitCode = 2;
}
