import { describe, expect, test } from 'vitest';
import { readDemoPassword } from './demo-password.ts';
import { readPlace } from '../run.ts';

const read = (password: string | undefined, environment: Record<string, string>) =>
  readDemoPassword(password, readPlace(environment));

describe.each([
  [{ HOST: '0.0.0.0' }, /^HOST is 0\.0\.0\.0, .*, or leave HOST at 127\.0\.0\.1\.$/],
  [{ TENANT_ORIGIN: 'https://console.example' }, /^TENANT_ORIGIN is https:.*, or leave TENANT_ORIGIN out\.$/],
  [{ TENANT_PROXY: '127.0.0.1' }, /^TENANT_PROXY names a proxy, .*, or leave TENANT_PROXY out\.$/],
])('where others can reach the server: %o', (environment, sentence) => {
  test.each([
    [undefined, 'everybody knows the demo password'],
    ['', 'everybody knows the demo password'],
    ['demo', 'everybody knows the demo password'],
    ['x', 'fewer than 12 characters'],
    [' ', 'fewer than 12 characters'],
    ['k7qm3-xn2pa', 'fewer than 12 characters'],
    [' '.repeat(12), 'guessed first'],
    ['aaaaaaaaaaaa', 'guessed first'],
    ['password1234', 'guessed first'],
    ['P@ssw0rd1234', 'guessed first'],
    ['1q2w3e4r5t6y', 'guessed first'],
    ['demodemodemo', 'guessed first'],
    ['administrator', 'guessed first'],
    ['environment1', 'guessed first'],
    ['azure-administrator', 'guessed first'],
  ])('%j is refused', async (password, reason) => {
    const refused = await read(password, environment).catch(String);
    expect(refused).toContain(reason);
    const said = refused.replace(/^Error: /, '');
    expect(said).toMatch(sentence);
    expect(said).toContain('Set TENANT_DEMO_PASSWORD to 12 or more characters');
  });

  test.each(['k7qm3-xn2pa-', '6f1c6e0e-7f0b-4a4e-9d52-5b1f3d0c8e77', 'Fünf Kraniche ziehen'])(
    '%j is taken',
    async (password) => expect(await read(password, environment)).toBe(password),
  );
});

test.each([{}, { HOST: 'localhost' }, { HOST: '::1' }, { TENANT_ORIGIN: 'http://localhost:5180' }])(
  'on this machine alone any will do: %o',
  async (environment) => {
    expect(await read(undefined, environment)).toBe('demo');
    expect(await read('x', environment)).toBe('x');
  },
);
