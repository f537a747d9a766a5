/** How each file of `src/pki/fixtures/other-programs` is made. `$OUT` is the file, `$P` is “correct horse”. */
export interface Recipe {
  file: string;
  /** Prints the program and its version. */
  version: string;
  /** Bash, in a folder with the sources. */
  command: string;
  debian?: 12 | 13;
}

const openssl = `openssl version | cut -d' ' -f1,2`;
const nss = `dpkg-query -W -f '\${Package} \${Version}' libnss3-tools`;
const bouncyCastle = `dpkg-query -W -f 'Bouncy Castle \${Version}' libbcprov-java`;
const java = `java -version 2>&1 | head -1 | tr -d '"'`;
const gnutls = `certtool --version | head -1`;
const gpgsm = `gpgsm --version | head -1`;
const python = `/usr/bin/python3 -c 'import cryptography; print("Python cryptography", cryptography.__version__)'`;
const node = (name: string) =>
  `echo ${name} $(node -p "require('$ROOT/node_modules/${name}/package.json').version")`;

const CLASSPATH =
  '/usr/share/java/bcprov.jar:/usr/share/java/bcpkix.jar:/usr/share/java/bcmail.jar:/usr/share/java/bcutil.jar';
const withBouncyCastle = (what: string) => `
  openssl pkcs8 -topk8 -nocrypt -in tenant.key -outform DER -out tenant.pk8
  java -cp ${CLASSPATH} BouncyCastle.java ${what} $OUT`;
const withJava = (what: string) => `
  openssl pkcs8 -topk8 -nocrypt -in tenant.key -outform DER -out tenant.pk8
  java JavaKeys.java ${what} $OUT`;
/** Exports tenant.p12's pair from a database of NSS. */
const withNss = (...options: string[]) => `
  openssl pkcs12 -export -inkey tenant.key -in tenant.pem -name recording -out in.p12 -passout "pass:$P"
  rm -rf nss && mkdir nss && certutil -N -d nss --empty-password
  pk12util -i in.p12 -d nss -W "$P"
  pk12util -o $OUT -n recording -d nss -W "$P" ${options.join(' ')}`;
/** Exports tenant.p12's pair from gpgsm's own folder; the new file has the passphrase. */
const withGpgsm = (passphrase: string, what: string) => `
  export GNUPGHOME=$(mktemp -d) && chmod 700 $GNUPGHOME
  echo allow-loopback-pinentry > $GNUPGHOME/gpg-agent.conf
  openssl pkcs12 -export -inkey tenant.key -in tenant.pem -out in.p12 -passout "pass:${passphrase}" -legacy
  gpgsm --batch --pinentry-mode loopback --passphrase-fd 3 --import in.p12 3<<< "${passphrase}"
  gpgsm --list-keys --with-colons | awk -F: '$1 == "fpr" {print $10 " S relax"}' > $GNUPGHOME/trustlist.txt; gpgconf --reload gpg-agent
  ID=$(gpgsm --list-keys --with-colons | awk -F: '$1 == "fpr" {print $10; exit}')
  gpgsm --batch --pinentry-mode loopback --passphrase-fd 3 ${what} 3<<< "${passphrase}"
  gpgconf --kill all; rm -rf $GNUPGHOME`;
/** Runs Python with the pair loaded as \`key\` and \`certificate\`. */
const withPython = (body: string) => `
  /usr/bin/python3 - <<'PYTHON'
import os
from cryptography.hazmat.primitives.serialization import *
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509 import load_pem_x509_certificate
key = load_pem_private_key(open('tenant.key', 'rb').read(), None)
certificate = load_pem_x509_certificate(open('tenant.pem', 'rb').read())
open(os.environ['OUT'], 'wb').write(${body})
PYTHON`;
const exportPkcs12 = (options: string) =>
  `openssl pkcs12 -export -inkey tenant.key -in tenant.pem -name recording -out $OUT ${options}`;
const encrypt = (options: string) =>
  `openssl cms -encrypt -binary -aes256 -in recording.wav -out $OUT ${options}`;
const oaep = (options: string) =>
  encrypt(`-outform DER -recip tenant.pem -keyopt rsa_padding_mode:oaep ${options}`);

const openPgpKey =
  "export GNUPGHOME=$(mktemp -d); gpg --batch --passphrase '' --quick-generate-key test@example.com ed25519 sign never";

export const recipes: Recipe[] = [
  // BER: indefinite lengths and strings in segments.
  { file: 'nss.p12', version: nss, command: withNss() },
  { file: 'nss-110.p12', version: nss, debian: 13, command: withNss() },
  {
    file: 'nss-rc2.p12',
    version: nss,
    command: withNss('-C', '"PKCS #12 V2 PBE With SHA-1 And 40 Bit RC2 CBC"'),
  },
  { file: 'bouncy-castle.p12', version: bouncyCastle, command: withBouncyCastle('p12') },
  { file: 'bouncy-castle.p7b', version: bouncyCastle, command: withBouncyCastle('p7b') },
  { file: 'bouncy-castle.p7m', version: bouncyCastle, command: withBouncyCastle('cms') },
  { file: 'openssl-stream.p7m', version: openssl, command: encrypt('-stream -outform DER tenant.pem') },
  { file: 'openssl-stream.cms.pem', version: openssl, command: encrypt('-stream -outform PEM tenant.pem') },
  {
    file: 'openssl-smime.eml',
    version: openssl,
    command:
      'openssl smime -encrypt -binary -aes256 -stream -in recording.wav -out $OUT -from a@example.com -to b@example.com -subject "One call" tenant.pem',
  },
  { file: 'openssl-cms.eml', version: openssl, command: encrypt('-outform SMIME tenant.pem') },
  {
    file: 'openssl-crlf.eml',
    version: openssl,
    command: encrypt('-outform SMIME -crlfeol tenant.pem'),
  },
  {
    file: 'openssl-signed.eml',
    version: openssl,
    command:
      'openssl cms -sign -text -in tenant.pem -signer tenant.pem -inkey tenant.key -outform SMIME -out $OUT',
  },
  {
    file: 'python.eml',
    version: '/usr/bin/python3 -V',
    command: `
  openssl cms -encrypt -binary -aes256 -in recording.wav -outform DER -out x.p7m tenant.pem
  openssl pkcs12 -export -inkey tenant.key -in tenant.pem -name recording -out x.p12 -passout "pass:$P"
  /usr/bin/python3 - <<'PYTHON'
import os
from email.message import EmailMessage
mail = EmailMessage()
mail['Subject'] = 'The key, and one call'
mail['From'] = 'a@example.com'
mail.set_content('Both are attached.')
mail.add_attachment(open('x.p7m', 'rb').read(), maintype='application', subtype='pkcs7-mime', filename='a call of the recorder with a name that is folded.p7m', params={'smime-type': 'enveloped-data'})
mail.add_attachment(open('x.p12', 'rb').read(), maintype='application', subtype='x-pkcs12', filename='recording.p12')
mail.add_attachment(open('tenant.pem').read(), subtype='plain', filename='tenant.txt', cte='quoted-printable')
forwarding = EmailMessage()
forwarding['Subject'] = 'Fwd'
forwarding.set_content('See below.')
forwarding.add_attachment(mail)
open(os.environ['OUT'], 'wb').write(forwarding.as_bytes())
PYTHON`,
  },
  {
    file: 'openssl-signed.p7m',
    version: openssl,
    command:
      'openssl cms -sign -binary -nodetach -stream -signer tenant.pem -inkey tenant.key -in recording.wav -outform DER -out $OUT',
  },
  {
    file: 'gpgsm.p12',
    version: gpgsm,
    command: withGpgsm('correct horse', '-o $OUT --export-secret-key-p12 $ID'),
  },
  {
    file: 'gpgsm.p12.pem',
    version: gpgsm,
    command: withGpgsm('correct horse', '--armor -o $OUT --export-secret-key-p12 $ID'),
  },
  {
    file: 'gpgsm.p12.b64',
    version: gpgsm,
    command: withGpgsm('correct horse', '--base64 -o $OUT --export-secret-key-p12 $ID'),
  },
  {
    file: 'gpgsm.p7m',
    version: gpgsm,
    command: withGpgsm('correct horse', '--disable-crl-checks -r $ID -o $OUT --encrypt recording.wav'),
  },
  {
    file: 'gpgsm.p7m.pem',
    version: gpgsm,
    command: withGpgsm(
      'correct horse',
      '--armor --disable-crl-checks -r $ID -o $OUT --encrypt recording.wav',
    ),
  },
  { file: 'pkijs.p7m', version: node('pkijs'), command: 'node $ROOT/scripts/other-programs/pkijs.ts' },
  {
    file: 'node-forge.p7m',
    version: node('node-forge'),
    command: 'node $ROOT/scripts/other-programs/node-forge.ts',
  },

  // RSA keys that browsers do not take.
  {
    file: 'three-primes.pem',
    version: openssl,
    command:
      'openssl genrsa -primes 3 -out k 2048; openssl req -x509 -key k -subj "/CN=Three primes" -days 3650 -out c; cat k c > $OUT',
  },
  {
    file: 'long-exponent.pem',
    version: openssl,
    command:
      'openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -pkeyopt rsa_keygen_pubexp:340282366920938463463374607431768211457 -out k; openssl req -x509 -key k -subj "/CN=Long exponent" -days 3650 -out c; cat k c > $OUT',
  },
  { file: 'java-without-crt.pk8', version: java, command: withJava('without-crt') },

  // Envelopes with RSAES-OAEP.
  { file: 'oaep-default.p7m', version: openssl, command: oaep('') },
  { file: 'oaep-sha224.p7m', version: openssl, command: oaep('-keyopt rsa_oaep_md:sha224') },
  { file: 'oaep-sha384.p7m', version: openssl, command: oaep('-keyopt rsa_oaep_md:sha384') },
  { file: 'oaep-sha512.p7m', version: openssl, command: oaep('-keyopt rsa_oaep_md:sha512') },
  {
    file: 'oaep-sha256-mgf-sha1.p7m',
    version: openssl,
    command: oaep('-keyopt rsa_oaep_md:sha256 -keyopt rsa_mgf1_md:sha1'),
  },
  {
    file: 'oaep-label.p7m',
    version: openssl,
    command: oaep('-keyopt rsa_oaep_md:sha256 -keyopt rsa_oaep_label:7265636f7264696e67'),
  },
  {
    file: 'oaep-pkijs.p7m',
    version: node('pkijs'),
    command: 'node $ROOT/scripts/other-programs/pkijs.ts oaep',
  },

  // PKCS#12 with newer and rarer methods.
  {
    file: 'pbmac1.p12',
    version: openssl,
    debian: 13,
    command: exportPkcs12('-passout "pass:$P" -pbmac1_pbkdf2'),
  },
  {
    file: 'pbmac1-sha512.p12',
    version: openssl,
    debian: 13,
    command: exportPkcs12(
      '-passout "pass:$P" -pbmac1_pbkdf2 -pbmac1_pbkdf2_md sha512 -macalg sha384 -iter 600000',
    ),
  },
  {
    file: 'pbmac1-java.p12',
    version: java,
    debian: 13,
    command:
      'keytool -J-Dkeystore.pkcs12.macAlgorithm=PBEWithHmacSHA256 -importkeystore -srckeystore tenant.p12 -srcstorepass "Grüße, 世界" -destkeystore $OUT -deststoretype PKCS12 -deststorepass "$P" -noprompt',
  },
  { file: 'pbmac1-nss.p12', version: nss, debian: 13, command: withNss('-M', '"HMAC SHA-256"') },
  {
    file: 'local-machine.p12',
    version: openssl,
    command: exportPkcs12('-passout "pass:$P" -LMK -CSP "Microsoft RSA SChannel Cryptographic Provider"'),
  },
  {
    file: 'aria.p12',
    version: openssl,
    command: exportPkcs12('-passout "pass:$P" -keypbe aria-256-cbc -certpbe aria-256-cbc'),
  },
  {
    file: 'camellia.key',
    version: openssl,
    command: 'openssl pkcs8 -topk8 -v2 camellia-256-cbc -in tenant.key -passout "pass:$P" -out $OUT',
  },
  {
    file: 'sm4.key',
    version: openssl,
    debian: 13,
    command: 'openssl pkcs8 -topk8 -v2 sm4-cbc -in tenant.key -passout "pass:$P" -out $OUT',
  },
  {
    file: 'ml-dsa.key',
    version: openssl,
    debian: 13,
    command: 'openssl genpkey -algorithm ML-DSA-65 -provparam ml-dsa.output_formats=seed-only -out $OUT',
  },
  {
    file: 'ml-kem.key',
    version: openssl,
    debian: 13,
    command: 'openssl genpkey -algorithm ML-KEM-768 -provparam ml-kem.output_formats=seed-only -out $OUT',
  },
  {
    file: 'java.p12',
    version: java,
    debian: 13,
    command:
      'keytool -importkeystore -srckeystore tenant.p12 -srcstorepass "Grüße, 世界" -destkeystore $OUT -deststoretype PKCS12 -deststorepass "$P" -noprompt',
  },
  {
    file: 'gnutls.p12',
    version: gnutls,
    command:
      'certtool --to-p12 --load-privkey tenant.key --load-certificate tenant.pem --p12-name recording --password "$P" --outder --outfile $OUT',
  },
  {
    file: 'gnutls-110.p12',
    version: gnutls,
    debian: 13,
    command:
      'certtool --to-p12 --load-privkey tenant.key --load-certificate tenant.pem --p12-name recording --password "$P" --outder --outfile $OUT',
  },
  {
    file: 'gnutls-3des.key',
    version: gnutls,
    debian: 13,
    command:
      'certtool --to-p8 --pkcs-cipher 3des-pkcs12 --load-privkey tenant.key --password "$P" --outfile $OUT',
  },
  {
    file: 'gnutls-rc2.key',
    version: gnutls,
    debian: 13,
    command: 'certtool --to-p8 --pkcs-cipher rc2-40 --load-privkey tenant.key --password "$P" --outfile $OUT',
  },
  {
    file: 'gnutls-aes.key',
    version: gnutls,
    debian: 13,
    command:
      'certtool --to-p8 --pkcs-cipher aes-256 --load-privkey tenant.key --password "$P" --outfile $OUT',
  },

  // Passwords.
  { file: 'java-own-password.p12', version: java, command: withJava('own-password') },
  {
    file: 'openssl-twopass.p12',
    version: `${openssl}; /usr/bin/python3 -V`,
    command: `/usr/bin/python3 - <<'PYTHON'
import os, pty, sys
args = ['openssl', 'pkcs12', '-export', '-twopass', '-inkey', 'tenant.key', '-in', 'tenant.pem', '-name', 'recording', '-out', os.environ['OUT']]
answers = [b'for the check', b'for the check', b'for the contents', b'for the contents']
def answer(fd):
    data = os.read(fd, 1024)
    if data.rstrip().endswith(b':') and answers: os.write(fd, answers.pop(0) + b'\\n')
    return data
sys.exit(os.waitstatus_to_exitcode(pty.spawn(args, answer)))
PYTHON`,
  },
  {
    file: 'umlaut-gpgsm.p12',
    version: gpgsm,
    command: withGpgsm('Grüße', '-o $OUT --export-secret-key-p12 $ID'),
  },
  {
    file: 'umlaut-latin1.key',
    version: openssl,
    command: `openssl pkcs8 -topk8 -in tenant.key -passout "pass:$(printf 'Gr\\xfc\\xdfe')" -out $OUT`,
  },
  {
    file: 'umlaut-latin1.p12',
    version: openssl,
    command: exportPkcs12(`-passout "pass:$(printf 'Gr\\xfc\\xdfe')"`),
  },
  {
    file: 'euro-1252.key',
    version: openssl,
    command: `openssl pkcs8 -topk8 -in tenant.key -passout "pass:$(printf '100\\x80')" -out $OUT`,
  },
  {
    file: 'umlaut-decomposed.p12',
    version: openssl,
    command: exportPkcs12(`-passout "pass:$(printf 'Gru\\xcc\\x88\\xc3\\x9fe')"`),
  },
  {
    file: 'umlaut-decomposed.key',
    version: openssl,
    command: `openssl pkcs8 -topk8 -in tenant.key -passout "pass:$(printf 'Gru\\xcc\\x88\\xc3\\x9fe')" -out $OUT`,
  },
  {
    file: 'umlaut-widened.key',
    version: openssl,
    command: `openssl pkcs8 -topk8 -v1 PBE-SHA1-3DES -in tenant.key -passout "pass:$(printf 'Gr\\xc3\\x83\\xc2\\xbc\\xc3\\x83\\xc2\\x9fe')" -out $OUT`,
  },
  {
    file: 'umlaut-python.p12',
    version: python,
    command: withPython(
      `pkcs12.serialize_key_and_certificates(b'recording', key, certificate, None, BestAvailableEncryption('Grüße'.encode()))`,
    ),
  },
  {
    file: 'line-feed.p12',
    version: python,
    command: withPython(
      `pkcs12.serialize_key_and_certificates(b'recording', key, certificate, None, BestAvailableEncryption(b'correct horse\\n'))`,
    ),
  },
  {
    file: 'line-feed.key',
    version: python,
    command: withPython(
      `key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b'correct horse\\n'))`,
    ),
  },
  {
    file: 'line-feed-traditional.key',
    version: python,
    command: withPython(
      `key.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, BestAvailableEncryption(b'correct horse\\r\\n'))`,
    ),
  },
  {
    file: 'blank.p12',
    version: python,
    command: withPython(
      `pkcs12.serialize_key_and_certificates(b'recording', key, certificate, None, BestAvailableEncryption(b'correct horse '))`,
    ),
  },
  { file: 'empty-password.p12', version: openssl, command: exportPkcs12('-passout pass:') },
  {
    file: 'empty-password.key',
    version: openssl,
    command: 'openssl pkcs8 -topk8 -in tenant.key -passout pass: -out $OUT',
  },
  { file: 'empty-password-legacy.p12', version: openssl, command: exportPkcs12('-passout pass: -legacy') },
  {
    file: 'open-to-all.p12',
    version: openssl,
    command: exportPkcs12('-keypbe NONE -certpbe NONE -nomac -passout pass:'),
  },
  {
    file: 'open-with-mac.p12',
    version: openssl,
    command: exportPkcs12('-keypbe NONE -certpbe NONE -passout "pass:$P"'),
  },
  {
    file: 'certificate-in-sight.p12',
    version: openssl,
    command: exportPkcs12('-certpbe NONE -passout "pass:$P"'),
  },
  {
    file: 'python-none.p12',
    version: python,
    command: withPython(
      `pkcs12.serialize_key_and_certificates(b'recording', key, certificate, None, NoEncryption())`,
    ),
  },

  // Text.
  {
    file: 'utf16.key',
    version: `iconv --version | head -1`,
    command: `(printf '\\xff\\xfe'; sed 's/$/\\r/' tenant.key | iconv -t UTF-16LE) > $OUT`,
  },
  {
    file: 'utf16-big-endian.pem',
    version: `iconv --version | head -1`,
    command: `(printf '\\xfe\\xff'; iconv -t UTF-16BE tenant.pem) > $OUT`,
  },
  {
    file: 'base64-only.p12',
    version: `base64 --version | head -1`,
    command: `${exportPkcs12('-passout "pass:$P"').replace('$OUT', 'x')}; base64 x > $OUT`,
  },
  {
    file: 'base64-only.cer',
    version: openssl,
    command: 'openssl x509 -in tenant.pem -outform DER | base64 -w 0 > $OUT',
  },
  {
    file: 'base64-only.key',
    version: openssl,
    command: 'openssl pkcs8 -topk8 -nocrypt -in tenant.key -outform DER | base64 -w 0 > $OUT',
  },
  {
    file: 'certutil-encode.pfx.txt',
    version: openssl,
    command: `${exportPkcs12('-passout "pass:$P"').replace('$OUT', 'x')}; (echo '-----BEGIN CERTIFICATE-----'; base64 -w 64 x; echo '-----END CERTIFICATE-----') | sed 's/$/\\r/' > $OUT`,
  },
  {
    file: 'ssh2.pub',
    version: 'ssh -V 2>&1 | cut -d, -f1',
    command:
      'cp tenant.key k; chmod 600 k; ssh-keygen -y -f k > k.pub; ssh-keygen -e -f k.pub -m RFC4716 > $OUT',
  },
  {
    file: 'openssh-commented.key',
    version: 'ssh -V 2>&1 | cut -d, -f1',
    command: `rm -f k k.pub; ssh-keygen -q -t ed25519 -N '' -C test -f k; (echo '# key of the recorder'; cat k) > $OUT`,
  },
  {
    file: 'openpgp.asc',
    version: 'gpg --version | head -1',
    command: `export GNUPGHOME=$(mktemp -d); (echo 'The key is inside:'; echo; gpg --batch --pinentry-mode loopback --passphrase "$P" --symmetric --armor < tenant.key) > $OUT; gpgconf --kill all`,
  },
  {
    file: 'openpgp-signed.pem',
    version: 'gpg --version | head -1',
    command: `${openPgpKey}; gpg --batch --passphrase '' --clear-sign < tenant.pem > $OUT; gpgconf --kill all`,
  },
  {
    file: 'openpgp-private.asc',
    version: 'gpg --version | head -1',
    command: `${openPgpKey}; gpg --batch --passphrase '' --armor --export-secret-keys > $OUT; gpgconf --kill all`,
  },
];
