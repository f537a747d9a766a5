import { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';
import { findDamage } from './database.ts';
import { defineFunctions } from './functions.ts';

/** A thread: reads every page of the database that it is given and answers the damage, or undefined, and ends. */
const sqlite = new DatabaseSync(String(workerData), { readOnly: true, defensive: true, timeout: 5000 });
sqlite.exec('PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;');
defineFunctions(sqlite);
parentPort?.postMessage(findDamage(sqlite, 'quick_check'), []);
sqlite.close();
