import { expect, test } from 'vitest';
import { dayText, minuteText } from '../../ui/page/dates.ts';
import { shownDate } from './shown-date.ts';

const covers = ({ from = '', to = '' }: { from?: string; to?: string }, at: string) => from <= at && at < to;

test('a date as it is shown is found again: the day, or with the time the minute', () => {
  for (const at of ['2026-11-30T23:56:48.123Z', '2024-02-29T00:00:00.000Z', '2026-03-29T12:30:00.000Z']) {
    const minute = shownDate(`unassigned ${minuteText(at)} record_emea`);
    expect(minute.words).toBe('unassigned record_emea');
    expect(covers(minute, at), minuteText(at)).toBe(true);
    expect(Date.parse(minute.to ?? '') - Date.parse(minute.from ?? '')).toBe(60_000);
    const day = shownDate(dayText(at));
    expect(day.words).toBe('');
    expect(covers(day, at), dayText(at)).toBe(true);
    expect(covers(day, new Date(Date.parse(at) + 86_400_000).toISOString())).toBe(false);
  }
});

test('what is no date is searched for as it is', () => {
  for (const search of ['', 'unassigned', 'Genesys Recording 2026', '30 Nov', 'certificate-1 2026-11-28']) {
    expect(shownDate(search)).toEqual({ words: search });
  }
});
