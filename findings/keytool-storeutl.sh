#!/usr/bin/env bash
# Seen with keytool of OpenJDK 17.0.15 (Debian 12, package openjdk-17-jdk-headless 17.0.15+6-1~deb12u1), OpenSSL 3.0.19
# (package openssl 3.0.19-1~deb12u2), GnuTLS 3.7.9 (package gnutls-bin) and Botan 2.19.3 (package botan).
#
# `openssl storeutl` takes the certificate out of a store; before it is a line of text, "0: Certificate". Text before
# the BEGIN line is allowed, and a reader skips it (RFC 7468, 2 and 5.2).
# Expected: keytool prints and imports the certificate, as it does with other text before it.
# Seen: "Failed to parse input", "Input not an X.509 certificate". The digit 0 is byte 30 (hexadecimal), with which DER
# begins, so keytool takes the text for DER. With "1: Certificate" it reads the file. OpenSSL, GnuTLS and Botan read
# both.
# Why it matters: both programs' users are told by such a sentence to look for another certificate. The console looks
# for BEGIN lines before it takes a file for DER.
set -euo pipefail
for program in keytool openssl certtool botan; do
  command -v "$program" > /dev/null || { echo "$program is not installed"; exit 1; }
done
cd "$(mktemp -d)"
trap 'rm -rf "$PWD"' EXIT
openssl version
java -version 2>&1 | sed -n 1p
openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=finding -keyout key.pem -out certificate.pem -days 9 2> made.txt
openssl storeutl -certs certificate.pem > zero.pem
sed '1s/^0/1/' zero.pem > one.pem
for name in zero one; do
  sed -n 1,2p "$name.pem"
  openssl x509 -in "$name.pem" -noout -subject
  certtool --certificate-info --infile "$name.pem" | sed -n '/Subject: /p'
  botan cert_info "$name.pem" | sed -n '/Subject: /p'
  keytool -printcert -file "$name.pem" > printed.txt || true
  keytool -importcert -noprompt -alias finding -file "$name.pem" -keystore "$name.p12" -storepass changeit \
    > imported.txt 2>&1 || true
  sed -s -n 1p printed.txt imported.txt | tee "$name.txt"
done
grep -q 'Failed to parse input' zero.txt
grep -q 'Input not an X.509 certificate' zero.txt
grep -q 'Owner: CN=finding' one.txt
grep -q 'was added' one.txt
