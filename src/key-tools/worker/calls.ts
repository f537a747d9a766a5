/**
 * The calls of the key tools to their worker. The worker does everything that reads, makes or opens a key, so that the
 * page stays responsive, and it keeps the private key: the page only receives what may be shown, and files to save.
 * When the tool is left, the worker ends and its memory is freed.
 */
import { subjectName } from '../../domain/certificate.ts';
import type { Encoding, KeyForm } from '../../domain/openssl-commands.ts';
import type { Bytes } from '../../pki/asn1/asn1.ts';
import { inspectCertificate } from '../../pki/certificate/certificate.ts';
import { encryptPrivateKey, pkcs1Of } from '../../pki/key/encrypt-private-key.ts';
import { generateKeyPair, type KeyBits } from '../../pki/certificate/generate.ts';
import {
  certificateDetails,
  eachFound,
  inspectFile,
  MAX_INSPECTED_BYTES,
  type Found,
  type FoundCertificate,
  type KeptKeys,
  type ShownPrivateKey,
} from '../../pki/files/inspect-file.ts';
import { notOpened } from '../../pki/outcome.ts';
import { encodePem, pemBlock } from '../../pki/pem/pem.ts';
import { isJunk } from '../../pki/pile/junk.ts';
import { errorOfReading, type NamedBlob } from '../../pki/pile/source.ts';
import { inspectPrivateKey } from '../../pki/key/private-key.ts';
import { provesKeyPair } from '../../pki/key/proof.ts';
import type { Result } from '../../pki/result.ts';
import type { CertificateRequest } from '../../pki/certificate/self-signed.ts';
import { unlock, type Locked } from '../../pki/files/unlock.ts';
import type { Unreadable } from '../../ui/form/dropped-files.ts';
import { backupCalls } from './backup-calls.ts';

export type { FoundCertificate };
type FoundRequest = Extract<Found, { kind: 'certificate request' }>;

export interface Generated {
  made: FoundCertificate | FoundRequest;
  privateKey: ShownPrivateKey;
  proof: Result<true>;
  milliseconds: { key: number; rest: number };
}

export interface Dropped {
  files: readonly NamedBlob[];
  unreadable: readonly Unreadable[];
}

/** One thing that was found, and the name of its file. */
export interface FoundInFile {
  file: string;
  found: Found;
}

/** The same with its number in the list of a tool. */
export interface Item extends FoundInFile {
  id: number;
}

/** What Generate makes: a self-signed certificate, or a request for a CA to sign. */
export type Wanted = { bits: KeyBits } & (
  | ({ kind: 'certificate' } & CertificateRequest)
  | ({ kind: 'request' } & Pick<CertificateRequest, 'subject' | 'hash'>)
);

/** Pairs that are generated before they are needed, by size. Each is used once. */
const ahead = new Map<KeyBits, Promise<CryptoKeyPair>>();

/** The private key that this tool currently works with, and its certificate. */
let privateKey: Bytes | undefined;
let certificate: Bytes | undefined;
/** The certificates of its issuers, as far as they were opened. */
let chain: readonly Bytes[] = [];
/** The private keys that Convert has opened. */
const opened: KeptKeys = new Map();

export const calls = {
  ...backupCalls,

  /** Starts to generate a pair while the form is being filled in. */
  prepareKey: ({ bits }: { bits: KeyBits }): void => {
    if (ahead.has(bits)) return;
    const keys = generateKeyPair(bits);
    keys.catch(() => ahead.delete(bits));
    ahead.set(bits, keys);
  },

  generate: async (wanted: Wanted): Promise<Generated> => {
    const { bits } = wanted;
    const start = performance.now();
    const [keys, { selfSignedCertificate }, { certificateRequest }] = await Promise.all([
      ahead.get(bits) ?? generateKeyPair(bits),
      import('../../pki/certificate/self-signed.ts'),
      import('../../pki/certificate/request-write.ts'),
    ]);
    ahead.clear();
    const keyMade = performance.now();
    const der = await (wanted.kind === 'request'
      ? certificateRequest(keys, wanted)
      : selfSignedCertificate(keys, wanted));
    const pkcs8 = new Uint8Array(await crypto.subtle.exportKey('pkcs8', keys.privateKey));
    const [found] = await inspectFile(der);
    const key = await inspectPrivateKey(pemBlock('PRIVATE KEY', pkcs8));
    if ((found?.kind !== 'certificate' && found?.kind !== 'certificate request') || !key.ok) {
      throw new Error('What was made cannot be read again.');
    }
    const proof = await provesKeyPair(found.facts, key.value);
    privateKey = pkcs8;
    certificate = found.kind === 'certificate' ? der : undefined;
    chain = [];
    const { format, encryption, algorithm, bits: size } = key.value;
    return {
      made: found,
      privateKey: { format, encryption, algorithm, bits: size },
      proof,
      milliseconds: { key: keyMade - start, rest: performance.now() - keyMade },
    };
  },

  /** The private key in the form to be saved. The last two forms are encrypted with the password. */
  savedKey: async ({
    form,
    encoding,
    password,
  }: {
    form: KeyForm;
    encoding: Encoding;
    password?: string;
  }): Promise<Bytes> => {
    if (!privateKey) throw new Error('There is no private key.');
    switch (form) {
      case 'PKCS#1':
        return encoded('RSA PRIVATE KEY', pkcs1Of(privateKey), encoding);
      case 'PKCS#8':
        return encoded('PRIVATE KEY', privateKey, encoding);
      case 'encrypted PKCS#8':
        return encoded(
          'ENCRYPTED PRIVATE KEY',
          await encryptPrivateKey(privateKey, needed(password)),
          encoding,
        );
      case 'PKCS#12': {
        if (!certificate) throw new Error('There is no certificate.');
        const { writePkcs12 } = await import('../../pki/pkcs12/pkcs12-write.ts');
        return writePkcs12(privateKey, certificate, needed(password), entryName(certificate), { chain });
      }
    }
  },

  /** The pair in PEM, only for the Upload panel. */
  pairForUpload: (): { certificate: string; privateKey: string } => {
    if (!privateKey || !certificate) throw new Error('There is no key pair.');
    return {
      certificate: encodePem('CERTIFICATE', certificate),
      privateKey: encodePem('PRIVATE KEY', privateKey),
    };
  },

  /** Starts to read files for Inspect; `nextFound` returns what is in them. Private keys are not kept. */
  inspect: ({ files, unreadable }: Dropped): void => {
    inspection = readAll(files, unreadable);
  },

  /** The next few things that were found. Few at a time, so that no message blocks the page. */
  nextFound: async (): Promise<{ found: FoundInFile[]; filesDone: number; done: boolean }> => {
    const found: FoundInFile[] = [];
    let filesDone = 0;
    const until = performance.now() + 60;
    while (found.length < 40 && performance.now() < until) {
      const next = await inspection?.next();
      if (!next || next.done) return { found, filesDone, done: true };
      if (next.value === 'end of file') filesDone++;
      else found.push(next.value);
    }
    return { found, filesDone, done: false };
  },

  /** The details that take longer, for a certificate that is shown. */
  details: (found: FoundCertificate) => certificateDetails(found),

  unlock: ({ locked, password }: { locked: Locked; password: string }): Promise<Result<Found[]>> =>
    unlock(locked, password),

  /** Reads files for Convert. The private keys stay in the worker until `forget` or until the tool is left. */
  open: async ({ files, unreadable }: Dropped): Promise<FoundInFile[]> => {
    const all: FoundInFile[] = unreadable.map(notRead);
    for (const file of files) {
      const inside = foundIn(file, (bytes) => inspectFile(bytes, opened));
      for await (const found of inside) all.push({ file: file.name, found });
    }
    return all;
  },

  unlockToConvert: ({ locked, password }: { locked: Locked; password: string }): Promise<Result<Found[]>> =>
    unlock(locked, password, opened),

  /** Which of the opened keys (by its public key) and which certificate to convert. */
  choose: (chosen: {
    key: string | undefined;
    certificate: Bytes | undefined;
    chain: readonly Bytes[];
  }): void => {
    const [, pkcs8] =
      [...opened].find(([found]) => found.kind === 'private key' && found.keyId === chosen.key) ?? [];
    privateKey = pkcs8;
    certificate = chosen.certificate;
    chain = chosen.chain;
  },

  forget: (): void => {
    opened.clear();
    privateKey = undefined;
    certificate = undefined;
    chain = [];
  },
};

export type Calls = typeof calls;

let inspection: AsyncGenerator<FoundInFile | 'end of file'> | undefined;

async function* readAll(
  files: readonly NamedBlob[],
  unreadable: readonly Unreadable[],
): AsyncGenerator<FoundInFile | 'end of file'> {
  yield* unreadable.map(notRead);
  for (const file of files) {
    for await (const found of foundIn(file, eachFound)) yield { file: file.name, found };
    yield 'end of file';
  }
}

const notRead = ({ path, why }: Unreadable): FoundInFile => ({
  file: path,
  found: notOpened({ code: 'file_not_readable', detail: why }),
});

/**
 * Everything in one file, and nothing in a file that an operating system put there. An exception is the outcome of this
 * file and of no other.
 */
async function* foundIn(
  { name, blob }: NamedBlob,
  read: (bytes: Bytes) => AsyncIterable<Found> | Promise<Iterable<Found>>,
): AsyncGenerator<Found> {
  try {
    const start = new Uint8Array(await blob.slice(0, 4).arrayBuffer());
    if (isJunk(name, start)) return;
    if (blob.size > MAX_INSPECTED_BYTES) yield notOpened({ code: 'file_too_large' });
    else yield* await read(new Uint8Array(await blob.arrayBuffer()));
  } catch (error) {
    yield notOpened(errorOfReading(error));
  }
}

/** The name under which Windows and keytool list the pair: the subject's name. */
function entryName(der: Bytes): string {
  const facts = inspectCertificate(der);
  return facts.ok ? subjectName(facts.value.subject) : 'Recording key pair';
}

const encoded = (label: string, der: Bytes, encoding: Encoding): Bytes =>
  encoding === 'DER' ? der : new TextEncoder().encode(encodePem(label, der));

function needed(password: string | undefined): string {
  if (!password) throw new Error('A password is needed.');
  return password;
}
