#!/usr/bin/env bash
# Seen with NSS 3.87.1 (Debian 12, package libnss3-tools 2:3.87.1-1+deb12u4), keytool of OpenJDK 17.0.15 (package
# openjdk-17-jdk-headless 17.0.15+6-1~deb12u1) and OpenSSL 3.0.19 (package openssl 3.0.19-1~deb12u2).
#
# A pair and its renewal have one subject, so NSS gives them one nickname, and `pk12util -o` exports both in one
# PKCS#12: two keys and two certificates with the same friendlyName, told apart by their localKeyID (RFC 7292, 4.2;
# RFC 2985, 5.5).
# Expected: keytool lists two pairs, or says that it cannot.
# Seen: one pair, and success. `-importkeystore` says 1 imported, 0 failed. The other pair is
# left out without a word. OpenSSL reads both.
# Why it matters: the older of two pairs is the one that older recordings need, and the vendor's keystore is a Java
# keystore. The console tells the pairs of a container apart by their keys, not by their names.
set -euo pipefail
for program in pk12util certutil keytool openssl; do
  command -v "$program" > /dev/null || { echo "$program is not installed"; exit 1; }
done
cd "$(mktemp -d)"
trap 'rm -rf "$PWD"' EXIT
java -version 2>&1 | sed -n 1p
mkdir nss
certutil -N -d sql:nss --empty-password
for name in older newer; do
  openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=recordings -keyout key.pem -out "$name.pem" -days 9 2> made.txt
  openssl pkcs12 -export -inkey key.pem -in "$name.pem" -name recordings -passout pass:changeit -out "$name.p12"
  pk12util -i "$name.p12" -W changeit -d sql:nss
done
pk12util -o both.p12 -n recordings -W changeit -d sql:nss
openssl pkcs12 -in both.p12 -passin pass:changeit -nodes > openssl.txt
keys=$(grep -c 'BEGIN PRIVATE KEY' openssl.txt)
names=$(grep -c 'friendlyName: recordings' openssl.txt)
ids=$(grep localKeyID openssl.txt | sort -u | wc -l)
echo "OpenSSL: $keys private keys, $names times the name, $ids localKeyIDs"
keytool -list -keystore both.p12 -storepass changeit 2> /dev/null | sed -n '/contains/p; /PrivateKeyEntry/p' |
  tee keytool.txt
keytool -importkeystore -srckeystore both.p12 -srcstorepass changeit -destkeystore other.p12 -deststorepass changeit \
  2>&1 | tee imported.txt | grep completed
[ "$keys $names $ids" = '2 4 2' ]
grep -q 'contains 1 entry' keytool.txt
grep -q '1 entries successfully imported, 0 entries failed' imported.txt
