import { expect, test } from 'vitest';
import { administrator, eachTenant } from '../../testing/given.ts';
import { uploadedBy } from '../../testing/steps.ts';

eachTenant('administrator');

const names = ['Genesys', 'Gene\u200Bsys', 'Genesys\u202E', 'Gene\nsys'];

test('certificates whose names read alike are told apart in the list, its file, the audit log and the calendar', async () => {
  for (const commonName of names) await uploadedBy(administrator, { commonName });
  const { items } = (await administrator.call('GET /api/certificates')).answer;
  expect(new Set(items.map(({ subjectName }) => subjectName))).toEqual(
    new Set(['Genesys', String.raw`Gene\u200Bsys`, String.raw`Genesys\u202E`, String.raw`Gene\u000Asys`]),
  );
  const { token } = (await administrator.call('POST /api/calendar-feed')).answer;
  const said = [
    JSON.stringify((await administrator.call('GET /api/audit-log')).answer.items),
    (await administrator.call('GET /api/certificates.csv')).text,
    (await administrator.call('GET /api/audit-log.csv')).text,
    (await administrator.call('GET /api/certificates/expiry.ics', { query: { token } })).text,
  ];
  for (const text of said) {
    expect(text).toContain('u200B');
    expect(text).not.toMatch(/[\u200B\u202E]/);
  }
});
