import { afterEach, expect, test, vi } from 'vitest';
import { dropHandedOver, handOver, takeHandedOver } from './hand-over.ts';

const pair = { certificate: 'certificate', privateKey: 'private key' };
afterEach(() => {
  dropHandedOver();
  vi.useRealTimers();
});

test('a pair is taken once', () => {
  handOver(pair);
  expect(takeHandedOver()).toEqual(pair);
  expect(takeHandedOver()).toBeUndefined();
});

test('nobody takes it: it is dropped after some minutes', () => {
  vi.useFakeTimers();
  handOver(pair);
  vi.advanceTimersByTime(6 * 60_000);
  expect(takeHandedOver()).toBeUndefined();
});

test('the last one counts', () => {
  handOver(pair);
  handOver({ ...pair, certificate: 'another' });
  expect(takeHandedOver()?.certificate).toBe('another');
});
