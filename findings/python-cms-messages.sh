#!/usr/bin/env bash
# Seen with cryptography 50.0.2 (PyPI) on Python 3.11 and OpenSSL 3.0.19 (Debian 12, package openssl 3.0.19-1~deb12u2).
#
# OpenSSL encrypts a message for one certificate (`openssl cms -encrypt`), and `pkcs7_decrypt_der` opens it.
# Expected: the message opens however OpenSSL was asked to write it: in pieces (`-stream`), which is BER and allowed
# for an EnvelopedData; for a subjectKeyIdentifier (`-keyid`), one of two ways to name a recipient (RFC 5652, 6.2.1).
# Seen: without an option it opens. With `-stream` or `-keyid` it is “error parsing asn1 value”, as if the message
# were damaged; with AES-192 and OAEP the error says what is not supported. OpenSSL opens all five.
# Why it matters: a script in Python is a usual way to open recordings at one's own site. An error of ASN.1 there is no
# evidence of damage, and the console, which opens all five, is where to look next.
set -euo pipefail
cd "$(mktemp -d)"
trap 'rm -rf "$PWD"' EXIT
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check cryptography==50.0.2
openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out certificate.pem -subj /CN=recordings -days 30 2> /dev/null
head -c 3000 key.pem > text
encrypt() { openssl cms -encrypt -binary -outform DER -in text -out "$1.der" "${@:2}"; }
encrypt plain -aes256 certificate.pem
encrypt stream -aes256 -stream certificate.pem
encrypt keyid -aes256 -keyid certificate.pem
encrypt aes192 -aes192 certificate.pem
encrypt oaep -aes256 -recip certificate.pem -keyopt rsa_padding_mode:oaep
for name in plain stream keyid aes192 oaep; do
  openssl cms -decrypt -binary -inform DER -in "$name.der" -inkey key.pem -recip certificate.pem | cmp - text
  echo "OpenSSL, $name: opens"
done
cat > finding.py <<'PY'
from pathlib import Path
from cryptography import x509
from cryptography.hazmat.primitives.serialization import load_pem_private_key, pkcs7

key = load_pem_private_key(Path("key.pem").read_bytes(), None)
certificate = x509.load_pem_x509_certificate(Path("certificate.pem").read_bytes())
for name in ["plain", "stream", "keyid", "aes192", "oaep"]:
    try:
        text = pkcs7.pkcs7_decrypt_der(Path(f"{name}.der").read_bytes(), certificate, key, [])
        print(f"Python, {name}: {'opens' if text == Path('text').read_bytes() else 'other bytes'}")
    except Exception as error:
        print(f"Python, {name}: {type(error).__name__}: {str(error)[:60]}")
PY
python/bin/python finding.py | tee python.txt
grep -q 'plain: opens' python.txt
grep -q 'stream: ValueError: error parsing asn1 value' python.txt
grep -q 'keyid: ValueError: error parsing asn1 value' python.txt
grep -q 'aes192: UnsupportedAlgorithm' python.txt
grep -q 'oaep: UnsupportedAlgorithm' python.txt
