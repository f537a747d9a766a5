import { expect, test } from 'vitest';
import { loudness, refusalSentence } from './microphone.ts';

test('silence is 0, and nothing is louder than 1', () => {
  expect(loudness(new Float32Array(64))).toBe(0);
  expect(loudness(new Float32Array(0))).toBe(0);
  expect(loudness(new Float32Array(64).fill(1))).toBe(1);
  expect(loudness(new Float32Array(64).fill(-0.1))).toBeCloseTo(0.4);
});

test.each([
  ['NotAllowedError', /Allow it in the site settings/],
  ['NotFoundError', /No microphone was found/],
  ['NotReadableError', /in use by another application/],
  ['NotSupportedError', /https address/],
  ['AbortError', /could not be used/],
])('%s has a sentence with a way on', (name, sentence) => {
  expect(refusalSentence(new DOMException('', name))).toMatch(sentence);
  expect(refusalSentence(new DOMException('', name))).toContain('record the spoken sentence instead');
});
