import { describe, expect, test } from 'vitest';
import { addTo, changeTo, isStale, redo, removeFrom, undo, wantedList } from './draft-list.ts';

describe('a draft', () => {
  const saved = { etag: '"1"', ids: ['a', 'b'] };

  test('is what is pending, and nothing when everything was taken back', () => {
    const one = addTo(null, saved, ['c']);
    const two = removeFrom(one, saved, ['a']);
    expect(two).toEqual({ base: saved, added: ['c'], removed: ['a'] });
    expect(wantedList(two, saved)).toEqual(['b', 'c']);
    expect(two && undo(two, 'c')).toEqual({ base: saved, added: [], removed: ['a'] });
    expect(addTo(removeFrom(null, saved, ['a']), saved, ['a'])).toBeNull();
    expect(removeFrom(addTo(null, saved, ['c']), saved, ['c'])).toBeNull();
    expect(addTo(null, saved, ['a', 'b'])).toBeNull();
    expect(removeFrom(null, saved, ['x'])).toBeNull();
  });

  test('that somebody else saved under is stale, and can be done again on top', () => {
    const draft = removeFrom(addTo(null, saved, ['c', 'd']), saved, ['a', 'b']);
    const theirs = { etag: '"2"', ids: ['b', 'c', 'e'] };
    expect(isStale(draft, saved)).toBe(false);
    expect(isStale(draft, theirs)).toBe(true);
    expect(draft && redo(draft, theirs)).toEqual({ base: theirs, added: ['d'], removed: ['b'] });
    expect(draft && wantedList(redo(draft, theirs), theirs)).toEqual(['c', 'e', 'd']);
    expect(redo({ base: saved, added: ['c'], removed: ['a'] }, theirs)).toBeNull();
    expect(isStale(null, theirs)).toBe(false);
  });

  test('is what the person makes of the list as it is shown', () => {
    const one = changeTo(null, saved, ['b', 'c']);
    expect(one).toEqual({ base: saved, added: ['c'], removed: ['a'] });
    expect(wantedList(changeTo(one, saved, ['b', 'd', 'a']), saved)).toEqual(['a', 'b', 'd']);
    expect(changeTo(one, saved, ['b', 'a'])).toBeNull();
  });
});

test.each([
  ['both added', ['a'], ['a', 'b'], ['a', 'c'], ['a', 'c', 'b']],
  ['both removed the same', ['a', 'b'], ['a'], ['a'], ['a']],
  ['mine removed, theirs added', ['a', 'b'], ['b'], ['a', 'b', 'c'], ['b', 'c']],
  ['theirs removed what I kept', ['a', 'b'], ['a', 'b', 'c'], ['b'], ['b', 'c']],
  ['both added the same', [], ['a'], ['a'], ['a']],
])('redone on top of what was saved meanwhile: %s', (_, base, mine, theirs, result) => {
  const current = { etag: '"2"', ids: theirs };
  const draft = changeTo(null, { etag: '"1"', ids: base }, mine);
  expect(wantedList(draft && redo(draft, current), current)).toEqual(result);
});
