#!/usr/bin/env bash
# Seen with keytool of OpenJDK 17.0.15 (Debian 12, package openjdk-17-jdk-headless 17.0.15+6-1~deb12u1), OpenSSL 3.0.19
# (package openssl 3.0.19-1~deb12u2) and NSS 3.87.1 (package libnss3-tools 2:3.87.1-1+deb12u4).
#
# A PKCS#12 whose private key is in a KeyBag, which is one of the bags of RFC 7292 (4.2.1): the key is not encrypted
# once more inside the file. It has its certificate and a MAC.
# Expected: keytool lists the pair, or says that it does not read such a bag.
# Seen: "Your keystore contains 0 entries", and success. `-importkeystore` imports "0 entries successfully", 0 failed.
# OpenSSL and NSS take the pair. With the key in a PKCS8ShroudedKeyBag, keytool lists it.
# Why it matters: the vendor's keystore is a Java keystore. An empty list there is no evidence that the key is gone.
# The console's reader takes keys from both bags, and it writes the one that Java reads.
set -euo pipefail
for program in keytool openssl pk12util certutil; do
  command -v "$program" > /dev/null || { echo "$program is not installed"; exit 1; }
done
cd "$(mktemp -d)"
trap 'rm -rf "$PWD"' EXIT
openssl version
java -version 2>&1 | sed -n 1p
openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=finding -keyout key.pem -out certificate.pem -days 9 2> made.txt
pair=(-inkey key.pem -in certificate.pem -name recordings -passout pass:changeit)
openssl pkcs12 -export "${pair[@]}" -out shrouded.p12
openssl pkcs12 -export "${pair[@]}" -keypbe NONE -out plain.p12
for name in shrouded plain; do
  echo "$name:"
  openssl pkcs12 -in "$name.p12" -passin pass:changeit -nodes > openssl.txt 2> /dev/null
  echo "  OpenSSL: $(grep -c BEGIN openssl.txt) items"
  mkdir "$name"
  certutil -N -d "sql:$name" --empty-password
  pk12util -i "$name.p12" -W changeit -d "sql:$name" > made.txt
  echo "  NSS: $(certutil -K -d "sql:$name" | grep -c 'rsa.*recordings') private key"
  keytool -list -keystore "$name.p12" -storepass changeit 2> /dev/null | sed -n '/contains/p' > "$name.txt"
  echo "  keytool: $(cat "$name.txt")"
done
keytool -importkeystore -srckeystore plain.p12 -srcstorepass changeit -destkeystore other.p12 -deststorepass changeit \
  2>&1 | tee imported.txt | grep completed
grep -q 'contains 1 entry' shrouded.txt
grep -q 'contains 0 entries' plain.txt
grep -q '0 entries successfully imported, 0 entries failed' imported.txt
