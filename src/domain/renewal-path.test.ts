import { describe, expect, test } from 'vitest';
import type { Place } from './certificate.ts';
import { profilesLeft, renewalPath, whereText, type RenewalFacts } from './renewal-path.ts';

const profile = (id: string): Place => ({ kind: 'ivr-profile', id, name: `record_${id}` });
const screen: Place = { kind: 'screen-recording' };
const facts = (over: Partial<RenewalFacts> = {}): RenewalFacts => ({
  renewed: { assignedTo: [profile('a'), profile('b'), screen] },
  successor: undefined,
  pairSaved: false,
  requestWaits: false,
  tenant: { platform: 'aws', screenRecording: true },
  ...over,
});
const states = (given: RenewalFacts) => renewalPath(given).steps.map(({ state }) => state);

describe('step by step', () => {
  test.each([
    ['nothing is done', {}, ['open', 'open', 'open', 'open', 'open'], 'step 1 of 5, generate the key pair'],
    [
      'the pair is saved',
      { pairSaved: true },
      ['done', 'done', 'open', 'open', 'open'],
      'step 3 of 5, upload the pair',
    ],
    [
      'it is uploaded, from whichever browser',
      { successor: { assignedTo: [] } },
      ['done', 'done', 'done', 'open', 'open'],
      'step 4 of 5, request its assignment',
    ],
    [
      'its assignment is requested: the other step can be done meanwhile',
      { successor: { assignedTo: [] }, requestWaits: true },
      ['done', 'done', 'done', 'waiting', 'open'],
      'step 5 of 5, add it to Screen Recording Certificates',
    ],
    [
      'only the answer is missing',
      { successor: { assignedTo: [screen] }, requestWaits: true },
      ['done', 'done', 'done', 'waiting', 'done'],
      'step 4 of 5, waiting for your Genesys Professional',
    ],
    [
      'it is in one of the two profiles',
      { successor: { assignedTo: [profile('a'), screen] } },
      ['done', 'done', 'done', 'open', 'done'],
      'step 4 of 5, request its assignment',
    ],
    [
      'it is wherever the old one is',
      { successor: { assignedTo: [profile('a'), profile('b'), profile('c'), screen] } },
      ['done', 'done', 'done', 'done', 'done'],
      undefined,
    ],
    [
      'it took the place of the old one',
      { renewed: { assignedTo: [] }, successor: { assignedTo: [profile('a'), screen] } },
      ['done', 'done', 'done', 'done', 'done'],
      undefined,
    ],
    [
      'the old one was assigned nowhere',
      { renewed: { assignedTo: [] }, successor: { assignedTo: [] } },
      ['done', 'done', 'done', 'not needed', 'not needed'],
      undefined,
    ],
  ])('%s', (_, over, wanted, where) => {
    expect(states(facts(over as Partial<RenewalFacts>))).toEqual(wanted);
    expect(whereText(renewalPath(facts(over as Partial<RenewalFacts>)))).toBe(where);
  });
});

const steps = (tenant: RenewalFacts['tenant']) =>
  renewalPath(facts({ tenant })).steps.map(({ step }) => step);

test('a tenant without screen recording has a step less; on Azure an upload assigns by itself', () => {
  expect(steps({ platform: 'aws', screenRecording: false })).toEqual([
    'generate',
    'save',
    'upload',
    'assign',
  ]);
  expect(steps({ platform: 'azure', screenRecording: true })).toEqual([
    'generate',
    'save',
    'upload',
    'screen recording',
  ]);
});

test('the profiles that are left are those of the old one which the new one is not in', () => {
  expect(profilesLeft(facts({ successor: { assignedTo: [profile('b')] } })).map(({ id }) => id)).toEqual([
    'a',
  ]);
});
