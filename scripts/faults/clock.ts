import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { aMedium, uploaded } from '../attack/given.ts';
import { expect, member, type Case, type Client, type Stage } from './stage.ts';

const COMMAND = 'operations/keep-house-command.ts';

export const clock: Case[] = [
  { name: 'the clock is 400 days ahead at one start', play: playAhead },
  { name: 'a daily copy has a date in the future', play: playCopyOfTheFuture },
];

const shifted = {
  NODE_OPTIONS: `--import=${pathToFileURL(join(import.meta.dirname, 'shifted-clock.ts')).href}`,
  SHIFT_DAYS: '400',
};

async function playAhead(stage: Stage): Promise<string> {
  const before = await stage.start();
  const administrator = await before.signIn('administrator');
  const id = await uploaded(administrator);
  const medium = await aMedium(administrator);
  const { body } = await administrator.get(`/api/certificates/${id}`);
  const { etag } = body as { etag: string };
  const deleted = await administrator.send('DELETE', `/api/certificates/${id}`, undefined, {
    'If-Match': etag,
  });
  expect(deleted.status < 300, `a pair is deleted (${deleted.status})`);
  await before.stop();

  const ahead = await stage.start(shifted);
  await ahead.prints(/Environment: the clock says .* at the last look it said/);
  const health = await ahead.client('').get('/api/health');
  const jump = member(health, 'clock') as { before?: string; now?: string } | undefined;
  expect(member(health, 'status') === 'degraded', 'the health is degraded');
  expect(Boolean(jump?.before && jump.now), 'and says both times');
  await ahead.stop();

  const after = await stage.start();
  const again = await after.signIn('administrator');
  await expectThere(again, id, medium);
  await after.stop();

  const { code, output } = await stage.run(COMMAND, [], shifted);
  expect(code === 0 && /Environment: Destroyed /.test(output), `npm run keep-house destroys: ${output}`);
  return `nothing was destroyed, the health said ${jump?.before} and ${jump?.now}; npm run keep-house did it`;
}

async function expectThere(administrator: Client, id: string, medium: string): Promise<void> {
  const deleted = await administrator.get('/api/deleted-certificates');
  const items = member(deleted, 'items') as { id: string }[];
  expect(
    items.some((item) => item.id === id),
    'the deleted pair is still there',
  );
  expect((await administrator.get(medium)).status === 200, 'and the recording');
}

async function playCopyOfTheFuture(stage: Stage): Promise<string> {
  const TENANT_BACKUP_DIR = stage.folder;
  const future = join(stage.folder, 'tenants-2999-01-01T00-00-00Z.tar');
  writeFileSync(future, 'made when the clock was wrong');
  const server = await stage.start({ TENANT_BACKUP_DIR });
  await server.prints(/Daily copy: \S+/);
  return 'the next copy is made all the same';
}
