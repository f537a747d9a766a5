#!/usr/bin/env bash
# Seen with pkijs 4.0.0, asn1js 4.0.0, Node.js 24 and OpenSSL 3.0.19 (Debian 12, package openssl 3.0.19-1~deb12u2).
#
# OpenSSL exports a PKCS#12 as for a key of Windows' machine store (`-LMK`): an attribute whose SET of values is
# empty.
# Expected: pkijs answers the attribute with no values, as its type says (`values: any[]`).
# Seen: `values` is undefined, so whoever goes through the values of each attribute gets a TypeError.
# Why it matters: every key of a Windows machine store is exported so. The bags' attributes are read element by
# element.
set -euo pipefail
cd "$(mktemp -d)"
trap 'rm -rf "$PWD"' EXIT
npm install --silent --no-audit --no-fund pkijs@4.0.0 asn1js@4.0.0
openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=finding -keyout key.pem -out certificate.pem -days 9 2> made.txt
openssl pkcs12 -export -LMK -inkey key.pem -in certificate.pem -keypbe NONE -certpbe NONE -nomac -passout pass: \
  -out pair.p12
cat > finding.mjs <<'JS'
import { readFileSync } from 'node:fs';
import { AuthenticatedSafe, PFX, SafeContents } from 'pkijs';
const pfx = PFX.fromBER(readFileSync('pair.p12'));
const safe = AuthenticatedSafe.fromBER(pfx.authSafe.content.getValue());
const bags = safe.safeContents.flatMap(({ content }) => SafeContents.fromBER(content.getValue()).safeBags);
const attributes = bags.flatMap(({ bagAttributes = [] }) => bagAttributes);
const own = attributes.find(({ type }) => type === '1.3.6.1.4.1.311.17.2');
console.log(`the attribute ${own?.type}: values is ${own?.values}`);
process.exitCode = own && own.values === undefined ? 0 : 1;
JS
node finding.mjs
