import { afterEach, expect, test, vi } from 'vitest';
import { dropHandedOver, handOver, handedOver } from './hand-over.ts';

const pair = {
  certificate: 'certificate',
  privateKey: 'private key',
  names: { certificate: 'tenant.pem', privateKey: 'private.pem' },
};
afterEach(() => {
  dropHandedOver();
  vi.useRealTimers();
});

test('a pair can be read until it is dropped: a drawing that was thrown away has not taken it', () => {
  handOver(pair);
  expect(handedOver()).toEqual(pair);
  expect(handedOver()).toEqual(pair);
  dropHandedOver();
  expect(handedOver()).toBeUndefined();
});

test('nobody takes it: it is dropped after some minutes', () => {
  vi.useFakeTimers();
  handOver(pair);
  vi.advanceTimersByTime(6 * 60_000);
  expect(handedOver()).toBeUndefined();
});

test('the last one counts', () => {
  handOver(pair);
  handOver({ ...pair, certificate: 'another' });
  expect(handedOver()?.certificate).toBe('another');
});
