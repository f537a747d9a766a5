import { unzipSync } from 'fflate';
import { expect, test } from 'vitest';
import { noise } from '../../pki/test-noise.ts';
import { zipOf } from './zip.ts';

test('everything is in the zip, byte for byte', () => {
  const bytes = noise(1000);
  const zip = zipOf({ 'a.mp3.bin': bytes, 'a.json': '{"ü":1}' }, '2026-11-25T12:00:00Z');
  const files = unzipSync(zip);
  expect(files['a.mp3.bin']).toEqual(bytes);
  expect(new TextDecoder().decode(files['a.json'])).toBe('{"ü":1}');
  expect(zipOf({ 'a.txt': 'a' }, '2026-11-25T12:00:00Z')).toEqual(
    zipOf({ 'a.txt': 'a' }, '2026-11-25T12:00:00Z'),
  );
});
