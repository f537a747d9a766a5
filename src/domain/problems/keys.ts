import type { Entry } from './entry.ts';

/** Of a certificate or a private key in a file. */
export const keyProblems = {
  certificate_request_not_certificate: {
    title: 'A certificate request',
    sentence: ({ file }) =>
      `${file} is a certificate request (CSR), not a certificate. Choose the certificate that your CA issued for it.`,
    keyTool: 'inspect',
  },
  public_key_not_certificate: {
    title: 'A public key',
    sentence: ({ file }) =>
      `${file} contains a public key, not a certificate. Choose the X.509 certificate file, such as tenant.pem.`,
    keyTool: 'inspect',
  },
  private_key_not_certificate: {
    title: 'A private key',
    sentence: ({ file }) =>
      `${file} contains a private key, not a certificate. Choose it under Key File, and the certificate here.`,
  },
  certificate_not_private_key: {
    title: 'A certificate',
    sentence: ({ file }) =>
      `${file} contains a certificate, not a private key. Choose it under Certificate File, and the private key here.`,
  },
  public_key_not_private_key: {
    title: 'A public key',
    sentence: ({ file }) =>
      `${file} contains a public key. Choose the private key that belongs to the certificate, such as tenant.key.`,
  },
  several_certificates: {
    title: 'Several certificates',
    sentence: ({ file, detail }) =>
      `${file} contains ${detail || 'several'} certificates. Chains are not supported: save the recording certificate in its own file and choose that file.`,
    keyTool: 'inspect',
  },
  several_private_keys: {
    title: 'Several private keys',
    sentence: ({ file, detail }) =>
      `${file} contains ${detail || 'several'} private keys. Save the one that belongs to the certificate in its own file and choose that file.`,
    keyTool: 'inspect',
  },
  not_a_certificate: {
    title: 'Not a certificate',
    sentence: ({ file, detail }) =>
      `${file} cannot be read as an X.509 certificate${detail && ` (${detail})`}. Make or export the certificate again.`,
    keyTool: 'inspect',
  },
  not_a_private_key: {
    title: 'Not a private key',
    sentence: ({ file, detail }) =>
      `${file} cannot be read as a private key${detail && ` (${detail})`}. Choose the private key file, such as tenant.key.`,
    keyTool: 'inspect',
  },
  not_a_request: {
    title: 'Not a certificate request',
    sentence: ({ file, detail }) =>
      `${file} cannot be read as a certificate request (CSR)${detail && ` (${detail})`}. Make it again.`,
  },
  not_pkcs7: {
    title: 'Not PKCS#7',
    sentence: ({ file, detail }) =>
      `${file} cannot be read as PKCS#7${detail && ` (${detail})`}. Get the file again from its source.`,
  },
  not_pkcs12: {
    title: 'Not PKCS#12',
    sentence: ({ file, detail }) =>
      `${file} cannot be read as a PKCS#12 container${detail && ` (${detail})`}. Export it again, with a password.`,
  },
  not_rsa: {
    title: 'Not an RSA key',
    sentence: ({ file, detail }) =>
      `${file} has ${detail ? `a key of type ${detail}` : 'a key of another type'}, but recordings are encrypted with RSA. Make a new RSA key pair of 2048 bits or more.`,
    keyTool: 'generate',
  },
  public_exponent_missing: {
    title: 'Public exponent missing',
    sentence: ({ file }) =>
      `${file} is an RSA private key without its public exponent, and it is none of the usual ones. Export the key again with all its numbers, from the program that made it.`,
  },
  unusual_private_key: {
    title: 'Private key that others do not take',
    sentence: ({ file, detail }) =>
      `${file} is an RSA private key ${detail || 'of an unusual kind'}. It opens recordings here, but other programs do not take it, so it is not accepted for new recordings. Make a new key pair.`,
    keyTool: 'generate',
  },
  crt_numbers_missing: {
    title: 'Private key without all its numbers',
    sentence: ({ file }) =>
      `${file} is an RSA private key without its CRT numbers, as some Java programs write it. Convert in the Key tools computes them and saves the same key with all its numbers.`,
    keyTool: 'convert',
  },
  key_too_short: {
    title: 'Key too short',
    sentence: ({ file, detail }) =>
      `${file} has an RSA key of ${detail || 'fewer than 2048'} bits. The minimum is 2048 bits; make a new key pair.`,
    keyTool: 'generate',
  },
  key_too_long: {
    title: 'Key too long',
    sentence: ({ file, detail }) =>
      `${file} has an RSA key of ${detail || 'more than 8192'} bits. The maximum is 8192 bits, and 4096 are enough; make a new key pair.`,
    keyTool: 'generate',
  },
  exponent_unusable: {
    title: 'Public exponent not usable',
    sentence: ({ file, detail }) =>
      `${file} has an RSA key with a public exponent ${detail || 'that is not used'}, which does not protect recordings. Make a new key pair; its exponent is usually 65537.`,
    keyTool: 'generate',
  },
  certificate_too_large: {
    title: 'Certificate too large',
    sentence: ({ file, detail }) =>
      `${file} is larger than a recording certificate may be${detail && `: ${detail}`}. Make the certificate again with a shorter name and fewer extensions.`,
    keyTool: 'generate',
  },
  private_key_inconsistent: {
    title: 'Damaged private key',
    sentence: ({ file }) =>
      `The numbers in the private key ${file} do not match each other, so the key cannot decrypt anything. Restore the file from your backup.`,
  },
  private_key_encrypted: {
    title: 'Encrypted private key',
    sentence: ({ file }) => `${file} is encrypted. Enter its password under Private Key Password.`,
    field: 'privateKeyPassword',
  },
  wrong_password: {
    title: 'Wrong password',
    sentence: ({ file, detail }) =>
      `The password does not open ${file}. Check upper and lower case, and that this password belongs to this file.${detail && ` A damaged ${detail} looks the same.`}`,
    field: 'privateKeyPassword',
  },
  other_password: {
    title: 'Another password',
    sentence: ({ file }) =>
      `The password fits the integrity check of ${file}, but its contents have a password of their own. Enter that one.`,
    field: 'privateKeyPassword',
  },
  key_has_own_password: {
    title: 'The key has a password of its own',
    sentence: ({ file }) =>
      `The password opens ${file}, but the private key in it has a password of its own. Convert in the Key tools asks for both.`,
    keyTool: 'convert',
  },
  legacy_encryption: {
    title: 'Legacy encryption',
    sentence: ({ file }) =>
      `${file} is encrypted in OpenSSL’s legacy form (“Proc-Type: 4,ENCRYPTED”), which is not accepted. Convert in the Key tools turns it into PKCS#8.`,
    keyTool: 'convert',
  },
  unsupported_encryption: {
    title: 'Encryption not supported',
    sentence: ({ file, detail }) =>
      `${file} is encrypted with ${detail || 'a method'} that the upload cannot open. Convert in the Key tools turns it into a form that it can.`,
    keyTool: 'convert',
  },
  unsupported_envelope: {
    title: 'Encryption of a recording not supported',
    sentence: ({ file, detail }) =>
      `${file} is encrypted in a way that recordings are not: ${detail}. This console opens AES-CBC with RSA. Decrypt it with the program that encrypted it, or with “openssl cms -decrypt”.`,
  },
  kdf_too_expensive: {
    title: 'Password derivation too expensive',
    sentence: ({ file, detail }) =>
      `${file} needs ${detail || 'more key derivation rounds'} to open, more than this console allows. Encrypt it again with fewer: “openssl pkcs8 -in FILE -topk8 -v2 aes-256-cbc -out NEW”. Then use NEW.`,
  },
  key_mismatch: {
    title: 'Key does not fit the certificate',
    sentence: ({ file }) =>
      `${file} does not belong to this certificate: a session key wrapped with the certificate could not be unwrapped with it. Choose the private key from the same key pair as this certificate.`,
    field: 'privateKey',
  },
} satisfies Record<string, Entry>;
