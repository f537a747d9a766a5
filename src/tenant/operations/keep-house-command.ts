import { resolve } from 'node:path';
import { runCommand } from '../backup/command.ts';
import { keepHouse } from './housekeeping.ts';
import { print } from '../print.ts';
import { believeClock } from '../store/clock.ts';
import { openDataFolder } from '../tenants.ts';

/**
 * `npm run keep-house`: destroys what is past its time, by the clock as it is now. For a person who knows that the clock
 * is right, where the server would wait a day because it jumped. The server must not run meanwhile.
 */
await runCommand(async () => {
  const dataDir = resolve(process.env['TENANT_DATA_DIR'] || 'data');
  const now = new Date();
  const folder = await openDataFolder({ dataDir, log: print });
  try {
    for (const { sentence } of folder.damaged) print(sentence);
    for (const tenant of folder.tenants) {
      await tenant.database.pendingCheck();
      if (tenant.database.isDamaged()) continue;
      let removals = 0;
      await keepHouse(tenant, now, (line) => {
        removals++;
        print(line);
      });
      if (removals === 0) print(`${tenant.tenant.name}: nothing is past its time.`);
      believeClock(tenant.database, now);
    }
  } finally {
    folder.close();
  }
});
