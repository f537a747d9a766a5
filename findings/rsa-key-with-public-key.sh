#!/usr/bin/env bash
# Seen with OpenSSL 3.0.19 (Debian 12, package openssl 3.0.19-1~deb12u2) and 3.5.8 (in the npm package node 24.21.0),
# GnuTLS 3.7.9 (package gnutls-bin), Botan 2.19.3 (package botan) and node-forge 1.4.3.
#
# An RSA private key as OneAsymmetricKey of version 2 (RFC 5958, 2): PKCS#8 with the public key at its end.
# Expected: the successor of RFC 5208 has been standard since 2010, so a reader of PKCS#8 skips or takes the public key.
# Seen: node-forge and OpenSSL 3.5 take the key, Java 17 does, too. OpenSSL 3.0, GnuTLS and Botan refuse it, each with
# another cause: could not read, an error of the parser, an unknown version.
# Why it matters: "OpenSSL cannot read it" is no evidence against a private key. The console reads such a key, and its
# Convert writes it as version 1, which everybody reads.
set -euo pipefail
cd "$(mktemp -d)"
trap 'rm -rf "$PWD"' EXIT
npm init -y > made.txt
npm install --silent --no-audit --no-fund node@24.21.0 node-forge@1.4.3 > made.txt
openssl genpkey -quiet -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out one.pem 2> made.txt ||
  openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out one.pem 2> made.txt
cat > two.cjs <<'JS'
const { readFileSync, writeFileSync } = require('node:fs');
const { createPrivateKey, createPublicKey } = require('node:crypto');
const field = (tag, ...parts) => {
  const value = Buffer.concat(parts);
  const length = value.length < 256 ? [0x81, value.length] : [0x82, value.length >> 8, value.length & 255];
  return Buffer.concat([Buffer.from([tag, ...length]), value]);
};
const key = createPrivateKey(readFileSync('one.pem'));
const privateKey = key.export({ type: 'pkcs1', format: 'der' });
const publicKey = createPublicKey(key).export({ type: 'pkcs1', format: 'der' });
const version = Buffer.from('020101', 'hex');
const rsaEncryption = Buffer.from('300d06092a864886f70d0101010500', 'hex');
const der = field(0x30, version, rsaEncryption, field(0x04, privateKey), field(0x81, Buffer.from([0]), publicKey));
const pem = `-----BEGIN PRIVATE KEY-----\n${der.toString('base64').replace(/.{64}/g, '$&\n')}\n-----END PRIVATE KEY-----\n`;
writeFileSync('two.pem', pem);
const forge = require('node-forge');
console.log(`node-forge: ${forge.pki.privateKeyFromPem(pem).n.bitLength()} bits`);
console.log(`OpenSSL ${process.versions.openssl}: ${createPrivateKey(pem).asymmetricKeyDetails.modulusLength} bits`);
JS
./node_modules/.bin/node two.cjs
openssl version
openssl pkey -in two.pem -noout 2>&1 | tee openssl.txt && exit 1
certtool --version | sed -n 1p
certtool --key-info --infile two.pem 2>&1 | tee gnutls.txt && exit 1
printf 'Botan %s: ' "$(botan version)"
botan pkcs8 two.pem 2>&1 | tee botan.txt && exit 1
openssl pkey -in one.pem -noout && certtool --key-info --infile one.pem > made.txt && botan pkcs8 one.pem > made.txt
grep -qi 'could not read key' openssl.txt
grep -q 'Error in DER parsing' gnutls.txt
grep -q 'Unknown PKCS #8 version' botan.txt
