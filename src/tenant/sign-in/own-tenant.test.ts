import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { eachFolder, folder as dataDir } from '../../testing/folder.ts';
import { createApi } from '../http/api.ts';
import { openDataFolder } from '../tenants.ts';

const scripts = join(import.meta.dirname);
const NEW = 'gravel lantern eleven boats';

eachFolder('own');

/** `npm run …` */
async function run(command: 'setup' | 'account', args: readonly string[], environment = {}) {
  const child = spawn(process.execPath, [join(scripts, `${command}-command.ts`), ...args], {
    env: { PATH: process.env['PATH'], TENANT_DATA_DIR: dataDir, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [out, error] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { out, error, code: child.exitCode };
}

const OPTIONS = [
  ['--name', 'Example Bank'],
  ['--dbid', '101'],
  ['--platform', 'aws'],
  ['--screen-recording', 'yes'],
  ['--administrator', 'anna'],
];
const setup = (options = OPTIONS) => run('setup', options.flat());
const account = (...args: string[]) => run('account', args);
const withoutPasswords = (...args: string[]) => run('account', args, { TENANT_PASSWORDS: 'off' });

const oneTimePasswordIn = (said: string): string => /[a-z2-9]{4}(?:-[a-z2-9]{4}){3}/.exec(said)?.[0] ?? '';

/** Starts the tenants of the folder, and answers how people call them. */
async function start() {
  const folder = await openDataFolder({ dataDir });
  const api = createApi({ ...folder });
  const call = async (method: string, path: string, body?: object, Cookie = '') => {
    const response = await api.request(path, {
      method,
      headers: { 'Content-Type': 'application/json', Cookie },
      ...(body && { body: JSON.stringify(body) }),
    });
    const answer = (await response.json()) as Record<string, unknown>;
    return {
      status: response.status,
      answer,
      cookie: response.headers.getSetCookie()[0]?.split(';')[0] ?? '',
    };
  };
  return {
    folder,
    call,
    signIn: (username: string, password: string, newPassword?: string) =>
      call('POST', '/api/session', { username, password, ...(newPassword && { newPassword }) }),
  };
}

describe('npm run setup', { timeout: 120_000 }, () => {
  test('makes a tenant with its first administrator, and no demo beside it', async () => {
    const made = await setup();
    expect(made).toMatchObject({ error: '', code: 0 });
    expect(made.out).toContain(`Example Bank is made in ${dataDir}. There are no demo accounts in it.`);
    const oneTimePassword = oneTimePasswordIn(made.out);

    const { folder, call, signIn } = await start();
    try {
      expect(folder.tenants.map(({ tenant }) => tenant)).toEqual([
        { name: 'Example Bank', dbid: 101, platform: 'aws', screenRecording: true },
      ]);
      expect((await call('GET', '/api/session')).answer).toEqual({ session: null });
      for (const [name, password] of [
        ['administrator', 'demo'],
        ['anna', 'demo'],
      ] as const) {
        expect((await signIn(name, password)).status).toBe(401);
      }
      const { answer, cookie } = await signIn('anna', oneTimePassword, NEW);
      expect(answer).toMatchObject({ session: { username: 'anna', role: 'administrator' } });
      const profiles = await call('GET', '/api/ivr-profiles', undefined, cookie);
      expect(profiles.answer).toMatchObject({ items: [{ name: 'IVR_Default_Record', isDefault: true }] });
      const log = (await call('GET', '/api/audit-log?sort=at', undefined, cookie)).answer;
      expect(log).toMatchObject({
        items: [{ role: 'system', summary: 'Added the account anna (Administrator)' }, {}, {}, {}],
      });
      expect(JSON.stringify(log)).toMatch(/"username":"\S+ \(at the server\)"/);
    } finally {
      folder.close();
    }
    expect(readdirSync(dataDir).filter((name) => name.endsWith('.sqlite'))).toEqual(['own.sqlite']);
  });

  test('on Azure makes the profile that uploads go to', async () => {
    await setup(OPTIONS.map(([name = '', value = '']) => [name, name === '--platform' ? 'azure' : value]));
    const folder = await openDataFolder({ dataDir });
    const [own] = folder.tenants;
    expect(own?.database.all('SELECT name FROM ivr_profile')).toEqual([{ name: 'record' }]);
    folder.close();
  });

  test('makes nothing where a tenant is, where the demo is, or where an answer is missing or wrong', async () => {
    const missing = await setup(OPTIONS.slice(0, 4));
    expect(missing.error).toMatch(/^--administrator is missing, and there is no terminal to ask\./);
    const wrong = await setup([...OPTIONS.slice(0, 4), ['--administrator', 'an na']]);
    expect(wrong.error).toContain('--administrator is “an na”. Give letters, digits');
    expect((await setup([['--nmae', 'x']])).error).toMatch(
      /^Nothing was made\. The command is: npm run setup/,
    );
    expect(readdirSync(dataDir)).toEqual([]);

    expect((await setup()).code).toBe(0);
    const again = await setup();
    expect([again.code, again.error]).toEqual([
      1,
      expect.stringContaining('has a tenant of your own already'),
    ]);

    rmSync(dataDir, { recursive: true });
    (await openDataFolder({ dataDir, demoPassword: 'demo' })).close();
    expect((await setup()).error).toContain('has the demo tenants. Nothing was changed.');
  });

  // Debian's program, and a device for its terminal, which not every chroot has.
  const hasTerminal = spawnSync('script', ['-qec', 'true', '/dev/null']).status === 0;
  test.skipIf(!hasTerminal)('asks on a terminal for what no option says', async () => {
    const command = `${process.execPath} ${join(scripts, 'setup-command.ts')} --platform aws --screen-recording no`;
    const child = spawn('script', ['-qec', command, '/dev/null'], {
      env: { PATH: process.env['PATH'], TENANT_DATA_DIR: dataDir },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const answers = [
      ['Name of the tenant: ', 'Example Bank'],
      ['Its DBID in Configuration Server: ', '7'],
      ['User name of its first administrator: ', 'anna'],
    ];
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const [question, answer] = answers[0] ?? [];
      if (question === undefined || !said.includes(question)) return;
      answers.shift();
      child.stdin.write(`${answer}\n`);
    });
    await once(child, 'close');
    expect(said).toContain('Sign in as anna with this password, once and within 7 days: ');
    expect(said).not.toContain('Where it is hosted');
  });
});

describe('npm run account', { timeout: 120_000 }, () => {
  test('adds, changes, disables and lists accounts, also while a server runs on them', async () => {
    const first = oneTimePasswordIn((await setup()).out);
    const { folder, call, signIn } = await start();
    try {
      await signIn('anna', first, NEW);
      const added = await account('add', 'ben', '--role', 'professional');
      expect(added.out).toContain('Added ben (Genesys Professional) to Example Bank.');
      const { cookie } = await signIn('ben', oneTimePasswordIn(added.out), NEW);
      expect((await call('GET', '/api/certificates', undefined, cookie)).status).toBe(200);

      expect((await account('role', 'ben', '--role', 'listener')).out).toBe('ben is Listener now.\n');
      expect((await call('GET', '/api/requests', undefined, cookie)).status).toBe(403);
      expect((await account('disable', 'ben')).out).toBe('ben is disabled and signed out everywhere.\n');
      expect((await call('GET', '/api/certificates', undefined, cookie)).status).toBe(401);
      const listed = (await account('list')).out.split('\n');
      expect(listed[0]).toMatch(/^anna: Administrator, active, last signed in at 20/);
      expect(listed[1]).toMatch(/^ben: Listener, disabled, last signed in at 20/);
      expect((await account('enable', 'ben')).out).toBe('ben is enabled.\n');
      const linked = await account('link', 'ben', '--issuer', 'https://id.example', '--subject', '7');
      expect(linked.out).toBe('ben signs in by single sign-on, too.\n');
      expect(folder.tenants[0]?.database.all(`SELECT username FROM account WHERE subject = '7'`)).toEqual([
        { username: 'ben' },
      ]);

      const again = oneTimePasswordIn((await account('one-time-password', 'ben')).out);
      expect((await signIn('ben', NEW)).status).toBe(401);
      const later = await signIn('ben', again, `${NEW} again`);
      const database = folder.tenants[0]?.database;
      database?.run(
        `INSERT INTO passkey (id, username, name, host, credential_id, public_key, transports_json, counter, added_at)
         VALUES ('1', 'ben', 'Phone', 'localhost', 'AAAA', x'00', '[]', 0, '2026-11-30T00:00:00.000Z')`,
      );
      expect((await signIn('ben', `${NEW} again`)).answer).toEqual({
        session: null,
        secondStep: { username: 'ben' },
      });
      expect((await account('remove-passkeys', 'ben')).out).toMatch(
        /^ben has no passkeys: the password alone/,
      );
      expect(database?.all('SELECT summary FROM audit_entry ORDER BY id DESC LIMIT 1')).toEqual([
        { summary: 'Removed the passkey of ben, “Phone”' },
      ]);
      expect((await account('sign-out', 'ben')).out).toBe('ben is signed out everywhere.\n');
      expect((await call('GET', '/api/account', undefined, later.cookie)).status).toBe(401);
    } finally {
      folder.close();
    }
  });

  test('refuses what the screen refuses, and says what there is', async () => {
    expect((await account('list')).error).toContain(`There is no tenant of your own in ${dataDir}.`);
    await setup();
    const refused = async (...args: string[]) => {
      const { error, out, code } = await account(...args);
      expect([out, code]).toEqual(['', 1]);
      return error;
    };
    expect(await refused('disable', 'anna')).toContain('“anna” is the only administrator who can sign in');
    expect(await refused('role', 'anna', '--role', 'agent')).toContain('the only administrator');
    expect(await refused('add', 'Anna', '--role', 'agent')).toContain('There is an account “anna” already');
    expect(await refused('disable', 'nobody')).toContain('There is no account nobody in Example Bank.');
    expect(await refused('add', 'ben')).toContain('--role administrator|professional|listener|agent');
    expect(await refused('add', 'ben', '--role', 'boss')).toContain(
      'npm run account -- add NAME --role ROLE',
    );
    expect(await refused('link', 'anna')).toContain('Say both: --issuer URL --subject SUBJECT.');
    expect(await refused('remove', 'anna')).toContain('The commands are: npm run account -- list');
  });

  test('with passwords off counts and names only who can sign in', async () => {
    await setup();
    const added = (await withoutPasswords('add', 'ben', '--role', 'administrator')).out;
    expect(added).toContain('so ben cannot sign in and is no second person.');
    expect(oneTimePasswordIn(added), 'no password that opens nothing').toBe('');
    expect((await withoutPasswords('one-time-password', 'ben')).error).toContain('Passwords are off');
    await withoutPasswords('link', 'ben', '--issuer', 'https://id.example', '--subject', '7');

    expect((await withoutPasswords('list')).out).toBe(
      'anna: Administrator, cannot sign in (passwords are off), never signed in\nben: Administrator, one-time password, never signed in\n',
    );
    // Anna is an administrator, and could not undo it.
    expect((await withoutPasswords('disable', 'ben')).error).toContain(
      '“ben” is the only administrator who can sign in',
    );
    expect((await account('disable', 'ben')).out).toBe('ben is disabled and signed out everywhere.\n');
  });
});
