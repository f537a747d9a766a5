import { describe, expect, test } from 'vitest';
import { DAY_MS } from './certificate.ts';
import type { Listed } from './draft-list.ts';
import {
  encryptionSentence,
  saveConsequences,
  screenEncryption,
  voiceSetUp,
  whyNotAddable,
} from './screen-recording.ts';

const now = new Date('2026-11-24T09:00:00Z');
const at = (days: number) => new Date(now.getTime() + days * DAY_MS).toISOString();
const certificate = (subjectName: string, from: number, to: number, hex = subjectName): Listed => ({
  id: hex,
  subjectName,
  serialNumber: { hex },
  notBefore: at(from),
  notAfter: at(to),
});
const day = (iso: string) => iso.slice(0, 10);

const berlin = certificate('Berlin', -10, 400);
const manila = certificate('Manila', -10, 800);
const ending = certificate('Ending', -300, 9);
const expired = certificate('Old', -900, -5);
const future = certificate('Next', 5, 700);

describe('the banner', () => {
  test.each<[string, Listed[], string]>([
    ['nothing in the list', [], 'Screen recordings are not encrypted now: no certificate is in the list.'],
    [
      'only expired ones',
      [expired],
      'Screen recordings are not encrypted now: every certificate in the list has expired.',
    ],
    [
      'one to come',
      [expired, future],
      'Screen recordings are not encrypted now: no certificate in the list is valid before 2026-11-29.',
    ],
    ['one', [berlin], 'Screen recordings are encrypted now, for “Berlin”, until 2027-12-29.'],
    [
      'two, until the later one ends',
      [berlin, manila, expired],
      'Screen recordings are encrypted now, for “Berlin” and “Manila”, until 2029-02-01.',
    ],
    [
      'about to run out',
      [ending],
      'Screen recordings are encrypted now, for “Ending”, but only until 2026-12-03, in 9 days.',
    ],
    [
      'followed without a gap',
      [ending, future],
      'Screen recordings are encrypted now, for “Ending”, until 2028-10-24.',
    ],
    [
      'without an end',
      [{ ...berlin, notAfter: '9999-12-31T23:59:59.000Z' }],
      'Screen recordings are encrypted now, for “Berlin”, without an end date.',
    ],
    [
      'of one name, told apart',
      [certificate('Genesys', -1, 400, '4A1BC2D3E4F5061728'), certificate('Genesys', -1, 400, '0A')],
      'Screen recordings are encrypted now, for “Genesys (until 2027-12-29, …F5061728)” and “Genesys (until 2027-12-29, 0A)”, until 2027-12-29.',
    ],
  ])('%s', (_, list, sentence) => {
    expect(encryptionSentence(screenEncryption(list, now), day)).toBe(sentence);
  });

  test('the last of its days may end tomorrow', () => {
    const list = [certificate('Ending', -300, 0.8)];
    expect(encryptionSentence(screenEncryption(list, now), day)).toContain(
      'but only until 2026-11-25, in less than a day.',
    );
  });
});

const said = (before: Listed[], after: Listed[]) =>
  saveConsequences({ before, after }, now, day).map(({ severity, text }) => `${severity}: ${text}`);

describe('what a save would change', () => {
  test('nothing, when nothing changes', () => {
    expect(said([berlin], [berlin])).toEqual([]);
  });

  test('added', () => {
    expect(said([berlin], [berlin, manila])).toEqual([
      'info: From now on, screen recordings are encrypted for “Berlin” and “Manila”. Any one of their private keys opens them. Older recordings do not change.',
    ]);
  });

  test('removed', () => {
    expect(said([berlin, manila], [manila])).toEqual([
      'info: From now on, screen recordings are encrypted for “Manila”. Its private key opens them. Older recordings do not change.',
      'info: From now on, the private key of “Berlin” will not open new screen recordings. “Berlin” stays in the keystore to play older ones.',
    ]);
  });

  test('the last one removed', () => {
    expect(said([berlin], [])[0]).toBe(
      'error: From now on, screen recordings will not be encrypted. Older recordings do not change.',
    );
  });

  test('what is about to end, or has not begun', () => {
    expect(said([], [ending])).toEqual([
      'warning: From now on, screen recordings are encrypted for “Ending”. Its private key opens them. Older recordings do not change. Only until 2026-12-03, in 9 days.',
    ]);
    expect(said([], [future])).toEqual([
      'warning: Screen recordings are still not encrypted: no certificate in the list is valid now.',
      'warning: Not yet valid: “Next”. Until then nothing is encrypted for it.',
    ]);
  });
});

test('what cannot be added says why', () => {
  expect(whyNotAddable(berlin, [], now)).toBeUndefined();
  expect(whyNotAddable(future, [], now)).toBeUndefined();
  expect(whyNotAddable(berlin, ['Berlin'], now)).toBe('Already in the list');
  expect(whyNotAddable(expired, [], now)).toMatch(/^Expired/);
});

test('voice comes first: upload, assignment, then screen recording', () => {
  expect(voiceSetUp(0, [{ certificates: [] }])).toBe('nothing uploaded');
  expect(voiceSetUp(1, [{ certificates: [] }])).toBe('nothing assigned');
  // A certificate that another session uploaded can be assigned although this session's list does not show it.
  expect(voiceSetUp(0, [{ certificates: [] }, { certificates: ['a'] }])).toBe('done');
});
