import { describe, expect, test } from 'vitest';
import { DAY_MS } from './certificate.ts';
import {
  consequences,
  coverageOf,
  encryptedUntil,
  encryptionOf,
  encryptionText,
  keyNumbers,
  pickProfile,
  type Profile,
} from './ivr-profile.ts';

const now = new Date('2026-11-24T09:00:00Z');
const inDays = (days: number) => new Date(now.getTime() + days * DAY_MS).toISOString();
const day = (iso: string) => iso.slice(0, 10);
const certificate = (id: string, from: number, to: number) => ({
  id,
  subjectName: id,
  serialNumber: { hex: id },
  notBefore: inDays(from),
  notAfter: inDays(to),
});

const profile = (name: string, more: Partial<Profile> = {}): Profile => ({
  id: name,
  name,
  serviceType: 'record',
  geoLocation: null,
  isDefault: false,
  ...more,
});

describe('keys of a profile', () => {
  test.each([
    ['the first one', {}, ['a'], { a: 1 }],
    ['in the order of the list', {}, ['b', 'a'], { b: 1, a: 2 }],
    ['what stays keeps its number', { a: 1, b: 2 }, ['b'], { b: 2 }],
    ['a gap is filled first', { a: 1, b: 2, c: 3 }, ['c', 'a', 'd', 'e'], { a: 1, d: 2, c: 3, e: 4 }],
    ['a replacement takes over the freed number', { a: 1 }, ['b'], { b: 1 }],
    ['nothing left', { a: 1 }, [], {}],
  ])('%s', (_, before, wanted, numbers) => {
    expect(Object.fromEntries(keyNumbers(new Map(Object.entries(before)), wanted))).toEqual(numbers);
  });

  test('are answered in the order of their numbers', () => {
    expect([...keyNumbers(new Map([['c', 3]]), ['c', 'a', 'b']).keys()]).toEqual(['a', 'b', 'c']);
  });
});

describe('which profile the platform picks', () => {
  const emea = profile('record_emea', { geoLocation: 'emea' });
  const west = profile('record_us_west', { geoLocation: 'us-west' });
  const fallback = profile('IVR_Default_Record', { isDefault: true });
  const named = profile('record');
  const menu = profile('IVR_Main_Menu', { serviceType: 'voicexml', geoLocation: 'apac', isDefault: true });

  test.each<[string, Profile[], string | null, string | undefined, string | undefined]>([
    ['its geo-location comes first', [named, fallback, emea, west], 'emea', 'record_emea', 'geo-location'],
    ['no geo-location and one profile: that one', [emea, menu], null, 'record_emea', 'only one'],
    ['a geo-location of no profile: not the only one', [emea, menu], 'us-west', undefined, undefined],
    ['then the one named record', [fallback, named, emea], 'apac', 'record', 'named record'],
    ['also without a geo-location', [fallback, named, emea], null, 'record', 'named record'],
    ['then the default one', [fallback, emea, west], 'apac', 'IVR_Default_Record', 'default'],
    ['a profile of another service type never', [menu, emea, west], 'apac', undefined, undefined],
    ['nothing without a profile', [], null, undefined, undefined],
  ])('%s', (_, profiles, geoLocation, name, by) => {
    const picked = pickProfile(profiles, geoLocation);
    expect(picked?.profile.name).toBe(name);
    expect(picked?.by).toBe(by);
  });

  test('coverage has a line for each geo-location, for another one and for none', () => {
    const certificates = [certificate('a', -1, 400)];
    const rows = coverageOf(
      [
        { ...fallback, certificates: [] },
        { ...emea, certificates },
        { ...west, certificates: [certificate('old', -10, -1)] },
        { ...menu, certificates },
      ],
      now,
    );
    expect(rows.map(({ from, picked, encryption }) => [from, picked?.profile.name, encryption.kind])).toEqual(
      [
        [{ kind: 'geo-location', geoLocation: 'emea' }, 'record_emea', 'encrypted'],
        [{ kind: 'geo-location', geoLocation: 'us-west' }, 'record_us_west', 'not encrypted'],
        [{ kind: 'another geo-location' }, 'IVR_Default_Record', 'not encrypted'],
        [{ kind: 'no geo-location' }, 'IVR_Default_Record', 'not encrypted'],
      ],
    );
  });
});

describe('until when calls are encrypted', () => {
  test.each<[string, [number, number][], number | undefined]>([
    ['no certificate', [], undefined],
    ['an expired one', [[-20, -1]], undefined],
    ['one that is not valid yet', [[1, 20]], undefined],
    ['one', [[-1, 20]], 20],
    [
      'the longer one of two',
      [
        [-1, 20],
        [-5, 30],
      ],
      30,
    ],
    [
      'the next one joins',
      [
        [19, 50],
        [-1, 20],
      ],
      50,
    ],
    [
      'a gap ends it',
      [
        [-1, 20],
        [21, 50],
      ],
      20,
    ],
    ['its last moment counts', [[-1, 0]], 0],
  ])('%s', (_, spans, days) => {
    const certificates = spans.map(([from, to]) => certificate('x', from, to));
    expect(encryptedUntil(certificates, now)).toBe(days === undefined ? undefined : inDays(days));
  });

  test('one that starts the second after another ends leaves no gap', () => {
    const second = new Date(Date.parse(inDays(20)) + 1000).toISOString();
    expect(encryptedUntil([certificate('a', -1, 20), { notBefore: second, notAfter: inDays(50) }], now)).toBe(
      inDays(50),
    );
  });

  test.each([
    [[certificate('a', -1, 400)], 'Encrypted'],
    [[certificate('a', -1, 91)], 'Encrypted'],
    [[certificate('a', -1, 90)], 'About to run out in 90 days'],
    [[certificate('a', -1, 1.5)], 'About to run out in 1 day'],
    [[certificate('a', -1, 0.5)], 'About to run out in less than a day'],
    [[certificate('a', -1, 20), certificate('b', -1, 400)], 'Encrypted'],
    [[certificate('a', -2, -1)], 'Not encrypted'],
    [[], 'Not encrypted'],
  ])('the status in words', (certificates, text) => {
    expect(encryptionText(encryptionOf({ serviceType: 'record', certificates }, now))).toBe(text);
    expect(encryptionText(encryptionOf({ serviceType: 'voicexml', certificates }, now))).toBe(
      'Does not record',
    );
  });
});

describe('what saving changes, in words', () => {
  const [a, b, later] = [certificate('a', -1, 400), certificate('b', -1, 400), certificate('later', 5, 400)];
  const said = (before: (typeof a)[], after: (typeof a)[]) =>
    consequences({ name: 'record_emea', serviceType: 'record', before, after }, now, day);

  test('nothing stops that had stopped before', () => {
    const expired = certificate('expired', -400, -30);
    expect(said([expired], []).map(({ text }) => text)).toEqual([
      'Calls that pick record_emea are still not encrypted: it has no valid certificate.',
      'Older recordings do not change. “expired” stays in the keystore to play them back.',
    ]);
    const other = { name: 'IVR_Main_Menu', serviceType: 'voicexml', before: [a], after: [] };
    expect(consequences(other, now, day).map(({ text }) => text)).toEqual([
      'No recorded call picks IVR_Main_Menu, so nothing is encrypted by it.',
    ]);
  });

  test('nothing for no change, in whatever order', () => {
    expect(said([a, b], [b, a])).toEqual([]);
  });

  test('a replacement', () => {
    expect(said([a], [b]).map(({ text }) => text)).toEqual([
      'From now on, calls that pick record_emea are encrypted for “b”. Its private key opens them.',
      'From now on, the private key of “a” will not open new recordings.',
      'Older recordings do not change. “a” stays in the keystore to play them back.',
    ]);
  });

  test('the last valid one taken out is an error', () => {
    const [first] = said([a, later], [later]);
    expect(first).toEqual({
      severity: 'error',
      text: 'From now on, calls that pick record_emea are not encrypted: it has no valid certificate.',
    });
  });

  test('one that is not valid yet has no effect yet', () => {
    expect(said([a], [a, later]).map(({ severity }) => severity)).toEqual(['info', 'warning', 'info']);
  });
});
