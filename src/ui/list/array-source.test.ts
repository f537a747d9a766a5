import { describe, expect, test } from 'vitest';
import { wordsColumn } from '../../domain/columns.ts';
import { listOf } from './array-source.ts';

interface Row {
  name: string;
  day: number;
}

const columns = [
  wordsColumn<Row>('name', 'Name', 100, ({ name }) => name),
  { id: 'day', header: 'Day', sortBy: ({ day }: Row) => day },
];

const many = Array.from({ length: 3_000 }, (_, i) => ({
  name: `Recording ${(i * 7_919) % 3_000} ${['Berlin', 'Zürich', 'manila'][i % 3]}`,
  day: (i * 31) % 97,
}));

describe('rows are arranged', () => {
  test.each([false, true])(
    'in the order of the column, of equal ones the first stays first; descending: %s',
    (descending) => {
      const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });
      const sign = descending ? -1 : 1;
      expect(listOf(many, columns, { column: 'name', descending }, '').rows).toEqual(
        many.toSorted((a, b) => sign * collator.compare(a.name, b.name)),
      );
      expect(listOf(many, columns, { column: 'day', descending }, '').rows).toEqual(
        many.toSorted((a, b) => sign * (a.day - b.day)),
      );
    },
  );

  test('with every word of the search, whatever its case', () => {
    const { rows } = listOf(many, columns, { column: 'none', descending: false }, ' ZÜRICH 299 ');
    expect(rows).toEqual(many.filter(({ name }) => name.includes('Zürich') && name.includes('299')));
    expect(rows.length).toBeGreaterThan(1);
  });
});
