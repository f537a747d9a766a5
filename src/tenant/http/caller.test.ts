import { describe, expect, test } from 'vitest';
import { callerOf, introduce, readFront } from './caller.ts';
import { isOwnHost, isSameOrigin, originOf } from './origin.ts';

const proxies = 'TENANT_PROXY';

function calling(
  environment: Record<string, string>,
  peer: string,
  headers: Record<string, string> = {},
): Request {
  const request = new Request('http://localhost:5180/api/session', {
    headers: { Host: 'localhost:5180', ...headers },
  });
  introduce(request, peer, readFront(environment));
  return request;
}

describe('who calls', () => {
  const forwarded = { 'X-Forwarded-For': '203.0.113.9', 'X-Forwarded-Proto': 'https' };

  test('is who is at the other end: nobody can say that they are somebody else', () => {
    expect(callerOf(calling({}, '192.0.2.1', forwarded))).toMatchObject({
      address: '192.0.2.1',
      https: false,
    });
    expect(callerOf(calling({ [proxies]: '192.0.2.2' }, '192.0.2.1', forwarded))).toMatchObject({
      address: '192.0.2.1',
      https: false,
    });
  });

  test.each([
    ['192.0.2.1', '192.0.2.1'],
    ['10.0.0.0/8, 192.0.2.0/24', '192.0.2.1'],
    ['127.0.0.1', '::ffff:127.0.0.1'],
    ['::1', '::1'],
    ['2001:db8::/32', '2001:db8::5'],
  ])('is whom a named proxy names: %s', (named, peer) => {
    expect(callerOf(calling({ [proxies]: named }, peer, forwarded))).toMatchObject({
      address: '203.0.113.9',
      https: true,
    });
  });

  test.each([
    ['6.6.6.6, 203.0.113.9', '203.0.113.9', 'what the caller put before it does not count'],
    ['203.0.113.9, 10.0.0.2', '203.0.113.9', 'two proxies, both named'],
    ['203.0.113.9:50123', '203.0.113.9', 'with a port'],
    ['[2001:db8::1]:50123', '2001:db8::1', 'with a port'],
    ['unknown', '10.0.0.1', 'no address'],
    ['', '10.0.0.1', 'no header'],
  ])('is the last address that is no proxy’s: %s', (header, address) => {
    const request = calling({ [proxies]: '10.0.0.0/24' }, '10.0.0.1', { 'X-Forwarded-For': header });
    expect(callerOf(request).address).toBe(address);
  });
});

describe('TENANT_ORIGIN', () => {
  const environment = { TENANT_ORIGIN: 'https://console.example' };
  const from = (Origin: string, Host = 'console.example') =>
    isSameOrigin(calling(environment, '127.0.0.1', { Origin, Host }));
  const answers = (host: string, loopbackOnly = true) =>
    isOwnHost(calling(environment, '127.0.0.1', { Host: host }), {
      origin: 'https://console.example',
      loopbackOnly,
    });

  test('is the one name that is answered to, besides those of loopback', () => {
    expect(answers('console.example')).toBe(true);
    expect(answers('CONSOLE.example:443')).toBe(true);
    expect(answers('console.example:8443')).toBe(false);
    expect(answers('evil.example')).toBe(false);
    expect(answers('console.example.evil.example')).toBe(false);
    expect(answers('console.example@evil.example')).toBe(false);
    expect(answers('')).toBe(false);
    expect(answers('127.0.0.1:5180')).toBe(true);
    expect(answers('127.0.0.1:5180', false)).toBe(false);
  });

  test('is where writes come from, whatever the Host header says', () => {
    expect(from('https://console.example')).toBe(true);
    expect(from('https://console.example', '127.0.0.1:5180')).toBe(true);
    expect(from('http://console.example')).toBe(false);
    expect(from('https://evil.example', 'evil.example')).toBe(false);
    expect(from('null')).toBe(false);
  });

  test('makes the connection https, and addresses begin with it', () => {
    const request = calling(environment, '127.0.0.1');
    expect(callerOf(request).https).toBe(true);
    expect(originOf(request)).toBe('https://console.example');
  });
});

test.each([
  [{ TENANT_ORIGIN: 'console.example' }, /TENANT_ORIGIN is console\.example, which is not an origin/],
  [{ TENANT_ORIGIN: 'https://console.example/path' }, /without a path/],
  [{ TENANT_ORIGIN: 'https://user@console.example' }, /not an origin/],
  [{ TENANT_ORIGIN: 'ftp://console.example' }, /not an origin/],
  [{ TENANT_PROXY: 'proxy.example' }, /TENANT_PROXY has proxy\.example, which is not an IP address/],
  [{ TENANT_PROXY: '10.0.0.0/33' }, /10\.0\.0\.0\/33/],
  [{ TENANT_PROXY: '127.0.0.1,' }, /an empty item/],
])('%j is refused with a sentence', (environment, sentence) => {
  expect(() => readFront(environment)).toThrow(sentence);
});
