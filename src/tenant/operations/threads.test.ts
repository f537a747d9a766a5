import { pbkdf2 } from 'node:crypto';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { administrator, eachTenant, tenant } from '../../testing/given.ts';
import { makePair, rsaKeys } from '../../testing/pairs.ts';
import { inThread } from './threads.ts';
import { PASSWORD } from '../../testing/tenant.ts';

eachTenant('administrator');

const signIn = (username: string) =>
  tenant.signedOut().call('POST /api/session', { body: { username, password: PASSWORD } });

test('a sign-in does not wait for the threads that WebCrypto and the file system share', async () => {
  const order: string[] = [];
  const others = Array.from({ length: 8 }, async () => {
    await promisify(pbkdf2)('password', 'salt', 1_000_000, 32, 'sha256');
    order.push('another');
  });
  expect((await signIn('fabrikam-administrator')).status).toBe(200);
  order.push('sign-in');
  await Promise.all(others);
  expect(order).toEqual(['sign-in', ...Array<string>(8).fill('another')]);
});

test('a person who asks for too much at once is refused for it, and a colleague is not', async () => {
  const { environment } = tenant;
  const task = { upload: makePair(), tenant: environment.tenant };
  const ask = (username: string) =>
    inThread({ username, store: environment }, 'inspectUpload', task).then(
      () => 'done',
      (error: unknown) => error,
    );
  // One runs and 32 wait.
  const mine = Array.from({ length: 34 }, () => ask('administrator'));
  expect(await ask('colleague')).toBe('done');
  const outcomes = await Promise.all(mine);
  expect(outcomes.slice(0, 33)).toEqual(Array(33).fill('done'));
  expect(outcomes[33]).toMatchObject({ code: 'busy', details: { retryAfter: 5 } });
});

test('a pair that a reader refuses is refused in the same words through the thread', async () => {
  const pair = { ...makePair(), privateKey: makePair({ keys: rsaKeys() }).privateKey };
  const { problem } = await administrator.call('POST /api/certificates', { body: pair });
  expect(problem).toMatchObject({ code: 'key_mismatch', field: 'privateKey', status: 422 });
  expect(problem.detail).toMatch(/^The private key does not belong to this certificate/);
});
