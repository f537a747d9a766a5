import type { PkiCode } from '../pki/outcome.ts';
import { MAX_LIST_CERTIFICATES } from './certificate.ts';

/**
 * Every problem that a person can meet: a stable code, the HTTP status with which the tenant answers (RFC 9457), and
 * the sentence that says what is wrong, with which file, and what to do next.
 */
export type ProblemCode = PkiCode | TenantCode;

type TenantCode =
  | 'unusual_private_key'
  | 'crt_numbers_missing'
  | 'key_too_short'
  | 'key_too_long'
  | 'certificate_too_large'
  | 'duplicate_certificate'
  | 'uploaded_again'
  | 'certificate_deleted'
  | 'certificate_in_use'
  | 'certificate_expired'
  | 'list_full'
  | 'private_key_not_in_keystore'
  | 'encryption_would_stop'
  | 'pkcs8_needed'
  | 'private_key_in_text'
  | 'already_requested'
  | 'request_closed'
  | 'own_request'
  | 'key_not_in_keystore'
  | 'recording_damaged'
  | 'deletion_needs_approval'
  | 'no_approval_needed'
  | 'already_renewed'
  | 'renewal_ends_sooner'
  | 'not_empty'
  | 'not_a_record'
  | 'record_damaged'
  | 'record_too_new'
  | 'changed_meanwhile'
  | 'precondition_required'
  | 'idempotency_key_reused'
  | 'invalid_request'
  | 'not_found'
  | 'not_signed_in'
  | 'proof_needed'
  | 'wrong_credentials'
  | 'account_disabled'
  | 'wrong_password_now'
  | 'new_password_needed'
  | 'one_time_password_over'
  | 'password_refused'
  | 'user_name_taken'
  | 'last_administrator'
  | 'demo_account'
  | 'no_password'
  | 'passwords_off'
  | 'provider_unreachable'
  | 'provider_refused'
  | 'no_role_at_provider'
  | 'account_not_linked'
  | 'sign_in_took_too_long'
  | 'second_step_over'
  | 'passkey_not_at_address'
  | 'passkey_elsewhere'
  | 'passkey_at_provider'
  | 'passkey_too_late'
  | 'passkey_unknown'
  | 'passkey_refused'
  | 'passkey_copied'
  | 'passkey_there'
  | 'passkeys_full'
  | 'passkey_unsupported'
  | 'passkey_not_given'
  | 'forbidden'
  | 'not_on_this_platform'
  | 'screen_recording_not_bought'
  | 'wrong_origin'
  | 'unsupported_media_type'
  | 'body_too_large'
  | 'body_too_slow'
  | 'too_many_attempts'
  | 'busy'
  | 'storage_full'
  | 'media_quota_reached'
  | 'tenant_damaged'
  | 'tenant_unreachable'
  | 'internal_error';

/** What the sentence is about: the name of the file as the user knows it, and a technical detail where there is one. */
export interface About {
  file?: string | undefined;
  detail?: string | undefined;
}

export type ProblemField = 'certificate' | 'privateKey' | 'privateKeyPassword';

interface Entry {
  status: number;
  title: string;
  sentence: (about: { file: string; detail: string }) => string;
  /** The key tool that helps the user further. */
  keyTool?: 'inspect' | 'convert' | 'generate';
  /** The form field that the problem belongs to, where that does not depend on the file. */
  field?: ProblemField;
}

const THEN_NEW = 'Then use NEW';

/** A file of another program that may contain keys, and the command that unpacks or decrypts it. */
const container = (title: string, what: string, command: string): Entry => ({
  status: 422,
  title,
  sentence: ({ file }) => `${file} is ${what}. This console does not open it. Run: ${command}.`,
});

const bouncyCastle = (type: string): Entry =>
  container(
    `A Java keystore of the type ${type}`,
    `a Java keystore of the type ${type}, which needs Bouncy Castle`,
    `keytool -importkeystore -srckeystore FILE -srcstoretype ${type} -destkeystore NEW.p12 -deststoretype PKCS12 -providerclass org.bouncycastle.jce.provider.BouncyCastleProvider -providerpath bcprov.jar. Then use NEW.p12`,
  );

const problems: Record<ProblemCode, Entry> = {
  empty_file: {
    status: 422,
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
    status: 422,
    title: 'Not readable',
    sentence: ({ file, detail }) =>
      `${file} could not be read${detail && ` (${detail})`}: there is no permission for it, or it was changed or removed after it was chosen. Choose it again, with an account that may read it.`,
  },
  reader_failed: {
    status: 422,
    title: 'Not read',
    sentence: ({ file, detail }) =>
      `The console failed on ${file}${detail && ` (${detail})`}. That is a fault of the console and says nothing about the file: keep it, and open it with OpenSSL or keytool.`,
  },
  not_pem: {
    status: 422,
    title: 'Not a PEM file',
    sentence: ({ file }) =>
      `${file} is not in Privacy Enhanced Mail (PEM) format: no “-----BEGIN …-----” line is in it. Choose the PEM file, such as tenant.pem or tenant.key.`,
    keyTool: 'inspect',
  },
  pem_incomplete: {
    status: 422,
    title: 'Damaged PEM file',
    sentence: ({ file, detail }) =>
      `${file} has a damaged or incomplete PEM block${detail && ` (${detail})`}. Copy the whole file again, from the BEGIN line to the END line.`,
    keyTool: 'inspect',
  },
  der_not_pem: {
    status: 422,
    title: 'DER instead of PEM',
    sentence: ({ file }) =>
      `${file} is in binary (DER) form. The upload needs PEM; Convert in the Key tools turns it into PEM.`,
    keyTool: 'convert',
  },
  not_der: {
    status: 422,
    title: 'BER instead of DER',
    sentence: ({ file, detail }) =>
      `${file} is encoded in BER, a looser form of DER${detail && ` (${detail})`}. The console accepts only DER. OpenSSL encodes it again: “openssl x509 -in FILE -out NEW” for a certificate, “openssl pkey -in FILE -out NEW” for a private key. Then use NEW. If that says the same of a certificate, its signed part is in BER, which nobody but its issuer can change: ask there for a new one.`,
  },
  not_read_here: {
    status: 422,
    title: 'Not read here',
    sentence: ({ file, detail }) =>
      `${file} has ${detail || 'something'}, which this console does not read. That says nothing against the file: keep it, and open it with the program that wrote it.`,
  },
  pkcs7_not_pem: {
    status: 422,
    title: 'PKCS#7 instead of PEM',
    sentence: ({ file }) =>
      `${file} is a PKCS#7 file (.p7b), in which certificates are kept. The upload needs the certificate as PEM; Convert in the Key tools takes them out.`,
    keyTool: 'convert',
  },
  pkcs12_not_pem: {
    status: 422,
    title: 'PKCS#12 instead of PEM',
    sentence: ({ file }) =>
      `${file} is a PKCS#12 container (.p12 or .pfx). The upload needs the certificate and the key as PEM; Convert in the Key tools extracts them.`,
    keyTool: 'convert',
  },
  openssh_key: {
    status: 422,
    title: 'A key in OpenSSH’s own form',
    sentence: ({ file }) =>
      `${file} is a private key in OpenSSH’s own form. Convert a copy of it to PKCS#8 with: ssh-keygen -p -m PKCS8 -f COPY. Then choose the copy.`,
  },
  putty_key: {
    status: 422,
    title: 'A PuTTY key',
    sentence: ({ file }) =>
      `${file} is a PuTTY private key. Convert it to PEM with: puttygen FILE -O private-openssh -o NEW.key. Then choose NEW.key.`,
  },
  java_keystore: {
    status: 422,
    title: 'A Java keystore',
    sentence: ({ file }) =>
      `${file} is a Java keystore (JKS). The upload needs the certificate and the key as PEM; Convert in the Key tools takes them out.`,
    keyTool: 'convert',
  },
  jceks_keystore: {
    status: 422,
    title: 'A Java keystore of the type JCEKS',
    sentence: ({ file }) =>
      `${file} is a Java keystore of the type JCEKS, which this console does not open. It becomes PKCS#12 with: keytool -importkeystore -srckeystore FILE -srcstoretype JCEKS -destkeystore NEW.p12 -deststoretype PKCS12. Convert in the Key tools takes key and certificate out of NEW.p12.`,
    keyTool: 'convert',
  },
  not_jks: {
    status: 422,
    title: 'Damaged Java keystore',
    sentence: ({ file, detail }) =>
      `${file} is a Java keystore (JKS) that is cut off or damaged${detail && `: ${detail}`}. Nothing was taken out of it; use another copy of it.`,
  },
  zip_file: {
    status: 422,
    title: 'A ZIP file',
    sentence: ({ file }) =>
      `${file} is a ZIP archive or an office document. Unpack it and choose the certificate or the key inside.`,
  },
  gzip_file: {
    status: 422,
    title: 'A gzip file',
    sentence: ({ file }) =>
      `${file} is compressed with gzip. Unpack it with: gzip -dc FILE > NEW. Where NEW is a tar: tar -xf NEW. Then choose the certificate or the key.`,
  },
  tar_file: {
    status: 422,
    title: 'A tar archive',
    sentence: ({ file }) =>
      `${file} is a tar archive. Unpack it with: tar -xf FILE. Then choose the certificate or the key.`,
  },
  zip_damaged: {
    status: 422,
    title: 'Damaged ZIP archive',
    sentence: ({ file, detail }) =>
      `${file} is a ZIP archive that is damaged${detail && `: ${detail}`}. Use another copy of it, or unpack it and use the folder.`,
  },
  tar_damaged: {
    status: 422,
    title: 'Damaged tar archive',
    sentence: ({ file, detail }) =>
      `${file} is a tar archive that is damaged${detail && `: ${detail}`}. What comes before was read. Use another copy of it.`,
  },
  gzip_damaged: {
    status: 422,
    title: 'Damaged gzip file',
    sentence: ({ file, detail }) =>
      `${file} is a gzip file that is damaged${detail && `: ${detail}`}. What comes before was read. Use another copy of it.`,
  },
  zip_encrypted: {
    status: 422,
    title: 'A ZIP archive with a password',
    sentence: ({ file, detail }) =>
      `${file} is a ZIP archive with a password${detail && ` (for ${detail})`}, which this console does not open. Unpack it with: 7z x FILE. Then use the folder.`,
  },
  zip_method: {
    status: 422,
    title: 'A ZIP archive with another compression',
    sentence: ({ file, detail }) =>
      `${file} is a ZIP archive that is partly compressed in a way that this console does not unpack${detail && ` (${detail})`}; the rest was read. Unpack it with: 7z x FILE. Then use the folder.`,
  },
  zip_split: {
    status: 422,
    title: 'A part of a ZIP archive',
    sentence: ({ file, detail }) =>
      `${file} is one of several parts of a ZIP archive${detail && ` (${detail})`}. Put all parts into one folder, and unpack the last one, whose name ends with .zip: 7z x LAST.zip. Then use what it contains.`,
  },
  zip_nested: {
    status: 422,
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
    status: 422,
    title: 'A backup of a tenant',
    sentence: ({ file }) =>
      `${file} is a backup of a tenant of this console. Its private keys open only in a tenant. Restore it with: npm run restore -- FILE. That puts its keys into the keystore.`,
  },
  html_page: {
    status: 422,
    title: 'A web page',
    sentence: ({ file }) =>
      `${file} is a web page, perhaps the sign-in page of the site that you downloaded from. Download the file again and check its content before you choose it.`,
  },
  certificate_request_not_certificate: {
    status: 422,
    title: 'A certificate request',
    sentence: ({ file }) =>
      `${file} is a certificate request (CSR), not a certificate. Choose the certificate that your CA issued for it.`,
    keyTool: 'inspect',
  },
  public_key_not_certificate: {
    status: 422,
    title: 'A public key',
    sentence: ({ file }) =>
      `${file} contains a public key, not a certificate. Choose the X.509 certificate file, such as tenant.pem.`,
    keyTool: 'inspect',
  },
  private_key_not_certificate: {
    status: 422,
    title: 'A private key',
    sentence: ({ file }) =>
      `${file} contains a private key, not a certificate. Choose it under Key File, and the certificate here.`,
  },
  certificate_not_private_key: {
    status: 422,
    title: 'A certificate',
    sentence: ({ file }) =>
      `${file} contains a certificate, not a private key. Choose it under Certificate File, and the private key here.`,
  },
  public_key_not_private_key: {
    status: 422,
    title: 'A public key',
    sentence: ({ file }) =>
      `${file} contains a public key. Choose the private key that belongs to the certificate, such as tenant.key.`,
  },
  several_certificates: {
    status: 422,
    title: 'Several certificates',
    sentence: ({ file, detail }) =>
      `${file} contains ${detail || 'several'} certificates. Chains are not supported: save the recording certificate in its own file and choose that file.`,
    keyTool: 'inspect',
  },
  several_private_keys: {
    status: 422,
    title: 'Several private keys',
    sentence: ({ file, detail }) =>
      `${file} contains ${detail || 'several'} private keys. Save the one that belongs to the certificate in its own file and choose that file.`,
    keyTool: 'inspect',
  },
  not_a_certificate: {
    status: 422,
    title: 'Not a certificate',
    sentence: ({ file, detail }) =>
      `${file} cannot be read as an X.509 certificate${detail && ` (${detail})`}. Make or export the certificate again.`,
    keyTool: 'inspect',
  },
  not_a_private_key: {
    status: 422,
    title: 'Not a private key',
    sentence: ({ file, detail }) =>
      `${file} cannot be read as a private key${detail && ` (${detail})`}. Choose the private key file, such as tenant.key.`,
    keyTool: 'inspect',
  },
  not_a_request: {
    status: 422,
    title: 'Not a certificate request',
    sentence: ({ file, detail }) =>
      `${file} cannot be read as a certificate request (CSR)${detail && ` (${detail})`}. Make it again.`,
  },
  not_pkcs7: {
    status: 422,
    title: 'Not PKCS#7',
    sentence: ({ file, detail }) =>
      `${file} cannot be read as PKCS#7${detail && ` (${detail})`}. Get the file again from its source.`,
  },
  not_pkcs12: {
    status: 422,
    title: 'Not PKCS#12',
    sentence: ({ file, detail }) =>
      `${file} cannot be read as a PKCS#12 container${detail && ` (${detail})`}. Export it again, with a password.`,
  },
  not_rsa: {
    status: 422,
    title: 'Not an RSA key',
    sentence: ({ file, detail }) =>
      `${file} has ${detail ? `a key of type ${detail}` : 'a key of another type'}, but recordings are encrypted with RSA. Make a new RSA key pair of 2048 bits or more.`,
    keyTool: 'generate',
  },
  public_exponent_missing: {
    status: 422,
    title: 'Public exponent missing',
    sentence: ({ file }) =>
      `${file} is an RSA private key without its public exponent, and it is none of the usual ones. Export the key again with all its numbers, from the program that made it.`,
  },
  unusual_private_key: {
    status: 422,
    title: 'Private key that others do not take',
    sentence: ({ file, detail }) =>
      `${file} is an RSA private key ${detail || 'of an unusual kind'}. It opens recordings here, but other programs do not take it, so it is not accepted for new recordings. Make a new key pair.`,
    keyTool: 'generate',
  },
  crt_numbers_missing: {
    status: 422,
    title: 'Private key without all its numbers',
    sentence: ({ file }) =>
      `${file} is an RSA private key without its CRT numbers, as some Java programs write it. Convert in the Key tools computes them and saves the same key with all its numbers.`,
    keyTool: 'convert',
  },
  key_too_short: {
    status: 422,
    title: 'Key too short',
    sentence: ({ file, detail }) =>
      `${file} has an RSA key of ${detail || 'fewer than 2048'} bits. The minimum is 2048 bits; make a new key pair.`,
    keyTool: 'generate',
  },
  key_too_long: {
    status: 422,
    title: 'Key too long',
    sentence: ({ file, detail }) =>
      `${file} has an RSA key of ${detail || 'more than 8192'} bits. The maximum is 8192 bits, and 4096 are enough; make a new key pair.`,
    keyTool: 'generate',
  },
  exponent_unusable: {
    status: 422,
    title: 'Public exponent not usable',
    sentence: ({ file, detail }) =>
      `${file} has an RSA key with a public exponent ${detail || 'that is not used'}, which does not protect recordings. Make a new key pair; its exponent is usually 65537.`,
    keyTool: 'generate',
  },
  certificate_too_large: {
    status: 422,
    title: 'Certificate too large',
    sentence: ({ file, detail }) =>
      `${file} is larger than a recording certificate may be${detail && `: ${detail}`}. Make the certificate again with a shorter name and fewer extensions.`,
    keyTool: 'generate',
  },
  private_key_inconsistent: {
    status: 422,
    title: 'Damaged private key',
    sentence: ({ file }) =>
      `The numbers in the private key ${file} do not match each other, so the key cannot decrypt anything. Restore the file from your backup.`,
  },
  private_key_encrypted: {
    status: 422,
    title: 'Encrypted private key',
    sentence: ({ file }) => `${file} is encrypted. Enter its password under Private Key Password.`,
    field: 'privateKeyPassword',
  },
  wrong_password: {
    status: 422,
    title: 'Wrong password',
    sentence: ({ file, detail }) =>
      `The password does not open ${file}. Check upper and lower case, and that this password belongs to this file.${detail && ` A damaged ${detail} looks the same.`}`,
    field: 'privateKeyPassword',
  },
  other_password: {
    status: 422,
    title: 'Another password',
    sentence: ({ file }) =>
      `The password fits the integrity check of ${file}, but its contents have a password of their own. Enter that one.`,
    field: 'privateKeyPassword',
  },
  key_has_own_password: {
    status: 422,
    title: 'The key has a password of its own',
    sentence: ({ file }) =>
      `The password opens ${file}, but the private key in it has a password of its own. Convert in the Key tools asks for both.`,
    keyTool: 'convert',
  },
  legacy_encryption: {
    status: 422,
    title: 'Legacy encryption',
    sentence: ({ file }) =>
      `${file} is encrypted in OpenSSL’s legacy form (“Proc-Type: 4,ENCRYPTED”), which is not accepted. Convert in the Key tools turns it into PKCS#8.`,
    keyTool: 'convert',
  },
  unsupported_encryption: {
    status: 422,
    title: 'Encryption not supported',
    sentence: ({ file, detail }) =>
      `${file} is encrypted with ${detail || 'a method'} that the upload cannot open. Convert in the Key tools turns it into a form that it can.`,
    keyTool: 'convert',
  },
  kdf_too_expensive: {
    status: 422,
    title: 'Password derivation too expensive',
    sentence: ({ file, detail }) =>
      `${file} needs ${detail || 'more key derivation rounds'} to open, more than this console allows. Encrypt it again with fewer: “openssl pkcs8 -in FILE -topk8 -v2 aes-256-cbc -out NEW”. Then use NEW.`,
  },
  key_mismatch: {
    status: 422,
    title: 'Key does not fit the certificate',
    sentence: ({ file }) =>
      `${file} does not belong to this certificate: a session key wrapped with the certificate could not be unwrapped with it. Choose the private key from the same key pair as this certificate.`,
    field: 'privateKey',
  },
  duplicate_certificate: {
    status: 409,
    title: 'Already in the keystore',
    sentence: ({ detail }) =>
      `A certificate with the same issuer and serial number is already in the keystore${detail && ` (${detail})`}. Nothing was stored.`,
    field: 'certificate',
  },
  uploaded_again: {
    status: 409,
    title: 'Uploaded again',
    sentence: ({ detail }) =>
      `This certificate was uploaded again after it was deleted, so it is in the keystore already${detail && ` (${detail})`}. There is nothing to restore.`,
  },
  certificate_deleted: {
    status: 404,
    title: 'Deleted',
    sentence: ({ detail }) =>
      `${detail || 'This certificate'} was deleted with its private key. An administrator can restore both for 30 days, in Recently deleted.`,
  },
  certificate_in_use: {
    status: 409,
    title: 'Certificate in use',
    sentence: ({ detail }) =>
      `The certificate is assigned to ${detail || 'a profile'}, so it cannot be deleted. Have it unassigned there first.`,
  },
  certificate_expired: {
    status: 409,
    title: 'Certificate expired',
    sentence: ({ detail }) =>
      `${detail || 'The certificate'} has expired. It still plays older recordings but can no longer be assigned.`,
  },
  list_full: {
    status: 409,
    title: 'List full',
    sentence: ({ detail }) =>
      `${detail || 'The list'} would have more than ${MAX_LIST_CERTIFICATES} certificates, the most that a list may have. Nothing was saved. Remove those that have expired, then add others.`,
  },
  private_key_not_in_keystore: {
    status: 409,
    title: 'Private key not in the keystore',
    sentence: ({ detail }) =>
      `The keystore has no private key for ${detail || 'the certificate'}, so recordings encrypted for it could not be played back. Upload the certificate together with its private key first.`,
  },
  encryption_would_stop: {
    status: 409,
    title: 'Encryption would stop',
    sentence: ({ detail }) =>
      `Nothing was saved. After this save, ${detail || 'recordings will not be encrypted.'} Confirm that you want this, and that administrator and Genesys Professional have discussed it.`,
  },
  pkcs8_needed: {
    status: 422,
    title: 'PKCS#8 needed',
    sentence: ({ file, detail }) =>
      `${file} is in the form ${detail || 'PKCS#1'} (“BEGIN RSA PRIVATE KEY”), but a deployment hosted on Azure needs PKCS#8. Convert in the Key tools turns it into PKCS#8; it stays the same key.`,
    keyTool: 'convert',
    field: 'privateKey',
  },
  private_key_in_text: {
    status: 422,
    title: 'A private key in the text',
    sentence: ({ detail }) =>
      `The ${detail || 'text'} contains a private key. Nobody else needs it: remove it. Nothing was sent or stored.`,
  },
  already_requested: {
    status: 409,
    title: 'Already requested',
    sentence: ({ detail }) =>
      `A request for ${detail || 'this certificate'} is already waiting. Withdraw it first to ask for something else.`,
  },
  request_closed: {
    status: 409,
    title: 'Already answered',
    sentence: ({ detail }) =>
      `This request was already ${detail || 'answered'}. Nothing was changed; open it again to see its current state.`,
  },
  own_request: {
    status: 403,
    title: 'Your own request',
    sentence: ({ detail }) =>
      `You made this request yourself${detail && ` (as ${detail})`}, so somebody else has to answer it. You can withdraw it.`,
  },
  key_not_in_keystore: {
    status: 409,
    title: 'Key not in the keystore',
    sentence: ({ detail }) =>
      `This recording cannot be played: its session key is wrapped for ${detail || 'certificates'}, and the keystore has no private key for that. Restore the pair from Recently deleted, or upload it again from your own copy.`,
  },
  recording_damaged: {
    status: 409,
    title: 'Recording damaged',
    sentence: ({ detail }) =>
      `The stored file of this recording is damaged${detail && ` (${detail})`}, so it cannot be played. The key in the keystore is not the reason.`,
  },
  deletion_needs_approval: {
    status: 409,
    title: 'Deletion needs a second person',
    sentence: ({ detail }) =>
      `No other key in the keystore opens ${detail || 'recordings'} that this certificate opens, so the deletion needs a second person. Nothing was deleted: use Request deletion, and your Genesys Professional agrees or declines.`,
  },
  no_approval_needed: {
    status: 409,
    title: 'No request needed',
    sentence: () =>
      'No recording depends on this certificate alone, so you can delete it without asking. Nothing was requested.',
  },
  already_renewed: {
    status: 409,
    title: 'Renewed already',
    sentence: ({ detail }) =>
      `The certificate that this one is to renew has a successor already: ${detail}. Renew that one, or upload this pair on its own. Nothing was changed.`,
  },
  renewal_ends_sooner: {
    status: 422,
    title: 'Not a renewal',
    sentence: ({ detail }) =>
      `A renewal lasts longer than what it renews, and this certificate ends no later than ${detail}. Make one with more days, or upload this pair on its own. Nothing was changed.`,
  },
  not_empty: {
    status: 409,
    title: 'Not empty',
    sentence: () =>
      'Demo data is for a tenant that has no certificate and no recording yet. Nothing was changed.',
  },
  not_a_record: {
    status: 422,
    title: 'Not a record',
    sentence: ({ file }) =>
      `${file} is not a record of this console. Choose the .json file that Download record saved.`,
  },
  record_damaged: {
    status: 422,
    title: 'Damaged record',
    sentence: ({ file }) =>
      `${file} is a record that was cut off or changed, so it cannot be used. Take it from your backup again.`,
  },
  record_too_new: {
    status: 422,
    title: 'Record of a newer console',
    sentence: ({ file }) =>
      `${file} was made by a newer version of this console. Use that version, or a record of this one.`,
  },
  changed_meanwhile: {
    status: 412,
    title: 'Changed meanwhile',
    sentence: ({ detail }) =>
      `Somebody else changed this after you opened it${detail && ` (${detail})`}. Nothing was saved; review the change and try again.`,
  },
  precondition_required: {
    status: 428,
    title: 'Precondition required',
    sentence: () => 'This call needs an If-Match header with the ETag of the item to change.',
  },
  idempotency_key_reused: {
    status: 422,
    title: 'Idempotency key reused',
    sentence: () => 'This Idempotency-Key was used for another upload. Send a new key with a new upload.',
  },
  invalid_request: {
    status: 400,
    title: 'Invalid request',
    sentence: ({ detail }) => `The request is not of the documented form${detail && `: ${detail}`}.`,
  },
  not_found: {
    status: 404,
    title: 'Not found',
    sentence: ({ detail }) => detail || 'There is nothing here for this session.',
  },
  not_signed_in: {
    status: 401,
    title: 'Not signed in',
    sentence: () => 'You are not signed in, or your session has ended. Sign in again.',
  },
  proof_needed: {
    status: 403,
    title: 'Sign in again',
    sentence: ({ detail }) =>
      `Nothing was changed. ${detail || 'This cannot be undone, and you signed in some minutes ago'}. Sign in again, then repeat it.`,
  },
  wrong_credentials: {
    status: 401,
    title: 'Sign-in failed',
    sentence: () => 'The user name or the password is wrong.',
  },
  wrong_password_now: {
    status: 403,
    title: 'Wrong password',
    sentence: () => 'The password that you have now is another one. Nothing was changed.',
  },
  account_disabled: {
    status: 403,
    title: 'Account disabled',
    sentence: () => 'Your account is disabled. Ask an administrator of this tenant to enable it.',
  },
  new_password_needed: {
    status: 403,
    title: 'A new password is needed',
    sentence: () => 'This password works once, to set one of your own. Set a new password to sign in.',
  },
  one_time_password_over: {
    status: 403,
    title: 'The one-time password has ended',
    sentence: ({ detail }) =>
      `The time of this one-time password is over${detail && ` (it was for ${detail})`}. Ask an administrator for another one.`,
  },
  password_refused: {
    status: 422,
    title: 'Password not accepted',
    sentence: ({ detail }) =>
      `The new password is not accepted: ${detail || 'it is easily guessed'}. Take a longer one, such as five random words, or what your password manager proposes. Nothing was changed.`,
  },
  user_name_taken: {
    status: 409,
    title: 'User name taken',
    sentence: ({ detail }) =>
      `There is an account ${detail ? `“${detail}”` : 'of this name'} already, perhaps in other letters or disabled. Choose another user name. Nothing was changed.`,
  },
  last_administrator: {
    status: 409,
    title: 'The last administrator',
    sentence: ({ detail }) =>
      `${detail ? `“${detail}”` : 'This account'} is the only administrator who can sign in, so it stays one. Make another account an administrator first. Nothing was changed.`,
  },
  demo_account: {
    status: 409,
    title: 'A demo account',
    sentence: ({ detail }) =>
      `${detail ? `“${detail}”` : 'This'} is a demo account: it stays as it is, so that everybody can try the demo. Add an account to try this with it, or make a tenant of your own: npm run setup.`,
  },
  no_password: {
    status: 409,
    title: 'No password',
    sentence: () =>
      'This account has no password here: it signs in at the identity provider. Nothing was changed; change the password there.',
  },
  passwords_off: {
    status: 403,
    title: 'Single sign-on only',
    sentence: () => 'This tenant takes no passwords: sign in by single sign-on.',
  },
  provider_unreachable: {
    status: 502,
    title: 'Identity provider unreachable',
    sentence: () =>
      'The identity provider does not answer, so nobody can sign in by it now. Whoever is signed in stays so. Try again in a moment.',
  },
  provider_refused: {
    status: 403,
    title: 'Single sign-on failed',
    sentence: ({ detail }) =>
      `The answer of the identity provider was not accepted${detail && `: ${detail}`}. Try again; if it stays so, tell whoever runs the tenant.`,
  },
  no_role_at_provider: {
    status: 403,
    title: 'No role here',
    sentence: ({ detail }) =>
      `The identity provider knows ${detail || 'you'}, but gives no group that has a role in this console. Ask whoever keeps the groups there.`,
  },
  account_not_linked: {
    status: 409,
    title: 'Account not linked',
    sentence: ({ detail }) =>
      `There is an account of that name here that has never signed in by single sign-on, and it may be somebody else’s. Ask whoever runs the tenant to link it, as the server’s log says: npm run account -- link ${detail || 'NAME --issuer URL --subject SUBJECT'}.`,
  },
  sign_in_took_too_long: {
    status: 403,
    title: 'Sign in again',
    sentence: () =>
      'This sign-in was begun too long ago, was used already, or was begun in another browser. Sign in again.',
  },
  second_step_over: {
    status: 403,
    title: 'Sign in again',
    sentence: () =>
      'The password was given too long ago, in another browser, or before the account was changed. Sign in with the password again.',
  },
  passkey_not_at_address: {
    status: 409,
    title: 'No passkeys at this address',
    sentence: ({ detail }) =>
      `Browsers use no passkeys at ${detail || 'this address'}: only at an address with https and a name, or at http://localhost. Open the console there; whoever runs it sets that up.`,
  },
  passkey_elsewhere: {
    status: 409,
    title: 'The passkey belongs to another address',
    sentence: ({ detail }) =>
      `A passkey works only at the address where it was added${detail && `: ${detail}`}. Open the console there, or ask an administrator to remove your passkeys.`,
  },
  passkey_at_provider: {
    status: 409,
    title: 'Passkeys are at the identity provider',
    sentence: () =>
      'You sign in at the identity provider, so a passkey is added and asked for there. Nothing was changed.',
  },
  passkey_too_late: {
    status: 403,
    title: 'Too late',
    sentence: ({ detail }) =>
      `The answer of the passkey came more than ${detail || 'some minutes'} after it was asked for, a second time, or to another question. Nothing was changed; try again.`,
  },
  passkey_unknown: {
    status: 403,
    title: 'Another passkey',
    sentence: () =>
      'This passkey is none of this account’s here. It may have been removed. Use another one, or ask an administrator to remove your passkeys.',
  },
  passkey_refused: {
    status: 403,
    title: 'Passkey not accepted',
    sentence: ({ detail }) =>
      `The answer of the passkey was not accepted${detail && ` (${detail})`}. Nothing was changed; try again.`,
  },
  passkey_copied: {
    status: 403,
    title: 'A passkey that was copied',
    sentence: () =>
      'The counter of this passkey has gone back, so there may be a copy of it. It is not accepted. Ask an administrator to remove your passkeys, then add a new one.',
  },
  passkey_there: {
    status: 409,
    title: 'The passkey is there',
    sentence: () => 'This device has a passkey of this console already. Nothing was changed.',
  },
  passkeys_full: {
    status: 409,
    title: 'No more passkeys',
    sentence: ({ detail }) =>
      `This account has ${detail || 'as many passkeys as it may have'}. Remove one that you do not use. Nothing was changed.`,
  },
  passkey_unsupported: {
    status: 409,
    title: 'No passkeys in this browser',
    sentence: () => 'This browser knows no passkeys, or they are switched off in it. Use another browser.',
  },
  passkey_not_given: {
    status: 403,
    title: 'No passkey was used',
    sentence: ({ detail }) =>
      `No passkey was used${detail && ` (${detail})`}: it was cancelled, its time was over, or none of this account’s is on this device. Try again, on the device or with the security key that has it. If it is lost, ask an administrator to remove it.`,
  },
  forbidden: {
    status: 403,
    title: 'Not permitted',
    sentence: ({ detail }) =>
      `Your account lacks the privilege ${detail ? `“${detail}”` : 'for this'}. Ask your administrator for it.`,
  },
  not_on_this_platform: {
    status: 403,
    title: 'Not on this platform',
    sentence: ({ detail }) =>
      detail === 'azure'
        ? 'This tenant is hosted on Azure: certificates are uploaded in Agent Setup, under Keys Management.'
        : 'This tenant is hosted on AWS: certificates are uploaded in Administration, under Certificates.',
  },
  screen_recording_not_bought: {
    status: 403,
    title: 'Screen recording not bought',
    sentence: () =>
      'This tenant has not bought screen recording, so there are no screen recordings to encrypt, and you may skip this step. Your voice recordings are not affected. To buy it, contact your Genesys Professional.',
  },
  wrong_origin: {
    status: 403,
    title: 'Wrong origin',
    sentence: ({ detail }) =>
      detail
        ? `The request came from ${detail}. So it was refused as one of another site. If both are this console, a proxy before it passes on another name: set TENANT_ORIGIN to the address that people open.`
        : 'The request came from another site and was refused.',
  },
  unsupported_media_type: {
    status: 415,
    title: 'Unsupported media type',
    sentence: ({ detail }) => `Send the body as ${detail || 'application/json'}.`,
  },
  body_too_large: {
    status: 413,
    title: 'Request too large',
    sentence: ({ detail }) =>
      detail
        ? `The request is larger than ${detail}.`
        : 'The request is larger than 256 kB. A certificate and its key in PEM are a few kilobytes.',
  },
  body_too_slow: {
    status: 408,
    title: 'Request too slow',
    sentence: () =>
      'The request took too long to arrive, so it was given up. Nothing was saved; check your connection, then try again.',
  },
  too_many_attempts: {
    status: 429,
    title: 'Too many attempts',
    sentence: ({ detail }) =>
      `Too many sign-ins with this user name failed. Wait ${detail || 'a few minutes'}, then try again.`,
  },
  busy: {
    status: 503,
    title: 'Busy',
    sentence: () =>
      'The tenant is still busy with what you or your colleagues asked for before, so this was not begun. Nothing was saved; try again in a few seconds.',
  },
  storage_full: {
    status: 507,
    title: 'Disk full',
    sentence: () =>
      'The tenant’s disk is full or over its quota, so nothing was saved. Ask whoever runs the tenant to make room, then do the same again. What is stored can still be read.',
  },
  media_quota_reached: {
    status: 507,
    title: 'No room for recordings',
    sentence: ({ detail }) =>
      `The recordings of this tenant take up what they may${detail && ` (${detail})`}, so nothing was saved. Recordings make room when the time is over for which they are kept. For more room now, ask whoever runs the tenant.`,
  },
  tenant_damaged: {
    status: 503,
    title: 'Damaged data',
    sentence: ({ detail }) =>
      `The stored data of ${detail || 'this tenant'} is damaged, so nothing can be read or saved until it is restored. Tell whoever runs the tenant: the server’s log says which file is damaged and what to do.`,
  },
  tenant_unreachable: {
    status: 502,
    title: 'Tenant unreachable',
    sentence: ({ detail }) =>
      `The console runs, but the tenant behind it ${detail || 'does not answer'}. Try again in a moment. If you were saving, look first whether it was saved.`,
  },
  internal_error: {
    status: 500,
    title: 'Internal error',
    sentence: () =>
      'The tenant could not do this because of an error of its own. Nothing was saved; try again.',
  },
};

export const problemCodes = Object.keys(problems) as ProblemCode[];

export const problemStatus = (code: ProblemCode): number => problems[code].status;
export const problemTitle = (code: ProblemCode): string => problems[code].title;
export const problemKeyTool = (code: ProblemCode) => problems[code].keyTool;
export const problemField = (code: ProblemCode): ProblemField | undefined => problems[code].field;

/** The sentence shown to a person. Without a file name it speaks of "The file". */
export const problemSentence = (code: ProblemCode, about: About = {}): string =>
  problems[code].sentence({ file: repeated(about.file ?? 'The file'), detail: repeated(about.detail ?? '') });

const MOST_REPEATED = 200;

/** What somebody sent, as an error repeats it: a small request cannot become a large answer or a page of text. */
const repeated = (text: string): string =>
  text.length <= MOST_REPEATED
    ? text
    : // Half of a character at the end is left out.
      `${text.slice(0, MOST_REPEATED - 1).replace(/[\ud800-\udbff]$/, '')}…`;
