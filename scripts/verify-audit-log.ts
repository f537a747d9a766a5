import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { chainSentences } from '../src/domain/audit-chain.ts';
import { verifyChain } from '../src/tenant/calls/audit-chain.ts';
import { print, printError } from '../src/tenant/print.ts';
import type { Readable } from '../src/tenant/store/audit-chain.ts';
import { prepareRows } from '../src/tenant/store/rows.ts';
import { foreignSchema } from '../src/tenant/store/schema.ts';

/**
 * Computes every hash of each tenant's audit log again and says whether the chain holds. It only reads, so it may run
 * while the server runs. It also searches the logs for hashes that were written down earlier:
 *
 *     npm run verify-audit-log -- [HASH…]
 *
 * Exit code 0: every chain holds, and every hash was found. 1: a chain is broken, or a hash was not found. 2: there is
 * nothing to verify.
 */
const dataDir = resolve(process.env['TENANT_DATA_DIR'] ?? 'data');
const earlier = process.argv.slice(2).map((hash) => hash.toLowerCase());
const unclear = earlier.find((hash) => !/^[0-9a-f]{64}$/.test(hash));
const files = existsSync(dataDir) ? readdirSync(dataDir).filter((name) => name.endsWith('.sqlite')) : [];

if (unclear !== undefined) {
  fail(2, `${unclear} is not a hash. A hash of the audit log has 64 hexadecimal digits.`);
} else if (files.length === 0) {
  fail(2, `${dataDir} has no tenant. Set TENANT_DATA_DIR to the server’s data folder.`);
} else {
  const notFound = new Set(earlier);
  for (const file of files) await verify(file, notFound);
  for (const hash of notFound)
    fail(1, `${hash} is the hash of no entry: a log was written anew, or cut off.`);
}

async function verify(file: string, notFound: Set<string>): Promise<void> {
  const tenant = file.replace(/\.sqlite$/, '');
  const sqlite = new DatabaseSync(join(dataDir, file), { readOnly: true, timeout: 5000 });
  const database: Readable = {
    all: <T extends object>(sql: string, values = {}) => prepareRows(sqlite, sql).all<T>(values),
  };
  try {
    if (database.all(`SELECT 1 FROM sqlite_schema WHERE name = 'audit_head'`).length === 0) {
      fail(2, `${tenant}: the log has no chain yet. Start the console once: it makes one.`);
      return;
    }
    // A view could hide entries from us, and the triggers that protect the log could be missing.
    const foreign = foreignSchema(sqlite);
    if (foreign) fail(1, `${tenant}: ${file} is not as this console makes it: ${foreign}.`);
    const chain = await verifyChain(database);
    for (const sentence of chainSentences(chain)) {
      if (chain.breakCount > 0) fail(1, `${tenant}: ${sentence}`);
      else print(`${tenant}: ${sentence} Head: entry ${chain.entries}, ${chain.head ?? ''}`);
    }
    for (const hash of notFound) {
      const { earlierHead } = await verifyChain(database, { earlierHead: hash });
      if (typeof earlierHead?.entry !== 'number') continue;
      notFound.delete(hash);
      print(`${tenant}: ${hash} is the hash of entry ${earlierHead.entry}.`);
    }
  } catch (error) {
    fail(2, `${tenant}: ${file} cannot be read (${error instanceof Error ? error.message : String(error)}).`);
  } finally {
    sqlite.close();
  }
}

function fail(code: number, line: string): void {
  printError(line);
  process.exitCode = Math.max(Number(process.exitCode ?? 0), code);
}
