import type { Tenant } from '../../domain/session.ts';
import type { Database } from './database.ts';

/** A tenant that a setup has made; undefined in a demo tenant. */
export function ownTenant(database: Pick<Database, 'all'>): Tenant | undefined {
  const [row] = database.all<Omit<Tenant, 'screenRecording'> & { screenRecording: number }>(
    'SELECT name, dbid, platform, screen_recording FROM tenant',
  );
  return row && { ...row, screenRecording: row.screenRecording === 1 };
}

export const saveOwnTenant = (database: Database, tenant: Tenant): void =>
  database.insert('tenant', { ...tenant });
