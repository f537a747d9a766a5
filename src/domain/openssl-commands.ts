/** The OpenSSL commands that do what a key tool just did: to check it, to repeat it, to put it into a script. */
import type { DnField } from './key-pair.ts';

/** The documented names of files. */
export const CERTIFICATE_FILE = 'tenant.pem';
export const REQUEST_FILE = 'tenant.csr';
export const PKCS1_FILE = 'tenant.key';
export const PKCS8_FILE = 'private.pem';
export const ENCRYPTED_FILE = 'tenant-encrypted.pem';
export const PKCS12_FILE = 'tenant.p12';

/** The names under which the files of a pair are saved. */
export interface PairNames {
  certificate: string;
  request: string;
  pkcs1: string;
  pkcs8: string;
  encrypted: string;
  pkcs12: string;
}

/**
 * The documented names; those of a renewed pair have the day and the minute in them ("tenant-2026-11-25-0930.key", UTC),
 * so that they never take the place of the files that must be kept, nor of another pair that was renewed the same day.
 */
export function pairNames(renewedOn?: Date): PairNames {
  const dated = (name: string) => (renewedOn ? name.replace(/(?=\.\w+$)/, `-${minuteOf(renewedOn)}`) : name);
  return {
    certificate: dated(CERTIFICATE_FILE),
    request: dated(REQUEST_FILE),
    pkcs1: dated(PKCS1_FILE),
    pkcs8: dated(PKCS8_FILE),
    encrypted: dated(ENCRYPTED_FILE),
    pkcs12: dated(PKCS12_FILE),
  };
}

/** "2026-11-25-0930", in UTC. */
const minuteOf = (at: Date): string =>
  `${at.toISOString().slice(0, 10)}-${at.toISOString().slice(11, 16).replace(':', '')}`;

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
export function generateCommands(pair: GeneratedWith, names = pairNames()): string[] {
  return [
    `openssl genrsa -out ${names.pkcs1} ${pair.bits}`,
    `openssl req -new -x509 -key ${names.pkcs1} -out ${names.certificate} -days ${pair.days} ${requested(pair, 'keyEncipherment,keyCertSign')}`,
  ];
}

/** The same for a certificate request, which the customer's own CA answers. */
export function requestCommands(pair: Omit<GeneratedWith, 'days'>, names = pairNames()): string[] {
  return [
    `openssl genrsa -out ${names.pkcs1} ${pair.bits}`,
    `openssl req -new -key ${names.pkcs1} -out ${names.request} ${requested(pair, 'keyEncipherment')}`,
  ];
}

function requested({ subject, hash }: Omit<GeneratedWith, 'days'>, keyUsage: string): string {
  const ascii = subject.every(([, value]) => /^[\u0020-\u007e]*$/.test(value));
  return [
    `-${hash.toLowerCase().replace('-', '')}${ascii ? '' : ' -utf8'}`,
    `-subj ${quoted(subjectArgument(subject))}`,
    `-addext "keyUsage=critical,${keyUsage}"`,
  ].join(' ');
}

export type KeyForm = 'PKCS#1' | 'PKCS#8' | 'encrypted PKCS#8' | 'PKCS#12';
export type Encoding = 'PEM' | 'DER';

/** A file that holds a key or a certificate, and what OpenSSL must be told about it. */
export interface Source {
  file: string;
  form: Encoding | 'PKCS#12' | 'PKCS#7 in PEM' | 'PKCS#7 in DER';
  /** A PKCS#12 container locked with RC2 or RC4, which OpenSSL 3 opens only when asked to. */
  legacy?: boolean;
}

export interface Conversion {
  to: KeyForm | 'certificate';
  encoding: Encoding;
  output: string;
  key?: Source | undefined;
  certificate?: Source | undefined;
  /** For PKCS#12: the certificates of issuers that are kept with it, and the name of the entry. */
  chain?: readonly Source[];
  friendlyName?: string;
}

/**
 * What does the same, in OpenSSL 3 and a POSIX shell. Passwords are asked for by OpenSSL and never stand in a line, and
 * no line writes into a file that it reads, which OpenSSL would empty first.
 */
export function convertCommands(conversion: Conversion): string[] {
  const { to, encoding, output, key, certificate } = conversion;
  const out = `-outform ${encoding.toLowerCase()} -out ${fileArgument(output)}`;
  if (to === 'PKCS#12') return key && certificate ? exportCommands(conversion, key, certificate) : [];
  if (to === 'certificate') {
    if (!certificate) return [];
    const { pipe, given } = certificateIn(certificate);
    return [`${pipe}openssl x509 ${given}${out}`];
  }
  if (!key) return [];
  const { pipe, given } = keyIn(key);
  return [`${pipe}${keyCommand(given, to, out)}`];
}

/** A name as an argument: a leading hyphen would be taken for an option. */
const fileArgument = (name: string): string => quoted(name.startsWith('-') ? `./${name}` : name);

interface Input {
  /** What writes the thing in PEM, for the next command to read; empty where the file is read directly. */
  pipe: string;
  given: string;
}

function keyIn(source: Source): Input {
  if (source.form === 'PKCS#12') return { pipe: `${openContainer(source)} -nocerts -nodes | `, given: '' };
  return { pipe: '', given: `-inform ${source.form.toLowerCase()} -in ${fileArgument(source.file)} ` };
}

function certificateIn(source: Source): Input {
  const { file, form } = source;
  if (form === 'PKCS#12') return { pipe: `${openContainer(source)} -nokeys | `, given: '' };
  if (form === 'PKCS#7 in PEM' || form === 'PKCS#7 in DER') {
    const inform = form === 'PKCS#7 in PEM' ? 'pem' : 'der';
    return {
      pipe: `openssl pkcs7 -inform ${inform} -in ${fileArgument(file)} -print_certs | `,
      given: '',
    };
  }
  return { pipe: '', given: `-inform ${form.toLowerCase()} -in ${fileArgument(file)} ` };
}

const openContainer = ({ file, legacy }: Source): string =>
  `openssl pkcs12 -in ${fileArgument(file)}${legacy ? ' -legacy' : ''}`;

function keyCommand(given: string, to: 'PKCS#1' | 'PKCS#8' | 'encrypted PKCS#8', out: string): string {
  switch (to) {
    case 'PKCS#1':
      return `openssl rsa ${given}-traditional ${out}`;
    case 'PKCS#8':
      return `openssl pkcs8 -topk8 ${given}${out.replace(' -out', ' -nocrypt -out')}`;
    case 'encrypted PKCS#8':
      return `openssl pkcs8 -topk8 ${given}-v2 aes-256-cbc -v2prf hmacWithSHA256 -iter 600000 ${out}`;
  }
}

/** `openssl pkcs12 -export` reads PEM alone: what is not, is written as PEM first, and taken away in the end. */
function exportCommands(conversion: Conversion, key: Source, certificate: Source): string[] {
  const before: string[] = [];
  const made: string[] = [];
  const names = new Set([key, certificate, ...(conversion.chain ?? [])].map(({ file }) => file));
  const asPem = (source: Source, name: string, { pipe, given }: Input, convert: string): string => {
    if (source.form === 'PEM') return fileArgument(source.file);
    const part = names.has(name) ? `new-${name}` : name;
    before.push(`${pipe}${convert} ${given}-out ${part}`);
    made.push(part);
    return part;
  };
  const keyFile = asPem(key, 'key-part.pem', keyIn(key), 'openssl pkey');
  const certificateFile = asPem(
    certificate,
    'certificate-part.pem',
    certificateIn(certificate),
    'openssl x509',
  );
  const chain = (conversion.chain ?? [])
    .filter(({ file }) => file !== certificate.file)
    .map((source, i) => asPem(source, `issuer-part-${i + 1}.pem`, certificateIn(source), 'openssl x509'));
  const [issuers, ...more] = chain;
  if (more.length > 0) {
    before.push(`cat ${chain.join(' ')} > issuers-part.pem`);
    made.push('issuers-part.pem');
  }
  const certfile =
    issuers === undefined ? '' : ` -certfile ${more.length > 0 ? 'issuers-part.pem' : issuers}`;
  const name = conversion.friendlyName ? ` -name ${quoted(conversion.friendlyName)}` : '';
  return [
    ...before,
    `openssl pkcs12 -export -inkey ${keyFile} -in ${certificateFile}${certfile}${name} -keypbe AES-256-CBC -certpbe AES-256-CBC -macalg sha256 -iter 300000 -out ${fileArgument(conversion.output)}`,
    ...(made.length > 0 ? [`rm ${made.join(' ')}`] : []),
  ];
}

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
