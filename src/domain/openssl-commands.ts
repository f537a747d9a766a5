/** OpenSSL commands that do the same as a key tool, so that a person can check its result, repeat it or script it. */
import type { DnField } from './key-pair.ts';

/** The file names of a pair that the documentation uses. */
const FILES = {
  certificate: 'tenant.pem',
  request: 'tenant.csr',
  pkcs1: 'tenant.key',
  pkcs8: 'private.pem',
  encrypted: 'tenant-encrypted.pem',
  pkcs12: 'tenant.p12',
};

/** The names under which the files of a pair are saved. */
export type PairNames = typeof FILES;

/**
 * The documented names. The names of a renewed pair also contain the day and the minute in UTC
 * ("tenant-2026-11-25-0930.key"), so that its files never overwrite the old pair, which must be kept, or another pair
 * renewed on the same day.
 */
export function pairNames(renewedOn?: Date): PairNames {
  if (!renewedOn) return FILES;
  const dated = Object.entries(FILES).map(([key, name]) => [
    key,
    name.replace(/(?=\.\w+$)/, `-${minuteOf(renewedOn)}`),
  ]);
  return Object.fromEntries(dated) as PairNames;
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

/**
 * A word quoted for a POSIX shell: in double quotes, as in the documentation, or in single quotes where a shell would
 * interpret a character.
 */
export function quoted(word: string): string {
  if (/^[\w./:=,+-]+$/.test(word)) return word;
  return /["$`\\!]/.test(word) ? `'${word.replaceAll("'", String.raw`'\''`)}'` : `"${word}"`;
}

/** `-subj` as OpenSSL reads it: "/", "+" and "\" in a value are escaped with a backslash. */
export const subjectArgument = (subject: GeneratedWith['subject']): string =>
  subject.map(([field, value]) => `/${field}=${value.replaceAll(/[/+\\]/g, String.raw`\$&`)}`).join('');

/** The two documented commands, with the two options that this console adds: the hash and the key usage. */
export function generateCommands(pair: GeneratedWith, names = pairNames()): string[] {
  return [
    `openssl genrsa -out ${names.pkcs1} ${pair.bits}`,
    `openssl req -new -x509 -key ${names.pkcs1} -out ${names.certificate} -days ${pair.days} ${requested(pair, 'keyEncipherment,keyCertSign')}`,
  ];
}

/** The same for a certificate request, which the customer's own CA then signs. */
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

/** A file that contains a key or a certificate, and the options that OpenSSL needs to read it. */
export interface Source {
  file: string;
  form: Encoding | 'PKCS#12' | 'PKCS#7 in PEM' | 'PKCS#7 in DER';
  /** A PKCS#12 container encrypted with RC2 or RC4, which OpenSSL 3 opens only with `-legacy`. */
  legacy?: boolean;
}

export interface Conversion {
  to: KeyForm | 'certificate';
  encoding: Encoding;
  output: string;
  key?: Source | undefined;
  certificate?: Source | undefined;
  /** Only for PKCS#12: the issuers' certificates that are stored with it, and the name of the entry. */
  chain?: readonly Source[];
  friendlyName?: string;
}

/**
 * Commands that make the same conversion, for OpenSSL 3 and a POSIX shell. OpenSSL asks for passwords, so they never
 * appear in a command. No command writes to a file that it reads, because OpenSSL would empty it first.
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

/** A file name as an argument: OpenSSL would take a leading hyphen for an option. */
const fileArgument = (name: string): string => quoted(name.startsWith('-') ? `./${name}` : name);

interface Input {
  /**
   * A command that writes the key or certificate as PEM, to be piped into the next command; empty where the file is
   * read directly.
   */
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

/**
 * `openssl pkcs12 -export` reads only PEM. Other inputs are converted to PEM files first, which the last command
 * removes.
 */
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
 * The command that opens a recording at the customer's own site: `envelope` is its `pkcs7` as a PEM file, `media` the
 * encrypted media file. With `-recip` OpenSSL uses only the session key of that certificate; without it, a wrong key
 * leaves a file of full size that is not media.
 */
export const decryptCommand = (recording: { envelope: string; media: string; output: string }): string =>
  [
    'openssl cms -decrypt -inform PEM',
    `-in ${quoted(recording.envelope)} -content ${quoted(recording.media)}`,
    `-inkey ${FILES.pkcs1} -recip ${FILES.certificate} -binary -out ${quoted(recording.output)}`,
  ].join(' ');
