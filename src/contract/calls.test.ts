import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { calls, type Call } from './calls.ts';

const all = Object.entries<Call>(calls);

describe.each(all)('%s', (name, { answer, body, ifMatch, query, status }) => {
  test('answers nothing that a private key or a password fits into', () => {
    const names = answer ? propertyNames(z.toJSONSchema(answer, { unrepresentable: 'any' })) : [];
    expect(
      names.filter((each) => /private|password|secret|pkcs8/i.test(each) && each !== 'password'),
    ).toEqual([]);
    // The demo password is shown on the sign-in page; no other answer contains a password.
    if (!name.endsWith('/api/session')) expect(names).not.toContain('password');
  });

  test('keeps to its method', () => {
    const [method] = name.split(' ');
    if (method === 'GET') expect({ body, ifMatch, status }).toEqual({});
    else expect(query).toBeUndefined();
    if (method === 'PUT') expect(ifMatch, 'two people can edit it').toBe(true);
    if (status === 201) expect(method).toBe('POST');
  });
});

function propertyNames(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const below = Object.values(schema).flatMap(propertyNames);
  return 'properties' in schema ? Object.keys(schema.properties as object).concat(below) : below;
}

test('the test sees a name deep inside', () => {
  const deep = z.object({ items: z.array(z.object({ privateKey: z.string() })) });
  expect(propertyNames(z.toJSONSchema(deep))).toContain('privateKey');
});
