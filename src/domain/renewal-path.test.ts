import { describe, expect, test } from 'vitest';
import type { Place } from './certificate.ts';
import {
  leftOpenBy,
  profilesLeft,
  renewalPath,
  whereText,
  type RenewalFacts,
  type StepState,
} from './renewal-path.ts';

const now = new Date('2026-11-24T09:00:00Z');
const day = (days: number) => new Date(now.getTime() + days * 86_400_000).toISOString();
const profile = (id: string): Place => ({ kind: 'ivr-profile', id, name: `record_${id}` });
const screen: Place = { kind: 'screen-recording' };
const facts = (over: Partial<RenewalFacts> = {}): RenewalFacts => ({
  renewed: { assignedTo: [profile('a'), profile('b'), screen], notAfter: day(20) },
  successor: undefined,
  leftOpen: [],
  pairSaved: false,
  requestWaits: false,
  opens: false,
  tenant: { platform: 'aws', screenRecording: true },
  ...over,
});
const renewed = (assignedTo: Place[], notAfter = day(20)) => ({ assignedTo, notAfter });
const successor = (assignedTo: Place[], notBefore = day(-1), proven = false) => ({
  assignedTo,
  notBefore,
  proven,
});
const states = (given: RenewalFacts) => renewalPath(given, now).steps.map(({ state }) => state);
const everywhere = [profile('a'), profile('b'), profile('c'), screen];

describe('step by step', () => {
  test.each<[string, Partial<RenewalFacts>, StepState[], string | undefined]>([
    [
      'nothing is done',
      {},
      ['open', 'open', 'open', 'open', 'open', 'open'],
      'step 1 of 6, generate the key pair',
    ],
    [
      'the pair is saved',
      { pairSaved: true },
      ['done', 'done', 'open', 'open', 'open', 'open'],
      'step 3 of 6, upload the pair',
    ],
    [
      'it is uploaded, from whichever browser: that its key is saved is assumed',
      { successor: successor([]) },
      ['done', 'assumed', 'done', 'open', 'open', 'open'],
      'step 4 of 6, request its assignment',
    ],
    [
      'a copy of its key is proven',
      { successor: successor([], day(-1), true) },
      ['done', 'done', 'done', 'open', 'open', 'open'],
      'step 4 of 6, request its assignment',
    ],
    [
      'its assignment is requested: the other step can be done meanwhile',
      { successor: successor([]), requestWaits: true },
      ['done', 'assumed', 'done', 'waiting', 'open', 'open'],
      'step 5 of 6, add it to Screen Recording Certificates',
    ],
    [
      'only the answer is missing',
      { successor: successor([screen]), requestWaits: true },
      ['done', 'assumed', 'done', 'waiting', 'done', 'open'],
      'step 4 of 6, waiting for your Genesys Professional',
    ],
    [
      'it is in one of the two profiles',
      { successor: successor([profile('a'), screen]) },
      ['done', 'assumed', 'done', 'open', 'done', 'open'],
      'step 4 of 6, request its assignment',
    ],
    [
      'it is wherever the old one is, and no call has proven it',
      { successor: successor(everywhere) },
      ['done', 'assumed', 'done', 'done', 'done', 'open'],
      'step 6 of 6, make a test call',
    ],
    [
      'its key opens a recording',
      { successor: successor(everywhere), opens: true },
      ['done', 'assumed', 'done', 'done', 'done', 'done'],
      undefined,
    ],
    [
      'it took the place of the old one',
      { renewed: renewed([]), successor: successor([profile('a'), screen]), opens: true },
      ['done', 'assumed', 'done', 'done', 'done', 'done'],
      undefined,
    ],
    [
      'the old one was taken out first, and nothing is encrypted there now',
      { renewed: renewed([]), successor: successor([]), leftOpen: [profile('a'), screen] },
      ['done', 'assumed', 'done', 'open', 'open', 'open'],
      'step 4 of 6, request its assignment',
    ],
    [
      'it is in place early, and valid before the old one ends',
      { successor: successor(everywhere, day(20)), opens: false },
      ['done', 'assumed', 'done', 'done', 'done', 'not valid yet'],
      'step 6 of 6, waiting until it is valid',
    ],
    [
      'it is in place, and valid only after the old one has ended',
      { successor: successor(everywhere, day(21)) },
      ['done', 'assumed', 'done', 'not valid yet', 'not valid yet', 'not valid yet'],
      'step 4 of 6, waiting until it is valid',
    ],
    [
      'the old one was taken out before it is valid',
      {
        renewed: renewed([profile('b'), screen]),
        successor: successor(everywhere, day(5)),
        leftOpen: [profile('a')],
      },
      ['done', 'assumed', 'done', 'not valid yet', 'done', 'not valid yet'],
      'step 4 of 6, waiting until it is valid',
    ],
    [
      'late: the old one has ended, and it is valid now',
      { renewed: renewed(everywhere, day(-9)), successor: successor(everywhere), opens: true },
      ['done', 'assumed', 'done', 'done', 'done', 'done'],
      undefined,
    ],
    [
      'the old one was assigned nowhere',
      { renewed: renewed([]), successor: successor([]) },
      ['done', 'assumed', 'done', 'not needed', 'not needed', 'not needed'],
      undefined,
    ],
  ])('%s', (_, over, wanted, where) => {
    expect(states(facts(over))).toEqual(wanted);
    expect(whereText(renewalPath(facts(over), now))).toBe(where);
  });
});

const replaced = (over: Partial<RenewalFacts>) => renewalPath(facts(over), now).replaced;

test('replaced: in every place of the old one, and valid in time', () => {
  expect(replaced({ successor: successor(everywhere) })).toBe(true);
  expect(replaced({ successor: successor(everywhere, day(20)) })).toBe(true);
  expect(replaced({ successor: successor(everywhere, day(21)) })).toBe(false);
  expect(replaced({ successor: successor([screen]) })).toBe(false);
  expect(replaced({ renewed: renewed([]), successor: successor([]) })).toBe(false);
});

const assignment = (certificateId: string) => ({
  certificateId,
  subjectName: certificateId,
  notBefore: day(-300),
  notAfter: day(20),
  assignedAt: day(-200),
  unassignedAt: day(-1),
  unassignedBy: 'professional',
});

const coverage = (place: Place, state: 'encrypted' | 'in the clear', ...ids: string[]) => ({
  place,
  intervals: [
    { state: 'encrypted' as const, from: day(-300), to: day(-1), ending: null },
    { state, from: day(-1), to: null, ending: null },
  ],
  assignments: ids.map(assignment),
});

test('a place is left open where the certificate was and nothing is encrypted now', () => {
  const places = [
    coverage(profile('a'), 'in the clear', 'old'),
    coverage(profile('b'), 'encrypted', 'old'),
    coverage(screen, 'in the clear', 'another'),
  ];
  expect(leftOpenBy('old', places, now)).toEqual([profile('a')]);
});

const steps = (tenant: RenewalFacts['tenant']) =>
  renewalPath(facts({ tenant }), now).steps.map(({ step }) => step);

test('a tenant without screen recording has a step less; on Azure an upload assigns by itself', () => {
  expect(steps({ platform: 'aws', screenRecording: false })).toEqual([
    'generate',
    'save',
    'upload',
    'assign',
    'test call',
  ]);
  expect(steps({ platform: 'azure', screenRecording: true })).toEqual([
    'generate',
    'save',
    'upload',
    'screen recording',
    'test call',
  ]);
});

test('the profiles that are left are those of the old one which the new one is not in', () => {
  expect(profilesLeft(facts({ successor: successor([profile('b')]) })).map(({ id }) => id)).toEqual(['a']);
});
