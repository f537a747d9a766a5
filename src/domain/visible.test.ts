import { expect, test } from 'vitest';
import { subjectName } from './certificate.ts';
import { visible, visibleLine } from './visible.ts';

test.each([
  ['Genesys\u202Egnidroc', String.raw`Genesys\u202Egnidroc`],
  ['Gene\u200Bsys', String.raw`Gene\u200Bsys`],
  ['Genesys\nRecording', String.raw`Genesys\u000ARecording`],
  ['Gene\u00ADsys\uFEFF\u2066', String.raw`Gene\u00ADsys\uFEFF\u2066`],
  ['Aufzeichnung Zürich 2026, “one”', 'Aufzeichnung Zürich 2026, “one”'],
  ['録音用　証明書', '録音用　証明書'],
  ['تسجيل المكالمات', 'تسجيل المكالمات'],
  ['👩‍👩‍👧‍👦🇩🇪🔐', '👩‍👩‍👧‍👦🇩🇪🔐'],
])('%j is seen as %j', (text, seen) => {
  expect(visible(text)).toBe(seen);
  expect(visible(seen)).toBe(seen);
  expect(subjectName({ commonName: text, readable: '' })).toBe(seen);
});

test('several lines are read as one', () => {
  expect(visibleLine('Too short.\r\n  Ask again\u202E.')).toBe(String.raw`Too short. Ask again\u202E.`);
});
