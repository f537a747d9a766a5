import type { Entry } from './entry.ts';

const THEN_NEW = 'Then use NEW';

/** A file of another program that may contain keys, and the command that unpacks or decrypts it. */
const container = (title: string, what: string, command: string): Entry => ({
  title,
  sentence: ({ file }) => `${file} is ${what}. This console does not open it. Run: ${command}.`,
});

const bouncyCastle = (type: string): Entry =>
  container(
    `A Java keystore of the type ${type}`,
    `a Java keystore of the type ${type}, which needs Bouncy Castle`,
    `keytool -importkeystore -srckeystore FILE -srcstoretype ${type} -destkeystore NEW.p12 -deststoretype PKCS12 -providerclass org.bouncycastle.jce.provider.BouncyCastleProvider -providerpath bcprov.jar. Then use NEW.p12`,
  );

/** Of a file as a whole: its form, its packing, the program that wrote it. */
export const fileProblems = {
  empty_file: {
    title: 'Empty file',
    sentence: ({ file }) =>
      `${file} is empty. Choose the PEM file again; it may not have been written completely.`,
  },
  file_too_large: {
    status: 413,
    title: 'File too large',
    sentence: ({ file }) =>
      `${file} is larger than 256 kB. A certificate or key in PEM is a few kilobytes; choose that file instead.`,
  },
  file_not_readable: {
    title: 'Not readable',
    sentence: ({ file, detail }) =>
      `${file} could not be read${detail && ` (${detail})`}: there is no permission for it, or it was changed or removed after it was chosen. Choose it again, with an account that may read it.`,
  },
  reader_failed: {
    title: 'Not read',
    sentence: ({ file, detail }) =>
      `The console failed on ${file}${detail && ` (${detail})`}. That is a fault of the console and says nothing about the file: keep it, and open it with OpenSSL or keytool.`,
  },
  not_pem: {
    title: 'Not a PEM file',
    sentence: ({ file }) =>
      `${file} is not in Privacy Enhanced Mail (PEM) format: no “-----BEGIN …-----” line is in it. Choose the PEM file, such as tenant.pem or tenant.key.`,
    keyTool: 'inspect',
  },
  pem_incomplete: {
    title: 'Damaged PEM file',
    sentence: ({ file, detail }) =>
      `${file} has a damaged or incomplete PEM block${detail && ` (${detail})`}. Copy the whole file again, from the BEGIN line to the END line.`,
    keyTool: 'inspect',
  },
  der_not_pem: {
    title: 'DER instead of PEM',
    sentence: ({ file }) =>
      `${file} is in binary (DER) form. The upload needs PEM; Convert in the Key tools turns it into PEM.`,
    keyTool: 'convert',
  },
  not_der: {
    title: 'BER instead of DER',
    sentence: ({ file, detail }) =>
      `${file} is encoded in BER, a looser form of DER${detail && ` (${detail})`}. The console accepts only DER. OpenSSL encodes it again: “openssl x509 -in FILE -out NEW” for a certificate, “openssl pkey -in FILE -out NEW” for a private key. Then use NEW. If that says the same of a certificate, its signed part is in BER, which nobody but its issuer can change: ask there for a new one.`,
  },
  not_read_here: {
    title: 'Not read here',
    sentence: ({ file, detail }) =>
      `${file} has ${detail || 'something'}, which this console does not read. That says nothing against the file: keep it, and open it with the program that wrote it.`,
  },
  pkcs7_not_pem: {
    title: 'PKCS#7 instead of PEM',
    sentence: ({ file }) =>
      `${file} is a PKCS#7 file (.p7b), in which certificates are kept. The upload needs the certificate as PEM; Convert in the Key tools takes them out.`,
    keyTool: 'convert',
  },
  pkcs12_not_pem: {
    title: 'PKCS#12 instead of PEM',
    sentence: ({ file }) =>
      `${file} is a PKCS#12 container (.p12 or .pfx). The upload needs the certificate and the key as PEM; Convert in the Key tools extracts them.`,
    keyTool: 'convert',
  },
  openssh_key: {
    title: 'A key in OpenSSH’s own form',
    sentence: ({ file }) =>
      `${file} is a private key in OpenSSH’s own form. Convert a copy of it to PKCS#8 with: ssh-keygen -p -m PKCS8 -f COPY. Then choose the copy.`,
  },
  putty_key: {
    title: 'A PuTTY key',
    sentence: ({ file }) =>
      `${file} is a PuTTY private key. Convert it to PEM with: puttygen FILE -O private-openssh -o NEW.key. Then choose NEW.key.`,
  },
  java_keystore: {
    title: 'A Java keystore',
    sentence: ({ file }) =>
      `${file} is a Java keystore (JKS). The upload needs the certificate and the key as PEM; Convert in the Key tools takes them out.`,
    keyTool: 'convert',
  },
  jceks_keystore: {
    title: 'A Java keystore of the type JCEKS',
    sentence: ({ file }) =>
      `${file} is a Java keystore of the type JCEKS, which this console does not open. It becomes PKCS#12 with: keytool -importkeystore -srckeystore FILE -srcstoretype JCEKS -destkeystore NEW.p12 -deststoretype PKCS12. Convert in the Key tools takes key and certificate out of NEW.p12.`,
    keyTool: 'convert',
  },
  not_jks: {
    title: 'Damaged Java keystore',
    sentence: ({ file, detail }) =>
      `${file} is a Java keystore (JKS) that is cut off or damaged${detail && `: ${detail}`}. Nothing was taken out of it; use another copy of it.`,
  },
  zip_file: {
    title: 'A ZIP file',
    sentence: ({ file }) =>
      `${file} is a ZIP archive or an office document. Unpack it and choose the certificate or the key inside.`,
  },
  gzip_file: {
    title: 'A gzip file',
    sentence: ({ file }) =>
      `${file} is compressed with gzip. Unpack it with: gzip -dc FILE > NEW. Where NEW is a tar: tar -xf NEW. Then choose the certificate or the key.`,
  },
  tar_file: {
    title: 'A tar archive',
    sentence: ({ file }) =>
      `${file} is a tar archive. Unpack it with: tar -xf FILE. Then choose the certificate or the key.`,
  },
  zip_damaged: {
    title: 'Damaged ZIP archive',
    sentence: ({ file, detail }) =>
      `${file} is a ZIP archive that is damaged${detail && `: ${detail}`}. Use another copy of it, or unpack it and use the folder.`,
  },
  tar_damaged: {
    title: 'Damaged tar archive',
    sentence: ({ file, detail }) =>
      `${file} is a tar archive that is damaged${detail && `: ${detail}`}. What comes before was read. Use another copy of it.`,
  },
  gzip_damaged: {
    title: 'Damaged gzip file',
    sentence: ({ file, detail }) =>
      `${file} is a gzip file that is damaged${detail && `: ${detail}`}. What comes before was read. Use another copy of it.`,
  },
  zip_encrypted: {
    title: 'A ZIP archive with a password',
    sentence: ({ file, detail }) =>
      `${file} is a ZIP archive with a password${detail && ` (for ${detail})`}, which this console does not open. Unpack it with: 7z x FILE. Then use the folder.`,
  },
  zip_method: {
    title: 'A ZIP archive with another compression',
    sentence: ({ file, detail }) =>
      `${file} is a ZIP archive that is partly compressed in a way that this console does not unpack${detail && ` (${detail})`}; the rest was read. Unpack it with: 7z x FILE. Then use the folder.`,
  },
  zip_split: {
    title: 'A part of a ZIP archive',
    sentence: ({ file, detail }) =>
      `${file} is one of several parts of a ZIP archive${detail && ` (${detail})`}. Put all parts into one folder, and unpack the last one, whose name ends with .zip: 7z x LAST.zip. Then use what it contains.`,
  },
  zip_nested: {
    title: 'An archive too deep inside others',
    sentence: ({ file }) =>
      `${file} is an archive inside an archive that is inside another one. Unpack the outer one, and use the folder.`,
  },
  zip_too_large: {
    status: 413,
    title: 'Archive too large',
    sentence: ({ file, detail }) =>
      `${file} is an archive that contains too much${detail && ` (${detail})`}. Unpack it, and use the folder, or the part of it with the keys.`,
  },
  seven_zip: container('A 7z archive', 'a 7z archive', '7z x FILE. Then use what it contains'),
  rar_file: container('A RAR archive', 'a RAR archive', 'bsdtar -xf FILE. Then use what it contains'),
  xz_file: container('A file compressed with xz', 'compressed with xz', `xz -dc FILE > NEW. ${THEN_NEW}`),
  bzip2_file: container(
    'A file compressed with bzip2',
    'compressed with bzip2',
    `bzip2 -dc FILE > NEW. ${THEN_NEW}`,
  ),
  zstd_file: container(
    'A file compressed with Zstandard',
    'compressed with Zstandard',
    `zstd -dc FILE > NEW. ${THEN_NEW}`,
  ),
  age_file: container(
    'A file encrypted with age',
    'encrypted with age, perhaps a backup of a tenant of this console',
    `age -d -o NEW FILE. Where it asks for an identity, add -i IDENTITY, with the file of the private key. ${THEN_NEW}`,
  ),
  openpgp_file: container(
    'A file encrypted with OpenPGP',
    'encrypted with OpenPGP',
    `gpg -o NEW -d FILE. ${THEN_NEW}`,
  ),
  openssl_enc: container(
    'A file encrypted with openssl enc',
    'encrypted with “openssl enc”, which does not say how',
    `openssl enc -d -aes-256-cbc -pbkdf2 -in FILE -out NEW. Use the cipher and options that it was encrypted with, such as -a for base64. ${THEN_NEW}`,
  ),
  bks_keystore: bouncyCastle('BKS'),
  uber_keystore: bouncyCastle('UBER'),
  bcfks_keystore: bouncyCastle('BCFKS'),
  console_backup: {
    title: 'A backup of a tenant',
    sentence: ({ file }) =>
      `${file} is a backup of a tenant of this console. Its private keys open only in a tenant. Restore it with: npm run restore -- FILE. That puts its keys into the keystore.`,
  },
  html_page: {
    title: 'A web page',
    sentence: ({ file }) =>
      `${file} is a web page, perhaps the sign-in page of the site that you downloaded from. Download the file again and check its content before you choose it.`,
  },
} satisfies Record<string, Entry>;
