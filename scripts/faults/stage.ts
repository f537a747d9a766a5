import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { DEFAULT_DEMO_PASSWORD } from '../../src/tenant/sign-in/seed.ts';

/** One kind of fault. `play` throws when the server does not behave as it should. */
export interface Case {
  name: string;
  /** Answers in a sentence what happened. */
  play: (stage: Stage) => Promise<string>;
}

/** Thrown by a case that cannot be played on this machine; the message says why. */
export class CannotPlay extends Error {}

export function expect(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Error(`Expected: ${what}`);
}

const commands: Record<string, string> = {
  backup: 'backup/backup-command.ts',
  restore: 'backup/restore-command.ts',
};

export const expectNoStack = (output: string): void =>
  expect(!/^ +at /m.test(output), `no stack trace in what was printed:\n${output}`);

export interface Answer {
  status: number;
  headers: Headers;
  body: unknown;
}

export interface Client {
  cookie: string;
  get: (path: string) => Promise<Answer>;
  send: (
    method: 'POST' | 'PUT' | 'DELETE',
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ) => Promise<Answer>;
}

export const member = (answer: Answer, name: string): unknown =>
  (answer.body as Record<string, unknown> | null)?.[name];

/** The tools of one case: its own folder, and the servers and commands that it starts. All end with the case. */
export class Stage {
  readonly folder = mkdtempSync(join(tmpdir(), 'faults-'));
  dataDir = join(this.folder, 'data');
  /** The console whose scripts are started. */
  readonly root: string;
  readonly #children = new Set<ChildProcess>();
  readonly #undo: (() => void)[] = [];

  constructor(root = resolve(import.meta.dirname, '../..')) {
    this.root = root;
  }

  /** Starts the server of `npm start` (without the build) on a free port. `log`: the file for its output. */
  async start(environment: Record<string, string> = {}, log?: string): Promise<Server> {
    const handle = log === undefined ? 'pipe' : openSync(log, 'w');
    const server = new Server(this.spawn('serve.ts', [], environment, handle));
    if (typeof handle === 'number') closeSync(handle);
    if (log !== undefined) void followLog(server, log);
    await server.started;
    return server;
  }

  /** Runs one of our commands, or a script of `src/tenant/`, and waits for its end. */
  async run(
    script: string,
    args: string[] = [],
    environment: Record<string, string> = {},
  ): Promise<{ code: number | null; output: string }> {
    const ending = new Server(this.spawn(script, args, environment));
    ending.started.catch(() => {});
    return { code: await ending.ended, output: ending.output };
  }

  /** Starts a script of `src/tenant/` as a process. */
  spawn(
    script: string,
    args: string[] = [],
    environment: Record<string, string> = {},
    stdout: 'pipe' | number = 'pipe',
  ): ChildProcess {
    const file = resolve(this.root, 'src/tenant', commands[script] ?? script);
    const child = spawn(process.execPath, [file, ...args], {
      env: {
        PATH: process.env['PATH'],
        PORT: '0',
        TENANT_DATA_DIR: this.dataDir,
        ...environment,
      },
      stdio: ['ignore', stdout, 'pipe'],
    });
    this.#children.add(child);
    return child;
  }

  /** Runs `undo` when the case is over; the last one added runs first. */
  atTheEnd(undo: () => void): void {
    this.#undo.push(undo);
  }

  async end(): Promise<void> {
    for (const child of this.#children) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    for (const undo of this.#undo.toReversed()) undo();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

async function followLog(server: Server, log: string): Promise<void> {
  while (server.url === '') {
    await setTimeout(50);
    server.read(readFileSync(log, 'utf8'));
  }
}

export class Server {
  readonly process: ChildProcess;
  url = '';
  output = '';
  /** Rejects when the process ends before it serves requests. */
  readonly started: Promise<void>;
  readonly ended: Promise<number | null>;
  readonly #resolve: () => void;

  constructor(child: ChildProcess) {
    this.process = child;
    this.ended = once(child, 'close').then(([code]) => code as number | null);
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.started = promise;
    this.#resolve = resolve;
    child.stdout?.on('data', (chunk) => this.read(String(chunk)));
    child.stderr?.on('data', (chunk) => this.read(String(chunk)));
    void this.ended.then((code) => reject(new Error(`The server did not start (${code}):\n${this.output}`)));
  }

  read(printed: string): void {
    this.output += printed;
    const [, url] = /^Console: (\S+)\/$[^]*^(?:Data|Tenant): /m.exec(this.output) ?? [];
    if (!url) return;
    this.url = url;
    this.#resolve();
  }

  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    this.process.kill(signal);
    return this.ended;
  }

  async signIn(username: string, password = DEFAULT_DEMO_PASSWORD): Promise<Client> {
    const answer = await this.client('').send('POST', '/api/session', { username, password });
    expect(answer.status === 200, `${username} may sign in (${answer.status})`);
    return this.client(answer.headers.get('Set-Cookie')?.split(';')[0] ?? '');
  }

  client(cookie: string): Client {
    const call = async (method: string, path: string, body?: unknown, headers = {}): Promise<Answer> => {
      const response = await fetch(`${this.url}${path}`, {
        method,
        headers: { Cookie: cookie, 'Content-Type': 'application/json', ...headers },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      const isJson = response.headers.get('Content-Type')?.includes('json');
      return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
    };
    return { cookie, get: (path) => call('GET', path), send: call };
  }

  expectNoStack(): void {
    expectNoStack(this.output);
  }

  /** Waits until a line that matches is printed. */
  async prints(line: RegExp): Promise<void> {
    while (!line.test(this.output)) await setTimeout(50);
  }
}
