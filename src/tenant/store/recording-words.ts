import type { SearchedPrefixes } from '../../domain/recording-search.ts';
import type { Database } from './database.ts';

/** The words of a search for recordings, and which indexes find what begins with them. */

export type Values = Record<string, string | number>;

/** An index that finds what is asked, and the condition by which it does. */
interface Branch {
  by: 'NOT INDEXED' | `INDEXED BY ${string}`;
  condition: string;
  /** The index goes on to a time. If not, it looks at all that begin alike. */
  isExact: boolean;
}

/** What finds everything that is asked, by one index or by several. */
export interface Way {
  branches: Branch[];
}

/** A word of the search. Without branches, no recording fits it. */
export interface Word extends Way {
  values: Values;
}

/** `alike`: so many numbers that begin alike, and calls whose UUIDs do, are found one by one. */
export function wordOf(
  database: Database,
  { alike }: { alike: number },
  { numbers, calls }: SearchedPrefixes,
  place: number,
): Word {
  const values: Values = {};
  const range = (column: string, prefix: string, name: string) => {
    values[name] = prefix;
    return `${column} >= :${name} AND ${column} < :${name} || char(1114111)`;
  };
  const list = (column: string, all: readonly (string | number)[], name: string) => {
    values[name] = JSON.stringify(all);
    return `${column} IN (SELECT value FROM json_each(:${name}))`;
  };
  const ofNumbers = (column: 'ani' | 'dnis', index: string): Branch[] => {
    const by = `INDEXED BY ${index}` as const;
    const begun = numbers.map((prefix) => numbersFrom(database, column, prefix, alike + 1));
    if (begun.some((each) => each.length > alike))
      return numbers.map((prefix, n) => ({
        by,
        condition: range(column, prefix, `${column}_${place}_${n}`),
        isExact: false,
      }));
    const all = begun.flat();
    return all.length > 0 ? [{ by, condition: list(column, all, `${column}_${place}`), isExact: true }] : [];
  };
  const ofCalls = (): Branch[] => {
    const branches = calls.flatMap((prefix, n): Branch[] => {
      const name = `call_${place}_${n}`;
      return [
        {
          by: 'INDEXED BY recording_by_call',
          condition: `${range('call_uuid', prefix, name)} AND call_uuid <> ''`,
          isExact: false,
        },
        {
          by: 'INDEXED BY sqlite_autoindex_recording_1',
          condition: `${range('uuid', prefix, name)} AND call_uuid = ''`,
          isExact: false,
        },
      ];
    });
    const all = branches.flatMap(({ by, condition }) =>
      rows<{ id: number }>(
        database,
        `SELECT id FROM recording ${by} WHERE ${condition} LIMIT ${alike + 1}`,
        values,
      ),
    );
    if (all.length > alike) return branches;
    const ids = all.map(({ id }) => id);
    return ids.length > 0
      ? [{ by: 'NOT INDEXED', condition: list('id', ids, `calls_${place}`), isExact: true }]
      : [];
  };
  const branches = [
    ...ofNumbers('ani', 'recording_by_caller'),
    ...ofNumbers('dnis', 'recording_by_dialed'),
    ...ofCalls(),
  ];
  return { branches, values };
}

/** The different numbers that begin alike, found by one step in the index for each. */
const numbersFrom = (database: Database, column: 'ani' | 'dnis', prefix: string, limit: number): string[] => {
  const next = (after: string) =>
    `SELECT min(${column}) FROM recording WHERE ${column} ${after} AND ${column} < :prefix || char(1114111)`;
  return database
    .all<{ value: string }>(
      `WITH RECURSIVE number (value) AS (
         ${next('>= :prefix')} UNION ALL SELECT (${next('> number.value')}) FROM number WHERE value IS NOT NULL
       )
       SELECT value FROM number WHERE value IS NOT NULL LIMIT :limit`,
      { prefix, limit },
    )
    .map(({ value }) => value);
};

/** SQLite refuses values that a statement does not name. */
export function rows<T extends object>(database: Database, sql: string, values: Values): T[] {
  const names = new Set(sql.match(/:\w+/g));
  return database.all<T>(
    sql,
    Object.fromEntries(Object.entries(values).filter(([name]) => names.has(`:${name}`))),
  );
}
