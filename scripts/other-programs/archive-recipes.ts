/**
 * How the archives and encrypted files of `src/pki/fixtures/other-programs` are made. The archives contain tenant.key
 * and tenant.pem in a folder, under a long name where a format has its own way to write that.
 */
import type { Recipe } from './recipes.ts';

const packages = (...names: string[]) => `dpkg-query -W -f '\${Package} \${Version} ' ${names.join(' ')}`;
const python = `/usr/bin/python3 --version`;
const withPython = (body: string) => `/usr/bin/python3 - <<'PYTHON'
import os, zipfile, zlib, struct
OUT = os.environ['OUT']
${body}
PYTHON`;

/** A folder with the pair, and the archive beside it. */
const folder = 'rm -rf keys $OUT; mkdir keys; cp tenant.key tenant.pem keys';
const NAME = `keys/${'a-folder-with-a-long-name/'.repeat(4)}`;
const deepFolder = `${folder}; mkdir -p ${NAME}Schlüssel; mv keys/tenant.key ${NAME}Schlüssel`;
/** A file of 200,000 bytes with a hole: only its first and last bytes are on the disk. */
const withHole =
  'rm -f $OUT hole.wav; printf start > hole.wav; truncate -s 199997 hole.wav; printf end >> hole.wav';

const zip = (options: string, files = 'keys') => `${folder}; zip -q -X ${options} $OUT -r ${files}`;
const tar = (options: string) => `${deepFolder}; tar -b1 ${options} -cf $OUT keys`;
const sparse = (options: string) => `${withHole}; tar -b1 -S ${options} -cf $OUT hole.wav`;

const gpg = (options: string) => `export GNUPGHOME=$(mktemp -d); rm -f $OUT
  echo allow-loopback-pinentry > $GNUPGHOME/gpg-agent.conf
  gpg --batch -q --pinentry-mode loopback --passphrase '' --quick-gen-key a@example.com rsa2048 encrypt never
  gpg --batch -q --pinentry-mode loopback --passphrase "$P" --trust-model always -o $OUT ${options} tenant.key
  gpgconf --kill all`;
const bouncyCastle = (type: string) => `rm -f $OUT
  openssl pkcs12 -export -inkey tenant.key -in tenant.pem -name recording -out in.p12 -passout "pass:$P"
  keytool -importkeystore -srckeystore in.p12 -srcstorepass "$P" -destkeystore $OUT -deststoretype ${type} -deststorepass "$P" -providerclass org.bouncycastle.jce.provider.BouncyCastleProvider -providerpath /usr/share/java/bcprov.jar`;
const bouncyCastleVersion = packages('libbcprov-java');

/** RAR is not made by free programs: this writes its first form (version 2.9), stored, which bsdtar reads. */
const rar = withPython(`key = open('tenant.key', 'rb').read()
def block(kind, flags, rest, data=b''):
    head = struct.pack('<BHH', kind, flags, 7 + len(rest)) + rest
    return struct.pack('<H', zlib.crc32(head) & 0xffff) + head + data
name = b'tenant.key'
file = struct.pack('<IIBIIBBHI', len(key), len(key), 3, zlib.crc32(key), 0x5d7e2f32, 20, 0x30, len(name), 0o100644) + name
open(OUT, 'wb').write(b'Rar!\\x1a\\x07\\0' + block(0x73, 0, b'\\0' * 6) + block(0x74, 0x8000, file, key) + block(0x7b, 0x4000, b''))`);

export const archiveRecipes: Recipe[] = [
  { file: 'info-zip.zip', version: packages('zip'), command: zip('') },
  { file: 'info-zip-one-part.zip', version: packages('zip'), command: zip('-s 10m') },
  {
    file: 'info-zip-stream.zip',
    version: packages('zip'),
    command: `${folder}; zip -q -X -fz - -r keys > $OUT`,
  },
  { file: 'encrypted.zip', version: packages('zip'), command: zip('-P "$P"', 'keys/tenant.key') },
  {
    file: 'partly-encrypted.zip',
    version: packages('zip'),
    command: `${folder}; zip -q -X -P "$P" $OUT keys/tenant.pem; zip -q -X $OUT keys/tenant.key`,
  },
  {
    file: 'zip64.zip',
    version: python,
    command: withPython(`with zipfile.ZipFile(OUT, 'w', zipfile.ZIP_DEFLATED) as archive:
    for name in ('tenant.key', 'tenant.pem'):
        with archive.open('keys/' + name, 'w', force_zip64=True) as file: file.write(open(name, 'rb').read())`),
  },
  {
    file: 'methods.zip',
    version: python,
    command: withPython(`with zipfile.ZipFile(OUT, 'w') as archive:
    archive.write('tenant.pem', 'keys/bzip2.pem', zipfile.ZIP_BZIP2)
    archive.write('tenant.pem', 'keys/lzma.pem', zipfile.ZIP_LZMA)
    archive.write('tenant.key', 'keys/tenant.key', zipfile.ZIP_DEFLATED)`),
  },
  {
    file: 'deflate64.zip',
    version: packages('7zip'),
    command: `${folder}; 7z a -bd -tzip -mm=Deflate64 $OUT keys/tenant.pem; 7z a -bd -tzip -mm=Deflate $OUT keys/tenant.key`,
  },
  { file: '7z.zip', version: packages('7zip'), command: `${folder}; 7z a -bd -tzip $OUT keys` },
  {
    file: 'bsdtar.zip',
    version: packages('libarchive-tools'),
    command: `${folder}; bsdtar --format zip -cf $OUT keys`,
  },
  {
    file: 'jar.zip',
    version: "java -version 2>&1 | head -1 | tr -d '\"'",
    command: `${folder}; jar cMf $OUT keys`,
  },

  { file: 'v7.tar', version: packages('tar'), command: `${folder}; tar -b1 --format=v7 -cf $OUT keys` },
  { file: 'ustar.tar', version: packages('tar'), command: tar('--format=ustar') },
  { file: 'gnu.tar', version: packages('tar'), command: tar('--format=gnu') },
  { file: 'pax.tar', version: packages('tar'), command: tar('--format=posix') },
  {
    file: 'bsdtar.tar',
    version: packages('libarchive-tools'),
    command: `${deepFolder}; bsdtar -b1 -cf $OUT keys`,
  },
  { file: 'gnu.tar.gz', version: packages('tar'), command: `${deepFolder}; tar -czf $OUT keys` },
  {
    file: 'members.tar.gz',
    version: packages('tar', 'gzip'),
    command: `${folder}; tar -b1 -cf whole keys; (head -c 1500 whole | gzip; tail -c +1501 whole | gzip; head -c 700 /dev/zero) > $OUT`,
  },
  {
    file: 'bgzip.tar.gz',
    version: packages('tabix'),
    command: `${folder}; tar -b1 -cf whole keys; bgzip -c whole > $OUT`,
  },
  { file: 'tenant.key.gz', version: packages('gzip'), command: 'gzip -c tenant.key > $OUT' },
  {
    file: 'sparse-bsdtar.tar',
    version: packages('libarchive-tools'),
    command: `${withHole}; bsdtar -b1 -cf $OUT hole.wav`,
  },
  { file: 'sparse-gnu.tar', version: packages('tar'), command: sparse('--format=gnu') },
  ...['0.0', '0.1', '1.0'].map((form) => ({
    file: `sparse-pax-${form}.tar`,
    version: packages('tar'),
    command: sparse(`--format=posix --sparse-version=${form}`),
  })),

  { file: 'archive.7z', version: packages('7zip'), command: `${folder}; 7z a -bd $OUT keys` },
  { file: 'archive.rar', version: python, command: rar },
  {
    file: 'archive.tar.xz',
    version: packages('tar', 'xz-utils'),
    command: `${folder}; tar -b1 -cJf $OUT keys`,
  },
  {
    file: 'archive.tar.bz2',
    version: packages('tar', 'bzip2'),
    command: `${folder}; tar -b1 -cjf $OUT keys`,
  },
  {
    file: 'archive.tar.zst',
    version: packages('tar', 'zstd'),
    command: `${folder}; tar -b1 --zstd -cf $OUT keys`,
  },
  {
    file: 'tenant.key.age',
    version: packages('age'),
    command: 'rm -f identity; age-keygen -o identity; age -r "$(age-keygen -y identity)" -o $OUT tenant.key',
  },
  {
    file: 'armored.age',
    version: packages('age'),
    command:
      'rm -f identity; age-keygen -o identity; age -a -r "$(age-keygen -y identity)" -o $OUT tenant.key',
  },
  { file: 'password.gpg', version: packages('gnupg'), command: gpg('--symmetric') },
  { file: 'recipient.gpg', version: packages('gnupg'), command: gpg('-r a@example.com --encrypt') },
  { file: 'armored.gpg', version: packages('gnupg'), command: gpg('--armor --symmetric') },
  {
    file: 'tenant.key.enc',
    version: "openssl version | cut -d' ' -f1,2",
    command: 'openssl enc -aes-256-cbc -pbkdf2 -pass "pass:$P" -in tenant.key -out $OUT',
  },
  {
    file: 'base64.enc',
    version: "openssl version | cut -d' ' -f1,2",
    command: 'openssl enc -aes-256-cbc -pbkdf2 -a -pass "pass:$P" -in tenant.key -out $OUT',
  },
  { file: 'recording.bks', version: bouncyCastleVersion, command: bouncyCastle('BKS') },
  { file: 'recording.uber', version: bouncyCastleVersion, command: bouncyCastle('UBER') },
  { file: 'recording.bcfks', version: bouncyCastleVersion, command: bouncyCastle('BCFKS') },
];
