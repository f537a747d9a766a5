#!/usr/bin/env bash
# Seen with node-forge 1.4.3, Node.js 24 and OpenSSL 3.0.19 (Debian 12, package openssl 3.0.19-1~deb12u2).
#
# node-forge writes a PKCS#7 envelope with `asn1.toDer`.
# Expected: DER, in which a string is in one piece: the ciphertext is a primitive [0] (RFC 5652, 6.1; X.690, 10.2).
# Seen: [0] is constructed and contains an OCTET STRING, which is BER. A reader of DER that takes the contents of [0]
# for the ciphertext gets two to four bytes too many, and the length is then no multiple of the cipher's block.
# OpenSSL reads it.
# Why it matters: the file is whole; a message is turned from BER into DER before it is read, whatever its writer
# calls it.
set -euo pipefail
cd "$(mktemp -d)"
trap 'rm -rf "$PWD"' EXIT
npm install --silent --no-audit --no-fund node-forge@1.4.3
openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=finding -keyout key.pem -out certificate.pem -days 9 2> made.txt
cat > finding.mjs <<'JS'
import { readFileSync, writeFileSync } from 'node:fs';
import forge from 'node-forge';
const message = forge.pkcs7.createEnvelopedData();
message.addRecipient(forge.pki.certificateFromPem(readFileSync('certificate.pem', 'utf8')));
message.content = forge.util.createBuffer('a recording');
message.encrypt();
writeFileSync('envelope.der', forge.asn1.toDer(message.toAsn1()).getBytes(), 'binary');
JS
node finding.mjs
openssl asn1parse -inform DER -in envelope.der | tail -2 | cut -c 1-60 | tee end.txt
openssl cms -decrypt -inform DER -in envelope.der -inkey key.pem -recip certificate.pem
echo
sed -n 1p end.txt | grep -q 'cons: cont \[ 0 \]'
sed -n 2p end.txt | grep -q 'prim: OCTET STRING'
