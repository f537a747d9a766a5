import { describe, expect, test } from 'vitest';
import { searchable } from '../domain/search.ts';
import { arrange } from './arranged-rows.ts';

interface Row {
  name: string;
  day: number;
}

function arranged(
  rows: readonly Row[],
  { search = '', sortBy, descending = false }: { search?: string; sortBy?: keyof Row; descending?: boolean },
) {
  const work = arrange(
    rows,
    search,
    ({ name }) => searchable(name),
    sortBy && ((row: Row) => row[sortBy]),
    descending,
  );
  let pauses = 0;
  for (let step = work.next(); ; step = work.next()) {
    if (step.done) return { rows: step.value, pauses };
    pauses++;
  }
}

const many = Array.from({ length: 3_000 }, (_, i) => ({
  name: `Recording ${(i * 7_919) % 3_000} ${['Berlin', 'Zürich', 'manila'][i % 3]}`,
  day: (i * 31) % 97,
}));

describe('rows are arranged', () => {
  test.each([false, true])(
    'as one sort would do it, of equal ones the first stays first; descending: %s',
    (descending) => {
      const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });
      const sign = descending ? -1 : 1;
      expect(arranged(many, { sortBy: 'name', descending }).rows).toEqual(
        many.toSorted((a, b) => sign * collator.compare(a.name, b.name)),
      );
      expect(arranged(many, { sortBy: 'day', descending }).rows).toEqual(
        many.toSorted((a, b) => sign * (a.day - b.day)),
      );
    },
  );

  test('with every word of the search, whatever its case', () => {
    const { rows } = arranged(many, { search: ' ZÜRICH 299 ' });
    expect(rows).toEqual(many.filter(({ name }) => name.includes('Zürich') && name.includes('299')));
    expect(rows.length).toBeGreaterThan(1);
  });

  test('with many pauses', () => {
    expect(arranged(many, { search: 'recording', sortBy: 'name' }).pauses).toBeGreaterThan(50);
  });

  test('none and one', () => {
    expect(arranged([], { sortBy: 'name' }).rows).toEqual([]);
    expect(arranged(many.slice(0, 1), { sortBy: 'name' }).rows).toEqual(many.slice(0, 1));
  });
});
