import { describe, expect, test } from 'vitest';
import { oneTenant, tenant } from '../../testing/given.ts';
import { isDeeper, readBody } from './body.ts';

oneTenant();

const depthIs = (json: string, depth: number) => {
  const bytes = Buffer.from(json);
  expect([isDeeper(bytes, depth - 1), isDeeper(bytes, depth)]).toEqual([true, false]);
};

test('the depth of JSON is counted without what is in strings', () => {
  depthIs('[]', 1);
  depthIs('{"a": [1, {"b": []}], "c": {}}', 4);
  depthIs('[[1], [2], [3], {}]', 2);
  depthIs(String.raw`["[[[[", "\"[[[", "\\", ["]"]]`, 2);
  depthIs('{"[{": {"]}": 1}}', 2);
  depthIs(JSON.stringify({ 'é[': ['\u2028["{'] }), 2);
  expect(isDeeper(Buffer.from('"no brackets"'), 0)).toBe(false);
});

/** A body that begins and does not end; it says whether it was asked for, and whether it was given up. */
function endless(start = '{"username": ') {
  const seen = { asked: false, givenUp: false };
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        if (!seen.asked) controller.enqueue(Buffer.from(start));
        seen.asked = true;
        return new Promise(() => {});
      },
      cancel: () => void (seen.givenUp = true),
    },
    { highWaterMark: 0 },
  );
  return { body, seen };
}

const requestWith = (body: BodyInit, headers: Record<string, string> = {}) =>
  new Request('http://localhost/api/session', {
    method: 'POST',
    body,
    headers,
    duplex: 'half',
  } as RequestInit);

test('a body that does not end in its time is given up', async () => {
  const { body, seen } = endless();
  await expect(readBody(requestWith(body), 1000, 10)).rejects.toMatchObject({ code: 'body_too_slow' });
  expect(seen.givenUp).toBe(true);
});

test('of a body that is too large, no more is read', async () => {
  const { body, seen } = endless('x'.repeat(1001));
  await expect(readBody(requestWith(body), 1000)).rejects.toMatchObject({ code: 'body_too_large' });
  expect(seen.givenUp).toBe(true);
});

test('what arrives in pieces is put together', async () => {
  const pieces = new ReadableStream({
    start(controller) {
      for (const piece of ['a', '', 'bc', 'def']) controller.enqueue(Buffer.from(piece));
      controller.close();
    },
  });
  expect(Buffer.from(await readBody(requestWith(pieces), 6)).toString()).toBe('abcdef');
});

const ask = (path: string, body: BodyInit, headers: Record<string, string> = {}) =>
  tenant.api.request(path, { method: 'POST', body, headers, duplex: 'half' } as RequestInit);
const codeOf = async (response: Response) => ((await response.json()) as { code: string }).code;
const json = { 'Content-Type': 'application/json' };

describe('a call', () => {
  test('of somebody who is signed out or may not make it has its body left alone', async () => {
    const agent = await tenant.signedIn('agent');
    for (const [headers, code] of [
      [{}, 'not_signed_in'],
      [{ Cookie: agent.cookie }, 'forbidden'],
    ] as const) {
      const { body, seen } = endless();
      const response = await ask('/api/certificates', body, { ...json, ...headers });
      expect(await codeOf(response)).toBe(code);
      expect(seen.asked).toBe(false);
    }
  });

  test('that nests too deeply is refused before it is parsed', async () => {
    const depth = 100_000;
    const response = await ask('/api/certificates', `${'['.repeat(depth)}${']'.repeat(depth)}`, {
      ...json,
      Cookie: (await tenant.signedIn('administrator')).cookie,
    });
    expect(((await response.json()) as { detail: string }).detail).toMatch(/nested too deeply\.$/);
  });

  test('signed out is read up to the size of a name and a password', async () => {
    const longest = JSON.stringify({ username: 'ü'.repeat(200), password: '\u2028'.repeat(1000) });
    expect(await codeOf(await ask('/api/session', longest, json))).toBe('wrong_credentials');
    const response = await ask('/api/session', ' '.repeat(8001), json);
    expect(response.status).toBe(413);
    expect(((await response.json()) as { detail: string }).detail).toContain('8.0 kB');
  });

  test('waits for nobody else: one person cannot take all the memory for bodies', async () => {
    const [mine, theirs] = [await tenant.signedIn('administrator'), await tenant.signedIn('professional')];
    const path = '/api/test-calls/spoken?durationMs=1000';
    const speak = (Cookie: string) => {
      const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
      const answer = ask(path, readable, { 'Content-Type': 'audio/webm', Cookie });
      return { answer, end: () => writable.close() };
    };
    // Each may become 8 MB, and a person has room for 32.
    const begun = [1, 2, 3, 4].map(() => speak(mine.cookie));
    const refused = await speak(mine.cookie).answer;
    expect(refused.status).toBe(503);
    expect(refused.headers.get('Retry-After')).toBe('5');
    expect(await codeOf(refused)).toBe('busy');
    const other = speak(theirs.cookie);
    for (const { answer, end } of [...begun, other]) {
      await end();
      expect(await codeOf(await answer)).toBe('invalid_request');
    }
    const again = speak(mine.cookie);
    await again.end();
    expect(await codeOf(await again.answer)).toBe('invalid_request');
  });
});
