import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { planOf, type Plan, type Situation, type Wanted } from '../../domain/re-apply.ts';
import { makePair, sharedKeys, type Pair } from '../../testing/pairs.ts';
import type { Caller } from '../../testing/client.ts';
import { testTenant, type TestTenant } from '../../testing/tenant.ts';
import { CallProblem } from '../call.ts';
import { carryOut, type Hands, type Outcome } from './re-apply.ts';

/**
 * Tests the browser's side against a real tenant: `fetch` calls its handler with the cookie of the user who is signed
 * in.
 */
let tenant: TestTenant;
let administrator: Caller;
beforeEach(async () => {
  tenant = await testTenant();
  administrator = await tenant.signedIn('administrator');
  signInAs(administrator);
});
afterEach(() => {
  vi.unstubAllGlobals();
  tenant.close();
});

function signInAs({ cookie }: Caller) {
  vi.stubGlobal('fetch', (path: string, init: RequestInit) => {
    const headers = new Headers(init.headers);
    headers.set('Cookie', cookie);
    return tenant.api.request(path, { ...init, headers });
  });
}

interface Kept extends Pair {
  wanted: Wanted;
}

function kept(name: string, ivrProfiles: string[] = [], serialNumber?: bigint): Kept {
  const pair = makePair({ commonName: name, keys: sharedKeys(), ...(serialNumber ? { serialNumber } : {}) });
  const wanted: Wanted = {
    sha256: name,
    identity: name,
    keyId: 'the key',
    subjectName: name,
    serialNumber: '0A',
    notBefore: '2026-01-01T00:00:00Z',
    notAfter: '2036-01-01T00:00:00Z',
    ivrProfiles,
    ofRecord: true,
  };
  return { ...pair, wanted };
}

async function planFor(pairs: readonly Kept[]): Promise<Plan> {
  const profiles = (await administrator.call('GET /api/ivr-profiles')).answer.items;
  const situation: Situation = {
    leftOut: new Set(),
    wanted: pairs.map(({ wanted }) => wanted),
    screenList: [],
    openKeys: new Set(['the key']),
    keystore: [],
    ivrProfiles: profiles,
    requested: new Set(),
    screenListNow: [],
  };
  return planOf(situation, tenant.clock.now);
}

async function carriedOut(pairs: readonly Kept[], hands: Partial<Hands> = {}) {
  const outcomes: [string, Outcome][] = [];
  const done = carryOut({
    plan: await planFor(pairs),
    ids: new Map(),
    pairOf: ({ subjectName }) => {
      const pair = pairs.find(({ wanted }) => wanted.subjectName === subjectName);
      if (!pair) throw new Error('No such pair');
      return Promise.resolve({ certificate: pair.certificate, privateKey: pair.privateKey });
    },
    idempotencyKeyOf: ({ subjectName }) => `key-of-${subjectName}`,
    note: 'By the record.',
    isStopped: () => false,
    onStep: () => undefined,
    onOutcome: (step, outcome) => outcomes.push([step, outcome]),
    ...hands,
  });
  return { done, outcomes };
}

const kinds = (outcomes: [string, Outcome][]) => outcomes.map(([step, { kind }]) => `${step}: ${kind}`);
const keystore = async () => (await administrator.call('GET /api/certificates')).answer.items;

test('uploads in order, then asks, with the note', async () => {
  const { done, outcomes } = await carriedOut([kept('a', ['record_emea', 'record_us_west']), kept('b')]);
  await done;
  expect(kinds(outcomes)).toEqual(['upload a: uploaded', 'upload b: uploaded', 'request a: requested']);
  const [request] = (await administrator.call('GET /api/requests')).answer.items;
  expect(request).toMatchObject({
    certificate: { subjectName: 'a' },
    ivrProfiles: [{ name: 'record_us_west' }, { name: 'record_emea' }],
    note: 'By the record.',
  });
});

test('sent again after its answer got lost, an upload is the same upload', async () => {
  const pairs = [kept('a', ['record_emea'])];
  await (
    await carriedOut(pairs)
  ).done;
  const again = await carriedOut(pairs);
  await again.done;
  expect(kinds(again.outcomes)).toEqual(['upload a: uploaded', 'request a: done already']);
  expect(await keystore()).toHaveLength(1);
});

test('an upload that another session made stands, and says why nothing was asked', async () => {
  const pairs = [kept('a', ['record_emea'])];
  const other = await tenant.signedIn('administrator');
  await other.call('POST /api/certificates', {
    body: { certificate: pairs[0]!.certificate, privateKey: pairs[0]!.privateKey },
  });
  const { done, outcomes } = await carriedOut(pairs);
  await done;
  expect(kinds(outcomes)).toEqual(['upload a: done already', 'request a: failed']);
  expect(outcomes[0]?.[1]).toMatchObject({ sentence: expect.stringContaining('sign in again') });
});

test('another certificate with the same issuer and serial number is a failure of this step alone', async () => {
  const twin = makePair({ commonName: 'a', serialNumber: 7n, notAfter: new Date('2030-01-01') });
  await administrator.call('POST /api/certificates', { body: twin });
  const { done, outcomes } = await carriedOut([kept('a', [], 7n), kept('b')]);
  await done;
  expect(kinds(outcomes)).toEqual(['upload a: failed', 'upload b: uploaded']);
});

test('stops after the step that is under way', async () => {
  let steps = 0;
  const { done, outcomes } = await carriedOut([kept('a', ['record_emea']), kept('b'), kept('c')], {
    isStopped: () => steps === 2,
    onStep: () => steps++,
  });
  await done;
  expect(kinds(outcomes)).toEqual(['upload a: uploaded', 'upload b: uploaded']);
});

test('a session that has ended halts everything, and nothing is taken for a failure', async () => {
  let steps = 0;
  const { done, outcomes } = await carriedOut([kept('a'), kept('b'), kept('c')], {
    onStep: () => {
      if (++steps === 2) signInAs(tenant.signedOut());
    },
  });
  await expect(done).rejects.toSatisfy(
    (error) => error instanceof CallProblem && error.code === 'not_signed_in',
  );
  expect(kinds(outcomes)).toEqual(['upload a: uploaded']);
});
