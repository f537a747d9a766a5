import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { TenantServer } from '../src/testing/server.ts';

/** As if everybody had signed in an hour ago, with the passkey where they have one. */
export function anHourAgo({ dataDir }: TenantServer) {
  const database = new DatabaseSync(join(dataDir, 'environment.sqlite'), { timeout: 5000 });
  const then = new Date(Date.now() - 3_600_000).toISOString();
  database
    .prepare('UPDATE session SET started_at = ?, passkey_at = CASE WHEN passkey_at IS NOT NULL THEN ? END')
    .run(then, then);
  database.close();
}
