import { expect, test } from 'vitest';
import { createBodyRoom } from './body-room.ts';

const MB = 1024 * 1024;
const takes = (take: () => unknown) => {
  try {
    take();
    return true;
  } catch (error) {
    expect(error).toMatchObject({ code: 'busy' });
    return false;
  }
};

test('a person has room for so many bytes, and for so many bodies', () => {
  const take = createBodyRoom();
  const me = { person: 'a', tenant: 't' };
  const giveBack = take(me, 32 * MB);
  expect(takes(() => take(me, 1))).toBe(false);
  giveBack();
  const many = Array.from({ length: 128 }, () => take(me, 0));
  expect(takes(() => take(me, 0))).toBe(false);
  expect(takes(() => take({ ...me, person: 'b' }, 1))).toBe(true);
  for (const each of many) each();
  expect(takes(() => take(me, 32 * MB))).toBe(true);
});

test('a tenant leaves room for the others', () => {
  const take = createBodyRoom();
  const byPerson = (tenant: string) =>
    Array.from({ length: 10 }, (_, person) => takes(() => take({ person: `${person}`, tenant }, 10 * MB)));
  expect(byPerson('t').filter(Boolean)).toHaveLength(6);
  expect(byPerson('u').filter(Boolean)).toHaveLength(6);
});

test('what is refused takes no room', () => {
  const take = createBodyRoom();
  for (let person = 0; person < 100; person++) {
    expect(takes(() => take({ person: `${person}`, tenant: 't' }, 33 * MB))).toBe(false);
  }
  expect(takes(() => take({ person: 'a', tenant: 't' }, 32 * MB))).toBe(true);
});
