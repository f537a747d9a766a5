import { DatabaseSync } from 'node:sqlite';
import { defineFunctions } from './functions.ts';
import { migrations } from './migrations.ts';

/** The first version of the schema that a backup was made of: an older one lacks tables that the proof reads. */
export const FIRST_VERSION_WITH_BACKUPS = 11;

export const schemaVersion = (sqlite: DatabaseSync): number =>
  Number(sqlite.prepare('PRAGMA user_version').get()?.['user_version']);

/**
 * What a database file contains besides the schema of its version, or lacks of it. A file may come from anywhere, as a
 * backup or a copied folder, and a trigger or view in it would run with every call. Undefined: the schema is ours.
 */
export function foreignSchema(sqlite: DatabaseSync): string | undefined {
  const version = schemaVersion(sqlite);
  if (version < 0) return `its schema has the version ${version}`;
  const found = schemaOf(sqlite);
  const ours = ourSchema(version);
  for (const [name, sql] of found) {
    if (!ours.has(name)) return `it contains the ${name}, which is not ours`;
    if (ours.get(name) !== sql) return `the ${name} is not as this console makes it`;
  }
  const missing = [...ours.keys()].find((name) => !found.has(name));
  return missing && `it lacks the ${missing}`;
}

/** By kind and name (`table certificate`), the statement that made it, in one form. */
type Schema = ReadonlyMap<string, string>;

const known = new Map<number, Schema>();

function ourSchema(version: number): Schema {
  let schema = known.get(version);
  if (!schema) {
    const fresh = new DatabaseSync(':memory:');
    defineFunctions(fresh);
    for (const step of migrations.slice(0, version)) fresh.exec(step);
    schema = schemaOf(fresh);
    fresh.close();
    known.set(version, schema);
  }
  return schema;
}

const schemaOf = (sqlite: DatabaseSync): Schema =>
  new Map(
    sqlite
      .prepare('SELECT type, name, tbl_name, sql FROM sqlite_schema')
      .all()
      .map(({ type, name, tbl_name, sql }) => [
        `${String(type)} ${String(name)}`,
        `${String(tbl_name)}: ${oneForm(String(sql))}`,
      ]),
  );

/**
 * Without comments and line breaks, which may differ between versions. White space is what SQLite takes for it: other
 * blanks, such as a no-break space, are letters of a name. Texts in quotes stay as they are; one that is not closed goes
 * to the end, so that each character is looked at once.
 */
const oneForm = (sql: string): string =>
  sql
    .replaceAll(
      /('[^']*(?:'|$)|"[^"]*(?:"|$))|--[^\n]*|\/\*(?:[^*]|\*(?!\/))*(?:\*\/|$)|[ \t\n\f\r]+/g,
      (_, quoted?: string) => quoted ?? ' ',
    )
    .replaceAll(/ {2,}/g, ' ');
