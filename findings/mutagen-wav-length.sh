#!/usr/bin/env bash
# Seen with mutagen 1.46.0 (Debian 12, package python3-mutagen 1.46.0-1), sox 14.4.2 (package sox
# 14.4.2+git20190427-3.5) and music-metadata 11.16.1 (npm).
#
# sox writes a minute of 8,000 Hz as WAV: PCM, µ-law, GSM 6.10 and IMA ADPCM, the usual forms of call recordings. The
# last two have a fact chunk with the number of samples, as the format asks of everything but PCM.
# Expected: mutagen's `info.length` is 60 for each.
# Seen: 0.19 for GSM and 0.12 for ADPCM, without an error: it counts blocks as if each were one sample (a block of GSM
# has 320 of them, here one of ADPCM has 505). sox and music-metadata say 60.
# Why it matters: by such a number whole recordings of an archive look cut off. The console's duration of a call comes
# from its metadata.
set -euo pipefail
for program in sox soxi node npm; do
  command -v "$program" > /dev/null || { echo "$program is not installed"; exit 1; }
done
# Debian's packages are for Debian's Python.
python=$(PATH=/usr/bin command -v python3)
"$python" -c 'import mutagen; print("mutagen", mutagen.version_string)' ||
  { echo 'python3-mutagen is not installed'; exit 1; }
cd "$(mktemp -d)"
trap 'rm -rf "$PWD"' EXIT
npm install --silent --no-audit --no-fund music-metadata@11.16.1
write() { sox -n -r 8000 -c 1 "${@:2}" "$1.wav" synth 60 sine 440; }
write pcm -b 16
write mu-law -e mu-law -b 8
write gsm -e gsm-full-rate
write adpcm -e ima-adpcm
cat > finding.mjs <<'JS'
import { readFileSync } from 'node:fs';
import { parseBuffer } from 'music-metadata';
const { format } = await parseBuffer(readFileSync(process.argv[2]), 'audio/wav');
console.log(`${format.codec}, music-metadata ${Math.round(format.duration)} s`);
JS
cat > finding.py <<'PY'
import sys
from mutagen.wave import WAVE

print(f"mutagen {WAVE(sys.argv[1]).info.length:.2f} s")
PY
for name in pcm mu-law gsm adpcm; do
  file="$name.wav"
  echo "$(node finding.mjs "$file"), sox $(printf %.0f "$(soxi -D "$file")") s, $("$python" finding.py "$file")"
done | tee seen.txt
[ "$(grep -c 'music-metadata 60 s, sox 60 s' seen.txt)" = 4 ]
[ "$(sed 's/.*mutagen //' seen.txt | paste -sd ,)" = '60.00 s,60.00 s,0.19 s,0.12 s' ]
