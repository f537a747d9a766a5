import { expect, test } from 'vitest';
import { DAY_MS } from './certificate.ts';
import { forgottenRenewal } from './renewal.ts';

const now = new Date('2026-11-24T09:00:00Z');
const until = (id: string, days: number, from = -400) => ({
  id,
  notBefore: new Date(now.getTime() + from * DAY_MS).toISOString(),
  notAfter: new Date(now.getTime() + days * DAY_MS).toISOString(),
});
const [old, renewed] = [until('old', 20), until('new', 3650, -1)];

test.each([
  ['voice renewed, screen recording forgotten', [old, renewed], [old], ['screen recording', 20, 'new']],
  ['replaced instead of added', [renewed], [old], ['screen recording', 20, 'new']],
  ['the other way round', [old], [old, renewed], ['voice', 20, 'new']],
  ['forgotten until it ran out', [renewed], [until('gone', -3)], ['screen recording', -3, 'new']],
  ['both renewed', [old, renewed], [old, renewed], undefined],
  ['renewed with different certificates', [renewed], [until('other', 3000)], undefined],
  ['neither renewed yet', [old], [old], undefined],
  ['screen recording not set up', [renewed], [], undefined],
  ['voice not set up', [], [renewed], undefined],
  ['nothing urgent for another 90 days', [renewed], [until('old', 91)], undefined],
])('%s', (_, voice, screen, expected) => {
  const found = forgottenRenewal({ voice, screen }, now);
  expect(found && [found.forgotten, found.days, found.renewedWith.id]).toEqual(expected);
});
