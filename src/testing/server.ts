import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const here = join(import.meta.dirname, '../..');

/** A password for servers with TENANT_ORIGIN or TENANT_PROXY: others could reach them, so they refuse “demo”. */
export const LONG_PASSWORD = 'tunnel: orchard sixpence';

/** The server of `npm start`, on a free port and with its own data folder. */
export class TenantServer {
  url = '';
  log = '';
  readonly dataDir: string;
  readonly #root: string;
  #child: ChildProcess | undefined;

  private constructor(dataDir: string, root: string) {
    this.dataDir = dataDir;
    this.#root = root;
  }

  /**
   * `template`: the data folder that this one begins as a copy of; by default it is empty. `root`: the checkout whose
   * server it is.
   */
  static async start(
    environment: Record<string, string> = {},
    args: string[] = [],
    template?: string,
    root = here,
  ): Promise<TenantServer> {
    const server = new TenantServer(await mkdtemp(join(tmpdir(), 'tenant-')), root);
    if (template) await cp(template, server.dataDir, { recursive: true });
    await server.run(environment, args);
    return server;
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** Starts the server, also again on the same data after `kill`. */
  async run(environment: Record<string, string> = {}, args: string[] = []): Promise<void> {
    const child = spawn(process.execPath, ['src/tenant/serve.ts', ...args], {
      cwd: this.#root,
      env: {
        ...process.env,
        // A server is started for every test; with the cache it need not compile the same modules each time.
        NODE_COMPILE_CACHE: join(tmpdir(), 'tenant-compile-cache'),
        PORT: '0',
        TENANT_DATA_DIR: this.dataDir,
        ...environment,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    const logged = this.log.length;
    this.url = await new Promise<string>((resolve, reject) => {
      const read = (chunk: Buffer) => {
        this.log += chunk.toString();
        const url = /Console: (http:\S+?)\/?\n/.exec(this.log.slice(logged))?.[1];
        if (url) resolve(url);
      };
      child.stdout.on('data', read);
      child.stderr.on('data', read);
      child.once('exit', (code) => reject(new Error(`The tenant ended with ${code}:\n${this.log}`)));
    });
  }

  /** Starts it again at the same address, after `kill`. */
  async runAgain(environment: Record<string, string> = {}): Promise<void> {
    await this.run({ PORT: new URL(this.url).port, ...environment });
  }

  async kill(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await ended;
  }

  /**
   * Lets no file of the server grow past its first kilobyte, as on a full disk, or lifts that again. Answers whether this
   * machine can: `prlimit` is a part of util-linux.
   */
  fillDisk(full: boolean): boolean {
    const limit = `--fsize=${full ? '1024' : 'unlimited'}:unlimited`;
    return spawnSync('prlimit', ['--pid', String(this.#child?.pid), limit]).status === 0;
  }

  async stop(): Promise<void> {
    await this.kill();
    await rm(this.dataDir, { recursive: true, force: true });
  }
}
