import { describe, expect, test } from 'vitest';
import type { AnswerOf } from '../contract/calls.ts';
import type { Session } from '../domain/session.ts';
import { certificatesPage } from './certificates.ts';
import { firstLanguage, readLooks } from './looks.ts';
import { certificate } from './test-certificate.ts';

type List = AnswerOf<'GET /api/certificates'>;

const administrator: Session = {
  username: 'administrator',
  role: 'administrator',
  tenant: { name: 'Environment', dbid: 1, platform: 'aws', screenRecording: true },
};
const professional: Session = { ...administrator, role: 'professional' };

const page = (
  change: Partial<List['items'][number]> = {},
  session = administrator,
  looks = readLooks(undefined),
) =>
  certificatesPage(
    { items: [{ ...certificate, ...change }], total: 1, changedElsewhere: false },
    { session, now: new Date('2026-11-24T09:00:00Z'), language: 'en-GB', looks },
  ) ?? '';

const named = (subjectName: string, id: string, keyBits: number) => ({
  ...certificate,
  id,
  subjectName,
  keyBits,
});
const recording = (name: string, id: string, keyBits: number) => ({
  ...named(name, id, keyBits),
  subjectDn: `CN=${name}`,
  issuerDn: 'CN=Issuer',
});
const namesIn = (html = '') =>
  [...html.matchAll(/certificates\/\d"[^>]*>([^<]+)<\/a>/g)].map(([, name]) => name);

describe('the static list', () => {
  test.each(['<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', "'&amp;&lt;"])(
    'shows a name as it is, in text and in attributes: %s',
    (name) => {
      const html = page({ subjectName: name, subjectDn: name, uploadedBy: name, id: name });
      const escaped = name
        .replaceAll('&', '&amp;')
        .replaceAll('<', '&lt;')
        .replaceAll('>', '&gt;')
        .replaceAll('"', '&quot;')
        .replaceAll("'", '&#39;');
      expect(html).toContain(`>${escaped}</a>`);
      expect(html).not.toMatch(/<script|<img/);
      // The policy would refuse it.
      expect(html).not.toMatch(/ style=/);
    },
  );

  test('says what the domain says', () => {
    const html = page({ assignedTo: [{ kind: 'ivr-profile', id: 'p', name: 'Sales' }] });
    expect(html).toContain('Expires in 37 days');
    expect(html).toContain('Never proven');
    expect(html).toContain('IVR profile Sales');
    expect(html).toContain('1 certificate<');
  });

  test('has what its reader’s role has', () => {
    expect(page()).toMatch(/Upload<[\s\S]*Backup/);
    expect(page({}, professional)).not.toMatch(/Backup|\/upload/);
    expect(page({}, professional)).toContain('Key size');
  });

  test('has dates in the browser’s time zone', () => {
    expect(page()).toContain('31 Dec 2026');
    expect(page({}, administrator, readLooks('Asia/Bangkok,,'))).toContain('1 Jan 2027');
  });

  describe('in an order', () => {
    const list: List = {
      items: [
        named('Recording 10', '0', 2048),
        named('Ähnlich', '1', 4096),
        named('recording 9', '2', 2048),
        named('Zebra', '3', 3072),
      ],
      total: 4,
      changedElsewhere: false,
    };
    const reader = {
      session: administrator,
      now: new Date('2026-11-24T09:00:00Z'),
      looks: readLooks(undefined),
    };

    test.each([
      ['subjectName', 'de', ['Ähnlich', 'recording 9', 'Recording 10', 'Zebra']],
      ['-subjectName', 'de', ['Zebra', 'Recording 10', 'recording 9', 'Ähnlich']],
      ['subjectName', 'sv', ['recording 9', 'Recording 10', 'Zebra', 'Ähnlich']],
      // Equal ones stay in the order of the tenant. The column need not be one that is shown.
      ['-keyBits', 'en', ['Ähnlich', 'Zebra', 'Recording 10', 'recording 9']],
    ])('%s, in the language %s', (sort, language, names) => {
      expect(namesIn(certificatesPage(list, { ...reader, language }, { sort }))).toEqual(names);
    });

    test('has headers that lead to the next order, and say the present one', () => {
      const html = certificatesPage(list, { ...reader, language: 'en' }, { sort: 'notAfter' }) ?? '';
      expect(html).toMatch(/aria-sort="ascending"\s*>\s*<a href="\?sort=-notAfter"\s*>Valid until/);
      expect(html).toMatch(/<a href="\?sort=subjectName"\s*>Subject Name/);
      expect(html.match(/aria-sort/g)).toHaveLength(1);
    });

    test('is not there when the order needs rows that are still to come, or is none', () => {
      const long = { ...list, nextCursor: 'x' };
      expect(certificatesPage(long, { ...reader, language: 'en' }, { sort: 'subjectName' })).toBeUndefined();
      expect(certificatesPage(long, { ...reader, language: 'en' })).toBeDefined();
      expect(certificatesPage(list, { ...reader, language: 'en' }, { sort: '"><b>' })).toBeUndefined();
    });
  });

  describe('with a search', () => {
    const list: List = {
      items: [
        recording('Recording 10', '0', 2048),
        { ...recording('Zebra', '1', 4096), notAfter: '2020-01-01T00:00:00Z' },
        recording('recording 9', '2', 2048),
      ],
      total: 3,
      changedElsewhere: false,
    };
    const find = (q: string, changes: Partial<List> = {}) =>
      certificatesPage(
        { ...list, ...changes },
        {
          session: administrator,
          now: new Date('2026-11-24T09:00:00Z'),
          language: 'en',
          looks: readLooks(undefined),
        },
        { q },
      );

    test.each([
      ['RECORDING', ['Recording 10', 'recording 9']],
      ['9 cn=rec', ['recording 9']],
      // What a column says is searched, not only names: the status, the key size.
      ['expired', ['Zebra']],
      ['2048 cn=rec', ['Recording 10', 'recording 9']],
      ['  ', ['Recording 10', 'Zebra', 'recording 9']],
    ])('%s', (q, names) => {
      expect(namesIn(find(q))).toEqual(names);
    });

    test('shows its words as they are', () => {
      const name = '"><b>Recording';
      const html = find(name, { items: [recording(name, '3', 2048)], total: 1 }) ?? '';
      expect(html).toMatch(/name="q"\s+value="&quot;&gt;&lt;b&gt;Recording"/);
      expect(html).toContain('href="?q=%22%3E%3Cb%3ERecording&amp;sort=notAfter"');
      expect(html).not.toContain('<b>');
    });

    test('says how many it found, keeps the words, and is not there when it found none or may find more', () => {
      const html = find('zebra') ?? '';
      expect(html).toContain('1 of 3 certificates<');
      expect(html).toMatch(/name="q"\s+value="zebra"/);
      expect(html).toContain('href="?q=zebra&amp;sort=notAfter"');
      expect(find('"><b>nothing')).toBeUndefined();
      expect(find('zebra', { nextCursor: 'more', total: 200 })).toBeUndefined();
      expect(find('zebra '.repeat(33))).toBeDefined();
      expect(find('zebra '.repeat(34))).toBeUndefined();
    });
  });

  test('is not there when the live list begins with something else', () => {
    const reader = {
      session: administrator,
      now: new Date(),
      language: undefined,
      looks: readLooks(undefined),
    };
    expect(certificatesPage({ items: [], total: 0, changedElsewhere: false }, reader)).toBeUndefined();
    const items = [certificate];
    expect(certificatesPage({ items, total: 1, changedElsewhere: true }, reader)).toBeUndefined();
  });
});

test.each([
  [undefined, { timeZone: undefined, colours: undefined, compact: false }],
  ['Europe/Berlin,dark,compact', { timeZone: 'Europe/Berlin', colours: 'dark', compact: true }],
  ['Nowhere/"><script>,"><b>,x', { timeZone: undefined, colours: undefined, compact: false }],
  [',,,,', { timeZone: undefined, colours: undefined, compact: false }],
])('the cookie %j is read with suspicion', (value, looks) => {
  expect(readLooks(value)).toEqual(looks);
});

test.each([
  ['de-AT,de;q=0.9,en;q=0.8', 'de-AT'],
  ['en', 'en'],
  ['*', undefined],
  ['x', undefined],
  [null, undefined],
])('the first language of %j is %j', (header, language) => {
  expect(firstLanguage(header)).toBe(language);
});
