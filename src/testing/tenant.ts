import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';
import { z } from 'zod';
import { calls, type AnswerOf, type BodyOf, type Call, type CallName } from '../contract/calls.ts';
import { problem, type Problem } from '../contract/schemas.ts';
import { createApi } from '../tenant/http/api.ts';
import { filesBelow } from '../tenant/backup/layout.ts';
import { PASSWORD } from './template.ts';
import { openDataFolder, type DataFolder, type OpenTenant } from '../tenant/tenants.ts';

export { PASSWORD };

/** For tests: a tenant in its own folder, a clock that only moves when a test moves it, and callers. */
export interface TestTenant {
  api: ReturnType<typeof createApi>;
  tenants: OpenTenant[];
  environment: OpenTenant;
  clock: { now: Date; advance(ms: number): void };
  log: string[];
  dataDir: string;
  signedIn(username: string): Promise<Caller>;
  signedOut(): Caller;
  /** Closes the tenant and opens it again, as at a restart. */
  restart(demoPassword?: string): Promise<void>;
  /** Closes its files; after it, only `close` and `restart` may be called. */
  stop(): void;
  /** The paths of its media files, in the order of their names. */
  mediaFiles(): string[];
  /** Every byte of the data folder, including the write-ahead logs. */
  storedBytes(): Buffer;
  close(): void;
}

export interface Reply<A> {
  status: number;
  headers: Headers;
  /** Throws if the call was refused. */
  answer: A;
  /** Throws if the call was not refused. */
  problem: Problem;
  text: string;
}

export interface Caller {
  cookie: string;
  call<K extends CallName>(
    name: K,
    input?: {
      id?: string;
      mediaId?: string;
      query?: Record<string, string>;
      body?: BodyOf<K>;
      headers?: Record<string, string>;
    },
  ): Promise<Reply<AnswerOf<K>>>;
  signOut(): Promise<void>;
}

/** `template` is the data folder that it begins as a copy of. */
export async function testTenant(
  now = new Date('2026-11-24T09:00:00Z'),
  template = inject('tenantTemplate'),
): Promise<TestTenant> {
  const dataDir = mkdtempSync(join(tmpdir(), 'tenant-'));
  cpSync(template, dataDir, { recursive: true });
  const inFolder = (name: string) => join(dataDir, name);
  const clock = {
    now,
    advance(ms: number) {
      clock.now = new Date(clock.now.getTime() + ms);
    },
  };
  const log: string[] = [];
  let folder: DataFolder | undefined;
  const open = async (demoPassword = PASSWORD) => {
    folder = await openDataFolder({ dataDir, demoPassword, now: clock.now });
    const { tenants, damaged } = folder;
    const [environment] = tenants;
    if (!environment) throw new Error('No tenant');
    const api = createApi({
      tenants,
      damaged,
      demoPassword,
      now: () => clock.now,
      log: (line) => log.push(line),
    });
    return { api, tenants, environment };
  };

  const tenant: TestTenant = {
    ...(await open()),
    clock,
    log,
    dataDir,
    signedOut: () => createCaller(tenant, ''),
    async signedIn(username) {
      const reply = await tenant
        .signedOut()
        .call('POST /api/session', { body: { username, password: PASSWORD } });
      if (!reply.answer.session) throw new Error('Not signed in');
      return createCaller(tenant, reply.headers.get('Set-Cookie')?.split(';')[0] ?? '');
    },
    async restart(demoPassword) {
      folder?.close();
      Object.assign(tenant, await open(demoPassword));
    },
    stop() {
      folder?.close();
      folder = undefined;
    },
    mediaFiles: () =>
      filesBelow(dataDir)
        .filter((name) => name.startsWith('media/'))
        .map(inFolder),
    storedBytes: () => Buffer.concat(filesBelow(dataDir).map((name) => readFileSync(inFolder(name)))),
    close() {
      folder?.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
  return tenant;
}

function createCaller(tenant: TestTenant, cookie: string): Caller {
  const caller: Caller = {
    cookie,
    async call(name, input = {}) {
      const [method = '', template = ''] = name.split(' ');
      const path = template
        .replace('{id}', encodeURIComponent(input.id ?? ''))
        .replace('{mediaId}', encodeURIComponent(input.mediaId ?? ''));
      const query = new URLSearchParams(input.query).toString();
      const body: unknown = input.body;
      const isJson = body !== undefined && !(body instanceof Blob);
      const response = await tenant.api.request(query ? `${path}?${query}` : path, {
        method,
        headers: {
          ...(cookie ? { Cookie: cookie } : {}),
          ...(isJson ? { 'Content-Type': 'application/json' } : {}),
          ...input.headers,
        },
        ...(body === undefined ? {} : { body: isJson ? JSON.stringify(body) : body }),
      });
      return replyOf(name, response);
    },
    async signOut() {
      await caller.call('DELETE /api/session');
    },
  };
  return caller;
}

/**
 * Checks every answer of every test against the contract: nothing may be missing, and nothing may be there that the
 * contract does not name.
 */
async function replyOf<K extends CallName>(name: K, response: Response): Promise<Reply<AnswerOf<K>>> {
  const text = await response.text();
  const { status, headers } = response;
  const call: Call = calls[name];
  const isJson = headers.get('Content-Type')?.endsWith('json');
  const body: unknown = isJson ? JSON.parse(text) : text === '' ? undefined : text;
  if (!response.ok) assertExactly(problem, body);
  else if (call.answer) assertExactly(call.answer, body);
  else if (!call.media && (status !== 204 || body !== undefined))
    throw new Error(`${name} answered ${status} with a body`);
  return {
    status,
    headers,
    text,
    get answer() {
      if (!response.ok) throw new Error(`${name} was refused: ${text}`);
      return body as AnswerOf<K>;
    },
    get problem() {
      if (response.ok) throw new Error(`${name} was not refused: ${text}`);
      return body as Problem;
    },
  };
}

function assertExactly(schema: z.ZodType, body: unknown): void {
  const parsed = schema.safeParse(body);
  if (!parsed.success) throw new Error(`Not as the contract says: ${z.prettifyError(parsed.error)}`);
  if (canonical(parsed.data) !== canonical(body))
    throw new Error('The answer has members that the contract does not name');
}

const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  ) ?? '';
