import { describe, expect, test } from 'vitest';
import { forConsole, forTenant } from './forwarded-cookies.ts';

describe('a cookie of the tenant', () => {
  test.each([
    [
      'session=a.b=; Path=/; HttpOnly; SameSite=Strict',
      'tenant.session=a.b=; Path=/; HttpOnly; SameSite=Strict',
      '__Host-tenant.session=a.b=; Path=/; HttpOnly; SameSite=Strict; Secure',
    ],
    [
      '__Host-session=x; Max-Age=0; Path=/; Secure; HttpOnly',
      'tenant.host.session=x; Path=/; Max-Age=0; HttpOnly',
      '__Host-tenant.host.session=x; Path=/; Max-Age=0; HttpOnly; Secure',
    ],
    [
      '__Secure-id=x; Domain=tenant.example; path=/base; SameSite=None; Partitioned',
      'tenant.secure.id=x; Path=/; SameSite=Lax',
      '__Host-tenant.secure.id=x; Path=/; SameSite=Lax; Secure',
    ],
  ])('%s is the console’s over http and https', (given, http, https) => {
    expect(forConsole(given, 'tenant')).toBe(http);
    expect(forConsole(given, '__Host-tenant')).toBe(https);
  });

  test.each(['session', '__Host-session', '__Secure-id'])('%s comes back under its own name', (name) => {
    for (const mark of ['tenant', 'tenant-5180', '__Host-tenant']) {
      const [sent = ''] = forConsole(`${name}=value`, mark).split(';');
      expect(forTenant(`other=1; ${sent}; session=mine`, mark)).toBe(`${name}=value`);
    }
  });

  test('is not taken over https under a name that a plain connection could have set', () => {
    expect(forTenant('tenant.session=forged', '__Host-tenant')).toBe('');
    expect(forTenant('tenant.session=of-another-console', 'tenant-5180')).toBe('');
  });
});
