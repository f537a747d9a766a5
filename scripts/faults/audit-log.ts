import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { makePair } from '../../src/testing/pairs.ts';
import { expect, member, type Case, type Client, type Stage } from './stage.ts';

const VERIFY = '../../scripts/verify-audit-log.ts';

/** As somebody with a database tool does it, while the server runs. */
function tamper(stage: Stage, sql: string): void {
  const database = new DatabaseSync(join(stage.dataDir, 'environment.sqlite'), {
    timeout: 5000,
    enableForeignKeyConstraints: false,
  });
  database.exec(
    `DROP TRIGGER IF EXISTS audit_entry_stays; DROP TRIGGER IF EXISTS audit_entry_is_final; ${sql}`,
  );
  database.close();
}

async function prepared(stage: Stage): Promise<Client> {
  const server = await stage.start();
  const client = await server.signIn('administrator');
  for (let i = 0; i < 3; i++) await client.send('POST', '/api/certificates', makePair());
  const { code, output } = await stage.run(VERIFY);
  expect(
    code === 0 && output.includes('environment: The chain holds: 4 entries'),
    `the chain holds: ${output}`,
  );
  return client;
}

async function expectBroken(stage: Stage, client: Client, sentence: RegExp): Promise<void> {
  const { code, output } = await stage.run(VERIFY);
  expect(code === 1 && sentence.test(output), `npm run verify-audit-log names the entry: ${output}`);
  const chain = await client.get('/api/audit-log/chain');
  expect(chain.status === 200 && Number(member(chain, 'breakCount')) > 0, 'the tenant says so, too');
}

export const auditLog: Case[] = [
  {
    name: 'an entry is changed behind the server’s back',
    play: async (stage) => {
      const client = await prepared(stage);
      tamper(stage, `UPDATE audit_entry SET username = 'professional' WHERE id = 3`);
      await expectBroken(stage, client, /breaks at entry 3 /);
      const stored = await client.send('POST', '/api/certificates', makePair());
      expect(stored.status === 201, 'work goes on');
      await expectBroken(stage, client, /breaks at entry 3 /);
      return 'the script and the screen name the entry, and work goes on';
    },
  },
  {
    name: 'the end of the log is cut off',
    play: async (stage) => {
      const client = await prepared(stage);
      tamper(stage, 'DELETE FROM audit_entry WHERE id > 2');
      await expectBroken(stage, client, /The end of the log is missing: entries 3 to 4/);
      await client.send('POST', '/api/certificates', makePair());
      await expectBroken(stage, client, /entries 3 to 4 before it are missing/);
      return 'the missing entries are named, also after more was written';
    },
  },
  {
    name: 'the note of the last entry is removed',
    play: async (stage) => {
      const client = await prepared(stage);
      tamper(stage, 'DELETE FROM audit_head');
      await expectBroken(stage, client, /The note of the last entry is missing/);
      const refused = await client.send('POST', '/api/certificates', makePair());
      expect(refused.status === 500, 'what could not be recorded is not done');
      const list = await client.get('/api/certificates');
      expect(member(list, 'total') === 3, 'reads go on, and nothing half was stored');
      return 'nothing is written that cannot be recorded; reads go on';
    },
  },
];
