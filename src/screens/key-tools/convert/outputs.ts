import {
  CERTIFICATE_FILE,
  ENCRYPTED_FILE,
  PKCS12_FILE,
  PKCS1_FILE,
  PKCS8_FILE,
  type Conversion,
  type Encoding,
} from '../../../domain/openssl-commands.ts';
import type { Found } from '../../../pki/inspect-file.ts';

/** One thing that was opened, and the file it came from. */
export interface Opened {
  id: number;
  file: string;
  found: Found;
}

export type PrivateKeyItem = Opened & { found: Extract<Found, { kind: 'private key' }> & { keyId: string } };
export type CertificateItem = Opened & { found: Extract<Found, { kind: 'certificate' }> };

/** Only RSA keys can be written: recordings use no others. */
export const isRsaKey = (item: Opened): item is PrivateKeyItem =>
  item.found.kind === 'private key' && item.found.keyId !== undefined;

export const isCertificate = (item: Opened): item is CertificateItem => item.found.kind === 'certificate';

export type Output = Conversion['to'];

interface OutputWords {
  label: string;
  text: string;
}

export const outputs: Record<Output, OutputWords> = {
  'PKCS#8': {
    label: 'PKCS#8, not encrypted',
    text: 'For a deployment hosted on Azure, and what OpenSSL 3 writes.',
  },
  'PKCS#1': { label: 'PKCS#1, not encrypted', text: 'The traditional form, “BEGIN RSA PRIVATE KEY”.' },
  'encrypted PKCS#8': {
    label: 'PKCS#8, encrypted',
    text: 'AES-256 under a passphrase, with 600,000 rounds.',
  },
  'PKCS#12': {
    label: 'PKCS#12, key and certificate',
    text: 'One encrypted file, for OpenSSL 3, Windows and Java’s keytool.',
  },
  certificate: { label: 'Certificate alone', text: 'The public part, in PEM or DER.' },
};

export const needsPassphrase = (output: Output): boolean =>
  output === 'encrypted PKCS#8' || output === 'PKCS#12';

export const fileNameOf = (output: Output, encoding: Encoding): string => {
  if (output === 'PKCS#12') return PKCS12_FILE;
  const names = {
    'PKCS#8': PKCS8_FILE,
    'PKCS#1': PKCS1_FILE,
    'encrypted PKCS#8': ENCRYPTED_FILE,
    certificate: CERTIFICATE_FILE,
  };
  return encoding === 'PEM' ? names[output] : names[output].replace(/\.\w+$/, '.der');
};

/** How OpenSSL would be told about the file. */
export function inputOf({ file, found }: Opened): Pick<Conversion, 'input' | 'inputForm'> {
  const isPasted = file.includes(' pasted ');
  const fallback = found.kind === 'certificate' ? CERTIFICATE_FILE : PKCS1_FILE;
  return {
    input: isPasted ? fallback : (file.split('/').at(-1) ?? file),
    inputForm: found.inside?.startsWith('PKCS#12') ? 'PKCS#12' : found.label === undefined ? 'DER' : 'PEM',
  };
}

/** The file is in this very form already: there is nothing to convert, and it says so. */
export function isAlready({ found }: PrivateKeyItem, output: Output, encoding: Encoding): boolean {
  const { format, encryption } = found.facts;
  const inEncoding = encoding === 'PEM' ? found.label !== undefined : found.label === undefined;
  return format === output && encryption === undefined && found.inside === undefined && inEncoding;
}
