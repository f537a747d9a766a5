import { describe, expect, test } from 'vitest';
import { planOf, stepsOf, type Situation, type Wanted } from './re-apply.ts';

const now = new Date('2026-11-24T09:00:00Z');

const wanted = (name: string, more: Partial<Wanted> = {}): Wanted => ({
  sha256: name,
  identity: `issuer of ${name}`,
  keyId: `key of ${name}`,
  subjectName: name,
  serialNumber: '0A',
  notBefore: '2020-01-01T00:00:00Z',
  notAfter: '2030-01-01T00:00:00Z',
  ivrProfiles: [],
  ofRecord: true,
  ...more,
});
const expired = { notAfter: '2025-01-01T00:00:00Z' };
const keysOf = (...names: string[]) => new Set(names.map((name) => `key of ${name}`));
const present = (name: string) => ({ id: `id of ${name}`, sha256: name, identity: `issuer of ${name}` });
const profile = (name: string, ...certificates: string[]) => ({
  id: `id of ${name}`,
  name,
  certificates: certificates.map((id) => ({ id: `id of ${id}` })),
});

const plan = (situation: Partial<Situation>) =>
  planOf(
    {
      wanted: [],
      screenList: [],
      openKeys: new Set(),
      leftOut: new Set(),
      keystore: [],
      ivrProfiles: [],
      requested: new Set(),
      screenListNow: [],
      ...situation,
    },
    now,
  );
const states = (situation: Partial<Situation>) =>
  plan(situation).pairs.map(({ certificate, state }) => `${certificate.sha256}: ${state}`);
const asked = (situation: Partial<Situation>) =>
  plan(situation).requests.map(({ certificate, profiles }) => [
    certificate.sha256,
    profiles.map(({ name }) => name),
  ]);

const names = (situation: Partial<Situation>) => plan(situation).screenList.map(({ sha256 }) => sha256);

describe('the pairs of the plan', () => {
  test('are to upload, there, missing keys and conflicts, in this order and each in the order given', () => {
    const situation = {
      wanted: [
        wanted('lost'),
        wanted('other', { identity: 'issuer of there' }),
        wanted('new'),
        wanted('there'),
        wanted('old', expired),
      ],
      openKeys: keysOf('new', 'old', 'there', 'other'),
      keystore: [present('there')],
    };
    expect(states(situation)).toEqual([
      'new: upload',
      'old: upload',
      'there: there',
      'lost: missing key',
      'other: conflict',
    ]);
  });

  test('are there by their bytes, with or without a key in the backup', () => {
    expect(states({ wanted: [wanted('a')], keystore: [present('a')] })).toEqual(['a: there']);
  });

  test('take one of two with the same issuer and serial number: the first, which the record names', () => {
    const twins = [wanted('a', { identity: 'same' }), wanted('b', { identity: 'same' })];
    expect(states({ wanted: twins, openKeys: keysOf('a', 'b') })).toEqual(['a: upload', 'b: conflict']);
    expect(states({ wanted: twins, openKeys: keysOf('b') })).toEqual(['b: upload', 'a: missing key']);
  });

  test('may have one key for two certificates', () => {
    const two = [wanted('a'), wanted('b', { keyId: 'key of a' })];
    expect(states({ wanted: two, openKeys: keysOf('a') })).toEqual(['a: upload', 'b: upload']);
  });
});

describe('the requests of the plan', () => {
  const profiles = [profile('emea', 'there'), profile('us')];

  test('are for the profiles of the record that have not got it, and for valid certificates alone', () => {
    const situation = {
      wanted: [
        wanted('new', { ivrProfiles: ['us', 'emea'] }),
        wanted('there', { ivrProfiles: ['emea'] }),
        wanted('old', { ...expired, ivrProfiles: ['us'] }),
        wanted('lost', { ivrProfiles: ['us'] }),
        wanted('unassigned'),
      ],
      openKeys: keysOf('new', 'old', 'unassigned'),
      keystore: [present('there')],
      ivrProfiles: profiles,
    };
    expect(asked(situation)).toEqual([['new', ['emea', 'us']]]);
  });

  test('are not made again while one waits', () => {
    const situation = {
      wanted: [wanted('a', { ivrProfiles: ['us'] })],
      keystore: [present('a')],
      ivrProfiles: profiles,
    };
    expect(asked(situation)).toEqual([['a', ['us']]]);
    expect(asked({ ...situation, requested: new Set(['id of a']) })).toEqual([]);
  });

  test('cannot be for a profile that is gone, which is said', () => {
    const situation = { wanted: [wanted('a', { ivrProfiles: ['gone'] })], openKeys: keysOf('a') };
    expect(asked(situation)).toEqual([]);
    expect(plan(situation).unknownProfiles).toEqual(['gone']);
  });
});

describe('the screen recording list of the plan', () => {
  const situation = {
    wanted: [wanted('a'), wanted('b'), wanted('old', expired), wanted('lost')],
    openKeys: keysOf('a', 'b', 'old'),
    screenList: ['b', 'lost', 'old', 'a'],
  };

  test('has what was in it, in its order, without what is expired or lost', () => {
    expect(names(situation)).toEqual(['b', 'a']);
  });

  test('leaves out what is in the list now', () => {
    expect(names({ ...situation, keystore: [present('b')], screenListNow: ['id of b'] })).toEqual(['a']);
  });

  test('is empty where the tenant has no such list', () => {
    expect(names({ ...situation, screenListNow: undefined })).toEqual([]);
  });
});

test('a plan that was carried out has no steps left', () => {
  const before = {
    wanted: [wanted('a', { ivrProfiles: ['us'] }), wanted('b', expired)],
    openKeys: keysOf('a', 'b'),
    ivrProfiles: [profile('us')],
    screenList: ['a'],
  };
  expect(stepsOf(plan(before))).toBe(3);
  const after = {
    ...before,
    keystore: [present('a'), present('b')],
    requested: new Set(['id of a']),
    screenListNow: ['id of a'],
  };
  expect(stepsOf(plan(after))).toBe(0);
  expect(plan(after).screenList).toEqual([]);
  const assigned = { ...after, requested: new Set<string>(), ivrProfiles: [profile('us', 'a')] };
  expect(stepsOf(plan(assigned))).toBe(0);
});

test('what the person leaves out is neither uploaded nor asked for, and takes no place', () => {
  const situation = {
    wanted: [wanted('foreign', { ofRecord: false, identity: 'same' }), wanted('own', { identity: 'same' })],
    openKeys: keysOf('foreign', 'own'),
    leftOut: new Set(['foreign']),
  };
  expect(states(situation)).toEqual(['foreign: left out', 'own: upload']);
  expect(stepsOf(plan(situation))).toBe(1);
});

test('the record alone: what is awaited is counted, and nothing of it is done', () => {
  const alone = plan({
    wanted: [
      wanted('a', { ivrProfiles: ['record_emea'] }),
      wanted('b'),
      wanted('c', { ...expired, ivrProfiles: ['record_emea'] }),
    ],
    screenList: ['b', 'c'],
    ivrProfiles: [profile('record_emea')],
  });
  expect(stepsOf(alone)).toBe(0);
  expect(alone.awaited).toEqual({ requests: 1, screenList: 1 });
});
