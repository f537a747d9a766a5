#!/usr/bin/env bash
# Seen with NSS 3.87.1 (Debian 12, package libnss3-tools 2:3.87.1-1+deb12u4), GnuTLS 3.7.9 (package gnutls-bin),
# keytool of OpenJDK 17.0.15 (package openjdk-17-jdk-headless 17.0.15+6-1~deb12u1) and OpenSSL 3.0.19 (package openssl
# 3.0.19-1~deb12u2).
#
# A PKCS#12 without a MAC: `macData` is OPTIONAL (RFC 7292, 4). The key in it is encrypted.
# Expected: a program opens it, or says that it insists on a MAC.
# Seen: NSS says "improperly formatted DER-encoded message", GnuTLS "ASN1 parser: Element was not found", though it
# prints the pair. OpenSSL and Java open it. With a MAC all four do.
# Why it matters: the file is whole and its DER is right. The console opens it with or without a MAC, and "damaged"
# is said only of what is damaged.
set -euo pipefail
for program in pk12util certutil certtool keytool openssl; do
  command -v "$program" > /dev/null || { echo "$program is not installed"; exit 1; }
done
cd "$(mktemp -d)"
trap 'rm -rf "$PWD"' EXIT
openssl version
java -version 2>&1 | sed -n 1p
certtool --version | sed -n 1p
openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=finding -keyout key.pem -out certificate.pem -days 9 2> made.txt
pair=(-inkey key.pem -in certificate.pem -name recordings -passout pass:changeit)
openssl pkcs12 -export "${pair[@]}" -out with.p12
openssl pkcs12 -export "${pair[@]}" -nomac -out without.p12
mkdir nss
certutil -N -d sql:nss --empty-password
for name in with without; do
  openssl pkcs12 -in "$name.p12" -passin pass:changeit -nodes > openssl.txt 2> /dev/null
  echo "OpenSSL, $name: $(grep -c BEGIN openssl.txt) items"
  echo "Java, $name: $(keytool -list -keystore "$name.p12" -storepass changeit 2> /dev/null | grep contains)"
  certtool --p12-info --inder --infile "$name.p12" --password changeit > "$name.gnutls.txt" 2>&1 || true
  echo "GnuTLS, $name: $(grep -c BEGIN "$name.gnutls.txt") items $(grep verify_mac "$name.gnutls.txt" || true)"
  pk12util -l "$name.p12" -W changeit -d sql:nss > "$name.nss.txt" 2>&1 || true
  echo "NSS, $name: $(sed -n 1p "$name.nss.txt")"
done
grep -q '^Key(shrouded)' with.nss.txt
grep -q 'SEC_ERROR_BAD_DER' without.nss.txt
! grep -q verify_mac with.gnutls.txt
grep -q 'ASN1 parser: Element was not found' without.gnutls.txt
