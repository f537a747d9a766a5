#!/usr/bin/env bash
# Seen with gpgsm 2.2.40 (Debian 12, package gpgsm 2.2.40-1.1+deb12u2) and OpenSSL 3.0.19 (package openssl 3.0.19-1~deb12u2).
#
# OpenSSL exports a PKCS#12 with no option but the password; gpgsm imports it.
# Expected: two programs of one Debian release exchange the file.
# Seen: gpgsm refuses it at the parameters of PBES2, in which OpenSSL 3 names HMAC with SHA-256. It imports the file
# that `-legacy` writes. gpgsm 2.4.7 (Debian 13) imports both.
# Why it matters: a container that one program refuses may be whole. Fixtures of gpgsm are made by way of `-legacy`,
# and what the console writes opens in gpgsm from 2.4 on.
set -euo pipefail
cd "$(mktemp -d)"
export GNUPGHOME="$PWD"
trap 'gpgconf --kill all; rm -rf "$GNUPGHOME"' EXIT
chmod 700 .
echo allow-loopback-pinentry > gpg-agent.conf
gpgsm --version | sed -n 1p
openssl version
openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=finding -keyout key.pem -out certificate.pem -days 9 2> made.txt
openssl pkcs12 -export -inkey key.pem -in certificate.pem -passout pass:secret -out default.p12
openssl pkcs12 -export -inkey key.pem -in certificate.pem -passout pass:secret -out legacy.p12 -legacy
imported() {
  printf secret | gpgsm --batch --pinentry-mode loopback --passphrase-fd 0 --import "$1" 2>&1 || true
}
imported default.p12 | tee default.txt
imported legacy.p12 > legacy.txt
grep -q 'error at "pkcs5PBES2-params"' default.txt
grep -q 'secret keys imported: 1' legacy.txt
