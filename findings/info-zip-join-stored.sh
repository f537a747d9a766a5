#!/usr/bin/env bash
# Seen with Info-ZIP’s zip 3.0 and unzip 6.0 (Debian 12, packages zip 3.0-13 and unzip 6.0-28), and 7-Zip 26.02 (7zip
# 22.01+really26.02+dfsg-0+deb12u1).
#
# A zip of two stored files is written in parts (`zip -0 -s 64k`), then joined with zip's own command (`zip -s 0
# --out`).
# Expected: the joined zip contains the two files.
# Seen: zip ends with success and writes a zip whose first file has another checksum than the zip says. The parts
# themselves are whole: 7-Zip reads them.
# Why it matters: encrypted recordings do not compress. The way on that is named for a part of a zip is 7-Zip with all
# parts in one folder, and not zip's own command.
set -euo pipefail
cd "$(mktemp -d)"
trap 'rm -rf "$PWD"' EXIT
zip -v | sed -n 2p
# Bytes that do not compress, the same in each run.
head -c 150000 /dev/zero > zeros
for name in a b; do
  openssl enc -aes-256-ctr -pass "pass:$name" -nosalt -pbkdf2 -in zeros -out "$name.bin"
done
zip -q -0 -s 64k parts.zip a.bin b.bin
echo "$(ls parts.z* | wc -l) parts"
zip -q -s 0 parts.zip --out joined.zip
echo "zip joined them, and answers $?"
unzip -tq joined.zip > joined.txt 2>&1 && exit 1
sed -n 1p joined.txt
7z x -bd -oout parts.zip > seven.txt
cmp a.bin out/a.bin
cmp b.bin out/b.bin
echo '7-Zip unpacks the parts as they were'
grep -q 'a.bin.*bad CRC' joined.txt
