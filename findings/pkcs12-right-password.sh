#!/usr/bin/env bash
# Seen with OpenSSL 3.0.19 (Debian 12, package openssl 3.0.19-1~deb12u2), keytool of OpenJDK 17.0.15 (package
# openjdk-17-jdk-headless 17.0.15+6-1~deb12u1) and NSS 3.87.1 (package libnss3-tools 2:3.87.1-1+deb12u4).
#
# OpenSSL exports a pair twice: with a MAC by SHA-512/256 (FIPS 180-4; RFC 8017, B.1, has its identifier), and encrypted
# with two-key Triple DES, one of the six schemes of RFC 7292 (appendix C).
# Expected: who does not know the hash or the cipher says so.
# Seen: NSS says of the first that "the security password entered is incorrect", Java says of the second that "keystore
# password was incorrect". The password is right: OpenSSL opens both with it, Java opens the first.
# Why it matters: people then look for another password, which does not exist. In the console a password is called wrong
# only where the scheme is known; both files open here.
set -euo pipefail
for program in openssl keytool pk12util certutil; do
  command -v "$program" > /dev/null || { echo "$program is not installed"; exit 1; }
done
cd "$(mktemp -d)"
trap 'rm -rf "$PWD"' EXIT
openssl version
java -version 2>&1 | sed -n 1p
openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=finding -keyout key.pem -out certificate.pem -days 9 2> made.txt
export_as() {
  openssl pkcs12 -export -inkey key.pem -in certificate.pem -passout pass:changeit -out "$1.p12" "${@:2}"
}
export_as sha512-256 -macalg sha512-256
export_as two-key -keypbe PBE-SHA1-2DES -certpbe PBE-SHA1-2DES
mkdir nss
certutil -N -d sql:nss --empty-password
for name in sha512-256 two-key; do
  openssl pkcs12 -in "$name.p12" -passin pass:changeit -nodes > openssl.txt 2> /dev/null
  echo "OpenSSL, $name: $(grep -c 'BEGIN' openssl.txt) items"
  keytool -list -keystore "$name.p12" -storepass changeit > "$name.java.txt" 2> /dev/null || true
  echo "Java, $name: $(grep -E 'error|contains' "$name.java.txt")"
done
pk12util -i sha512-256.p12 -W changeit -d sql:nss > nss.txt 2>&1 || true
echo "NSS, sha512-256: $(sed -n 1p nss.txt)"
grep -q 'contains 1 entry' sha512-256.java.txt
grep -q 'keystore password was incorrect' two-key.java.txt
grep -q 'SEC_ERROR_BAD_PASSWORD' nss.txt
