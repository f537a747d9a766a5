/** Everything that is in a file: each PEM block, or the one thing a binary file is. Nothing is left out. */
import { fingerprints, inspectCertificate } from './certificate.ts';
import {
  childrenOf,
  DerError,
  expectConstructed,
  GENERALIZED_TIME,
  INTEGER,
  readElement,
  reading,
  SEQUENCE,
  UTC_TIME,
  type Bytes,
} from './der.ts';
import { readEncryption } from './encryption.ts';
import type { CertificateFacts, PrivateKeyFacts, PublicKeyFacts } from './facts.ts';
import { textOf } from './files.ts';
import { toHex } from './hex.ts';
import { readPem, type PemBlock } from './pem.ts';
import { inspectPkcs12, type Pkcs12Facts } from './pkcs12.ts';
import { inspectPkcs7, type EnvelopeFacts } from './pkcs7.ts';
import { inspectPrivateKey } from './private-key.ts';
import { asRsaEncryption, readPublicKey, rsaNumbers, rsaSpki } from './public-key.ts';
import { inspectRequest, type RequestFacts } from './request.ts';
import type { PkiError } from './result.ts';
import { verifiesItself } from './self-signature.ts';

/** Largest file that is read. A bundle of ten thousand certificates is 15 MB. */
export const MAX_INSPECTED_BYTES = 32 * 1024 * 1024;

/** What is shown of a private key: never its numbers. */
export type ShownPrivateKey = Omit<PrivateKeyFacts, 'pkcs8' | 'spki'>;

/**
 * One thing in a file. `keyId` is the SHA-256 of the public key, hex: a certificate, a request and a private key
 * with the same one belong together.
 */
export type Found = {
  /** The PEM label; undefined for a binary file. */
  label?: string;
  /** What it was taken out of: "PKCS#7 bundle". */
  inside?: string;
} & (
  | {
      kind: 'certificate';
      facts: CertificateFacts;
      sha1: string;
      sha256: string;
      selfSigned: 'yes' | 'no' | 'cannot say';
      keyId: string;
    }
  | { kind: 'private key'; facts: ShownPrivateKey; keyId: string | undefined }
  /** Encrypted: a password opens it, unless `refused` says why none does. */
  | { kind: 'locked private key'; encryption: string; block: PemBlock; refused?: PkiError }
  | { kind: 'public key'; facts: PublicKeyFacts; keyId: string }
  | { kind: 'certificate request'; facts: RequestFacts; keyId: string; der: Bytes }
  | { kind: 'PKCS#7 bundle'; certificates: number; revocationLists: number; signers: number; der: Bytes }
  | { kind: 'session-key envelope'; facts: EnvelopeFacts; der: Bytes }
  | { kind: 'locked PKCS#12'; facts: Pick<Pkcs12Facts, 'mac' | 'encryption'>; bytes: Bytes }
  | { kind: 'PKCS#12'; certificates: number; privateKeys: number; other: string[] }
  /** Recognised, but of no use here, or not recognised: what is known of it. */
  | { kind: 'unknown'; what: string; der?: Bytes }
  /** It should be something, but cannot be read. */
  | { kind: 'damaged'; error: PkiError; der?: Bytes }
);

/** Where private keys go (their PKCS#8), for a caller that converts them. Without it they are dropped at once. */
export type KeptKeys = Map<Found, Bytes>;

/** Everything in a file, in order. An empty file answers one `damaged`. */
export async function inspectFile(bytes: Bytes, kept?: KeptKeys): Promise<Found[]> {
  const found: Found[] = [];
  for await (const each of eachFound(bytes, kept)) found.push(each);
  return found;
}

/** Blocks that are looked at together: WebCrypto's digests then wait for each other less. */
const AT_ONCE = 16;

/** The same, one by one: a bundle may hold thousands. */
export async function* eachFound(bytes: Bytes, kept?: KeptKeys): AsyncGenerator<Found> {
  const text = textOf(bytes);
  let blocks = readPem(text);
  // PEM inside a JSON string, as the recorder's settings and a recording's data have it.
  if (text.includes('-----BEGIN ') && text.includes(String.raw`\n`)) {
    const unescaped = text.replaceAll(/(?:\\r)?\\n/g, '\n').replaceAll(/-----"/g, '-----\n');
    blocks = readPem(unescaped.replaceAll('"-----BEGIN ', '\n-----BEGIN '));
  }
  if (blocks.length > 0) {
    for (let i = 0; i < blocks.length; i += AT_ONCE) {
      yield* (
        await Promise.all(blocks.slice(i, i + AT_ONCE).map((block) => inspectBlock(block, kept)))
      ).flat();
    }
  } else if (bytes[0] === 0x30 && reading('not_pem', () => readElement(bytes, 0, bytes.length)).ok) {
    yield* await inspectDer(bytes, undefined, kept);
  } else if (text.trim() === '') {
    yield { kind: 'damaged', error: { code: 'empty_file' } };
  } else {
    yield { kind: 'unknown', what: 'Neither PEM nor DER: nothing in it looks like a certificate or a key' };
  }
}

async function inspectBlock(block: PemBlock, kept: KeptKeys | undefined): Promise<Found[]> {
  const found = await contentsOfBlock(block, kept);
  for (const each of found) each.label = block.label;
  return found;
}

async function contentsOfBlock(block: PemBlock, kept: KeptKeys | undefined): Promise<Found[]> {
  if (block.problem) return [{ kind: 'damaged', error: { code: block.problem } }];
  if (block.headers['Proc-Type']?.includes('ENCRYPTED')) {
    const cipher = block.headers['DEK-Info']?.split(',')[0] ?? 'an unnamed cipher';
    return [
      { kind: 'locked private key', encryption: `OpenSSL’s legacy form (Proc-Type), ${cipher}`, block },
    ];
  }
  return inspectDer(block.bytes, block, kept);
}

/** What a DER structure is, by its contents: labels are often wrong, and binary files have none. */
async function inspectDer(bytes: Bytes, block?: PemBlock, kept?: KeptKeys): Promise<Found[]> {
  const certificate = inspectCertificate(bytes);
  if (certificate.ok) return [await foundCertificate(certificate.value)];
  const request = inspectRequest(bytes);
  if (request.ok) {
    const { publicKey } = request.value;
    return [
      { kind: 'certificate request', facts: request.value, keyId: await keyIdOf(publicKey.spki), der: bytes },
    ];
  }
  const pkcs7 = inspectPkcs7(bytes);
  if (pkcs7.ok) {
    const { value } = pkcs7;
    if (value.type === 'envelope') return [{ kind: 'session-key envelope', facts: value, der: bytes }];
    if (value.type === 'other')
      return [{ kind: 'unknown', what: `PKCS#7 of the kind ${value.contentType}`, der: bytes }];
    return bundle(value, bytes);
  }
  const pkcs12 = inspectPkcs12(bytes);
  if (pkcs12.ok) {
    const { mac, encryption } = pkcs12.value;
    return [{ kind: 'locked PKCS#12', facts: { mac, encryption }, bytes }];
  }
  const publicKey = readAnyPublicKey(bytes);
  if (publicKey) return [{ kind: 'public key', facts: publicKey, keyId: await keyIdOf(publicKey.spki) }];
  const key = await inspectPrivateKey(block ?? { label: 'PRIVATE KEY', headers: {}, bytes }, undefined, {
    legacy: true,
  });
  if (key.ok) return [await foundPrivateKey(key.value, kept)];
  if (key.error.code !== 'not_a_private_key') {
    const encryption = encryptionOf(bytes);
    if (encryption) {
      const locked = {
        kind: 'locked private key',
        encryption,
        block: block ?? { label: 'ENCRYPTED PRIVATE KEY', headers: {}, bytes },
      } as const;
      return [key.error.code === 'private_key_encrypted' ? locked : { ...locked, refused: key.error }];
    }
    return [{ kind: 'damaged', error: key.error }];
  }
  if (isRevocationList(bytes)) {
    return [
      { kind: 'unknown', what: 'A certificate revocation list (CRL): recordings do not use one', der: bytes },
    ];
  }
  return [
    unreadable(bytes, block?.label, {
      certificate: certificate.error,
      request: request.error,
      pkcs7: pkcs7.error,
      key: key.error,
    }),
  ];
}

type Refusals = Record<'certificate' | 'request' | 'pkcs7' | 'key', PkiError>;

/** A label that promises something which is not there is damage; what promises nothing is unknown. */
function unreadable(der: Bytes, label: string | undefined, refusals: Refusals): Found {
  if (label?.endsWith('CERTIFICATE REQUEST')) return { kind: 'damaged', error: refusals.request, der };
  if (label?.endsWith('CERTIFICATE')) return { kind: 'damaged', error: refusals.certificate, der };
  // The bytes of a broken private key are not handed on.
  if (label?.endsWith('PRIVATE KEY')) return { kind: 'damaged', error: refusals.key };
  if (label === 'PKCS7' || label === 'CMS') return { kind: 'damaged', error: refusals.pkcs7, der };
  const what = label ? `A PEM block “${label}” that this console has no use for` : 'DER of an unknown kind';
  return { kind: 'unknown', what, der };
}

export async function foundCertificate(facts: CertificateFacts): Promise<Found> {
  const [prints, selfSigned, keyId] = await Promise.all([
    fingerprints(facts.der),
    verifiesItself(facts),
    keyIdOf(facts.publicKey.spki),
  ]);
  return { kind: 'certificate', facts: plain(facts), ...prints, selfSigned, keyId };
}

/** Without getters, and with bytes of its own: what may cross to another thread without the whole file behind it. */
function plain(facts: CertificateFacts): CertificateFacts {
  return {
    ...facts,
    extensions: facts.extensions,
    der: facts.der.slice(),
    subject: { ...facts.subject, der: facts.subject.der.slice() },
    issuer: { ...facts.issuer, der: facts.issuer.der.slice() },
    publicKey: { ...facts.publicKey, spki: facts.publicKey.spki.slice() },
  };
}

export async function foundPrivateKey(key: PrivateKeyFacts, kept?: KeptKeys): Promise<Found> {
  const { pkcs8, spki, ...facts } = key;
  const found: Found = { kind: 'private key', facts, keyId: spki && (await keyIdOf(spki)) };
  if (pkcs8) kept?.set(found, pkcs8);
  return found;
}

async function bundle(
  value: { certificates: Bytes[]; revocationLists: number; signers: number },
  der: Bytes,
): Promise<Found[]> {
  const { certificates, revocationLists, signers } = value;
  const found: Found[] = [
    { kind: 'PKCS#7 bundle', certificates: certificates.length, revocationLists, signers, der },
  ];
  for (const bytes of certificates) {
    const facts = inspectCertificate(bytes);
    const each: Found = facts.ok
      ? await foundCertificate(facts.value)
      : { kind: 'damaged', error: facts.error, der: bytes };
    found.push(Object.assign(each, { inside: 'PKCS#7 bundle' }));
  }
  return found;
}

/** SHA-256 of the public key; an RSA key marked otherwise is the same key. */
async function keyIdOf(spki: Bytes): Promise<string> {
  const same = asRsaEncryption(spki) ?? spki;
  return toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', same)));
}

/** SubjectPublicKeyInfo, or the RSAPublicKey (RFC 8017, A.1.1) of `BEGIN RSA PUBLIC KEY`. */
function readAnyPublicKey(bytes: Bytes): PublicKeyFacts | undefined {
  const info = reading('not_a_certificate', () => {
    const { key, next } = readPublicKey(bytes, 0, bytes.length);
    if (next !== bytes.length) throw new DerError('more than expected');
    return key;
  });
  if (info.ok) return { ...info.value, spki: info.value.spki.slice() };
  const numbers = rsaNumbers(bytes, 0, bytes.length);
  if (!numbers) return undefined;
  const { modulus, exponent } = numbers;
  const spki = rsaSpki(
    bytes.subarray(modulus.body, modulus.end),
    bytes.subarray(exponent.body, exponent.end),
  );
  return readPublicKey(spki, 0, spki.length).key;
}

/** How an EncryptedPrivateKeyInfo is encrypted, in words. */
function encryptionOf(bytes: Bytes): string | undefined {
  const read = reading('not_a_private_key', () => {
    const info = expectConstructed(bytes, 0, bytes.length);
    return readEncryption(bytes, expectConstructed(bytes, info.body, info.end));
  });
  if (!read.ok) return undefined;
  return read.value.ok ? read.value.value.words : read.value.error.detail;
}

/** TBSCertList (RFC 5280, 5.1): perhaps a version, algorithm, issuer, a date. */
function isRevocationList(bytes: Bytes): boolean {
  const read = reading('not_a_certificate', () => {
    const outer = expectConstructed(bytes, 0, bytes.length);
    const list = childrenOf(bytes, expectConstructed(bytes, outer.body, outer.end), 10).map(({ id }) => id);
    const [algorithm, issuer, date] = list[0] === INTEGER ? list.slice(1) : list;
    return algorithm === SEQUENCE && issuer === SEQUENCE && (date === UTC_TIME || date === GENERALIZED_TIME);
  });
  return read.ok && read.value;
}
