#!/usr/bin/env bash
# Seen with pkijs 4.0.0, asn1js 4.0.0, Node.js 24 and OpenSSL 3.0.19 (Debian 12, package openssl 3.0.19-1~deb12u2).
#
# An EnvelopedData has its recipients and the cipher, and its content is in another file.
# Expected: pkijs reads it: `encryptedContent` is OPTIONAL (RFC 5652, 6.1), and in pkijs's class, too. OpenSSL reads
# it.
# Seen: `new EnvelopedData` throws “Object's schema was not verified”. With the content, it reads the same bytes.
# Why it matters: every envelope of a recording is of this form. Its parts are read one by one.
set -euo pipefail
cd "$(mktemp -d)"
trap 'rm -rf "$PWD"' EXIT
npm install --silent --no-audit --no-fund pkijs@4.0.0 asn1js@4.0.0
openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=finding -keyout key.pem -out certificate.pem -days 9 2> made.txt
echo 'a recording' > recording
openssl cms -encrypt -binary -aes256 -in recording -outform DER -out attached.der certificate.pem
cat > finding.mjs <<'JS'
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fromBER } from 'asn1js';
import { ContentInfo, EnvelopedData } from 'pkijs';
const attached = readFileSync('attached.der');
const { result } = fromBER(attached);
// The content is the last member of the last member of the EnvelopedData.
result.valueBlock.value[1].valueBlock.value[0].valueBlock.value.at(-1).valueBlock.value.pop();
writeFileSync('detached.der', Buffer.from(result.toBER()));
const read = (bytes) => {
  try {
    const { recipientInfos } = new EnvelopedData({ schema: ContentInfo.fromBER(bytes).content });
    return `${recipientInfos.length} recipient`;
  } catch (error) {
    return error.message;
  }
};
const [whole, without] = [read(attached), read(readFileSync('detached.der'))];
const command = ['cms', '-cmsout', '-print', '-inform', 'DER', '-in', 'detached.der'];
const openssl = execFileSync('openssl', command, { encoding: 'utf8' });
const byOpenssl = /encryptedContent: <ABSENT>/.exec(openssl)?.[0];
console.log(`with its content: ${whole}; without: ${without}; OpenSSL: ${byOpenssl}`);
process.exitCode = whole === '1 recipient' && /not verified/.test(without) && byOpenssl ? 0 : 1;
JS
node finding.mjs
