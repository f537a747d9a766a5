/**
 * A pile of backup files: which private keys and certificates are in it, what is locked, damaged or unusable, and
 * whether a key really opens what is encrypted for its certificate. The pile is processed in steps, so that the page
 * can show progress and stop it. Private keys and passwords never leave this object, except through `privateKeyOf`.
 */
import type { Bytes } from './asn1.ts';
import { inspectCertificate } from './certificate.ts';
import { eachFound, keyIdOf, MAX_INSPECTED_BYTES, type Found, type KeptKeys } from './inspect-file.ts';
import type {
  BackupReport,
  BackupStanding,
  LockedFile,
  OpenKey,
  Place,
  Progress,
  Unusable,
} from './backup-report.ts';
import { textOf } from './files.ts';
import { inspectPrivateKey } from './private-key.ts';
import { opensEnvelope } from './open-envelope.ts';
import { provesKeyPair } from './proof.ts';
import type { PkiError } from './result.ts';
import { unlock, type Locked } from './unlock.ts';
import { isZip, unzip, ZipAllowance, type NamedBlob } from './zip.ts';

/** A file that is not read yet. For a file out of a zip: how deep it is nested and how much may still be unpacked. */
interface Waiting extends NamedBlob {
  zip: { depth: number; allowance: ZipAllowance } | undefined;
}

interface HeldKey extends OpenKey {
  pkcs8: Bytes;
}

/** Files that operating systems put into folders and zips. */
const OF_NO_INTEREST = /(^|\/)(__MACOSX\/.*|\.DS_Store|Thumbs\.db|desktop\.ini)$/;

/** A dropped zip may contain zips, but those may not contain further ones. */
const MAX_ZIP_DEPTH = 2;

export class BackupFiles {
  #waiting: Waiting[] = [];
  #read = 0;
  #notRead = 0;
  readonly #keys: (OpenKey | HeldKey)[] = [];
  readonly #certificates: BackupReport['certificates'] = [];
  #locked: (LockedFile & { tried: Set<string> })[] = [];
  readonly #seen = new Set<string>();
  #unusable: Unusable[] = [];
  readonly #documents: BackupReport['documents'] = [];
  readonly #mark: string | undefined;
  #passwords: string[] = [];
  #readingDone = 0;
  #unlockingDone = 0;
  #nextId = 0;

  /**
   * `mark`: a JSON text that contains this string is kept as a document for the caller, not read as keys and
   * certificates.
   */
  constructor(mark?: string) {
    this.#mark = mark;
  }

  add(files: readonly NamedBlob[]): void {
    if (this.#waiting.length === 0) this.#readingDone = 0;
    for (const { name, blob } of files) this.#waiting.push({ name, blob, zip: undefined });
  }

  /** The password is tried on everything that is locked now, and on every locked file that comes later. */
  addPassword(password: string): void {
    this.#unlockingDone = 0;
    if (this.#passwords.includes(password)) for (const { tried } of this.#locked) tried.delete(password);
    else this.#passwords.push(password);
  }

  /** Works for about `milliseconds`, and answers the progress. */
  async work(milliseconds: number): Promise<Progress> {
    const until = performance.now() + milliseconds;
    do {
      const file = this.#waiting.shift();
      if (file) {
        await this.#readFile(file);
        this.#readingDone++;
        continue;
      }
      const trial = this.#nextTrial();
      if (!trial) return { doing: 'nothing', done: 0, of: 0 };
      await this.#try(trial.file, trial.password);
      this.#unlockingDone++;
    } while (performance.now() < until);
    return this.#progress();
  }

  /** Leaves out all files that are not read yet, and tries no more passwords. */
  stop(): void {
    this.#notRead += this.#waiting.length;
    this.#waiting = [];
    this.#passwords = [];
  }

  report(): BackupReport {
    return {
      files: this.#read,
      keys: this.#keys.map(({ file, inside, keyId, algorithm, bits }) => ({
        file,
        inside,
        keyId,
        algorithm,
        bits,
      })),
      certificates: this.#certificates,
      locked: this.#locked.map(({ id, file, inside, locked, problem }) => ({
        id,
        file,
        inside,
        locked,
        problem,
      })),
      unusable: this.#unusable,
      documents: this.#documents,
      notRead: this.#notRead,
    };
  }

  /**
   * Whether the private key of this certificate (DER) is here and opens: a session key is wrapped with the certificate
   * and unwrapped with each key that fits. With `envelope`, the `pkcs7` of a recording that is encrypted for the
   * certificate, the key is also tried on that.
   */
  async standingOf(certificate: Bytes, envelope?: string): Promise<BackupStanding> {
    const facts = inspectCertificate(certificate);
    // The certificate comes from a record that somebody changed: without it nobody can tell which key is wanted.
    if (!facts.ok) return { kind: 'missing' };
    const keyId = keyIdOf(facts.value.publicKey);
    const own = this.#keys.filter((key): key is HeldKey => key.keyId === keyId && 'pkcs8' in key);
    const opening: Place[] = [];
    const failing: Place[] = [];
    let sessionKey: 'unwrapped' | 'not unwrapped' | 'none given' = envelope ? 'not unwrapped' : 'none given';
    for (const { pkcs8, ...key } of own) {
      const read = await inspectPrivateKey({ label: 'PRIVATE KEY', headers: {}, bytes: pkcs8 });
      const proof = read.ok ? await provesKeyPair(facts.value, read.value) : read;
      (proof.ok ? opening : failing).push(placeOf(key));
      if (envelope && proof.ok && (await opensEnvelope(envelope, facts.value, pkcs8)))
        sessionKey = 'unwrapped';
    }
    if (opening.length > 0) return { kind: 'opens', places: opening, sessionKey };
    const copies = this.#certificates.filter(({ found }) => found.keyId === keyId);
    const damaged = [
      ...failing,
      ...this.#unusable
        .filter((each) => each.keyId === keyId || (isBroken(each) && hasNameOf(each, copies)))
        .map(placeOf),
    ];
    if (damaged.length > 0) return { kind: 'damaged', places: damaged };
    const surely = this.#locked.filter((each) => holds(each.locked, keyId) || hasNameOf(each, copies));
    if (surely.length > 0) return { kind: 'locked', places: surely.map(placeOf), surely: true };
    const perhaps = this.#locked.filter(({ locked }) => !saysWhatItHolds(locked));
    if (perhaps.length > 0) return { kind: 'locked', places: perhaps.map(placeOf), surely: false };
    return copies.length > 0
      ? { kind: 'only the certificate', places: copies.map(placeOf) }
      : { kind: 'missing' };
  }

  /** Keys that fit none of these certificates (DER). */
  keysBeside(certificates: readonly Bytes[]): OpenKey[] {
    const own = new Set(
      certificates.map((der) => {
        const facts = inspectCertificate(der);
        return facts.ok ? keyIdOf(facts.value.publicKey) : undefined;
      }),
    );
    return this.report().keys.filter(({ keyId }) => keyId === undefined || !own.has(keyId));
  }

  /** The private key (PKCS#8) with this `keyId`, for its upload; undefined while it is not open. */
  privateKeyOf(keyId: string): Bytes | undefined {
    const key = this.#keys.find((each): each is HeldKey => each.keyId === keyId && 'pkcs8' in each);
    return key?.pkcs8;
  }

  #progress(): Progress {
    if (this.#waiting.length > 0) {
      return { doing: 'reading', done: this.#readingDone, of: this.#readingDone + this.#waiting.length };
    }
    const open = this.#locked.reduce(
      (sum, { tried }) => sum + this.#passwords.filter((password) => !tried.has(password)).length,
      0,
    );
    if (open === 0) return { doing: 'nothing', done: 0, of: 0 };
    return { doing: 'unlocking', done: this.#unlockingDone, of: this.#unlockingDone + open };
  }

  async #readFile({ name, blob, zip }: Waiting): Promise<void> {
    if (OF_NO_INTEREST.test(name)) return;
    // The person may have repaired the file and dropped it again, so its earlier problems are forgotten.
    if (this.#unusable.length > 0 && !zip) {
      this.#unusable = this.#unusable.filter(
        (each) => each.file !== name && !each.file.startsWith(`${name}/`),
      );
    }
    const file = { file: name, inside: undefined };
    const unusable = (why: PkiError | string) => this.#unusable.push({ ...file, why, keyId: undefined });
    if (isZip(new Uint8Array(await blob.slice(0, 4).arrayBuffer()))) {
      const depth = (zip?.depth ?? 0) + 1;
      if (depth > MAX_ZIP_DEPTH) {
        unusable({ code: 'zip_nested' });
        return;
      }
      const allowance = zip?.allowance ?? new ZipAllowance();
      const unzipped = await unzip(blob, allowance);
      if (!unzipped.ok) unusable(unzipped.error);
      else {
        const inside = unzipped.value.map((each): Waiting => ({
          name: `${name}/${each.name}`,
          blob: each.blob,
          zip: { depth, allowance },
        }));
        this.#waiting.unshift(...inside);
      }
      return;
    }
    this.#read++;
    if (blob.size === 0) unusable({ code: 'empty_file' });
    else if (blob.size > MAX_INSPECTED_BYTES) unusable('Larger than 32 MB, so it was not read');
    else {
      const bytes = new Uint8Array(await blob.arrayBuffer());
      if (this.#takeDocument(name, bytes)) return;
      const kept: KeptKeys = new Map();
      for await (const found of eachFound(bytes, kept)) this.#take(name, found, kept);
    }
  }

  #takeDocument(file: string, bytes: Bytes): boolean {
    if (this.#mark === undefined || !/^\s*[{[]/.test(textOf(bytes.subarray(0, 64)))) return false;
    const text = textOf(bytes);
    if (!text.includes(this.#mark)) return false;
    if (!this.#documents.some((each) => each.text === text)) this.#documents.push({ file, text });
    return true;
  }

  #take(file: string, found: Found, kept: KeptKeys): void {
    const place = { file, inside: found.inside };
    switch (found.kind) {
      case 'certificate':
        if (this.#isNew(place, found.sha256)) this.#certificates.push({ ...place, found });
        return;
      case 'private key': {
        const { keyId, facts } = found;
        if (!this.#isNew(place, `key ${keyId}`)) return;
        const pkcs8 = kept.get(found);
        const key = { ...place, keyId, algorithm: facts.algorithm, bits: facts.bits };
        this.#keys.push(pkcs8 ? { ...key, pkcs8 } : key);
        return;
      }
      case 'damaged':
      case 'cannot open':
        this.#leaveOut({ ...place, why: found.error, keyId: brokenKeyId(found.error) });
        return;
      case 'unknown':
        this.#leaveOut({ ...place, why: found.what, keyId: undefined });
        return;
      case 'public key':
      case 'certificate request':
      case 'session-key envelope':
        this.#leaveOut({ ...place, why: `A ${found.kind}: no private key is in it`, keyId: undefined });
        return;
      case 'locked private key':
      case 'locked PKCS#12':
      case 'locked Java keystore':
        if (found.kind === 'locked private key' && found.refused) {
          this.#leaveOut({ ...place, why: found.refused, keyId: undefined });
        } else if (!this.#locked.some((each) => isSamePlace(each, place) && isSameLock(each.locked, found))) {
          this.#locked.push({
            ...place,
            id: this.#nextId++,
            locked: found,
            problem: undefined,
            tried: new Set(),
          });
        }
        return;
      case 'PKCS#7 bundle':
      case 'PKCS#12':
      case 'Java keystore':
        // Their contents arrive as things of their own.
        return;
    }
  }

  #leaveOut(unusable: Unusable): void {
    if (!this.#unusable.some((each) => isSamePlace(each, unusable))) this.#unusable.push(unusable);
  }

  /** False for something that was found before in the same place, because a file can be dropped twice. */
  #isNew({ file, inside }: Place, what: string): boolean {
    const key = JSON.stringify([file, inside, what]);
    if (this.#seen.has(key)) return false;
    this.#seen.add(key);
    return true;
  }

  #nextTrial() {
    for (const file of this.#locked) {
      const password = this.#passwords.find((each) => !file.tried.has(each));
      if (password !== undefined) return { file, password };
    }
    return undefined;
  }

  async #try(entry: LockedFile & { tried: Set<string> }, password: string): Promise<void> {
    entry.tried.add(password);
    const kept: KeptKeys = new Map();
    const opened = await unlock(entry.locked, password, kept);
    if (!opened.ok && opened.error.code === 'wrong_password') {
      entry.problem = opened.error;
      return;
    }
    this.#locked = this.#locked.filter((each) => each !== entry);
    if (opened.ok) for (const found of opened.value) this.#take(entry.file, found, kept);
    else this.#leaveOut({ ...placeOf(entry), why: opened.error, keyId: brokenKeyId(opened.error) });
  }
}

export const brokenKeyId = ({ publicKey }: PkiError): string | undefined =>
  publicKey && keyIdOf({ algorithm: 'RSA', spki: publicKey });

const placeOf = ({ file, inside }: Place): Place => ({ file, inside });
const isSamePlace = (a: Place, b: Place): boolean => a.file === b.file && a.inside === b.inside;

const bytesOf = (locked: Locked): Bytes =>
  locked.kind === 'locked private key' ? locked.block.bytes : locked.bytes;
function isSameLock(a: Locked, b: Locked): boolean {
  const [one, other] = [bytesOf(a), bytesOf(b)];
  return one.length === other.length && one.every((byte, i) => byte === other[i]);
}

/** A Java keystore shows the certificates of its keys without a password, so it is known which keys it contains. */
const saysWhatItHolds = (locked: Locked): boolean => locked.kind === 'locked Java keystore';
const holds = (locked: Locked, keyId: string): boolean =>
  locked.kind === 'locked Java keystore' && locked.facts.keyIds.includes(keyId);

const isBroken = ({ why }: Unusable): boolean => typeof why === 'object';

/** Whether two files have the same name except for the ending, such as tenant.key and tenant.pem. */
const hasNameOf = ({ file }: Place, others: readonly Place[]): boolean =>
  others.some((other) => other.file !== file && stemOf(other.file) === stemOf(file));
const stemOf = (file: string): string => file.replace(/\.[^./]+$/, '').toLowerCase();
