#!/usr/bin/env bash
# Seen with mediainfo.js 0.3.8 (npm) and sox 14.4.2 (Debian 12, package sox 14.4.2+git20190427-3.5).
#
# sox writes a minute of 8,000 Hz as Sun audio (.au): µ-law and 16-bit PCM, mono and stereo.
# Expected: 60 seconds for each. The header has the encoding, the rate, the channels and the data's size, so the
# length is size / (rate × channels × bytes of a sample).
# Seen: MediaInfo is right for µ-law in mono alone. 16-bit mono has 120 seconds, µ-law stereo 120, 16-bit stereo 240, at
# "64000" bits a second each: it reckons with one byte for a sample. Debian's mediainfo 23.04 does so, too.
# Why it matters: .au is a usual form of telephone recordings. Who compares the lengths of an archive's files with the
# calls' own finds half of them wrong. The console shows the duration from the metadata, and asks no header of .au.
set -euo pipefail
for program in sox soxi node npm; do
  command -v "$program" > /dev/null || { echo "$program is not installed"; exit 1; }
done
cd "$(mktemp -d)"
trap 'rm -rf "$PWD"' EXIT
sox --version
npm install --silent --no-audit --no-fund mediainfo.js@0.3.8
for channels in 1 2; do
  sox -n -r 8000 -b 16 -c "$channels" "pcm-$channels.au" synth 60 sine 440
  sox -n -r 8000 -e mu-law -b 8 -c "$channels" "mu-law-$channels.au" synth 60 sine 440
done
cat > finding.mjs <<'JS'
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import mediaInfoFactory from 'mediainfo.js';
const mediaInfo = await mediaInfoFactory({ format: 'object' });
const seen = [];
for (const name of ['mu-law-1.au', 'mu-law-2.au', 'pcm-1.au', 'pcm-2.au']) {
  const file = readFileSync(name);
  const read = (size, offset) => file.subarray(offset, offset + size);
  const { media } = await mediaInfo.analyzeData(file.length, read);
  const { Duration, BitRate } = media.track.find((track) => track['@type'] === 'Audio');
  const bySox = Number(execFileSync('soxi', ['-D', name], { encoding: 'utf8' }));
  console.log(`${name}: sox ${bySox} s; MediaInfo ${Duration} s, ${BitRate} bits a second`);
  seen.push(bySox, Duration);
}
mediaInfo.close();
process.exitCode = seen.join() === '60,60,60,120,60,120,60,240' ? 0 : 1;
JS
node finding.mjs
