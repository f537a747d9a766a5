import type { DatabaseSync, SQLInputValue, SQLOutputValue } from 'node:sqlite';

/** What SQLite has no type for is stored as a name says it, too: true as 1, and a list as JSON. */
export type Values = Record<string, SQLInputValue | boolean | readonly unknown[]>;

/** A statement whose rows are named as in TypeScript. */
export interface Prepared {
  /** Answers the number of changed rows. */
  run: (values: Values) => number;
  all: <T extends object>(values: Values) => T[];
  /** Row by row, each with the size of its texts and bytes. */
  iterate: (values: Values) => Iterable<{ row: object; size: number }>;
}

/**
 * The column `not_before` is read as `notBefore`. A name also says what SQLite has no type for: `is_default` is true or
 * false, and `recipients_json` is read as `recipients`, parsed.
 */
export function prepareRows(sqlite: DatabaseSync, sql: string): Prepared {
  const statement = sqlite.prepare(sql);
  statement.setReturnArrays(true);
  const columns = statement.columns().map(({ name }) => columnOf(name));
  const rowOf = (array: Stored): object => {
    const row: Record<string, unknown> = {};
    for (let place = 0; place < columns.length; place++) {
      const column = columns[place];
      if (column) row[column.name] = column.read(array[place] ?? null);
    }
    return row;
  };
  return {
    run: (values) => Number(statement.run(toStore(values)).changes),
    all: <T extends object>(values: Values) => {
      // The type of Node.js does not know that rows are arrays now.
      const rows = statement.all(toStore(values)) as unknown as Stored[];
      return rows.map((array) => rowOf(array) as T);
    },
    *iterate(values) {
      for (const array of statement.iterate(toStore(values)) as unknown as Iterable<Stored>) {
        yield { row: rowOf(array), size: sizeOf(array) };
      }
    },
  };
}

/** The statement that writes a row with these columns, named as in TypeScript. */
export function insertion(table: string, names: readonly string[], or: 'REPLACE' | 'ABORT'): string {
  const values = names.map((name) => `:${name}`);
  return `INSERT OR ${or} INTO ${table} (${names.map(columnNamed).join()}) VALUES (${values.join()})`;
}

/** “not_before” for “notBefore”. */
export const columnNamed = (name: string): string =>
  name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

function toStore(values: Values): Record<string, SQLInputValue> {
  const stored: Record<string, SQLInputValue> = {};
  for (const [name, value] of Object.entries(values)) {
    stored[name] = typeof value === 'boolean' ? Number(value) : isList(value) ? JSON.stringify(value) : value;
  }
  return stored;
}

const isList = (value: Values[string]): value is readonly unknown[] => Array.isArray(value);

type Stored = readonly SQLOutputValue[];

const asStored = (value: SQLOutputValue): unknown => value;
const asBoolean = (value: SQLOutputValue): unknown => value === 1;
const parsed = (value: SQLOutputValue): unknown => (value === null ? null : JSON.parse(String(value)));

const columnOf = (name: string): { name: string; read: (value: SQLOutputValue) => unknown } => ({
  name: name
    .replace(/_json$/, '')
    .replaceAll(/(?<=[a-z0-9])_([a-z0-9])/g, (_, next: string) => next.toUpperCase()),
  read: name.endsWith('_json') ? parsed : name.startsWith('is_') ? asBoolean : asStored,
});

const sizeOf = (array: Stored): number =>
  array.reduce<number>((sum, value) => {
    if (typeof value === 'string') return sum + value.length;
    return value instanceof Uint8Array ? sum + value.byteLength : sum;
  }, 0);
