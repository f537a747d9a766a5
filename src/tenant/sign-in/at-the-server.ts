import { userInfo } from 'node:os';
import type { Actor } from '../store/audit-log.ts';

/**
 * Whoever runs a command at the server, by the name of their account there. No account of a tenant has such a name,
 * because none has a blank.
 */
export const atTheServer = (): Actor => ({
  username: `${userInfo().username} (at the server)`,
  role: 'system',
  session: '-',
});
