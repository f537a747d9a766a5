import { auditLog } from './faults/audit-log.ts';
import { backupAndRestore } from './faults/backup.ts';
import { damagedDatabase } from './faults/damaged-database.ts';
import { fullDisk } from './faults/full-disk.ts';
import { inFront } from './faults/in-front.ts';
import { signInStorm } from './faults/sign-in-storm.ts';
import { CannotPlay, Stage, type Case } from './faults/stage.ts';
import { twoServers } from './faults/two-servers.ts';
import { print } from '../src/tenant/print.ts';

/**
 * Plays faults of real operation, such as a full disk, against real server processes with their own data folders, and
 * says for each whether the server behaved as it should.
 *
 *     node scripts/faults.ts [a part of the names of the cases]
 */
const groups: Record<string, Case[]> = {
  'Damaged data': damagedDatabase,
  'Full disk': fullDisk,
  'Two servers': twoServers,
  'Backup and restore': backupAndRestore,
  'Audit log': auditLog,
  'Failed sign-ins': signInStorm,
  'Proxies in front': inFront,
};

const [wanted = ''] = process.argv.slice(2);
const counts = { played: 0, failed: 0, leftOut: 0 };

for (const [group, cases] of Object.entries(groups)) {
  const chosen = cases.filter(({ name }) => `${group} ${name}`.toLowerCase().includes(wanted.toLowerCase()));
  if (chosen.length > 0) print(group);
  for (const each of chosen) await play(each);
}
print(`${counts.played} played, ${counts.failed} failed, ${counts.leftOut} left out`);
if (counts.failed > 0 || counts.played === 0) process.exitCode = 1;

async function play({ name, play }: Case): Promise<void> {
  const stage = new Stage();
  try {
    const seen = await play(stage);
    counts.played++;
    print(`  ok    ${name}: ${seen}`);
  } catch (error) {
    if (error instanceof CannotPlay) {
      counts.leftOut++;
      print(`  left out  ${name}: ${error.message}`);
    } else {
      counts.played++;
      counts.failed++;
      print(`  FAULT ${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  } finally {
    await stage.end();
  }
}
