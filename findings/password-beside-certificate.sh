#!/usr/bin/env bash
# Seen with NSS 3.87.1 (Debian 12, package libnss3-tools 2:3.87.1-1+deb12u4), node-forge 1.4.3 and OpenSSL 3.0.19
# (package openssl 3.0.19-1~deb12u2), gpgsm 2.2.40 (package gpgsm 2.2.40-1.1+deb12u2).
#
# A message is encrypted for a certificate and, beside it, for a password (PasswordRecipientInfo; RFC 5652, 6.2.4).
# Expected: the certificate's key opens it. A recipient of another kind is somebody else's; RFC 5652 (6.2) has five.
# Seen: `openssl cms` and gpgsm open it. NSS (`cmsutil`) says "improperly formatted DER-encoded message", node-forge
# "not an PKCS#7 RecipientInfo", `openssl smime` "nested asn1 error". Without the password all five open it.
# Why it matters: a copy of a message's session key for a password, kept for emergencies, closes the message to these
# programs, by words that mean damage. The console takes the recipients that it knows and passes over the others.
set -euo pipefail
for program in cmsutil certutil pk12util openssl gpgsm; do
  command -v "$program" > /dev/null || { echo "$program is not installed"; exit 1; }
done
cd "$(mktemp -d)"
export GNUPGHOME="$PWD/gnupg"
trap 'gpgconf --kill all; rm -rf "$PWD"' EXIT
npm install --silent --no-audit --no-fund node-forge@1.4.3
openssl version
gpgsm --version | sed -n 1p
openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=finding -keyout key.pem -out certificate.pem -days 9 2> made.txt
openssl pkcs12 -export -legacy -inkey key.pem -in certificate.pem -name finding -passout pass:secret -out pair.p12
mkdir nss
certutil -N -d sql:nss --empty-password
pk12util -i pair.p12 -W secret -d sql:nss > made.txt
mkdir -m 700 gnupg
echo allow-loopback-pinentry > gnupg/gpg-agent.conf
gpgsm_with() {
  printf secret | gpgsm --batch --quiet --pinentry-mode loopback --passphrase-fd 0 "$@" 2> gpgsm.txt
}
gpgsm_with --import pair.p12
echo 'a recording' > recording
encrypt() { openssl cms -encrypt -binary -aes256 -in recording -outform DER "$@" certificate.pem; }
encrypt -out alone.der
encrypt -out beside.der -pwri_password emergency
cat > finding.cjs <<'JS'
const { readFileSync } = require('node:fs');
const { asn1, pkcs7, pki } = require('node-forge');
const message = pkcs7.messageFromAsn1(asn1.fromDer(readFileSync(process.argv[2], 'latin1')));
const recipient = message.findRecipient(pki.certificateFromPem(readFileSync('certificate.pem', 'utf8')));
message.decrypt(recipient, pki.privateKeyFromPem(readFileSync('key.pem', 'utf8')));
process.stdout.write(message.content.getBytes());
JS
for name in alone beside; do
  openssl=(-decrypt -binary -inform DER -in "$name.der" -inkey key.pem -recip certificate.pem)
  echo "openssl cms, $name: $(openssl cms "${openssl[@]}")"
  echo "gpgsm, $name: $(gpgsm_with --decrypt "$name.der")"
  cmsutil -D -d sql:nss -i "$name.der" > "$name.nss.txt" 2>&1 || true
  echo "NSS, $name: $(cat "$name.nss.txt")"
  node finding.cjs "$name.der" > "$name.forge.txt" 2>&1 || true
  echo "node-forge, $name: $(grep -E 'recording|Error' "$name.forge.txt")"
  openssl smime "${openssl[@]}" > "$name.smime.txt" 2>&1 || true
  echo "openssl smime, $name: $(sed 's/.*routines:[^:]*:\([^:]*\):.*/\1/' "$name.smime.txt" | tail -1)"
done
for program in nss forge smime; do grep -q 'a recording' "alone.$program.txt"; done
grep -q SEC_ERROR_BAD_DER beside.nss.txt
grep -q 'not an PKCS#7 RecipientInfo' beside.forge.txt
grep -q 'nested asn1 error' beside.smime.txt
