import { closeSync, openSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { DAY_MS } from '../../domain/certificate.ts';
import { keepHouseDaily, type HouseKeeping } from './housekeeping.ts';
import { createApi } from '../http/api.ts';
import { openDatabase } from '../store/database.ts';
import { makePair } from '../../testing/pairs.ts';
import type { Caller } from '../../testing/client.ts';
import { PASSWORD, testTenant, type TestTenant } from '../../testing/tenant.ts';

const HOUR_MS = DAY_MS / 24;

let tenant: TestTenant;
let administrator: Caller;
let running: HouseKeeping[];
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  running = [];
  tenant = await testTenant();
  administrator = await tenant.signedIn('administrator');
  const { answer } = await administrator.call('POST /api/certificates', { body: makePair() });
  const headers = { 'If-Match': answer.etag };
  const { status } = await administrator.call('DELETE /api/certificates/{id}', {
    params: { id: answer.id },
    headers,
  });
  expect(status).toBe(204);
});
afterEach(() => {
  for (const each of running) each.stop();
  vi.useRealTimers();
  tenant.close();
});

/** A start of the server. */
function start(): { log: string[]; houseKeeping: HouseKeeping } {
  const log: string[] = [];
  const houseKeeping = keepHouseDaily(
    [tenant.environment],
    // As `print`, which prints each of its arguments.
    (...lines: string[]) => log.push(...lines),
    () => tenant.clock.now,
  );
  running.push(houseKeeping);
  return { log, houseKeeping };
}

const privateKeys = () => tenant.environment.database.all('SELECT 1 FROM private_key').length;

describe('a clock that is 400 days ahead', () => {
  beforeEach(() => {
    start();
    running.pop()?.stop();
    tenant.clock.advance(400 * DAY_MS);
  });

  test('destroys nothing at the next start, nor at another one on the same day', () => {
    const { log, houseKeeping } = start();
    expect(privateKeys()).toBe(1);
    expect(log).toEqual([
      expect.stringMatching(/^Environment: the clock says 2027-12-29T\S+, .* 2026-11-24T/),
    ]);
    expect(houseKeeping.clockJump()).toEqual({
      before: '2026-11-24T09:00:00.000Z',
      now: '2027-12-29T09:00:00.000Z',
      believedFrom: '2027-12-30T08:00:00.000Z',
    });
    tenant.clock.advance(5 * HOUR_MS);
    start();
    expect(privateKeys()).toBe(1);
  });

  test('is believed when it still says so a day later, and each removal is a line', () => {
    const { log, houseKeeping } = start();
    tenant.clock.advance(DAY_MS);
    vi.advanceTimersByTime(DAY_MS);
    expect(privateKeys()).toBe(0);
    expect(log.slice(1)).toEqual([
      expect.stringMatching(/^Environment: Destroyed “?.*its private key: it was/),
    ]);
    expect(houseKeeping.clockJump()).toBeUndefined();
  });

  test('and is set right again leaves everything as it was', () => {
    start();
    tenant.clock.advance(-400 * DAY_MS);
    expect(start().log).toEqual([]);
    expect(privateKeys()).toBe(1);
  });

  test('jumps while the server runs', () => {
    tenant.clock.advance(-400 * DAY_MS);
    const { log, houseKeeping } = start();
    tenant.clock.advance(400 * DAY_MS);
    vi.advanceTimersByTime(DAY_MS);
    expect(log).toHaveLength(1);
    expect(houseKeeping.clockJump()).toBeDefined();
    expect(privateKeys()).toBe(1);
  });
});

const file = () => join(tenant.dataDir, 'environment.sqlite');

async function health(): Promise<unknown> {
  const api = createApi({ tenants: [tenant.environment], demoPassword: PASSWORD });
  return (await api.request('/api/health')).json();
}

/** Opens the database as a large one; answers what is logged. */
function reopen(): string[] {
  const log: string[] = [];
  tenant.stop();
  const database = openDatabase(file(), (line) => log.push(line), { mostCheckedFirst: 0 });
  database.run('UPDATE clock_look SET at = :at', { at: tenant.clock.now.toISOString() });
  tenant.environment = { ...tenant.environment, database };
  return log;
}

describe('a large database', () => {
  beforeEach(() => tenant.clock.advance(31 * DAY_MS));

  afterEach(() => tenant.environment.database.close());

  test('is checked beside the first calls, and nothing is destroyed before', async () => {
    reopen();
    start();
    expect(privateKeys()).toBe(1);
    expect(await health()).toEqual({ status: 'ok', checking: ['Environment'] });
    await tenant.environment.database.pendingCheck();
    expect(privateKeys()).toBe(0);
    expect(await health()).toEqual({ status: 'ok' });
  });

  test('whose damage is found then is named, and nothing in it is destroyed', async () => {
    const { size } = statSync(file());
    tenant.environment.database.run('INSERT INTO loose_media (name) VALUES (hex(zeroblob(20000)))');
    tenant.environment.database.checkpoint();
    tenant.stop();
    const handle = openSync(file(), 'r+');
    writeSync(handle, Buffer.alloc(8192, 0x5a), 0, 8192, size);
    closeSync(handle);
    const said = reopen();
    const { log } = start();
    await tenant.environment.database.pendingCheck();
    expect(said).toEqual([expect.stringMatching(/environment\.sqlite is damaged \(.+\)\. Stop the server/)]);
    expect(log).toEqual([expect.stringContaining('because its database is damaged')]);
    expect(privateKeys()).toBe(1);
    expect(await health()).toEqual({ status: 'degraded', damaged: ['Environment'] });
  });
});

test('a day after another, what is past its time is destroyed', () => {
  const { log } = start();
  for (let day = 0; day < 30; day++) {
    tenant.clock.advance(DAY_MS);
    vi.advanceTimersByTime(DAY_MS);
  }
  expect(privateKeys()).toBe(0);
  expect(log).toEqual([expect.stringContaining('Destroyed')]);
});
