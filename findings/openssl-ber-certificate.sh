#!/usr/bin/env bash
# Seen with OpenSSL 3.0.19 (Debian 12, package openssl 3.0.19-1~deb12u2).
#
# A certificate is encoded in BER: its SEQUENCEs have indefinite lengths.
# Expected: `openssl x509 -outform DER` writes DER, as the option says.
# Seen: the outer SEQUENCE becomes DER, the signed part inside stays as it was, with its indefinite length.
# Why it matters: certificates are read in DER alone. The advice to encode one again with OpenSSL helps only where the
# signed part is DER already; otherwise only the issuer can help.
set -euo pipefail
cd "$(mktemp -d)"
trap 'rm -rf "$PWD"' EXIT
openssl version
openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=finding -keyout key.pem -out certificate.pem -days 9 2> made.txt
openssl x509 -in certificate.pem -outform DER -out certificate.der
# The header of the signed part is at byte 4, and both headers have four bytes.
[ "$(xxd -p -s 4 -l 2 certificate.der)" = 3082 ]
length=$((0x$(xxd -p -s 6 -l 2 certificate.der)))
{
  printf '\x30\x80\x30\x80'
  tail -c +9 certificate.der | head -c "$length"
  printf '\0\0'
  tail -c "+$((9 + length))" certificate.der
  printf '\0\0'
} > ber.der
openssl x509 -in ber.der -outform DER -out again.der
openssl asn1parse -inform DER -in again.der | head -2
openssl asn1parse -inform DER -in again.der | sed -n 1p | grep -q 'l= *[0-9]'
openssl asn1parse -inform DER -in again.der | sed -n 2p | grep -q 'l=inf'
