/**
 * `npm run media`: makes the sound and the picture of a test call again. This needs espeak-ng, lame and ffmpeg, so the
 * two small files are committed.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TEST_SENTENCE } from '../src/domain/recording.ts';

const media = join(import.meta.dirname, '../src/tenant/recorder/media');
const folder = mkdtempSync(join(tmpdir(), 'media-'));
const run = (command: string, ...args: string[]) =>
  execFileSync(command, args, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });

run('espeak-ng', '-v', 'en-gb', '-s', '140', '-w', 'said.wav', TEST_SENTENCE);
run(
  'lame',
  '--quiet',
  '-m',
  'm',
  '-b',
  '32',
  '--resample',
  '22.05',
  'said.wav',
  join(media, 'test-call.mp3'),
);
// H.264 with even sizes plays in every browser. The moov atom comes first, so that the video starts while it is
// loading.
const picture = 'testsrc2=size=640x360:rate=5:duration=6';
const video = ['-c:v', 'libx264', '-preset', 'veryslow', '-crf', '34', '-pix_fmt', 'yuv420p'];
const output = [...video, '-movflags', '+faststart', join(media, 'test-screen.mp4')];
run('ffmpeg', '-loglevel', 'error', '-y', '-f', 'lavfi', '-i', picture, ...output);
rmSync(folder, { recursive: true });
