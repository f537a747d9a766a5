import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { expect, expectNoStack, type Case, type Stage } from './stage.ts';
import { LONG_PASSWORD } from '../../src/testing/server.ts';

export const addresses: Case[] = [
  { name: 'two consoles on one host', play: playTwoConsoles },
  { name: 'an address with a path', play: playPath },
  { name: 'plain http by a name of the local network', play: playPlainHttp },
  { name: 'npm run dev has the policy of the build', play: playDev },
];

/** Browsers send the cookies of a host to all its ports. */
async function playTwoConsoles(stage: Stage): Promise<string> {
  const first = await stage.start();
  stage.dataDir = join(stage.folder, 'other');
  const second = await stage.start();
  const one = await first.signIn('administrator');
  const other = await second.signIn('professional');
  const both = `${one.cookie}; ${other.cookie}`;
  const status = async (server: typeof first) => (await server.client(both).get('/api/certificates')).status;
  expect((await status(first)) === 200 && (await status(second)) === 200, 'both sessions hold');
  await second.client(both).send('DELETE', '/api/session');
  expect((await status(first)) === 200 && (await status(second)) === 401, 'one is signed out, the other not');
  return 'neither signs the other out';
}

async function playPath(stage: Stage): Promise<string> {
  const { code, output } = await stage.run('serve.ts', [], {
    TENANT_ORIGIN: 'https://console.example/recording-console/',
  });
  expect(code === 1 && output.includes('without a path'), `refused: ${output}`);
  expectNoStack(output);
  return output.trim();
}

async function playPlainHttp(stage: Stage): Promise<string> {
  const server = await stage.start({
    TENANT_ORIGIN: 'http://console.lan',
    TENANT_DEMO_PASSWORD: LONG_PASSWORD,
  });
  await server.prints(/At http:\/\/console\.lan nobody can make, read or upload keys: .* https address\./);
  return 'the start says that this address will not do, and what will';
}

async function playDev(stage: Stage): Promise<string> {
  const vite = spawn(process.execPath, [join(stage.root, 'node_modules/vite/bin/vite.js')], {
    cwd: stage.root,
    env: { PATH: process.env['PATH'], PORT: '0', TENANT_DATA_DIR: join(stage.folder, 'dev') },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  stage.atTheEnd(() => void vite.kill('SIGTERM'));
  const url = await new Promise<string>((resolve, reject) => {
    let said = '';
    const read = (printed: Buffer) => {
      said += printed.toString();
      // oxlint-disable-next-line no-control-regex -- the colours of its output
      const [, found] = /(http:\/\/127\.0\.0\.1:\d+)\//.exec(said.replaceAll(/\u001b\[\d+m/g, '')) ?? [];
      if (found !== undefined) resolve(found);
    };
    vite.stdout.on('data', read);
    vite.stderr.on('data', read);
    vite.once('exit', () => reject(new Error(`It did not start:\n${said}`)));
  });
  const built = await stage.start();
  const [dev, build] = [await policyOf(url), await policyOf(built.url)];
  expect(dev !== 'none' && dev === build, `the same policy, and not ${dev} beside ${build}`);
  return 'the same but for a nonce and the styles';
}

async function policyOf(from: string): Promise<string> {
  const { headers } = await fetch(`${from}/sign-in`, { headers: { Accept: 'text/html' } });
  const policy = headers.get('Content-Security-Policy') ?? 'none';
  // Vite's script has a nonce, and emotion writes the text of its styles there.
  return policy
    .split('; ')
    .filter((part) => !part.startsWith('style-src '))
    .map((part) => part.replace(/ 'nonce-[^']+'/, ''))
    .join('; ');
}
