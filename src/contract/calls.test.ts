import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { MAX_SEARCH_LENGTH } from '../domain/search.ts';
import type { Call } from './call.ts';
import { calls } from './calls.ts';

const all = Object.entries<Call>(calls);

describe.each(all)('%s', (name, { answer, body, bodyTypes, ifMatch, query, status }) => {
  test('answers nothing that a private key or a password fits into', () => {
    const names = answer ? propertyNames(z.toJSONSchema(answer, { unrepresentable: 'any' })) : [];
    // An administrator who gives somebody a one-time password is shown it this once.
    const shown = /^POST \/api\/accounts(\/\{id\}\/one-time-password)?$/.test(name)
      ? ['oneTimePassword']
      : [];
    expect(
      names.filter((each) => /private|password|secret|pkcs8/i.test(each) && each !== 'password'),
    ).toEqual(shown);
    // The demo password is shown on the sign-in page; no other answer contains a password.
    if (!name.endsWith('/api/session')) expect(names).not.toContain('password');
  });

  test('keeps to its method', () => {
    const [method] = name.split(' ');
    if (method === 'GET') expect({ body, bodyTypes, ifMatch, status }).toEqual({});
    // Beside a body of bytes, the query has what else there is to say.
    else if (!bodyTypes) expect(query).toBeUndefined();
    expect(body && bodyTypes).toBeUndefined();
    if (method === 'PUT') expect(ifMatch, 'two people can edit it').toBe(true);
    if (status === 201) expect(method).toBe('POST');
  });
});

describe('every text of a request has a largest length', () => {
  test.each(all)('%s', (_, { body, query }) => {
    const schemas = [body, query].filter((each) => each !== undefined);
    expect(schemas.flatMap((schema) => unbounded(z.toJSONSchema(schema, { io: 'input' })))).toEqual([]);
  });

  test('the test sees one without, deep inside, and an array without a largest number', () => {
    const deep = z.object({ a: z.union([z.null(), z.object({ b: z.array(z.string()) })]), c: z.enum(['x']) });
    expect(unbounded(z.toJSONSchema(deep, { io: 'input' }))).toEqual([
      '.properties.a.anyOf.1.properties.b',
      '.properties.a.anyOf.1.properties.b.items',
    ]);
  });
});

/** The paths of the texts and arrays in a JSON schema that may be of any length. */
function unbounded(schema: unknown, path = ''): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const below = Object.entries(schema).flatMap(([key, each]) => unbounded(each, `${path}.${key}`));
  const { type, maxLength, maxItems, enum: values, const: only, pattern } = schema as Record<string, unknown>;
  const isFixed = values !== undefined || only !== undefined || /^\^\[\S+\]\{\d+\}\$$/.test(String(pattern));
  const isOpen =
    (type === 'string' && maxLength === undefined && !isFixed) || (type === 'array' && !maxItems);
  return isOpen ? [path, ...below] : below;
}

function propertyNames(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const below = Object.values(schema).flatMap(propertyNames);
  return 'properties' in schema ? Object.keys(schema.properties as object).concat(below) : below;
}

test('the test sees a name deep inside', () => {
  const deep = z.object({ items: z.array(z.object({ privateKey: z.string() })) });
  expect(propertyNames(z.toJSONSchema(deep))).toContain('privateKey');
});

test('a search is as long as the rules say', () => {
  const search = 'a'.repeat(MAX_SEARCH_LENGTH);
  expect(calls['GET /api/certificates'].query.safeParse({ search }).success).toBe(true);
  expect(calls['GET /api/certificates'].query.safeParse({ search: `${search}a` }).success).toBe(false);
});
