import { expect, test } from 'vitest';
import { backupSentence, type CheckedKey, type CopyState } from './backup-answer.ts';

let serial = 0;
const key = (name: string, state: CopyState, recordings?: number): CheckedKey => ({
  name,
  serial: String(++serial),
  state,
  recordings,
});
const opening = (count: number) => Array.from({ length: count }, (_, i) => key(`Key ${i}`, 'opens'));

test.each<[string, CheckedKey[]]>([
  ['The key has a copy here that opens.', [key('A', 'opens')]],
  ['The key has no copy here that opens; “A” has none.', [key('A', 'missing')]],
  ['All 6 keys have a copy here that opens.', opening(6)],
  [
    '5 of 6 keys have a copy here that opens; “Genesys Recording 2023” has none: 41 recordings depend on it.',
    [...opening(5), key('Genesys Recording 2023', 'missing', 41)],
  ],
  [
    '1 of 2 keys has a copy here that opens; “A” has none: 1 recording depends on it.',
    [...opening(1), key('A', 'only the certificate', 1)],
  ],
  [
    'None of 3 keys has a copy here that opens; “A” has none; the copy of “B” is damaged: 2 recordings depend on it; the copy of “C” is locked.',
    [key('C', 'locked', 7), key('B', 'damaged', 2), key('A', 'missing', 0)],
  ],
  [
    '1 of 3 keys has a copy here that opens; 2 may be in files that are still locked.',
    [...opening(1), key('A', 'perhaps locked'), key('B', 'perhaps locked')],
  ],
  [
    'None of 5 keys has a copy here that opens; “A” has none; “B” has none; “C” has none; 2 more have none.',
    ['A', 'B', 'C', 'D', 'E'].map((name) => key(name, 'missing')),
  ],
])('%s', (sentence, keys) => {
  expect(backupSentence(keys)).toBe(sentence);
});

test('what most recordings depend on is named first', () => {
  expect(backupSentence([key('A', 'missing'), key('B', 'missing', 7)])).toBe(
    'None of 2 keys has a copy here that opens; “B” has none: 7 recordings depend on it; “A” has none.',
  );
});

test('certificates of one name are told apart by their serial numbers', () => {
  const keys = [key('A', 'opens'), key('A', 'missing')];
  expect(backupSentence(keys)).toBe(
    `1 of 2 keys has a copy here that opens; “A” (serial number ${keys[1]?.serial}) has none.`,
  );
});
