#!/usr/bin/env bash
# Seen with node-forge 1.4.3, keytool of OpenJDK 17.0.15 (Debian 12, package openjdk-17-jdk-headless 17.0.15+6-1~deb12u1)
# and OpenSSL 3.0.19 (package openssl 3.0.19-1~deb12u2).
#
# A keystore of keytool (PKCS#12, its default) has a key pair, and beside it an AES key.
# Expected: whoever asks for the pair gets the pair; a SecretBag is one of the bags of RFC 7292 (4.2.5).
# Seen: node-forge throws “Unsupported PKCS#12 SafeBag type.” and gives nothing, neither the private key nor the
# certificate. OpenSSL gives both. Without the AES key node-forge gives both, too.
# Why it matters: a keystore of a Java program holds keys for more than recordings. The console's reader names a bag
# that it has no use for, and gives what is beside it.
set -euo pipefail
cd "$(mktemp -d)"
trap 'rm -rf "$PWD"' EXIT
npm install --silent --no-audit --no-fund node-forge@1.4.3
options=(-keystore pair.p12 -storetype PKCS12 -storepass changeit)
keytool -genkeypair -alias recordings -keyalg RSA -keysize 2048 -dname CN=recordings "${options[@]}" 2> /dev/null
cp pair.p12 both.p12
keytool -genseckey -alias other -keyalg AES -keysize 256 "${options[@]/pair/both}" 2> /dev/null
cat > finding.mjs <<'JS'
import { readFileSync } from 'node:fs';
import forge from 'node-forge';
const { asn1, pki, pkcs12 } = forge;
for (const name of ['pair.p12', 'both.p12']) {
  const der = asn1.fromDer(readFileSync(name).toString('latin1'));
  try {
    const bags = pkcs12.pkcs12FromAsn1(der, 'changeit').getBags({ bagType: pki.oids.pkcs8ShroudedKeyBag });
    console.log(`node-forge, ${name}: ${bags[pki.oids.pkcs8ShroudedKeyBag].length} private key`);
  } catch (error) {
    console.log(`node-forge, ${name}: ${error.message}`);
  }
}
JS
node finding.mjs | tee forge.txt
openssl pkcs12 -in both.p12 -passin pass:changeit -nodes > openssl.txt 2> /dev/null
echo "OpenSSL, both.p12: $(grep -c 'BEGIN PRIVATE KEY' openssl.txt) private key, $(grep -c 'BEGIN CERTIFICATE' openssl.txt) certificate"
grep -q 'pair.p12: 1 private key' forge.txt
grep -q 'both.p12: Unsupported PKCS#12 SafeBag type' forge.txt
grep -q 'BEGIN PRIVATE KEY' openssl.txt
grep -q 'BEGIN CERTIFICATE' openssl.txt
