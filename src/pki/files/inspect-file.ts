/** Everything that is in a file: each PEM block, or what a binary file is. Nothing is left out. */
import { sha256 } from '@noble/hashes/sha2.js';
import { toDer } from '../asn1/ber.ts';
import { certificateFacts, fingerprints, inspectCertificate } from '../certificate/certificate.ts';
import { parseDer, reading, type Bytes } from '../asn1/asn1.ts';
import type { CertificateFacts, PrivateKeyFacts, PublicKeyFacts } from '../certificate/facts.ts';
import { textOf } from '../asn1/text.ts';
import { toHex } from '../asn1/hex.ts';
import { foreignBlock, foreignCode } from './foreign-files.ts';
import { inspectJks, isJks } from '../jks/jks.ts';
import { mendFile, type Mended, type Mending } from '../pem/mend-pem.ts';
import { isOtherLabel, pemBlock, procTypeCipher, readPem, type PemBlock } from '../pem/pem.ts';
import { containerKind, kindOf } from '../pem/kind.ts';
import type { Writing } from '../key/password.ts';
import { inspectPkcs12, isOpenToEverybody, type Pkcs12Facts } from '../pkcs12/pkcs12.ts';
import type { Pkcs12Contents } from '../pkcs12/pkcs12-open.ts';
import { inspectPkcs7, type BundleFacts, type EnvelopeFacts } from '../cms/pkcs7.ts';
import { encryptionWords, inspectPrivateKey } from '../key/private-key.ts';
import { asRsaEncryption, readPublicKeyInfo, rsaNumbers, rsaSpki } from '../key/public-key.ts';
import { requestFacts, type RequestFacts } from '../certificate/request.ts';
import { notOpened, type NotOpened, type PkiCode, type PkiError } from '../outcome.ts';
import type { Result } from '../result.ts';
import { verifiesItself } from '../certificate/self-signature.ts';
import { partsOfMail } from '../cms/smime.ts';

/** Largest file that is read, in bytes. A bundle of ten thousand certificates has 15 MB. */
export const MAX_INSPECTED_BYTES = 32 * 1024 * 1024;

/** The facts of a private key that may be shown; its numbers are not among them. */
export type ShownPrivateKey = Omit<PrivateKeyFacts, 'pkcs8' | 'spki'>;

/**
 * One thing in a file. `keyId` is the SHA-256 of the public key in hexadecimal: a certificate, a request and a private
 * key with the same `keyId` belong together.
 */
export type Found = {
  /** The PEM label; undefined for a binary file. */
  label?: string;
  /** The container in which it was found: "PKCS#7 bundle", "PKCS#12, “Genesys Recording”". */
  inside?: string;
  /** Its PKCS#12 container is encrypted with RC2 or RC4, which OpenSSL 3 opens only with `-legacy`. */
  legacy?: true;
  /** What was mended in its text before it was read. */
  mended?: readonly Mending[];
} & (
  | {
      kind: 'certificate';
      facts: CertificateFacts;
      sha1: string;
      sha256: string;
      /** 'not looked at': the extensions were not read either; `certificateDetails` computes both. */
      selfSigned: 'yes' | 'no' | 'cannot say' | 'not looked at';
      keyId: string;
    }
  | { kind: 'private key'; facts: ShownPrivateKey; keyId: string | undefined }
  /** It is encrypted, and a password opens it, unless `refused` says why it cannot be opened. */
  | { kind: 'locked private key'; encryption: string; block: PemBlock; refused?: PkiError }
  | { kind: 'public key'; facts: PublicKeyFacts; keyId: string }
  | { kind: 'certificate request'; facts: RequestFacts; keyId: string; der: Bytes }
  | { kind: 'PKCS#7 bundle'; certificates: number; revocationLists: number; signers: number; der: Bytes }
  | { kind: 'session-key envelope'; facts: EnvelopeFacts; der: Bytes }
  /** `keysOpened`: a password has opened a key in it, but not the rest. */
  | {
      kind: 'locked PKCS#12';
      facts: Pick<Pkcs12Facts, 'mac' | 'encryption'>;
      bytes: Bytes;
      keysOpened?: true;
    }
  /** `lock`: whether a password was needed, or anybody can read it. `intact`: whether its MAC fits the password. */
  | {
      kind: 'PKCS#12';
      certificates: number;
      privateKeys: number;
      other: string[];
      lock: 'password' | 'none';
      intact: boolean | undefined;
      writing: Writing | undefined;
    }
  /** Its certificates are not encrypted and are found after it; a password opens its private keys. */
  | { kind: 'locked Java keystore'; facts: JavaKeystoreFacts; bytes: Bytes }
  /**
   * `intact`: whether the digest fits the password; undefined where the keystore has no private key, so that no
   * password was asked for.
   */
  | { kind: 'Java keystore'; certificates: number; privateKeys: number; intact: boolean | undefined }
  /** It was recognised but is not used here, or it was not recognised; `what` says what is known of it. */
  | { kind: 'unknown'; what: string; der?: Bytes }
  /** Its first bytes, a label or the context say what it is, but it did not open. */
  | (NotOpened & { der?: Bytes })
);

interface JavaKeystoreFacts {
  certificates: number;
  privateKeys: number;
  /** `keyId` of each private key, taken from its certificate. */
  keyIds: string[];
}

/** Collects the private keys (PKCS#8), for a caller that converts them. Without it they are dropped immediately. */
export type KeptKeys = Map<Found, Bytes>;

/** Everything in a file, in order. An empty file answers one `damaged`. */
export async function inspectFile(bytes: Bytes, kept?: KeptKeys): Promise<Found[]> {
  const all: Found[] = [];
  for await (const each of found(bytes, { kept, details: true })) all.push(each);
  return all;
}

/** Number of blocks that are processed in parallel, so that WebCrypto's digests wait less for each other. */
const AT_ONCE = 16;

/**
 * Like `inspectFile`, but one thing at a time, because a bundle may contain thousands. For certificates in PEM or DER,
 * signature and extensions are skipped: they take longer than everything else. `certificateDetails` computes them when
 * one is shown.
 */
export const eachFound = (bytes: Bytes, kept?: KeptKeys): AsyncGenerator<Found> =>
  found(bytes, { kept, details: false });

interface How {
  kept: KeptKeys | undefined;
  details: boolean;
}

async function* found(bytes: Bytes, how: How): AsyncGenerator<Found> {
  const parts = partsOfMail(bytes);
  for (const part of parts) {
    if (part.ok) yield* foundIn(part.value, how);
    else yield notOpened(part.error);
  }
  if (parts.length === 0) yield* foundIn(bytes, how);
}

async function* foundIn(bytes: Bytes, how: How): AsyncGenerator<Found> {
  const foreign = isJks(bytes) ? undefined : foreignCode(bytes);
  if (foreign) {
    yield notOpened({ code: foreign });
    return;
  }
  const file = mendFile(bytes);
  for await (const each of contentsOf(file, how)) {
    if (file.mended.length > 0) each.mended = file.mended;
    yield each;
  }
}

async function* contentsOf({ bytes, damage }: Mended, how: How): AsyncGenerator<Found> {
  if (isJks(bytes)) {
    yield* javaKeystoreIn(bytes, how);
    return;
  }
  const text = textOf(bytes);
  const blocks = readPem(text);
  if (blocks.length > 0) {
    for (let i = 0; i < blocks.length; i += AT_ONCE) {
      const some = blocks.slice(i, i + AT_ONCE).map((block) => inspectBlock(block, damage, how));
      yield* (await Promise.all(some)).flat();
    }
  } else if (bytes[0] === 0x30) {
    yield* await inspectDer(bytes, undefined, how);
  } else if (damage) {
    yield notOpened({ code: 'pem_incomplete', detail: damage });
  } else if (text.trim() === '') {
    yield notOpened({ code: 'empty_file' });
  } else {
    yield unknown('Neither PEM nor DER: nothing in it looks like a certificate or a key');
  }
}

async function inspectBlock(block: PemBlock, damage: string | undefined, how: How): Promise<Found[]> {
  const { label, problem, bytes } = block;
  const cipher = procTypeCipher(block);
  let found: Found[];
  if (problem && isOtherLabel(label)) found = [otherBlock(label)];
  else if (problem) found = [notOpened({ code: problem, ...(damage ? { detail: damage } : {}) })];
  else if (cipher !== undefined) {
    const encryption = `OpenSSL’s legacy form (Proc-Type), ${cipher}`;
    found = [{ kind: 'locked private key', encryption, block }];
  } else found = await inspectDer(bytes, block, how);
  for (const each of found) each.label = label;
  return found;
}

/**
 * What a structure is, decided by its contents: labels are often wrong, and binary files have none. It has to be DER,
 * except for containers and messages.
 */
async function inspectDer(bytes: Bytes, block: PemBlock | undefined, how: How): Promise<Found[]> {
  const container = containerKind(bytes);
  if (container) return container === 'PKCS#7' ? messageIn(bytes) : pkcs12In(bytes, how.kept);
  const parsed = reading('not_pem', () => parseDer(bytes));
  if (!parsed.ok) return [unreadable(bytes, block?.label, parsed.error)];
  const root = parsed.value;
  switch (kindOf(root)) {
    case 'certificate':
      return [
        await foundOr(
          reading('not_a_certificate', () => certificateFacts(root)),
          bytes,
          how,
        ),
      ];
    case 'certificate request': {
      const facts = reading('not_a_request', () => requestFacts(root));
      if (!facts.ok) return [failed(facts.error, bytes)];
      const keyId = keyIdOf(facts.value.publicKey);
      return [{ kind: 'certificate request', facts: facts.value, keyId, der: bytes }];
    }
    case 'public key': {
      const facts = publicKeyOf(bytes);
      if (!facts.ok) return [failed(facts.error, bytes)];
      return [{ kind: 'public key', facts: facts.value, keyId: keyIdOf(facts.value) }];
    }
    case 'private key':
      return [await privateKeyIn(bytes, block, how.kept)];
    case 'revocation list':
      return [unknown('A certificate revocation list (CRL): recordings do not use one', bytes)];
    case undefined:
      return [unreadable(bytes, block?.label, undefined)];
  }
}

async function messageIn(bytes: Bytes): Promise<Found[]> {
  const facts = inspectPkcs7(bytes);
  if (!facts.ok) return [failed(facts.error, bytes)];
  const { value } = facts;
  // Broken certificates in a bundle do not keep the rest of it from being shown.
  const rewritten = reading('not_pkcs7', () => toDer(bytes).der);
  const der = rewritten.ok ? rewritten.value : bytes;
  if (value.type === 'envelope') return [{ kind: 'session-key envelope', facts: value, der }];
  if (value.type === 'bundle') return bundle(value, der);
  return [unknown(`PKCS#7 of the kind ${value.contentType}`, der)];
}

async function pkcs12In(bytes: Bytes, kept: KeptKeys | undefined): Promise<Found[]> {
  const facts = inspectPkcs12(bytes);
  if (!facts.ok) return [failed(facts.error, bytes)];
  const { mac, encryption } = facts.value;
  const locked = { kind: 'locked PKCS#12', facts: { mac, encryption }, bytes } as const;
  const isOpen = reading('not_pkcs12', () => isOpenToEverybody(facts.value));
  if (!isOpen.ok) return [failed(isOpen.error, bytes)];
  if (!isOpen.value) return [locked];
  const { readOpenPkcs12 } = await import('../pkcs12/pkcs12-open.ts');
  const opened = await readOpenPkcs12(facts.value);
  if (!opened.ok) return [failed(opened.error, bytes)];
  return foundInPkcs12(opened.value, locked, kept, 'none');
}

/** What was opened in a PKCS#12, with what stays locked in it. */
export async function foundInPkcs12(
  { certificates: ders, privateKeys, other, lockedParts, notOpened: parts, intact, writing }: Pkcs12Contents,
  locked: Extract<Found, { kind: 'locked PKCS#12' }>,
  kept: KeptKeys | undefined,
  lock: 'password' | 'none' = 'password',
): Promise<Found[]> {
  const legacy = locked.facts.encryption.some((words) => /RC[24]/.test(words));
  const certificates: Pkcs12Entry[] = [];
  for (const { der, ...names } of ders) {
    certificates.push({ ...names, found: await foundOr(inspectCertificate(der), der) });
  }
  const keys: Pkcs12Entry[] = [];
  for (const { key, locked: shrouded, ...names } of privateKeys) {
    const isLocked = !key.ok && key.error.code === 'wrong_password' && shrouded !== undefined;
    if (isLocked && locked.keysOpened) continue;
    const found: Found = key.ok
      ? foundPrivateKey(key.value, kept)
      : isLocked
        ? {
            kind: 'locked private key',
            encryption: shrouded.words,
            block: pemBlock('ENCRYPTED PRIVATE KEY', shrouded.bytes),
          }
        : notOpened(key.error);
    keys.push({ ...names, found });
  }
  // An entry has one name, which is stored with its key, with its certificate, or not at all.
  const nameOf = ({ found, friendlyName, localKeyId }: Pkcs12Entry): string | undefined => {
    const own = certificates.find(
      (each) => isOfOneKey(each.found, found) || (localKeyId !== undefined && each.localKeyId === localKeyId),
    );
    const subject = own?.found.kind === 'certificate' ? own.found.facts.subject : undefined;
    return friendlyName ?? own?.friendlyName ?? (subject && (subject.commonName ?? subject.readable));
  };
  for (const entry of [...keys, ...certificates]) {
    const name = nameOf(entry);
    entry.found.inside = name ? `PKCS#12, “${name}”` : 'PKCS#12';
    if (legacy) entry.found.legacy = true;
  }
  const counts = { certificates: certificates.length, privateKeys: keys.length, other };
  return [
    { kind: 'PKCS#12', ...counts, lock, intact, writing },
    ...keys.map(({ found }) => found),
    ...certificates.map(({ found }) => found),
    ...parts.map((error): Found => ({ ...notOpened(error), inside: 'PKCS#12' })),
    ...(lockedParts > 0 ? [{ ...locked, keysOpened: true as const }] : []),
  ];
}

interface Pkcs12Entry {
  found: Found;
  friendlyName: string | undefined;
  localKeyId: string | undefined;
}

const isOfOneKey = (a: Found, b: Found): boolean =>
  'keyId' in a && 'keyId' in b && a.keyId !== undefined && a.keyId === b.keyId;

/** Each certificate is told for itself: a broken one does not keep the others from being shown. */
const foundOr = async (
  facts: Result<CertificateFacts>,
  der: Bytes,
  how = { details: true },
): Promise<Found> => (facts.ok ? foundCertificate(facts.value, how.details) : failed(facts.error, der));

async function privateKeyIn(bytes: Bytes, block: PemBlock | undefined, kept?: KeptKeys): Promise<Found> {
  const key = await inspectPrivateKey(block ?? pemBlock('PRIVATE KEY', bytes), undefined, { legacy: true });
  if (key.ok) return foundPrivateKey(key.value, kept);
  const encryption = encryptionWords(bytes);
  if (encryption === undefined) return notOpened(key.error);
  const locked = {
    kind: 'locked private key',
    encryption,
    block: block ?? pemBlock('ENCRYPTED PRIVATE KEY', bytes),
  } as const;
  return key.error.code === 'private_key_encrypted' ? locked : { ...locked, refused: key.error };
}

/** For each label, the code to answer if the block is not what its label says. */
const PROMISES: [labelEnd: string, code: PkiCode][] = [
  ['CERTIFICATE REQUEST', 'not_a_request'],
  ['CERTIFICATE', 'not_a_certificate'],
  ['PRIVATE KEY', 'not_a_private_key'],
  ['PKCS7', 'not_pkcs7'],
  ['CMS', 'not_pkcs7'],
  ['ENCRYPTED MESSAGE', 'not_pkcs7'],
  ['SIGNED MESSAGE', 'not_pkcs7'],
  ['PKCS12', 'not_pkcs12'],
];

/** A block whose label names a known kind did not open; any other block is unknown. */
function unreadable(der: Bytes, label: string | undefined, error: PkiError | undefined): Found {
  if (label && isOtherLabel(label)) return otherBlock(label, der);
  const [, promised] = PROMISES.find(([end]) => label?.endsWith(end)) ?? [];
  const isWhole = error?.code === 'not_der' || error?.code === 'not_read_here';
  const code = isWhole ? error.code : promised;
  // The bytes of a broken private key are not passed on.
  const shown = promised === 'not_a_private_key' ? {} : { der };
  if (code) return { ...notOpened({ ...error, code }), ...shown };
  return label ? otherBlock(label, der) : unknown('DER of an unknown kind', der);
}

/** Only what may be a private key is worth a way to open it. */
const otherBlock = (label: string, der?: Bytes): Found =>
  !isOtherLabel(label) || !/PRIVATE KEY|MESSAGE|ENCRYPTED/.test(label)
    ? unknown(`A PEM block “${label}” that this console has no use for`, der)
    : notOpened(foreignBlock(label));

const failed = (error: PkiError, der: Bytes): Found => ({ ...notOpened(error), der });
const unknown = (what: string, der?: Bytes): Found => ({ kind: 'unknown', what, ...(der && { der }) });

export type FoundCertificate = Extract<Found, { kind: 'certificate' }>;

async function foundCertificate(facts: CertificateFacts, details: boolean): Promise<FoundCertificate> {
  const selfSigned = details ? await verifiesItself(facts) : 'not looked at';
  const prints = await fingerprints(facts.der);
  const keyId = keyIdOf(facts.publicKey);
  return { kind: 'certificate', facts: plain(facts, details), ...prints, selfSigned, keyId };
}

/** The signature check and the extensions that `eachFound` skipped. */
export async function certificateDetails({
  facts: { der },
}: FoundCertificate): Promise<Pick<CertificateFacts, 'extensions'> & Pick<FoundCertificate, 'selfSigned'>> {
  const facts = inspectCertificate(der);
  if (!facts.ok) throw new Error('A certificate cannot be read again.');
  return { extensions: facts.value.extensions, selfSigned: await verifiesItself(facts.value) };
}

/**
 * A copy without getters, and with bytes of its own. It may be sent to another thread without taking the whole file
 * along.
 */
function plain(facts: CertificateFacts, details: boolean): CertificateFacts {
  const { version, serialNumber, notBefore, notAfter, signatureAlgorithm, selfIssued } = facts;
  return {
    version,
    serialNumber,
    notBefore,
    notAfter,
    signatureAlgorithm,
    selfIssued,
    extensions: details ? facts.extensions : [],
    der: facts.der.slice(),
    subject: { ...facts.subject, der: facts.subject.der.slice() },
    issuer: { ...facts.issuer, der: facts.issuer.der.slice() },
    publicKey: { ...facts.publicKey, spki: facts.publicKey.spki.slice() },
  };
}

export function foundPrivateKey(key: PrivateKeyFacts, kept?: KeptKeys): Found {
  const { pkcs8, spki, ...facts } = key;
  const found: Found = { kind: 'private key', facts, keyId: spki && keyIdOf({ algorithm: 'RSA', spki }) };
  if (pkcs8) kept?.set(found, pkcs8);
  return found;
}

async function bundle({ certificates, revocationLists, signers }: BundleFacts, der: Bytes): Promise<Found[]> {
  const found: Found[] = [
    { kind: 'PKCS#7 bundle', certificates: certificates.length, revocationLists, signers, der },
  ];
  for (const bytes of certificates) {
    const each = await foundOr(inspectCertificate(bytes), bytes);
    found.push(Object.assign(each, { inside: 'PKCS#7 bundle' }));
  }
  return found;
}

async function* javaKeystoreIn(bytes: Bytes, how: How): AsyncGenerator<Found> {
  const facts = inspectJks(bytes);
  if (!facts.ok) {
    yield notOpened(facts.error);
    return;
  }
  const { privateKeys, trusted } = facts.value;
  const entries = [
    ...privateKeys.flatMap(({ alias, chain }) => chain.map((der) => ({ alias, der }))),
    ...trusted,
  ];
  const counts = { certificates: entries.length, privateKeys: privateKeys.length };
  if (privateKeys.length === 0) yield { kind: 'Java keystore', ...counts, intact: undefined };
  else {
    const keyIds = privateKeys.flatMap(({ chain: [own] }) => {
      const certificate = own && inspectCertificate(own);
      return certificate?.ok ? [keyIdOf(certificate.value.publicKey)] : [];
    });
    yield { kind: 'locked Java keystore', facts: { ...counts, keyIds }, bytes };
  }
  for (const { alias, der } of entries) {
    const found = await foundOr(inspectCertificate(der), der, how);
    yield Object.assign(found, { inside: insideJks(alias) });
  }
}

export const insideJks = (alias: string): string => `Java keystore, “${alias}”`;

/** SHA-256 of the public key, in hexadecimal. An RSA key counts as the same key however its algorithm is marked. */
export function keyIdOf({ algorithm, spki }: Pick<PublicKeyFacts, 'algorithm' | 'spki'>): string {
  return toHex(sha256(algorithm === 'RSA' ? spki : (asRsaEncryption(spki) ?? spki)));
}

/** Reads a SubjectPublicKeyInfo, or the RSAPublicKey (RFC 8017, A.1.1) of `BEGIN RSA PUBLIC KEY`. */
function publicKeyOf(bytes: Bytes): Result<PublicKeyFacts> {
  return reading('not_pem', () => {
    const numbers = rsaNumbers(bytes);
    return readPublicKeyInfo(numbers ? rsaSpki(numbers.modulus, numbers.exponent) : bytes.slice());
  });
}
