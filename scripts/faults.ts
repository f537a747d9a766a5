import { playAll } from './cases.ts';
import { addresses } from './faults/addresses.ts';
import { auditLog } from './faults/audit-log.ts';
import { backupAndRestore } from './faults/backup.ts';
import { clock } from './faults/clock.ts';
import { damagedDatabase } from './faults/damaged-database.ts';
import { fullDisk } from './faults/full-disk.ts';
import { inFront } from './faults/in-front.ts';
import { realProxies } from './faults/real-proxies.ts';
import { signInStorm } from './faults/sign-in-storm.ts';
import { twoServers } from './faults/two-servers.ts';

/**
 * Plays faults of real operation, such as a full disk, against real server processes with their own data folders, and
 * says for each whether the server behaved as it should.
 *
 *     node scripts/faults.ts [a part of the names of the cases]
 */
const groups = {
  'Damaged data': damagedDatabase,
  'Full disk': fullDisk,
  'Two servers': twoServers,
  'Backup and restore': backupAndRestore,
  'A wrong clock': clock,
  'Audit log': auditLog,
  'Failed sign-ins': signInStorm,
  Addresses: addresses,
  'Proxies in front': [...inFront, ...realProxies],
};

const [wanted = ''] = process.argv.slice(2);
await playAll(groups, { wanted });
