import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { joined } from '../asn1/bytes.ts';
import { codecOf, lookAtMedia } from './media-codec.ts';
import { mediaType } from './media-type.ts';
import { mp3Length } from './mp3-length.ts';
import { silence, silentFrame } from '../../testing/mp3.ts';

const media = (name: string) =>
  new Uint8Array(readFileSync(join(import.meta.dirname, '../../tenant/recorder/media', name)));
const latin1 = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'));

function wav(tag: number, subFormat = 0): Blob {
  const header = Buffer.alloc(80);
  header.write('RIFF\0\0\0\0WAVEbext\u0002\0\0\0??fmt \u0028\0\0\0', 'latin1');
  header.writeUInt16LE(tag, 30);
  header.writeUInt16LE(subFormat, 54);
  return new Blob([header]);
}

const box = (type: string, ...content: Uint8Array<ArrayBuffer>[]) => {
  const header = Buffer.alloc(8);
  header.writeUInt32BE(8 + content.reduce((sum, { length }) => sum + length, 0));
  header.write(type, 4, 'latin1');
  return joined([header, ...content]);
};

const track = (entry: string) => box('stsd', new Uint8Array(8), box(entry, new Uint8Array(20)));

describe('what a file is encoded with', () => {
  test.each([
    ['a WAV of GSM, whose format is not its first part', wav(0x31), 'GSM 6.10 in WAV'],
    ['ADPCM', wav(0x11), 'IMA ADPCM in WAV'],
    ['a format that is said further on', wav(0xfffe, 7), 'µ-law in WAV'],
    ['a number that is not known', wav(0x1234), 'format 4660 in WAV'],
    ['WMV', new Blob([Buffer.from('3026b2758e66cf11a6d900aa0062ce6c', 'hex')]), 'Windows Media (WMV, WMA)'],
    ['MP3', new Blob([media('test-call.mp3')]), 'MP3'],
    ['MP4', new Blob([media('test-screen.mp4')]), 'H.264 in MP4'],
    [
      'HEVC with sound, its tracks at the end',
      new Blob([
        box('ftyp', latin1('isom')),
        box('mdat', new Uint8Array(1000)),
        box('moov', box('trak', track('hvc1')), box('trak', track('mp4a'))),
      ]),
      'HEVC (H.265) and AAC in MP4',
    ],
    ['µ-law without a header', new Blob([new Uint8Array(1000).fill(0xff)]), undefined],
    ['nothing', new Blob([]), undefined],
  ])('%s', async (_, file, said) => {
    expect(await codecOf(file)).toBe(said);
  });
});

describe('the length of an MP3', () => {
  test('with one bit rate, as its recorder says it', () => {
    const length = mp3Length(media('test-call.mp3'));
    expect(length?.seconds).toBeCloseTo(6.24, 1);
    expect(length?.missing).toBeUndefined();
  });

  test('with bit rates that vary: the frame that tells it is put before the others, once', async () => {
    const bytes = silence(600);
    expect(mp3Length(bytes)?.seconds).toBeCloseTo(600, 1);
    const { mended } = await lookAtMedia(new Blob([bytes]));
    const whole = new Uint8Array(await mended!.arrayBuffer());
    expect(mediaType(whole)).toBe('audio/mpeg');
    expect(whole.subarray(whole.length - bytes.length)).toEqual(bytes);
    expect(mp3Length(whole)).toEqual({ seconds: mp3Length(bytes)?.seconds, missing: undefined });
  });

  test('after a title, and with other bytes between its frames', () => {
    const title = joined([latin1('ID3\u0004\0\0\0\0\u0001\u0000'), new Uint8Array(128).fill(0xff)]);
    const bytes = joined([title, silence(10), new Uint8Array(5), silentFrame(32), latin1('TAG')]);
    const length = mp3Length(bytes);
    expect(length?.seconds).toBeCloseTo(10 + 576 / 22_050, 1);
    expect(length?.missing?.at).toBe(138);
  });
});
