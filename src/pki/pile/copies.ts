/**
 * The second question to a pile: of which private keys is there a copy, and does it really open what is encrypted for
 * its certificate?
 */
import type { Bytes } from '../asn1/asn1.ts';
import { inspectCertificate } from '../certificate/certificate.ts';
import { keyIdOf } from '../files/inspect-file.ts';
import { notOpened, type PkiCode, type PkiError } from '../outcome.ts';
import { inspectPrivateKey } from '../key/private-key.ts';
import { opensEnvelope } from '../cms/open-envelope.ts';
import { pemBlock } from '../pem/pem.ts';
import { provesKeyPair } from '../key/proof.ts';
import type { Locked } from '../files/unlock.ts';
import type { HeldKey, Pile } from './pile.ts';
import type { DroppedCertificate, LeftOut, LockedFile, OpenKey, Place } from './report.ts';

export interface CopiesReport {
  files: number;
  keys: OpenKey[];
  certificates: DroppedCertificate[];
  locked: LockedFile[];
  leftOut: LeftOut[];
  /** Texts that contain the mark which the caller gave. */
  documents: { file: string; text: string }[];
  /** Files that were not read because the person stopped the reading. */
  notRead: number;
}

export function copiesReport(pile: Pile): CopiesReport {
  const { filesRead: files, certificates, documents, notRead } = pile;
  return {
    files,
    keys: pile.keys.map(shownKey),
    certificates,
    locked: pile.lockedFiles(),
    leftOut: leftOutOf(pile),
    documents,
    notRead,
  };
}

const shownKey = ({ file, inside, keyId, algorithm, bits }: HeldKey): OpenKey => ({
  file,
  inside,
  keyId,
  algorithm,
  bits,
});

/** What opens recordings is of no use here, as what opens nothing. */
function leftOutOf({ leftOut, media, others, envelopes }: Pile): LeftOut[] {
  return [
    ...leftOut.values(),
    ...media.map(({ path, unless }) => {
      const place = { file: path, inside: undefined };
      return unless === undefined ? noKey('Media', place) : { ...place, why: unless };
    }),
    ...others.map((other) => noKey(other.what, other)),
    ...envelopes.map(({ file }) => noKey('A session-key envelope', { file, inside: undefined })),
  ];
}

const noKey = (what: string, place: Place): LeftOut => ({
  ...placeOf(place),
  why: `${what}: no private key is in it`,
});

/** The state of the backup of one certificate's private key. */
export type CopyStanding =
  /** `sessionKey`: whether the key also unwrapped the session key of a real recording, if the caller gave one. */
  | { kind: 'opens'; places: Place[]; sessionKey: 'unwrapped' | 'not unwrapped' | 'none given' }
  | { kind: 'damaged'; places: Place[] }
  /** The file contains the key, because a Java keystore says so or the file has the certificate's name. */
  | { kind: 'locked'; places: Place[] }
  /** Any of these files may contain it: `locked` opens with a password; `unopened` was not opened, for its reason. */
  | { kind: 'perhaps'; locked: Place[]; unopened: Place[] }
  | { kind: 'only the certificate'; places: Place[] }
  | { kind: 'missing' };

/**
 * Whether the private key of this certificate (DER) is here and opens: a session key is wrapped with the certificate
 * and unwrapped with each key that fits. With `envelope`, the `pkcs7` of a recording that is encrypted for the
 * certificate, the key is also tried on that.
 */
export async function standingOf(pile: Pile, certificate: Bytes, envelope?: string): Promise<CopyStanding> {
  const facts = inspectCertificate(certificate);
  // The certificate comes from a record that somebody changed: without it nobody can tell which key is wanted.
  if (!facts.ok) return { kind: 'missing' };
  const keyId = keyIdOf(facts.value.publicKey);
  const own = pile.keys.filter(
    (key): key is HeldKey & { pkcs8: Bytes } => key.keyId === keyId && key.pkcs8 !== undefined,
  );
  const opening: Place[] = [];
  const failing: Place[] = [];
  let sessionKey: 'unwrapped' | 'not unwrapped' | 'none given' = envelope ? 'not unwrapped' : 'none given';
  for (const { pkcs8, ...key } of own) {
    const read = await inspectPrivateKey(pemBlock('PRIVATE KEY', pkcs8));
    const proof = read.ok ? await provesKeyPair(facts.value, read.value) : read;
    (proof.ok ? opening : failing).push(placeOf(key));
    if (envelope && proof.ok && (await opensEnvelope(envelope, facts.value, pkcs8))) sessionKey = 'unwrapped';
  }
  if (opening.length > 0) return { kind: 'opens', places: opening, sessionKey };
  const copies = pile.certificates.filter(({ found }) => found.keyId === keyId);
  const broken = [...pile.leftOut.values()].filter(
    (each) => isDamaged(each) && (brokenKeyId(each.why) === keyId || hasNameOf(each, copies)),
  );
  const damaged = [...failing, ...broken.map(placeOf)];
  if (damaged.length > 0) return { kind: 'damaged', places: damaged };
  const surely = pile.locked.filter((each) => holds(each.locked, keyId) || hasNameOf(each, copies));
  if (surely.length > 0) return { kind: 'locked', places: surely.map(placeOf) };
  const locked = pile.locked.filter(({ locked: each }) => !saysWhatItHolds(each)).map(placeOf);
  const unopened = leftOutOf(pile).filter(mayHoldKeys).map(placeOf);
  if (locked.length + unopened.length > 0) return { kind: 'perhaps', locked, unopened };
  return copies.length > 0
    ? { kind: 'only the certificate', places: copies.map(placeOf) }
    : { kind: 'missing' };
}

/** Keys that fit none of these certificates (DER). */
export function keysBeside(pile: Pile, certificates: readonly Bytes[]): OpenKey[] {
  const own = new Set(
    certificates.map((der) => {
      const facts = inspectCertificate(der);
      return facts.ok ? keyIdOf(facts.value.publicKey) : undefined;
    }),
  );
  return pile.keys.filter(({ keyId }) => keyId === undefined || !own.has(keyId)).map(shownKey);
}

/** The private key (PKCS#8) with this `keyId`, for its upload; undefined while it is not open. */
export const privateKeyOf = (pile: Pile, wanted: string): Bytes | undefined =>
  pile.keys.find(({ keyId, pkcs8 }) => keyId === wanted && pkcs8)?.pkcs8;

const placeOf = ({ file, inside }: Place): Place => ({ file, inside });

const isDamaged = ({ why }: LeftOut): boolean => typeof why === 'object' && notOpened(why).kind === 'damaged';

/** The public key that a broken private key still contains. */
const brokenKeyId = (why: PkiError | string): string | undefined =>
  typeof why === 'object' && why.publicKey ? keyIdOf({ algorithm: 'RSA', spki: why.publicKey }) : undefined;

/** What was not opened, or not to its end, may contain a key, unless it is known what it is. */
const mayHoldKeys = ({ why }: LeftOut): boolean =>
  typeof why === 'object' &&
  (ARCHIVE_DAMAGE.has(why.code) || (notOpened(why).kind === 'cannot open' && !WITHOUT_KEYS.has(why.code)));

const ARCHIVE_DAMAGE = new Set<PkiCode>(['zip_damaged', 'tar_damaged', 'gzip_damaged']);

const WITHOUT_KEYS = new Set<PkiCode>(['html_page', 'not_rsa']);

/** A Java keystore shows the certificates of its keys without a password, so it is known which keys it contains. */
const saysWhatItHolds = (locked: Locked): boolean => locked.kind === 'locked Java keystore';
const holds = (locked: Locked, keyId: string): boolean =>
  locked.kind === 'locked Java keystore' && locked.facts.keyIds.includes(keyId);

/** Whether two files have the same name except for the ending, such as tenant.key and tenant.pem. */
const hasNameOf = ({ file }: Place, others: readonly Place[]): boolean =>
  others.some((other) => other.file !== file && stemOf(other.file) === stemOf(file));
const stemOf = (file: string): string => file.replace(/\.[^./]+$/, '').toLowerCase();
