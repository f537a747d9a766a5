import { expect, test } from 'vitest';
import { mostUrgent, pictureHeight } from './timeline.ts';

test('of many rows the urgent ones stay in sight, in their order', () => {
  const rows = (['good', 'soon', 'good', 'bad', 'neutral'] as const).map((tone) => ({ tone }));
  expect(mostUrgent(rows, 3)).toEqual([rows[1], rows[3], rows[4]]);
  expect(mostUrgent(rows, 4)).toEqual([rows[0], rows[1], rows[3], rows[4]]);
});

test('the room that is kept grows by the lanes of each row', () => {
  const more =
    pictureHeight([{ lanes: 0 }, { lanes: 12 }]).wide - pictureHeight([{ lanes: 1 }, { lanes: 1 }]).wide;
  expect(more).toBe(11 * 28);
});
