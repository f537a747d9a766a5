import { expect, test } from 'vitest';
import { createSignInLimit, networkOf, type Attempt } from './sign-in-limit.ts';

const SECOND = 1000;
const start = Date.parse('2026-11-24T09:00:00Z');

function limitAt() {
  const limit = createSignInLimit();
  let at = start;
  const attempt = async (verified: boolean, who: Partial<Attempt> = {}) => {
    const outcome = await limit.attempt(
      { username: 'administrator', address: '192.0.2.1', device: undefined, ...who },
      new Date(at),
      () => Promise.resolve(verified),
    );
    return 'retryAfter' in outcome ? outcome.retryAfter : outcome.verified;
  };
  return {
    right: (who?: Partial<Attempt>) => attempt(true, who),
    wrong: (who?: Partial<Attempt>) => attempt(false, who),
    advance: (seconds: number) => (at += seconds * SECOND),
  };
}

test('after five failures each is followed by a longer wait', async () => {
  const { wrong, right, advance } = limitAt();
  for (let i = 0; i < 5; i++) expect(await wrong()).toBe(false);
  for (const wait of [30, 60, 120, 240, 480, 900, 900]) {
    expect(await right()).toBe(wait);
    advance(wait - 1);
    // Trying again while waiting does not make the wait longer.
    expect(await right()).toBe(1);
    advance(1);
    expect(await wrong()).toBe(false);
  }
  advance(900);
  expect(await right()).toBe(true);
  for (let i = 0; i < 5; i++) expect(await wrong()).toBe(false);
});

test('an hour without a failure wipes the slate', async () => {
  const { wrong, advance } = limitAt();
  for (let i = 0; i < 5; i++) await wrong();
  advance(3600);
  for (let i = 0; i < 5; i++) expect(await wrong()).toBe(false);
  expect(await wrong()).toBe(30);
});

test('another address is not kept waiting, and a whole IPv6 network counts as one', async () => {
  const { wrong, right } = limitAt();
  for (let i = 0; i < 5; i++) await wrong({ address: `2001:db8::${i}` });
  expect(await right({ address: '2001:db8::ffff' })).toBe(30);
  expect(await right({ address: '2001:db8:0:1::1' })).toBe(true);
});

test.each([
  ['192.0.2.1', '192.0.2.1'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['2001:0DB8:0000:0000:1:2:3:4', '2001:db8:0:0::/64'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['', ''],
])('%s is of the network %s', (address, network) => {
  expect(networkOf(address)).toBe(network);
});

const from = (i: number) => ({ address: `198.51.100.${i}` });

test('a storm on one name from many addresses is slowed to one a minute, and stops nobody for good', async () => {
  const { wrong, right, advance } = limitAt();
  for (let i = 0; i < 20; i++) expect(await wrong(from(i))).toBe(false);
  expect(await wrong(from(20))).toBe(60);
  expect(await right({ device: 'the browser of before' })).toBe(true);
  expect(await right({ ...from(21), username: 'professional' })).toBe(true);
  advance(60);
  expect(await right(from(22))).toBe(true);
  // This attempt did not fail, so the next one need not wait.
  expect(await right(from(23))).toBe(true);
});

test('a storm at many names from one address is slowed, and only from there', async () => {
  const { wrong, right } = limitAt();
  for (let i = 0; i < 60; i++) expect(await wrong({ username: `user ${i}` })).toBe(false);
  expect(await right({ username: 'professional' })).toBe(10);
  expect(await right({ username: 'professional', address: '192.0.2.2' })).toBe(true);
});

test('a storm that comes all at once is no way around', async () => {
  const { wrong } = limitAt();
  const outcomes = await Promise.all(
    Array.from({ length: 100 }, (_, i) => wrong({ address: `198.51.100.${i}` })),
  );
  expect(outcomes.filter((outcome) => outcome === false)).toHaveLength(20);
});

test('its memory is bounded: what failed longest ago is forgotten', async () => {
  const { wrong, right } = limitAt();
  for (let i = 0; i < 5; i++) await wrong();
  for (let i = 0; i < 10_000; i++) {
    await wrong({ username: `made up ${i}`, address: `10.${i >> 16}.${(i >> 8) & 255}.${i & 255}` });
  }
  expect(await right()).toBe(true);
});
