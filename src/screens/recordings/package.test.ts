import { expect, test } from 'vitest';
import { mediaNames } from './package.ts';

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
