import { statSync } from 'node:fs';
import { DatabaseSync, type SQLOutputValue } from 'node:sqlite';
import { Worker } from 'node:worker_threads';
import { counted, numberText } from '../../domain/counted.ts';
import { storeFault } from './faults.ts';
import { defineFunctions } from './functions.ts';
import { KeystoreDamaged, StartRefused } from './key-file.ts';
import { assertRepeated, migrations, repeated } from './migrations.ts';
import { assertWithLog, OPEN, unmarkWhole } from './open-mark.ts';
import { insertion, prepareRows, type Prepared, type Values } from './rows.ts';
import { foreignSchema, schemaVersion } from './schema.ts';

type Row = Record<string, SQLOutputValue>;

type Log = (line: string) => void;

/**
 * One tenant's database. All functions are synchronous: between the first read of a transaction and its commit no other
 * request can run, so a rule that was checked still holds when the rows are written.
 */
export interface Database {
  /** Reads rows, named as `rows.ts` says. The caller gives their type, which the STRICT tables guarantee. */
  all<T extends object = Row>(sql: string, values?: Values): T[];
  /** The first of the rows. */
  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- The caller gives the type, as for `all`.
  one<T extends object = Row>(sql: string, values?: Values): T | undefined;
  /** Whether there is a row. */
  has(sql: string, values?: Values): boolean;
  /**
   * Reads one page of a list: at most `limit` rows, fewer where they are large (`MOST_PAGE_BYTES`), but at least one of
   * those that are left. The statement ends with `LIMIT :limit`.
   */
  page<T extends object = Row>(sql: string, values: Values & { limit: number }): Page<T>;
  /** Writes; answers the number of changed rows. */
  run(sql: string, values?: Values): number;
  /** Writes a row, named as `rows.ts` says; one that replaces takes the place of the row with its key. */
  insert(table: string, row: Values, or?: 'REPLACE'): void;
  /** When this returns, everything is on the disk; when `work` throws, nothing is. */
  transaction<T>(work: () => T): T;
  /**
   * Merges the write-ahead log into the database and empties it, so that deleted bytes are in neither
   * (`secure_delete`).
   */
  checkpoint(): void;
  /** Whether a call or the check has met bytes that SQLite did not write. It stays so until the next start. */
  isDamaged(): boolean;
  /** Until it is closed, the file itself says that it is open (`open-mark.ts`). A full disk leaves that out. */
  markOpen(): void;
  /** While a large file is still read for damage. It is fulfilled, too, when damage is found: `isDamaged`. */
  pendingCheck(): Promise<void> | undefined;
  close(): void;
}

/** Which page of a list is asked for that is ordered by a time and, where times are equal, by an id. */
export interface AskedPage {
  limit: number;
  /** The last row of the page before; undefined for the first page. */
  after: { at: string; id: string } | undefined;
}

export interface Page<T> {
  items: T[];
  /** Whether rows are left for another page. */
  more: boolean;
}

/** A page ends with the row that reaches this size, so no answer is larger than a few times of it. */
const MOST_PAGE_BYTES = 1024 * 1024;

/** A file of this size is read in 0.1 s, one of a million recordings in more than a second. */
const MOST_CHECKED_FIRST = 64 * 1024 * 1024;

/**
 * Throws `KeystoreDamaged` when the file is not an intact database, `StartRefused` when a newer version has written it or
 * when it was copied without its write-ahead log.
 * A large file is checked for damage beside the first calls, in a thread of its own, unless it gets a new form.
 */
export function openDatabase(
  file: string,
  log: Log = () => {},
  { mostCheckedFirst = MOST_CHECKED_FIRST } = {},
): Database {
  assertWithLog(file);
  const sqlite = openFile(file);
  try {
    const isLarge = statSync(file).size > mostCheckedFirst;
    const isOlder = schemaVersion(sqlite) < migrations.length;
    const isNow = !isLarge || isOlder;
    const logSlow =
      isLarge && isOlder ? (line: string) => log(`A new form of the database: ${line}`) : () => {};
    logSlow('first, all of it is read for damage');
    checkFile(sqlite, file, isNow ? 'quick_check' : 'schema');
    // FULL: a commit is synced to the disk before it is acknowledged. secure_delete: deleted bytes are overwritten with
    // zeros.
    sqlite.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;');
    return openWhole(sqlite, { file, log, logSlow, thread: isNow ? undefined : checkInThread(file) });
  } catch (error) {
    closeWhole(sqlite, file);
    throw namingDamage(error, file);
  }
}

const checkInThread = (file: string): Worker =>
  new Worker(new URL('check-thread.ts', import.meta.url), { workerData: file });

/**
 * Opens a database file that may come from anywhere. SQLite refuses statements that would write bytes of the file
 * itself (`defensive`), and functions of ours in a schema (`trusted_schema`).
 */
export function openFile(file: string): DatabaseSync {
  if (statSync(file, { throwIfNoEntry: false })?.isFile() === false) {
    throw new KeystoreDamaged(`${file} is not a file.`);
  }
  const sqlite = new DatabaseSync(file, {
    timeout: 5000,
    enableForeignKeyConstraints: true,
    defensive: true,
  });
  sqlite.exec('PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;');
  return sqlite;
}

/**
 * `quick_check` reads every page but does not compare indexes with tables: 30 to 60 ms for 10,000 certificates.
 * `integrity_check` compares them, too. `schema` reads no rows.
 */
type Check = 'schema' | 'quick_check' | 'integrity_check';

/**
 * Must come before everything else that reads the file's tables. Throws `KeystoreDamaged` when the file is damaged or
 * contains what is not ours, `StartRefused` when a newer version has written it.
 */
export function checkFile(sqlite: DatabaseSync, file: string, check: Check): void {
  if (schemaVersion(sqlite) > migrations.length) {
    throw new StartRefused(
      `${file} was written by a newer version of this console. Start that version instead.`,
    );
  }
  const foreign = foreignSchema(sqlite);
  if (foreign) throw new KeystoreDamaged(`${file} is not a keystore of this console: ${foreign}.`);
  // Not before: the check runs what the schema says of columns and constraints.
  const damage = check === 'schema' ? undefined : findDamage(sqlite, check);
  if (damage) throw new KeystoreDamaged(`${file} is damaged (${damage}).`);
}

/** Node's error about a stored number that JavaScript cannot count with. We never store one. */
const NUMBER_TOO_LARGE = 'ERR_OUT_OF_RANGE';

/** Turns SQLite's error about a damaged file into one that names the file; any other error is answered unchanged. */
export const namingDamage = (error: unknown, file: string): unknown =>
  error instanceof Error &&
  !(error instanceof KeystoreDamaged) &&
  (storeFault(error) === 'damaged' || (error as NodeJS.ErrnoException).code === NUMBER_TOO_LARGE)
    ? new KeystoreDamaged(`${file} is damaged (${error.message}).`, { cause: error })
    : error;

/** The first problem that the check finds, and the table it is in. */
export function findDamage(sqlite: DatabaseSync, check: Exclude<Check, 'schema'>): string | undefined {
  const found = String(sqlite.prepare(`PRAGMA ${check}(1)`).get()?.[check]);
  if (found === 'ok') return undefined;
  const damage = found.split('\n').at(-1) ?? found;
  const [, root] = /^Tree (\d+) /.exec(damage) ?? [];
  const table =
    root && sqlite.prepare('SELECT tbl_name AS name FROM sqlite_schema WHERE rootpage = ?').get(root);
  return table ? `table ${String(table['name'])}: ${damage}` : damage;
}

function openWhole(
  sqlite: DatabaseSync,
  { file, log, logSlow, thread }: { file: string; log: Log; logSlow: Log; thread: Worker | undefined },
): Database {
  defineFunctions(sqlite);

  const statements = new Map<string, Prepared>();
  const prepared = (sql: string): Prepared => {
    let statement = statements.get(sql);
    if (!statement) {
      statement = prepareRows(sqlite, sql);
      statements.set(sql, statement);
    }
    return statement;
  };

  let damaged = false;
  // The server's log says which tenant's file it is, also when it is damaged while the server runs.
  const named = <T>(work: () => T): T => {
    try {
      return work();
    } catch (error) {
      const cause = namingDamage(error, file);
      damaged ||= cause instanceof KeystoreDamaged;
      throw cause;
    }
  };

  let isMarked = false;
  const markAs = (id: number) => courtesy(() => sqlite.exec(`PRAGMA application_id = ${id}`));

  const report = (damage: string | undefined) => {
    pending = undefined;
    if (damage === undefined) return;
    damaged = true;
    log(
      `${file} is damaged (${damage}). Stop the server, then restore a backup: npm run restore -- FILE --replace`,
    );
  };
  let pending = thread && outcomeOf(thread).then(report);

  const all = <T extends object>(sql: string, values: Values = {}) =>
    named(() => prepared(sql).all<T>(values));
  const run = (sql: string, values: Values = {}) => named(() => prepared(sql).run(values));

  const database: Database = {
    all,
    // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- as above
    one: <T extends object>(sql: string, values?: Values): T | undefined => all<T>(sql, values)[0],
    has: (sql, values) => all(sql, values).length > 0,
    page: <T extends object>(sql: string, values: Values & { limit: number }) =>
      named(() => {
        const items: T[] = [];
        let bytes = 0;
        // One row more than requested shows whether there is another page.
        for (const { row, size } of prepared(sql).iterate({ ...values, limit: values.limit + 1 })) {
          if (items.length === values.limit || bytes >= MOST_PAGE_BYTES) return { items, more: true };
          items.push(row as T);
          bytes += size;
        }
        return { items, more: false };
      }),
    run,
    insert: (table, row, or) => void run(insertion(table, Object.keys(row), or ?? 'ABORT'), row),
    transaction: (work) =>
      named(() => {
        sqlite.exec('BEGIN IMMEDIATE');
        try {
          const result = work();
          sqlite.exec('COMMIT');
          return result;
        } catch (error) {
          if (sqlite.isTransaction) sqlite.exec('ROLLBACK');
          throw error;
        }
      }),
    checkpoint: () => named(() => sqlite.exec('PRAGMA wal_checkpoint(TRUNCATE)')),
    markOpen: () => {
      markAs(OPEN);
      isMarked = true;
      courtesy(() => sqlite.exec('PRAGMA wal_checkpoint(PASSIVE)'));
    },
    isDamaged: () => damaged,
    pendingCheck: () => pending,
    close: () => {
      void thread?.terminate();
      if (isMarked) markAs(0);
      closeWhole(sqlite, file);
    },
  };
  migrate(database, sqlite, { log, logSlow });
  return database;
}

function closeWhole(sqlite: DatabaseSync, file: string): void {
  sqlite.close();
  courtesy(() => unmarkWhole(file));
}

/** A full disk or damaged bytes are not in the way of what is left out without harm. */
function courtesy(write: () => void): void {
  try {
    write();
  } catch (error) {
    if (!storeFault(error)) throw error;
  }
}

/** The damage that the thread finds. A thread that is ended before has found none. */
const outcomeOf = (thread: Worker): Promise<string | undefined> =>
  new Promise((resolve) => {
    thread.once('message', resolve);
    thread.once('error', (error) => resolve(error.message));
    thread.once('exit', () => resolve(undefined));
  });

/**
 * Each step is a transaction, so a start that is cut off has done a number of them, and the next one goes on. In a large
 * file a step may take seconds, so each is said before it begins.
 */
function migrate(
  database: Database,
  sqlite: DatabaseSync,
  { log, logSlow }: { log: Log; logSlow: Log },
): void {
  assertRepeated(migrations);
  // Nothing is written if the database is up to date, so that the server also starts on a full disk.
  for (let done = schemaVersion(sqlite); done < migrations.length; done++) {
    const step = migrations[done] ?? '';
    const more = repeated.get(step);
    const indexes = Array.from(step.matchAll(/CREATE (?:UNIQUE )?INDEX (\w+)/g), ([, name]) => name);
    const named = [`step ${done + 1} of ${migrations.length}`, ...indexes].join(', ');
    logSlow(`${named} begins`);
    if (more) repeat(database, () => sqlite.exec(step), more, log);
    database.transaction(() => {
      if (!more) sqlite.exec(step);
      sqlite.exec(`PRAGMA user_version = ${done + 1}`);
    });
    logSlow(`${named} is done`);
  }
}

function repeat(
  database: Database,
  work: () => void,
  { left, what }: { left: string; what: readonly [one: string, many?: string] },
  log: Log,
): void {
  const countLeft = () => database.one<{ n: number }>(left)?.n ?? 0;
  const all = countLeft();
  for (let rest = all; rest > 0; rest = countLeft()) {
    database.transaction(work);
    log(`A new form of the database: ${counted(all - countLeft(), ...what)} of ${numberText(all)} moved`);
  }
}
