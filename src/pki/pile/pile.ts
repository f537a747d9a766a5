/**
 * Files that people keep, whatever they are and wherever they lie: private keys, certificates, envelopes and media, in
 * folders and in archives. A pile is processed in steps, so that the page can show progress and stop it. Two questions
 * are asked of it: which recordings open (archive/call-archive.ts), and which keys have a copy (copies.ts). Private keys
 * and passwords stay in it.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import type { Bytes } from '../asn1/asn1.ts';
import { foreignBlock, foreignCode } from '../files/foreign-files.ts';
import { toHex } from '../asn1/hex.ts';
import { eachFound, MAX_INSPECTED_BYTES, type Found, type KeptKeys } from '../files/inspect-file.ts';
import { sequenceLength } from '../pem/kind.ts';
import { hasMediaName, mediaType } from '../media/media-type.ts';
import type { PkiError } from '../outcome.ts';
import { isOtherLabel, readPem } from '../pem/pem.ts';
import { recordingsIn } from '../archive/metadata.ts';
import { attachedContent, inspectPkcs7, type EnvelopeFacts } from '../cms/pkcs7.ts';
import { isText, textOf } from '../asn1/text.ts';
import { isLocked, unlock, type Locked } from '../files/unlock.ts';
import { archiveKind, FIRST_BYTES, openArchive, type ArchiveKind } from './archive.ts';
import { isJunk } from './junk.ts';
import type { DroppedCertificate, LeftOut, LockedFile, OpenKey, Place, Progress } from './report.ts';
import { errorOfReading, ReadError, sourceOf, type NamedBlob, type Source } from './source.ts';

/** A dropped archive may contain archives, but those may not contain further ones. */
const MAX_DEPTH = 2;
/** How many files one dropped archive may contain, and how many bytes of keys and texts, those inside it counted. */
const MAX_FILES = 500_000;
const MAX_TEXT_BYTES = 2 * 1024 ** 3;
/** A file up to this size is read at once. */
const SMALL_BYTES = 64 * 1024;

/** A file that is not read yet. */
export interface Waiting {
  source: Source;
  path: string;
  /** The archives around it. */
  archive: OpenedArchive | undefined;
  /** Whether `take` has left it to the pile. */
  isLeft?: true;
}

interface OpenedArchive {
  path: string;
  depth: number;
  files: AsyncGenerator<Source | PkiError>;
  /** How many files are still expected; undefined where only its end shows that. */
  left: number | undefined;
  /** What may still be read of the dropped archive, shared with the archives in it. */
  allowance: { files: number; bytes: number };
}

/** The bytes of the key (PKCS#8) are there for RSA alone. */
export interface HeldKey extends OpenKey {
  pkcs8: Bytes | undefined;
}

interface Media {
  path: string;
  /** The archive that it is in. */
  archive: string | undefined;
  source: Source;
  /** Undefined where its name or its first bytes say that it is media; otherwise what is said of it if it is none. */
  unless: PkiError | string | undefined;
}

interface LockedEntry extends LockedFile {
  tried: Set<string>;
  /** SHA-256 of its bytes: the same container may lie in two places. */
  sha256: string;
}

/** Known things that open nothing here. */
export interface Other extends Place {
  what: 'A public key' | 'A certificate request' | 'Metadata without a session key';
}

/**
 * Ids are never used twice, so that a file that is still being decrypted when the tool is cleared is not mistaken for a
 * newer one.
 */
let nextId = 0;

export class Pile {
  readonly keys: HeldKey[] = [];
  readonly certificates: DroppedCertificate[] = [];
  /** Each of them once, with the file that contained it. */
  readonly envelopes: { file: string; facts: EnvelopeFacts }[] = [];
  readonly media: Media[] = [];
  readonly others: Other[] = [];
  locked: LockedEntry[] = [];
  /** By place and reason, each once. */
  readonly leftOut = new Map<string, LeftOut>();
  /** Texts that contain the mark which the caller gave. */
  readonly documents: { file: string; text: string }[] = [];
  filesRead = 0;
  /** Files that were not read because the person stopped the reading. */
  notRead = 0;

  readonly #mark: string | undefined;
  readonly #asked: ((file: Waiting) => Promise<boolean>) | undefined;
  #dropped: Waiting[] = [];
  #nextDropped = 0;
  /** The archives that are being read, each inside the one before. */
  #archives: OpenedArchive[] = [];
  readonly #seen = new Set<string>();
  #passwords: string[] = [];
  #working: Promise<unknown> = Promise.resolve();
  #readingDone = 0;
  #unlockingDone = 0;

  /**
   * `mark`: a JSON text that contains this string is kept as a document for the caller, and not read otherwise. `take`
   * is asked for each file that is no archive by its name, and answers whether the caller reads it.
   */
  constructor({ mark, take }: { mark?: string; take?: (file: Waiting) => Promise<boolean> } = {}) {
    this.#mark = mark;
    this.#asked = take;
  }

  add(files: readonly NamedBlob[]): void {
    if (this.#isReadToEnd()) {
      this.#readingDone = this.#nextDropped = 0;
      this.#dropped = [];
    }
    for (const file of files)
      this.#dropped.push({ source: sourceOf(file), path: file.name, archive: undefined });
  }

  /** Files that are asked for one by one, such as those of a folder on a server. Their names are their paths. */
  addFolder(path: string, files: AsyncGenerator<Source | PkiError>): void {
    const allowance = { files: Infinity, bytes: Infinity };
    this.#archives.unshift({ path, depth: 0, files, left: undefined, allowance });
  }

  /** Reads a file that the caller has taken and cannot use. */
  leave(file: Waiting): void {
    this.#dropped.push({ ...file, isLeft: true });
  }

  /** What lies in a dropped folder and may not be read. `why`: the name of the browser's error. */
  addUnreadable(files: readonly { path: string; why: string }[]): void {
    for (const { path, why } of files) {
      this.#leaveOut(placeAt(path), { code: 'file_not_readable', detail: why });
    }
  }

  /** The password is tried on everything that is locked now, and on every locked file that comes later. */
  addPassword(password: string): void {
    this.#unlockingDone = 0;
    if (this.#passwords.includes(password)) for (const { tried } of this.locked) tried.delete(password);
    else this.#passwords.push(password);
  }

  /** Works for about `milliseconds`, one call after the other, and answers the progress. */
  work(milliseconds: number): Promise<Progress> {
    const working = this.#working.then(() => this.#work(milliseconds));
    this.#working = working.catch(() => undefined);
    return working;
  }

  async #work(milliseconds: number): Promise<Progress> {
    const until = performance.now() + milliseconds;
    do {
      const file = await this.#nextFile();
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
    this.notRead += this.#waiting();
    this.#nextDropped = this.#dropped.length;
    this.#archives = [];
    this.#passwords = [];
  }

  /** Overwrites the private keys: nobody knows when the browser gives their memory to somebody else. */
  erase(): void {
    this.stop();
    for (const { pkcs8 } of this.keys) pkcs8?.fill(0);
    this.keys.length = 0;
  }

  #isReadToEnd = (): boolean => this.#archives.length === 0 && this.#nextDropped === this.#dropped.length;

  #waiting = (): number =>
    this.#dropped.length - this.#nextDropped + this.#archives.reduce((sum, { left }) => sum + (left ?? 1), 0);

  #progress(): Progress {
    if (!this.#isReadToEnd())
      return { doing: 'reading', done: this.#readingDone, of: this.#readingDone + this.#waiting() };
    const open = this.locked.reduce(
      (sum, { tried }) => sum + this.#passwords.filter((password) => !tried.has(password)).length,
      0,
    );
    if (open === 0) return { doing: 'nothing', done: 0, of: 0 };
    return { doing: 'unlocking', done: this.#unlockingDone, of: this.#unlockingDone + open };
  }

  async #nextFile(): Promise<Waiting | undefined> {
    for (let archive = this.#archives.at(-1); archive; archive = this.#archives.at(-1)) {
      const place = placeAt(archive.path);
      try {
        const next = await archive.files.next();
        if (next.done) this.#archives.splice(this.#archives.indexOf(archive), 1);
        else if ('code' in next.value) this.#leaveOut(place, next.value);
        else {
          if (archive.left) archive.left--;
          const source = next.value;
          return archive.depth === 0
            ? { source, path: source.name, archive: undefined }
            : { source, path: `${archive.path}/${source.name}`, archive };
        }
      } catch (error) {
        this.#leaveOut(place, errorOfReading(error));
        this.#archives.splice(this.#archives.indexOf(archive), 1);
      }
    }
    const next = this.#dropped[this.#nextDropped];
    if (next) this.#nextDropped++;
    return next;
  }

  async #readFile(file: Waiting): Promise<void> {
    const { path, archive } = file;
    if (isJunk(path, NO_BYTES)) return;
    try {
      if (!file.isLeft && (await this.#asked?.(file))) {
        this.filesRead++;
        return;
      }
      if (!archive && !this.#isNew(placeAt(path), 'dropped')) this.#forgetProblems(path);
      await this.#sort(file);
    } catch (error) {
      // An archive whose file cannot be unpacked is damaged itself.
      const isOfArchive = archive && error instanceof ReadError;
      this.#leaveOut(placeAt(isOfArchive ? archive.path : path), errorOfReading(error));
    }
  }

  /** The person may have repaired the file before it was dropped again. */
  #forgetProblems(path: string): void {
    for (const [key, { file }] of this.leftOut)
      if (file === path || file.startsWith(`${path}/`)) this.leftOut.delete(key);
  }

  async #sort(file: Waiting): Promise<void> {
    const { source, path, archive } = file;
    const { size } = source;
    const place = placeAt(path);
    const start = size === 0 ? NO_BYTES : await source.read(0, size <= SMALL_BYTES ? size : FIRST_BYTES);
    if (isJunk(path, start)) return;
    const isMedia = hasMediaName(path) && !isOfKeys(start, size);
    const kind = isMedia ? undefined : archiveKind(start);
    if (kind) {
      await this.#open(file, kind);
      return;
    }
    this.filesRead++;
    if (isMedia) this.#addMedia(file, start, undefined);
    else if (size === 0) this.#leaveOut(place, { code: 'empty_file' });
    else if (size > MAX_INSPECTED_BYTES) {
      const [block] = readPem(textOf(start));
      const foreign = foreignCode(start);
      if (foreign) this.#leaveOut(place, { code: foreign });
      else if (block && isOtherLabel(block.label)) this.#leaveOut(place, foreignBlock(block.label));
      else this.#addMedia(file, start, mediaType(start) ? undefined : { code: 'file_too_large' });
    } else if (this.#isAllowed(size, archive)) {
      await this.#readText(file, start.length === size ? start : await source.read(0, size));
    }
  }

  #isAllowed(size: number, archive: OpenedArchive | undefined): boolean {
    if (!archive) return true;
    const { allowance, path } = archive;
    allowance.bytes -= size;
    if (allowance.bytes >= 0) return true;
    this.#archives = this.#archives.filter((each) => each.allowance !== allowance);
    this.#leaveOut(placeAt(path), { code: 'zip_too_large', detail: 'more than 2 GB' });
    return false;
  }

  async #open({ source, path, archive }: Waiting, kind: ArchiveKind): Promise<void> {
    const place = placeAt(path);
    const depth = (archive?.depth ?? 0) + 1;
    if (depth > MAX_DEPTH) {
      this.#leaveOut(place, { code: 'zip_nested' });
      return;
    }
    const allowance = archive?.allowance ?? { files: MAX_FILES, bytes: MAX_TEXT_BYTES };
    const { files, count } = await openArchive(source, kind, allowance.files);
    allowance.files -= count ?? 0;
    this.#archives.push({ path, depth, files, left: count, allowance });
  }

  async #readText(file: Waiting, bytes: Bytes): Promise<void> {
    const { path } = file;
    if (this.#takeDocument(path, bytes)) return;
    const recordings = recordingsIn(bytes);
    if (recordings) {
      const envelopes = recordings.flatMap(({ media }) =>
        media.flatMap(({ envelope }) => envelopeIn(envelope)),
      );
      for (const facts of envelopes) this.#addEnvelope(path, facts);
      if (envelopes.length === 0) this.#addOther(placeAt(path), 'Metadata without a session key');
      return;
    }
    const kept: KeptKeys = new Map();
    for await (const found of eachFound(bytes, kept)) this.#take(file, found, kept, bytes);
  }

  #takeDocument(file: string, bytes: Bytes): boolean {
    if (this.#mark === undefined || !/^\s*[{[]/.test(textOf(bytes.subarray(0, 64)))) return false;
    const text = textOf(bytes);
    if (!text.includes(this.#mark)) return false;
    if (!this.documents.some((each) => each.text === text)) this.documents.push({ file, text });
    return true;
  }

  /** `bytes`: of the whole file; undefined for contents of a container that a password opened. */
  #take(file: Waiting | LockedEntry, found: Found, kept: KeptKeys, bytes?: Bytes): void {
    const path = 'path' in file ? file.path : file.file;
    const place = { file: path, inside: found.inside };
    if (isLocked(found)) {
      this.#addLocked(place, found);
      return;
    }
    switch (found.kind) {
      case 'certificate':
        if (this.#isNew(place, found.sha256)) this.certificates.push({ ...place, found });
        return;
      case 'private key': {
        const { keyId, facts } = found;
        if (!this.#isNew(place, `key ${keyId}`)) return;
        const { algorithm, bits } = facts;
        this.keys.push({ ...place, keyId, algorithm, bits, pkcs8: kept.get(found) });
        return;
      }
      case 'session-key envelope':
        this.#addMessage(path, found);
        return;
      case 'public key':
        this.#addOther(place, 'A public key');
        return;
      case 'certificate request':
        this.#addOther(place, 'A certificate request');
        return;
      case 'damaged':
      case 'cannot open':
      case 'unknown': {
        const why = found.kind === 'unknown' ? found.what : found.error;
        if ('path' in file && bytes && mayBeMedia(found, bytes))
          this.#addMedia(file, bytes, mediaType(bytes) ? undefined : why);
        else this.#leaveOut(place, why);
        return;
      }
      case 'PKCS#7 bundle':
      case 'PKCS#12':
      case 'Java keystore':
        // Their contents arrive as things of their own.
        return;
    }
  }

  #addMedia({ path, source, archive }: Waiting, bytes: Bytes, unless: Media['unless']): void {
    // A file that was dropped twice is added once. Two archives may contain different files of the same name.
    const start = bytes.slice(0, 64);
    if (!this.#isNew(placeAt(path), `media ${source.size} ${toHex(start)}`)) return;
    this.media.push({ path, archive: archive?.path, source, unless });
  }

  /** The same envelope may come as .p7.pem and in the metadata. The IV is random, so it tells whether two are the same. */
  #addEnvelope(file: string, facts: EnvelopeFacts): void {
    if (facts.iv && !this.#isNew(placeAt(''), `envelope ${toHex(facts.iv)}`)) return;
    this.envelopes.push({ file, facts });
  }

  #addMessage(path: string, { facts, der }: Extract<Found, { kind: 'session-key envelope' }>): void {
    this.#addEnvelope(path, facts);
    // A recorder keeps envelope and media in two files; `openssl cms -encrypt` puts the media into the envelope.
    const content = attachedContent(der);
    if (!content) return;
    const name = withoutEnvelope(path);
    const source = sourceOf({ name, blob: new Blob([content]) });
    this.#addMedia({ path: name, source, archive: undefined }, content, undefined);
  }

  #addOther(place: Place, what: Other['what']): void {
    if (this.#isNew(place, what)) this.others.push({ ...place, what });
  }

  #addLocked(place: Place, locked: Locked): void {
    if (locked.kind === 'locked private key' && locked.refused) {
      this.#leaveOut(place, locked.refused);
      return;
    }
    const hash = toHex(sha256(locked.kind === 'locked private key' ? locked.block.bytes : locked.bytes));
    if (this.locked.some((each) => isSamePlace(each, place) && each.sha256 === hash)) return;
    this.locked.push({ ...place, id: nextId++, locked, problem: undefined, tried: new Set(), sha256: hash });
  }

  /** What is told of the locked files. */
  lockedFiles(): LockedFile[] {
    return this.locked.map(({ id, file, inside, locked, problem }) => ({
      id,
      file,
      inside,
      locked,
      problem,
    }));
  }

  /** Says of a file that the caller has taken why it is not used. */
  leaveOut(file: string, why: PkiError): void {
    this.#leaveOut(placeAt(file), why);
  }

  #leaveOut({ file, inside }: Place, why: PkiError | string): void {
    const reason = typeof why === 'string' ? why : `${why.code} ${why.detail}`;
    this.leftOut.set(JSON.stringify([file, inside, reason]), { file, inside, why });
  }

  /** False for something that was found before in the same place, because a file can be dropped twice. */
  #isNew({ file, inside }: Place, what: string): boolean {
    const key = JSON.stringify([file, inside, what]);
    if (this.#seen.has(key)) return false;
    this.#seen.add(key);
    return true;
  }

  #nextTrial() {
    for (const file of this.locked) {
      const password = this.#passwords.find((each) => !file.tried.has(each));
      if (password !== undefined) return { file, password };
    }
    return undefined;
  }

  async #try(entry: LockedEntry, password: string): Promise<void> {
    entry.tried.add(password);
    const kept: KeptKeys = new Map();
    const opened = await unlock(entry.locked, password, kept);
    if (!opened.ok && (opened.error.code === 'wrong_password' || opened.error.code === 'other_password')) {
      entry.problem = opened.error;
      return;
    }
    this.locked = this.locked.filter((each) => each !== entry);
    if (opened.ok) for (const found of opened.value) this.#take(entry, found, kept);
    else this.#leaveOut({ file: entry.file, inside: entry.inside }, opened.error);
  }
}

const NO_BYTES = new Uint8Array(0);

/** The media file's name from that of its envelope. */
export const withoutEnvelope = (path: string): string =>
  path.replace(/\.(p7|p7m|cms|eml)?(\.(pem|der))?$/i, '');

/** The envelope of a media file in metadata. */
function envelopeIn(bytes: Bytes | undefined): EnvelopeFacts[] {
  const facts = bytes && inspectPkcs7(bytes);
  return facts?.ok && facts.value.type === 'envelope' ? [facts.value] : [];
}

/** The place of a whole file. */
const placeAt = (file: string): Place => ({ file, inside: undefined });

const isSamePlace = (a: Place, b: Place): boolean => a.file === b.file && a.inside === b.inside;

/** Whether a file that has the name of media begins like a key or a certificate. */
export const isOfKeys = (start: Bytes, size: number): boolean =>
  sequenceLength(start) === size ||
  foreignCode(start) === 'java_keystore' ||
  textOf(start).includes('-----BEGIN ');

/** Nothing recognises its bytes, and they are no text, so it may be encrypted media under another name. */
const mayBeMedia = ({ label }: Found, bytes: Bytes): boolean =>
  label === undefined &&
  foreignCode(bytes) === undefined &&
  sequenceLength(bytes) !== bytes.length &&
  !isText(bytes.subarray(0, FIRST_BYTES));
