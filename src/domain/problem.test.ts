import { describe, expect, test } from 'vitest';
import { problemCodes, problemKeyTool, problemSentence, problemStatus, problemTitle } from './problem.ts';
import { callProblems } from './problems/calls.ts';
import { fileProblems } from './problems/files.ts';
import { keyProblems } from './problems/keys.ts';
import { keystoreProblems } from './problems/keystore.ts';
import { signInProblems } from './problems/sign-in.ts';

describe.each(problemCodes)('%s', (code) => {
  test('has an error status, a title and whole sentences', () => {
    expect(problemStatus(code)).toBeGreaterThanOrEqual(400);
    expect(problemTitle(code)).toMatch(/^[A-Z][^.]+$/);
    // The detail of `not_found` is a whole sentence.
    const detail = code === 'not_found' ? 'It was deleted.' : 'AES-192-CBC';
    for (const about of [{}, { file: 'tenant.key', detail }]) {
      const sentence = problemSentence(code, about);
      expect(sentence).toMatch(/^\S.*[.]$/s);
      expect(sentence).not.toMatch(/undefined|\(\)| {2}/);
    }
  });
});

test('a code is of one subject', () => {
  const subjects = [fileProblems, keyProblems, keystoreProblems, signInProblems, callProblems];
  expect(subjects.flatMap((each) => Object.keys(each)).toSorted()).toEqual(problemCodes.toSorted());
});

test('an error repeats at most 200 characters of what it got, and no half of one', () => {
  for (const code of problemCodes) {
    const sentence = problemSentence(code, { file: 'f'.repeat(100_000), detail: 'd'.repeat(100_000) });
    expect(sentence).not.toMatch(/f{200}|d{200}/);
  }
  expect(problemSentence('not_found', { detail: 'd'.repeat(200) })).toBe('d'.repeat(200));
  expect(problemSentence('not_found', { detail: 'd'.repeat(201) })).toBe(`${'d'.repeat(199)}…`);
  expect(problemSentence('not_found', { detail: `d${'🔑'.repeat(100)}` })).toBe(`d${'🔑'.repeat(99)}…`);
  expect(problemSentence('not_found', { detail: '🔑'.repeat(101) })).toBe(`${'🔑'.repeat(99)}…`);
});

test('a refused file is named', () => {
  expect(problemSentence('wrong_password', { file: 'tenant.key' })).toContain('tenant.key');
  expect(problemSentence('several_certificates', { file: 'chain.pem', detail: '3' })).toContain(
    'chain.pem contains 3 certificates',
  );
});

test('what the Key tools can convert says so and leads there', () => {
  for (const code of [
    'der_not_pem',
    'pkcs12_not_pem',
    'legacy_encryption',
    'unsupported_encryption',
  ] as const) {
    expect(problemKeyTool(code)).toBe('convert');
    expect(problemSentence(code)).toContain('Convert in the Key tools');
  }
});
