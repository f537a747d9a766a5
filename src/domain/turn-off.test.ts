import { describe, expect, test } from 'vitest';
import { DAY_MS, type Validity } from './certificate.ts';
import type { Profile } from './ivr-profile.ts';
import { isAcknowledged, screenStop, stopEntry, stopText, voiceStop, worstOf } from './turn-off.ts';

const now = new Date('2026-11-24T09:00:00Z');
const day = (days: number) => new Date(now.getTime() + days * DAY_MS).toISOString();
const valid = (from: number, to: number): Validity => ({ notBefore: day(from), notAfter: day(to) });
const [long, longer, ending, expired, future] = [
  valid(-1, 400),
  valid(-1, 800),
  valid(-300, 9),
  valid(-400, -1),
  valid(5, 400),
];

describe('a save of the screen recording list', () => {
  test.each<[string, Validity[], Validity[], string | undefined]>([
    ['stops with the last certificate', [long], [], 'at once'],
    ['is confirmed with the last one, even an expired one', [expired], [], 'last one'],
    ['stops with the last valid one', [long, expired], [expired], 'at once'],
    ['stops for as long as the next one is not valid', [long], [future], 'at once'],
    ['stops soon where it would have gone on', [long, ending], [ending], 'sooner'],
    ['stops nothing where one stays', [long, longer], [longer], undefined],
    ['stops nothing where the end is still far', [longer, long], [long], undefined],
    ['stops nothing where it had stopped already', [expired, future], [future], undefined],
    ['stops nothing where there was nothing', [], [], undefined],
    ['stops nothing when one is added', [ending], [ending, long], undefined],
    ['stops nothing when an expired one is removed', [long, expired], [long], undefined],
  ])('%s', (_, before, after, kind) => {
    expect(screenStop({ before, after }, now)?.kind).toBe(kind);
  });
});

const profile = (id: string, more: Partial<Profile>, ...certificates: Validity[]) => ({
  id,
  name: id,
  serviceType: 'record',
  geoLocation: null,
  isDefault: false,
  ...more,
  certificates,
});

describe('a save of a profile’s list', () => {
  const profiles = [
    profile('default', { isDefault: true }, long),
    profile('emea', { geoLocation: 'emea' }, longer, ending),
    profile('again', { geoLocation: 'emea' }, long),
    profile('menu', { serviceType: 'voicexml' }, long),
  ];
  const said = (id: string, ...after: Validity[]) => {
    const stop = voiceStop(profiles, { id, after }, now);
    return stop && stopText(stop, (iso) => iso.slice(0, 10));
  };

  test('names the kinds of calls that stop', () => {
    expect(said('default')).toBe(
      'calls from any other geo-location and calls without a geo-location will not be encrypted.',
    );
    expect(said('emea')).toBe('calls from emea will not be encrypted.');
    expect(said('emea', ending)).toBe('calls from emea will be encrypted only until 2026-12-03.');
    expect(said('emea', longer)).toBeUndefined();
  });

  test('stops nothing where no call picks the profile', () => {
    expect(said('again')).toBeUndefined();
    expect(said('menu')).toBeUndefined();
  });

  test('the audit log says what was stopped, and with whom it was discussed', () => {
    const entry = (after: Validity[]) => {
      const stop = voiceStop(profiles, { id: 'emea', after }, now);
      return stop && stopEntry(stop, 'professional');
    };
    expect(entry([])).toBe('calls from emea are no longer encrypted, as discussed with the administrator');
    expect(entry([ending])).toBe(
      'calls from emea are encrypted only until 2026-12-03, as discussed with the administrator',
    );
    const gone = screenStop({ before: [expired], after: [] }, now);
    expect(gone && stopEntry(gone, 'administrator')).toBeUndefined();
  });
});

test('several stops are one question about the worst of them', () => {
  expect(worstOf([])).toBeUndefined();
  expect(
    worstOf([
      { of: 'calls from emea', kind: 'sooner', until: day(3) },
      { of: 'calls from us-west', kind: 'at once' },
      { of: 'calls from us-east', kind: 'at once' },
    ]),
  ).toEqual({ of: 'calls from us-west and calls from us-east', kind: 'at once' });
});

test.each([
  [undefined, false],
  [{ typed: 'unencrypted', discussed: false }, false],
  [{ typed: 'encrypted', discussed: true }, false],
  [{ typed: ' Unencrypted ', discussed: true }, true],
])('acknowledged by %o: %s', (acknowledgement, enough) => {
  expect(isAcknowledged(acknowledgement)).toBe(enough);
});
