import { describe, expect, test } from 'vitest';
import { DAY_MS } from './certificate.ts';
import { screenAnswer, voiceAnswer } from './encryption-answers.ts';

const now = new Date('2026-11-24T09:00:00Z');
const inDays = (days: number) => new Date(now.getTime() + days * DAY_MS).toISOString();

const certificate = (id: string, days: number) => ({
  id,
  subjectName: id,
  serialNumber: { hex: '0A' },
  notBefore: inDays(-100),
  notAfter: inDays(days),
});

const profile = (name: string, geoLocation: string | null, ...days: number[]) => ({
  id: name,
  name,
  serviceType: 'record',
  geoLocation,
  isDefault: geoLocation === null,
  certificates: days.map((each) => certificate(`${name} ${each}`, each)),
});

describe('voice recordings', () => {
  test('are counted by kinds of calls, and the first end is named', () => {
    const profiles = [
      profile('default', null),
      profile('west', 'us-west', 300),
      profile('emea', 'emea', 100, 200),
    ];
    expect(voiceAnswer(profiles, now)).toEqual({
      tone: 'bad',
      text: 'encrypted for 2 of 4 kinds of calls',
      ends: {
        certificate: {
          id: 'emea 200',
          subjectName: 'emea 200',
          nameShared: false,
          serialNumber: { hex: '0A' },
          notAfter: inDays(200),
        },
        until: inDays(200),
        profile: 'emea',
      },
      missing: ['calls from any other geo-location', 'calls without a geo-location'],
    });
  });

  test('are encrypted for all, none, or all for a short time', () => {
    expect(voiceAnswer([profile('record', null, 400)], now)).toMatchObject({
      tone: 'good',
      text: 'encrypted for all 2 kinds of calls',
      missing: [],
    });
    expect(voiceAnswer([profile('record', null, 40)], now).tone).toBe('soon');
    expect(voiceAnswer([profile('record', null, -1)], now)).toMatchObject({
      tone: 'bad',
      text: 'not encrypted',
    });
    expect(voiceAnswer([], now)).toMatchObject({ tone: 'bad', text: 'not encrypted' });
  });
});

describe('screen recordings', () => {
  test('are encrypted until the last of the list ends', () => {
    expect(screenAnswer([certificate('a', 100), certificate('b', 700)], now)).toMatchObject({
      tone: 'good',
      text: 'encrypted until',
      until: inDays(700),
      ends: { certificate: { id: 'b' }, until: inDays(700), profile: undefined },
    });
    expect(screenAnswer([certificate('a', 10)], now).tone).toBe('soon');
  });

  test('are not encrypted where nothing is valid, and have no end where nothing expires', () => {
    expect(screenAnswer([], now)).toMatchObject({ tone: 'bad', text: 'not encrypted' });
    const forever = { ...certificate('a', 1), notAfter: '9999-12-31T23:59:59Z' };
    expect(screenAnswer([forever], now)).toEqual({
      tone: 'good',
      text: 'encrypted, without an end date',
      ends: undefined,
      missing: [],
    });
  });
});
