#!/usr/bin/env bash
# Seen with OpenSSL 3.0.19 (Debian 12, package openssl 3.0.19-1~deb12u2).
#
# A PKCS#12 is exported with a password whose bytes are Latin-1, as a console with an old code page passes it on.
# Expected: one password opens the whole file; another writing of it opens nothing.
# Seen: the MAC is made from the password as a BMPString, for which each byte counts as a letter; the contents are
# encrypted with the bytes as they are. So the same password in UTF-8 passes the MAC and does not decrypt the
# contents, and OpenSSL says “maybe wrong password” of a password that it has just verified.
# Why it matters: a password that fits the MAC is not enough to call a file damaged, nor the password wrong. The
# reader tries the contents in every writing, whichever fitted the MAC.
set -euo pipefail
cd "$(mktemp -d)"
trap 'rm -rf "$PWD"' EXIT
export LC_ALL=C.UTF-8
openssl version
openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=finding -keyout key.pem -out certificate.pem -days 9 2> made.txt
openssl pkcs12 -export -inkey key.pem -in certificate.pem -passout "pass:$(printf 'Gr\xfc\xdfe')" -out pair.p12
openssl pkcs12 -in pair.p12 -passin "pass:$(printf 'Gr\xfc\xdfe')" -noout
openssl pkcs12 -in pair.p12 -passin 'pass:other' -noout 2> other.txt && exit 1
openssl pkcs12 -in pair.p12 -passin 'pass:Grüße' -noout 2> utf8.txt && exit 1
echo "another password: $(head -1 other.txt)"
echo "the same in UTF-8: $(sed -n '/wrong password/s/.*routines://p' utf8.txt)"
grep -q 'Mac verify error' other.txt
grep -q 'bad decrypt' utf8.txt
! grep -q 'Mac verify error' utf8.txt
