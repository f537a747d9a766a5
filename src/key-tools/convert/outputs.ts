import { pairNames, type Conversion, type Encoding, type Source } from '../../domain/openssl-commands.ts';
import { isSame } from '../../pki/asn1/bytes.ts';
import type { Found, FoundCertificate } from '../../pki/files/inspect-file.ts';
import type { Item } from '../worker/calls.ts';

export type PrivateKeyItem = Item & { found: Extract<Found, { kind: 'private key' }> & { keyId: string } };
export type CertificateItem = Item & { found: FoundCertificate };

/** Only RSA keys can be converted, because recordings use no other keys. */
export const isRsaKey = (item: Item): item is PrivateKeyItem =>
  item.found.kind === 'private key' && item.found.keyId !== undefined;

export const isCertificate = (item: Item): item is CertificateItem => item.found.kind === 'certificate';

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

/**
 * The name of the saved file. It never equals the name of an opened file, and key and certificate never have the same
 * name.
 */
export function fileNameOf(output: Output, encoding: Encoding, opened: readonly string[]): string {
  const { certificate, pkcs1, pkcs8, encrypted, pkcs12 } = pairNames();
  const names = {
    'PKCS#8': { PEM: pkcs8, DER: 'private.der' },
    'PKCS#1': { PEM: pkcs1, DER: 'tenant-key.der' },
    'encrypted PKCS#8': { PEM: encrypted, DER: 'tenant-encrypted.der' },
    'PKCS#12': { PEM: pkcs12, DER: pkcs12 },
    certificate: { PEM: certificate, DER: 'tenant.der' },
  };
  const name = names[output][encoding];
  return opened.includes(name) ? `new-${name}` : name;
}

/** The options that tell OpenSSL about the file. */
export function sourceOf({ file, found }: Item): Source {
  const { certificate, pkcs1 } = pairNames();
  const pasted = found.kind === 'certificate' ? certificate : pkcs1;
  return {
    file: file.includes(' pasted ') ? pasted : (file.split('/').at(-1) ?? file),
    form: formOf(found),
    ...(found.legacy && { legacy: true }),
  };
}

function formOf({ inside, label }: Found): Source['form'] {
  if (inside?.startsWith('PKCS#12')) return 'PKCS#12';
  const encoding = label === undefined ? 'DER' : 'PEM';
  return inside?.startsWith('PKCS#7') ? `PKCS#7 in ${encoding}` : encoding;
}

/** The name of the Java keystore that contains it, if it comes from one: OpenSSL cannot read Java keystores. */
export const javaKeystoreOf = ({ file, found: { inside } }: Item): string | undefined =>
  inside?.startsWith('Java keystore') ? (file.split('/').at(-1) ?? file) : undefined;

/** Whether it is the first key, or certificate, of its file: OpenSSL always takes the first. */
export const isFirstOfItsFile = (item: Item, all: readonly Item[]): boolean =>
  all.find(({ file }) => file === item.file) === item;

/** The issuers' certificates among those that were opened, the nearest issuer first. */
export function chainOf(own: CertificateItem, all: readonly CertificateItem[]): CertificateItem[] {
  const chain: CertificateItem[] = [];
  for (let last = own; ;) {
    const { issuer, subject } = last.found.facts;
    const next = all.find((each) => isSame(each.found.facts.subject.der, issuer.der));
    if (!next || isSame(issuer.der, subject.der) || chain.includes(next)) return chain;
    chain.push(next);
    last = next;
  }
}

/** Whether the file already has this form, so that there is nothing to convert. */
export function isAlready({ found }: PrivateKeyItem, output: Output, encoding: Encoding): boolean {
  const { format, encryption } = found.facts;
  const inEncoding = encoding === 'PEM' ? found.label !== undefined : found.label === undefined;
  return format === output && encryption === undefined && found.inside === undefined && inEncoding;
}
