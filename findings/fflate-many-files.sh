#!/usr/bin/env bash
# Seen with fflate 0.8.3 and Node.js 24.
#
# `zipSync` writes a zip of 70,000 small files, and `unzipSync` reads it.
# Expected: 70,000 files in a Zip64, or an error: a zip's own count of its files has 16 bits (APPNOTE.TXT, 4.4.21).
# Seen: no error and no Zip64. The count is 4,464 (70,000 modulo 65,536), and `unzipSync` answers 4,464 files.
# Why it matters: recordings are saved into a zip. So many are written in several zips, and a zip that is read is read
# by its list and not by its count.
set -euo pipefail
cd "$(mktemp -d)"
trap 'rm -rf "$PWD"' EXIT
npm install --silent --no-audit --no-fund fflate@0.8.3
cat > finding.mjs <<'JS'
import { unzipSync, zipSync } from 'fflate';
const files = Object.fromEntries(Array.from({ length: 70_000 }, (_, i) => [`${i}.txt`, new Uint8Array(0)]));
const zip = zipSync(files, { level: 0 });
const end = new DataView(zip.buffer, zip.byteOffset + zip.length - 22);
const count = end.getUint16(10, true);
const isZip64 = Buffer.from(zip).includes(Buffer.from('PK\x06\x07', 'latin1'));
const read = Object.keys(unzipSync(zip)).length;
console.log(`70,000 files; the zip says ${count}; Zip64: ${isZip64}; unzipSync reads ${read}`);
process.exitCode = count === 4464 && !isZip64 && read === 4464 ? 0 : 1;
JS
node finding.mjs
