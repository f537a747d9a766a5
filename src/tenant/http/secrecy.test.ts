import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Call } from '../../contract/call.ts';
import { calls, type CallName } from '../../contract/calls.ts';
import { makePair, pkcs8, rsaKeys, type Keys } from '../../testing/pairs.ts';
import { createServer } from './server.ts';
import type { StaticFiles } from '../document/static-files.ts';
import type { Caller } from '../../testing/client.ts';
import { PASSWORD, testTenant, type TestTenant } from '../../testing/tenant.ts';

/**
 * A private key that is used only here: none of its bytes may be found anywhere, in any form in which bytes are
 * written.
 */
let canary: Keys;
let tenant: TestTenant;
let administrator: Caller;
const PASSWORD_OF_THE_KEY = 'canary-password-7f3a';

beforeAll(async () => {
  canary = rsaKeys();
  tenant = await testTenant();
  administrator = await tenant.signedIn('administrator');
});
afterAll(() => tenant.close());

/**
 * The private exponent, both primes and the CRT numbers, raw and encoded: base64 at each alignment, and hexadecimal.
 */
function traces(): Buffer[] {
  const { d = '', p = '', q = '', dp = '', dq = '', qi = '' } = canary.privateKey.export({ format: 'jwk' });
  const numbers = [d, p, q, dp, dq, qi].map((number) => Buffer.from(number, 'base64url'));
  return numbers.map((number) => number.subarray(8, 40)).flatMap(formsOf);
}

function formsOf(part: Buffer): Buffer[] {
  const base64 = [0, 1, 2].map((shift) => part.subarray(shift, shift + 27).toString('base64'));
  const hex = part.toString('hex');
  return [part, ...[...base64, hex, hex.toUpperCase()].map((text) => Buffer.from(text))];
}

const holdsTrace = (bytes: Buffer): boolean => traces().some((trace) => bytes.includes(trace));

/** The document of the list, which contains the answer of its first call. */
async function listDocument(cookie: string): Promise<string> {
  const files: StaticFiles = {
    index: '<head></head><body></body>',
    isPage: () => true,
    answer: () => Promise.reject(new Error('a page is asked for')),
    filesOf: () => [],
    inlineStyleHashes: [],
  };
  const server = createServer({
    tenants: tenant.tenants,
    demoPassword: PASSWORD,
    files,
    loopbackOnly: false,
    log: () => {},
    now: () => tenant.clock.now,
  });
  const headers = { Accept: 'text/html', Cookie: cookie };
  return (await server(new Request('http://localhost/administration/certificates', { headers }))).text();
}

test('the search would find the key', () => {
  expect(holdsTrace(Buffer.from(pkcs8(canary).replaceAll('\n', '')))).toBe(true);
  expect(holdsTrace(canary.privateKey.export({ type: 'pkcs1', format: 'der' }))).toBe(true);
});

describe('an uploaded private key', () => {
  const answers: string[] = [];

  beforeAll(async () => {
    const { privateKey } = canary;
    const encrypted = privateKey
      .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: PASSWORD_OF_THE_KEY })
      .toString();
    const pair = makePair({ keys: canary });
    const sent = [
      { body: pair, headers: { 'Idempotency-Key': 'a' } },
      { body: pair, headers: { 'Idempotency-Key': 'a' } },
      { body: pair },
      { body: { ...pair, certificate: makePair().certificate } },
      { body: { ...pair, certificate: pair.privateKey } },
      { body: { ...pair, privateKey: pair.privateKey.slice(0, 900) } },
      { body: { ...pair, privateKey: pair.privateKey.replace('M', 'N') } },
      {
        body: {
          ...makePair({ keys: canary }),
          privateKey: encrypted,
          privateKeyPassword: PASSWORD_OF_THE_KEY,
        },
      },
      {
        body: {
          ...makePair({ keys: canary }),
          privateKey: encrypted,
          privateKeyPassword: `${PASSWORD_OF_THE_KEY}!`,
        },
      },
      { body: { ...pair, privateKey: [pair.privateKey] as never } },
    ];
    for (const input of sent) answers.push((await administrator.call('POST /api/certificates', input)).text);
    const broken = await tenant.api.request('/api/certificates', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Cookie: administrator.cookie },
      body: `{"privateKey": ${JSON.stringify(pair.privateKey)}`,
    });
    answers.push(await broken.text());
    const { items } = (await administrator.call('GET /api/certificates')).answer;
    expect(items).toHaveLength(2);
    const [first] = items;
    for (const name of Object.keys(calls) as CallName[]) {
      const call: Call = calls[name];
      if (call.body || name === 'DELETE /api/session') continue;
      const headers = { 'If-Match': first?.etag ?? '' };
      answers.push((await administrator.call(name, { params: { id: first?.id ?? '' }, headers })).text);
    }
    const document = await listDocument(administrator.cookie);
    expect(document).toContain(first?.id);
    answers.push(document);
  });

  test('is in no answer', () => {
    expect(answers.length).toBeGreaterThan(15);
    expect(holdsTrace(Buffer.from(answers.join('\n')))).toBe(false);
    expect(answers.join('\n')).not.toContain('PRIVATE KEY-----');
    expect(answers.join('\n')).not.toContain(PASSWORD_OF_THE_KEY);
  });

  test('is not in the record of the keystore', async () => {
    const { text, answer } = await administrator.call('GET /api/record');
    expect(answer.certificates).toHaveLength(2);
    // The record as it is saved, and the bytes of every PEM in it.
    const decoded = answer.certificates.map(({ pem }) =>
      Buffer.from(pem.replaceAll(/-----.*-----/g, ''), 'base64'),
    );
    expect(holdsTrace(Buffer.from(text.replaceAll('\\n', '')))).toBe(false);
    expect(holdsTrace(Buffer.concat(decoded))).toBe(false);
    expect(text).not.toContain('PRIVATE KEY');
  });

  test('is nowhere in the data folder in the clear, nor in the log', async () => {
    expect(holdsTrace(tenant.storedBytes())).toBe(false);
    expect(tenant.storedBytes().includes(PASSWORD_OF_THE_KEY)).toBe(false);
    expect(holdsTrace(Buffer.from(tenant.log.join('\n')))).toBe(false);
    await tenant.restart();
    expect(holdsTrace(tenant.storedBytes())).toBe(false);
  });
});
