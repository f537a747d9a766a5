import { expect, test } from 'vitest';
import { summaryParts } from './audit-summary.ts';

test('names of certificates are taken out of a sentence, and everything else stays', () => {
  expect(
    summaryParts(
      'IVR profile a: added “One” (serial number 0A) as certificate-1; removed “T “w” o” (serial number -1F)',
    ),
  ).toEqual([
    'IVR profile a: added ',
    { name: 'One', serialHex: '0A' },
    ' as certificate-1; removed “T ',
    { name: 'w” o', serialHex: '-1F' },
  ]);
});

test('the end of a certificate with a shared name follows its serial number', () => {
  expect(summaryParts('Uploaded “One” (serial number 0A, until 2027-01-02) with its private key')).toEqual([
    'Uploaded ',
    { name: 'One', serialHex: '0A', ends: '2027-01-02' },
    ' with its private key',
  ]);
});

test.each([
  'Signed in',
  'Wrote “A” (serial number 1E, until then)',
  'Said “no” and “yes”',
  '” (serial number 1E)',
  'Wrote “A” (serial number unknown)',
  'Wrote “A” (serial number 1E',
])('%s is one part', (summary) => {
  expect(summaryParts(summary)).toEqual([summary]);
});
