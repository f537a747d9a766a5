/** The OpenSSL commands that do what a key tool just did: to check it, to repeat it, to put it into a script. */
import type { DnField } from './key-pair.ts';

/** `KEYS` are the documented names of files. */
export const CERTIFICATE_FILE = 'tenant.pem';
export const PKCS1_FILE = 'tenant.key';
export const PKCS8_FILE = 'private.pem';
export const ENCRYPTED_FILE = 'tenant-encrypted.pem';
export const PKCS12_FILE = 'tenant.p12';

export interface GeneratedWith {
  subject: readonly (readonly [DnField, string])[];
  bits: number;
  days: number;
  hash: 'SHA-256' | 'SHA-384' | 'SHA-512';
}

/** A word for a POSIX shell: in double quotes as the documentation has it, in single ones where a shell would read it. */
export function quoted(word: string): string {
  if (/^[\w./:=,+-]+$/.test(word)) return word;
  return /["$`\\!]/.test(word) ? `'${word.replaceAll("'", String.raw`'\''`)}'` : `"${word}"`;
}

/** `-subj` as OpenSSL reads it: "/", "+" and "\" in a value stand behind a backslash. */
export const subjectArgument = (subject: GeneratedWith['subject']): string =>
  subject.map(([field, value]) => `/${field}=${value.replaceAll(/[/+\\]/g, String.raw`\$&`)}`).join('');

/** The documented two commands, with what this console adds: the hash and the key usage. */
export function generateCommands({ subject, bits, days, hash }: GeneratedWith): string[] {
  const ascii = subject.every(([, value]) => /^[\u0020-\u007e]*$/.test(value));
  return [
    `openssl genrsa -out ${PKCS1_FILE} ${bits}`,
    [
      'openssl req -new -x509',
      `-key ${PKCS1_FILE} -out ${CERTIFICATE_FILE} -days ${days}`,
      `-${hash.toLowerCase().replace('-', '')}${ascii ? '' : ' -utf8'}`,
      `-subj ${quoted(subjectArgument(subject))}`,
      '-addext "keyUsage=critical,keyEncipherment,keyCertSign"',
    ].join(' '),
  ];
}

export type KeyForm = 'PKCS#1' | 'PKCS#8' | 'encrypted PKCS#8' | 'PKCS#12';
export type Encoding = 'PEM' | 'DER';

export interface Conversion {
  /** The name of the file that holds the key, and how it is encoded. */
  input: string;
  inputForm: Encoding | 'PKCS#12';
  to: KeyForm | 'certificate';
  encoding: Encoding;
  output: string;
  /** For PKCS#12, where the certificate is. */
  certificate?: string;
}

/** What does the same to a key or a certificate. Passwords are asked for by OpenSSL and never stand in the line. */
export function convertCommand(conversion: Conversion): string {
  const { inputForm, to, encoding, output, certificate } = conversion;
  const input = quoted(conversion.input);
  const out = `-outform ${encoding.toLowerCase()} -out ${quoted(output)}`;
  if (inputForm === 'PKCS#12') {
    if (to === 'certificate') return `openssl pkcs12 -in ${input} -nokeys | openssl x509 ${out}`;
    if (to === 'PKCS#12') return `openssl pkcs12 -in ${input} -nodes | ${exportCommand('', '', output)}`;
    return `openssl pkcs12 -in ${input} -nocerts -nodes | ${keyCommand('', to, out)}`;
  }
  const given = `-inform ${inputForm.toLowerCase()} -in ${input}`;
  if (to === 'certificate') return `openssl x509 ${given} ${out}`;
  if (to === 'PKCS#12')
    return exportCommand(` -inkey ${input}`, ` -in ${quoted(certificate ?? CERTIFICATE_FILE)}`, output);
  return keyCommand(` ${given}`, to, out);
}

function keyCommand(given: string, to: 'PKCS#1' | 'PKCS#8' | 'encrypted PKCS#8', out: string): string {
  switch (to) {
    case 'PKCS#1':
      return `openssl rsa${given} -traditional ${out}`;
    case 'PKCS#8':
      return `openssl pkcs8 -topk8${given} ${out.replace(' -out', ' -nocrypt -out')}`;
    case 'encrypted PKCS#8':
      return `openssl pkcs8 -topk8${given} -v2 aes-256-cbc -v2prf hmacWithSHA256 -iter 600000 ${out}`;
  }
}

const exportCommand = (key: string, certificate: string, output: string): string =>
  `openssl pkcs12 -export${key}${certificate} -keypbe AES-256-CBC -certpbe AES-256-CBC -macalg sha256 -iter 300000 -out ${quoted(output)}`;

/**
 * What opens a recording at the customer's own site: `envelope` is its `pkcs7` as a PEM file, `media` the ciphertext.
 * With `-recip` OpenSSL uses the session key of that certificate alone; without it, a wrong key leaves a file of full
 * size that is no media.
 */
export const decryptCommand = (recording: { envelope: string; media: string; output: string }): string =>
  [
    'openssl cms -decrypt -inform PEM',
    `-in ${quoted(recording.envelope)} -content ${quoted(recording.media)}`,
    `-inkey ${PKCS1_FILE} -recip ${CERTIFICATE_FILE} -binary -out ${quoted(recording.output)}`,
  ].join(' ');
