import { unzipSync } from 'fflate';
import { expect, test } from 'vitest';
import { mediaNames, recordingZip } from './package.ts';
import { noise } from '../../pki/test-noise.ts';

test('files are named as the recorder names them', () => {
  expect(mediaNames({ path: '/recordings/voice/4f82ee48.mp3.bin' })).toEqual({
    media: '4f82ee48.mp3.bin',
    envelope: '4f82ee48.p7.pem',
    output: '4f82ee48.mp3',
    metadata: '4f82ee48.json',
    zip: '4f82ee48.zip',
  });
  expect(mediaNames({ path: 'x.mp4' })).toMatchObject({ media: 'x.mp4', output: 'x.mp4' });
});

test('everything is in the zip, byte for byte', async () => {
  const bytes = noise(1000);
  const zip = await recordingZip({ 'a.mp3.bin': bytes, 'a.json': '{"ü":1}' }, '2026-11-25T12:00:00Z');
  const files = unzipSync(zip);
  expect(files['a.mp3.bin']).toEqual(bytes);
  expect(new TextDecoder().decode(files['a.json'])).toBe('{"ü":1}');
});
