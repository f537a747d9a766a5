/**
 * `npm run fixtures`: makes the test files of `src/pki/fixtures` again with OpenSSL 3, beginning with the
 * documentation's own commands, and saves what OpenSSL prints about each (`facts.json`). So the tests compare our
 * readers with OpenSSL without needing it.
 *
 * The keys are made here for tests and protect nothing.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { print } from '../src/tenant/print.ts';

const root = join(import.meta.dirname, '..');
const folder = join(root, 'src/pki/fixtures');
const scratch = mkdtempSync(join(tmpdir(), 'fixtures-'));
const PASSWORD = 'Grüße, 世界';

const openssl = (...args: string[]): string =>
  execFileSync('openssl', args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

/** Runs a command line of the documentation. Only double quotes are handled, because no value contains a quote. */
const line = (text: string): string =>
  openssl(
    ...(text.replace(/^openssl /, '').match(/"[^"]*"|\S+/g) ?? []).map((word) => word.replaceAll('"', '')),
  );

const read = (file: string): string => readFileSync(join(folder, file), 'utf8');
const write = (file: string, content: string): void => writeFileSync(join(folder, file), content);

mkdirSync(folder, { recursive: true });
for (const file of readdirSync(folder)) {
  if (statSync(join(folder, file)).isFile()) rmSync(join(folder, file));
}

// The commands of the documentation, word for word.
line('openssl genrsa -out tenant.key 2048');
line(
  'openssl req -new -x509 -key tenant.key -out tenant.pem -days 3650 -subj "/CN=Genesys Recording/C=US/ST=California/O=Genesys"',
);
line('openssl pkcs8 -topk8 -inform pem -in tenant.key -outform pem -nocrypt -out private.pem');

// The same key in other forms.
line('openssl rsa -in tenant.key -traditional -out tenant.pkcs1.key');
line('openssl rsa -in tenant.key -outform DER -out tenant.key.der');
line('openssl x509 -in tenant.pem -outform DER -out tenant.der');
line('openssl rsa -in tenant.key -pubout -out tenant.pub');
line('openssl rsa -in tenant.key -RSAPublicKey_out -out tenant.pkcs1.pub');
line('openssl req -new -key tenant.key -out tenant.csr -subj "/CN=Genesys Recording/C=US"');
line('openssl req -new -key tenant.key -outform DER -out tenant.csr.der -subj "/CN=Genesys Recording/C=US"');
openssl(
  ...'pkcs12 -export -inkey tenant.key -in tenant.pem -out tenant.p12 -passout'.split(' '),
  `pass:${PASSWORD}`,
);
line('openssl crl2pkcs7 -nocrl -certfile tenant.pem -out tenant.p7b');
line('openssl x509 -in tenant.pem -trustout -addtrust serverAuth -setalias recorder -out tenant.trusted.pem');
write('tenant.text.pem', openssl('x509', '-in', 'tenant.pem', '-text'));

/** Encrypted forms of the key, with the arguments of `openssl pkcs8` or `openssl rsa` that make each. */
const encrypted: Record<string, string> = {
  'pbes2-aes128-sha1.key': 'pkcs8 -topk8 -v2 aes-128-cbc -v2prf hmacWithSHA1',
  'pbes2-aes128-sha256.key': 'pkcs8 -topk8 -v2 aes-128-cbc -v2prf hmacWithSHA256',
  'pbes2-aes256-sha256.key': 'pkcs8 -topk8',
  'pbes2-aes256-sha384.key': 'pkcs8 -topk8 -v2 aes-256-cbc -v2prf hmacWithSHA384',
  'pbes2-aes256-sha512.key': 'pkcs8 -topk8 -v2 aes-256-cbc -v2prf hmacWithSHA512 -iter 100000',
  'pbes2-aes192-sha256.key': 'pkcs8 -topk8 -v2 aes-192-cbc',
  'pbes2-aes256-sha224.key': 'pkcs8 -topk8 -v2 aes-256-cbc -v2prf hmacWithSHA224',
  'pbes2-3des-sha256.key': 'pkcs8 -topk8 -v2 des3',
  'pbes2-aes256-scrypt.key': 'pkcs8 -topk8 -scrypt',
  'pbes2-camellia.key': 'pkcs8 -topk8 -v2 camellia-128-cbc',
  'pbes1-3des.key': 'pkcs8 -topk8 -v1 PBE-SHA1-3DES',
  'pbes1-2des.key': 'pkcs8 -topk8 -v1 PBE-SHA1-2DES',
  'pbes1-md5-des.key': 'pkcs8 -topk8 -v1 PBE-MD5-DES -provider legacy -provider default',
  'pbes1-rc4.key': 'pkcs8 -topk8 -v1 PBE-SHA1-RC4-128 -provider legacy -provider default',
  'proc-type-des3.key': 'rsa -traditional -des3',
  'proc-type-aes128.key': 'rsa -traditional -aes128',
  'proc-type-aes192.key': 'rsa -traditional -aes192',
  'proc-type-aes256.key': 'rsa -traditional -aes256',
  'proc-type-camellia.key': 'rsa -traditional -camellia128',
};
for (const [file, words] of Object.entries(encrypted)) {
  openssl(...words.split(' '), '-in', 'tenant.key', '-out', file, '-passout', `pass:${PASSWORD}`);
}

/** A self-signed certificate and its key: `<name>.key` and `<name>.pem`. */
function pair(name: string, newkey: string[], subject: string, ...more: string[]): void {
  openssl(...newkey, '-out', `${name}.key`);
  openssl(
    ...`req -new -x509 -key ${name}.key -out ${name}.pem -days 3650 -subj`.split(' '),
    subject,
    ...more,
  );
}
const rsa = (bits: number) => `genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:${bits}`.split(' ');
const ec = (curve: string) => `genpkey -algorithm EC -pkeyopt ec_paramgen_curve:${curve}`.split(' ');

pair('other', rsa(2048), '/CN=Genesys Recording/C=US/ST=California/O=Genesys');
for (const bits of [512, 1024, 3072, 4096, 8192]) {
  const digest = bits === 512 ? '-sha1' : bits === 4096 ? '-sha512' : '-sha384';
  pair(`rsa${bits}`, rsa(bits), `/CN=RSA ${bits}/O=Genesys`, digest);
}
pair('ec', ec('P-256'), '/CN=Elliptic curve');
pair('ec384', ec('P-384'), '/CN=Elliptic curve 384', '-sha384');
line('openssl ec -in ec.key -out ec.sec1.key');
pair('ed25519', ['genpkey', '-algorithm', 'ED25519'], '/CN=Edwards curve');
pair(
  'pss-marked',
  ['genpkey', '-algorithm', 'RSA-PSS', '-pkeyopt', 'rsa_keygen_bits:2048'],
  '/CN=Marked for PSS',
);

/** More certificates for the tenant's key, with different contents. */
function certificate(name: string, subject: string, ...more: string[]): void {
  const days = more.includes('-days') ? [] : ['-days', '3650'];
  const words = `req -new -x509 -key tenant.key -out ${name}.pem -utf8 -subj`.split(' ');
  openssl(...words, subject, ...days, ...more);
}
certificate(
  'pss-signed',
  '/CN=Signed with PSS',
  '-sigopt',
  'rsa_padding_mode:pss',
  '-sigopt',
  'rsa_pss_saltlen:32',
);
certificate('md5-signed', '/CN=Signed with MD5', '-md5');
certificate('serial-long', '/CN=Long serial', '-set_serial', '0x7F112233445566778899AABBCCDDEEFF00112233');
certificate('serial-high-bit', '/CN=High bit', '-set_serial', '0xFF00FF00FF00FF00');
certificate('serial-negative', '/CN=Negative serial', '-set_serial', '-129');
certificate('serial-zero', '/CN=Zero serial', '-set_serial', '0');
certificate(
  'name-utf8',
  '/C=DE/ST=Baden-Württemberg/O=Müller, Söhne \\+ Co. <"Aufzeichnung">; \\\\ = #1/OU= Leerzeichen /CN=☎ 世界 😀',
);
certificate('name-multi', '/O=Genesys/CN=recorder+DC=example+UID=7/OU=#lead');
const oddTypes = join(scratch, 'odd-types.cnf');
writeFileSync(oddTypes, 'oid_section = odd\n[req]\ndistinguished_name = dn\n[dn]\n[odd]\nodd = 1.2.3.4.5\n');
certificate(
  'name-unknown',
  '/CN=unknown types/odd=value/jurisdictionC=DE/emailAddress=a@example.com/serialNumber=42',
  '-config',
  oddTypes,
);
certificate('name-empty', '/');
certificate('year-2055', '/CN=After 2050', '-days', '12000');

/** A certificate whose names have an older string type, selected by OpenSSL's string mask. */
function certificateWithMask(name: string, mask: string, subject: string): void {
  const config = join(scratch, `${name}.cnf`);
  writeFileSync(config, `[req]\ndistinguished_name = dn\nstring_mask = MASK:${mask}\n[dn]\n`);
  certificate(name, subject, '-config', config);
}
certificateWithMask('name-bmp', '0x800', '/O=Müller, Söhne/CN=☎ 世界');
certificateWithMask('name-universal', '0x100', '/O=Müller, Söhne/CN=☎ 世界 😀');
certificateWithMask('name-t61', '0x4', '/O=Müller, Söhne/CN=Größe');

// A certificate with every extension for which we have readable text.
const extensions = join(scratch, 'extensions.cnf');
writeFileSync(
  extensions,
  `[req]
distinguished_name = dn
x509_extensions = all
[dn]
[all]
basicConstraints = critical, CA:TRUE, pathlen:2
keyUsage = critical, digitalSignature, keyEncipherment, dataEncipherment, keyCertSign
extendedKeyUsage = serverAuth, clientAuth, 1.2.3.4
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid:always, issuer
subjectAltName = DNS:recorder.example.com, IP:192.0.2.7, IP:2001:db8::1, email:a@example.com, URI:https://example.com/, RID:1.2.3.4, dirName:dn_other, otherName:1.2.3.4;UTF8:other
issuerAltName = DNS:issuer.example.com
crlDistributionPoints = URI:http://example.com/a.crl
authorityInfoAccess = OCSP;URI:http://ocsp.example.com/, caIssuers;URI:http://example.com/ca.crt
certificatePolicies = 1.2.3.4, @policy
nameConstraints = permitted;DNS:example.com, excluded;IP:192.0.2.0/255.255.255.0
policyConstraints = requireExplicitPolicy:3
inhibitAnyPolicy = 2
tlsfeature = status_request
nsComment = made for tests
nsCertType = client, email
1.2.3.4.5.6 = DER:04:03:01:02:03
[dn_other]
CN = other
[policy]
policyIdentifier = 1.3.5.8
CPS.1 = http://example.com/cps
userNotice.1 = @notice
[notice]
explicitText = A notice
`,
);
certificate('extensions', '/CN=Extensions', '-config', extensions);

// "No expiry" (RFC 5280, 4.1.2.5). Only `openssl ca` can set an end date.
const authority = join(scratch, 'ca.cnf');
for (const file of ['index.txt', 'index.txt.attr']) writeFileSync(join(scratch, file), '');
writeFileSync(
  authority,
  `[ca]
default_ca = own
[own]
new_certs_dir = ${scratch}
database = ${join(scratch, 'index.txt')}
rand_serial = yes
default_md = sha256
policy = any
[any]
commonName = supplied
`,
);
openssl('req', '-new', '-key', 'tenant.key', '-out', join(scratch, 'forever.csr'), '-subj', '/CN=No expiry');
openssl(
  ...'ca -batch -selfsign -notext -startdate 20000229120000Z -enddate 99991231235959Z'.split(' '),
  '-config',
  authority,
  '-keyfile',
  'tenant.key',
  '-in',
  join(scratch, 'forever.csr'),
  '-out',
  'year-9999.pem',
);

// Java keystores made by keytool, whose passwords must be ASCII with at least six characters. The second key has a
// password of its own, which PKCS#12 cannot express; one certificate has no private key.
const intoKeystore = (store: string, type: string, pairName: string, alias: string, keyPassword: string) => {
  const from = join(scratch, `${pairName}.p12`);
  openssl(
    ...`pkcs12 -export -inkey ${pairName}.key -in ${pairName}.pem -passout pass:changeit -out`.split(' '),
    from,
  );
  const line = `-importkeystore -noprompt -srcstorepass changeit -srcalias 1 -deststoretype ${type} -deststorepass changeit`;
  const names = ['-srckeystore', from, '-destkeystore', store, '-destalias', alias];
  keytool(...line.split(' '), ...names, ...(type === 'PKCS12' ? [] : ['-destkeypass', keyPassword]));
};
const keytool = (...args: string[]) =>
  execFileSync('keytool', args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
for (const [store, type] of [
  ['keystore.jks', 'JKS'],
  ['keystore.pkcs12.jks', 'PKCS12'],
  ['keystore.jceks', 'JCEKS'],
] as const) {
  intoKeystore(store, type, 'tenant', 'Genesys Recording 世界', 'changeit');
  intoKeystore(store, type, 'other', 'other', 'another');
  const trust = `-importcert -noprompt -alias trusted -file rsa3072.pem -keystore ${store} -storepass changeit`;
  keytool(...trust.split(' '), '-storetype', type);
}

// A certificate signed by a CA, and files that contain several things.
line(
  'openssl req -x509 -key tenant.key -CA other.pem -CAkey other.key -days 3650 -out signed-by-other.pem -subj "/CN=Genesys Recording/C=US/ST=California/O=Genesys"',
);
write('chain.pem', read('signed-by-other.pem') + read('other.pem'));
write('bundle.pem', read('tenant.key') + read('tenant.pem'));
write('two-keys.pem', read('tenant.key') + read('other.key'));

/** Month names as OpenSSL prints dates: "Nov 21 09:00:00 2036 GMT". */
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
function isoDate(text: string): string {
  const [month = '', day = '', time = '', year = ''] = text.split(/ +/);
  const number = String(MONTHS.indexOf(month) + 1).padStart(2, '0');
  return `${year.padStart(4, '0')}-${number}-${day.padStart(2, '0')}T${time}Z`;
}

function certificateFacts(file: string) {
  const words = ['-subject', '-issuer', '-serial', '-dates', '-nameopt', 'RFC2253'];
  const printed = openssl('x509', '-in', file, '-noout', ...words);
  const text = openssl('x509', '-in', file, '-noout', '-text');
  const field = (name: string) => new RegExp(`^${name}=(.*)$`, 'm').exec(printed)?.[1] ?? '';
  const fingerprint = (digest: string) =>
    openssl('x509', '-in', file, '-noout', '-fingerprint', digest).trim().split('=')[1]?.replaceAll(':', '');
  const bits = /Public-Key: \((\d+) bit/.exec(text)?.[1];
  return {
    subject: field('subject'),
    issuer: field('issuer'),
    serial: field('serial'),
    notBefore: isoDate(field('notBefore')),
    notAfter: isoDate(field('notAfter')),
    keyAlgorithm: /Public Key Algorithm: (.*)/.exec(text)?.[1]?.trim(),
    ...(bits === undefined ? {} : { bits: Number(bits) }),
    signatureAlgorithm: /Signature Algorithm: (\S*)/.exec(text)?.[1],
    sha1: fingerprint('-sha1'),
    sha256: fingerprint('-sha256'),
  };
}

const files = readdirSync(folder)
  .filter((file) => statSync(join(folder, file)).isFile())
  .sort();
const certificates = files.filter((file) => file.endsWith('.pem') && read(file).includes('CERTIFICATE--'));
const plainKeys = files.filter((file) => file.endsWith('.key') && !(file in encrypted));
const keyFacts = (file: string) => {
  const text = openssl('pkey', '-in', file, '-noout', '-text');
  return { bits: Number(/Private-Key: \((\d+) bit/.exec(text)?.[1] ?? 0) };
};
write(
  'facts.json',
  `${JSON.stringify(
    {
      openssl: openssl('version').trim(),
      password: PASSWORD,
      certificates: Object.fromEntries(certificates.map((file) => [file, certificateFacts(file)])),
      keys: Object.fromEntries(plainKeys.map((file) => [file, keyFacts(file)])),
      encryptedKeys: Object.keys(encrypted),
    },
    null,
    2,
  )}\n`,
);

rmSync(scratch, { recursive: true });
print(
  `${certificates.length} certificates, ${plainKeys.length + Object.keys(encrypted).length} keys in ${folder}`,
);
