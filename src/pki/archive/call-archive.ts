/**
 * The calls in folders and archives. A pile (pile.ts) goes through the files; of metadata and envelopes only what a call
 * is found by is kept, and media is not read at all. Private keys and passwords stay in it.
 */
import type { Bytes } from '../asn1/asn1.ts';
import { BLOCK_BYTES } from '../cms/aes-cbc.ts';
import { sessionKeyBytes, type DecryptProblem } from '../media/decrypt-media.ts';
import { MAX_INSPECTED_BYTES } from '../files/inspect-file.ts';
import { hasMediaName, mediaType } from '../media/media-type.ts';
import type { PkiError } from '../outcome.ts';
import { readPem } from '../pem/pem.ts';
import { success } from '../result.ts';
import { FIRST_BYTES } from '../pile/archive.ts';
import { isNamedAppleDouble } from '../pile/junk.ts';
import { isOfKeys, Pile, type HeldKey, type Waiting } from '../pile/pile.ts';
import type { LeftOut, LockedFile, Progress } from '../pile/report.ts';
import { errorOfReading, type NamedBlob, type Read, type Source } from '../pile/source.ts';
import { textOf } from '../asn1/text.ts';
import type { RecipientFacts } from '../cms/pkcs7.ts';
import type { Call, CallState } from './call.ts';
import { messageIn } from './message.ts';
import { recordingsIn } from './metadata.ts';
import { Matching } from './matching.ts';
import { Openers, unwrapHere, type Unnamed, type Unwrap } from './openers.ts';
import { callOf, callState, stateOf, type CallEntry, type Part } from './part.ts';
import { RecipientSets } from './recipient-sets.ts';

/** So many small files are read at once: each waits for the browser or the disk longer than it takes. */
const AT_ONCE = 128;

const ENVELOPE_NAME = /\.(p7|p7m|cms|eml)(\.(pem|der))?$/i;
/** A file up to this size is read at once. */
const SMALL_BYTES = 64 * 1024;

const METADATA_NAME = /\.json$/i;

/** What is needed to decrypt a media file: any of the wrapped keys opens it. */
export interface Sealed {
  source: Source;
  archive: string | undefined;
  iv: Bytes;
  keyBytes: number;
  wrapped: { recipient: RecipientFacts; key: HeldKey }[];
}

export interface ArchiveReport {
  calls: number;
  /** The files of the private keys. */
  keys: string[];
  locked: LockedFile[];
  leftOut: LeftOut[];
  /** Certificates for which recordings are encrypted and that are not here. */
  unnamed: Unnamed[];
  /** Rises with each change of a row. */
  version: number;
}

export class CallArchive {
  readonly #pile: Pile;
  readonly #sets = new RecipientSets();
  readonly #openers: Openers;
  readonly #matching = new Matching();
  readonly #reading = new Set<Promise<void>>();
  /** Ends when all files so far have been taken over. */
  #turn: Promise<void> = Promise.resolve();
  /** What the pile has found, as far as it has been taken over. */
  #taken = { envelopes: 0, media: 0 };
  #order = 0;
  #isSettled = true;
  #decided = '';

  constructor(unwrap: Unwrap = unwrapHere) {
    this.#openers = new Openers(unwrap);
    this.#pile = new Pile({ take: (file) => this.#take(file) });
  }

  get version(): number {
    return this.#matching.version;
  }

  add(files: readonly NamedBlob[]): void {
    this.#pile.add(files);
    this.#isSettled = false;
  }

  /** Files that are asked for one by one. Their names are their paths. */
  addFolder(path: string, files: AsyncGenerator<Source | PkiError>): void {
    this.#pile.addFolder(path, files);
    this.#isSettled = false;
  }

  addUnreadable(files: readonly { path: string; why: string }[]): void {
    this.#pile.addUnreadable(files);
  }

  /** The password is tried on everything that is locked, now and later. */
  addPassword(password: string): void {
    this.#pile.addPassword(password);
    this.#isSettled = false;
  }

  /** Works for about `milliseconds`. When there is nothing left to do, all rows are as they stay. */
  async work(milliseconds: number): Promise<Progress> {
    const progress = await this.#pile.work(milliseconds);
    if (progress.doing !== 'nothing') {
      await this.#decide();
      return progress;
    }
    await this.#turn;
    // What was taken and is none of ours is read by the pile.
    const left = await this.#pile.work(0);
    if (left.doing !== 'nothing') return left;
    if (!this.#isSettled) await this.#settle();
    await this.#decide();
    return this.#isSettled ? progress : { doing: 'reading', done: 1, of: 1 };
  }

  /** Leaves out what is not read yet. */
  stop(): void {
    this.#pile.stop();
  }

  /** Overwrites the private keys. */
  erase(): void {
    this.#pile.erase();
  }

  report(): ArchiveReport {
    const { keys, leftOut } = this.#pile;
    return {
      calls: this.#matching.calls.size,
      keys: [...new Set(keys.filter(({ pkcs8 }) => pkcs8).map(({ file }) => file))],
      locked: this.#pile.lockedFiles(),
      leftOut: [...leftOut.values()],
      unnamed: this.#openers.unnamed(),
      version: this.version,
    };
  }

  /**
   * Media files that have metadata and an envelope, and that some key opens, since the last call. Whoever takes them while
   * the archive is still being read needs no memory for all of it. Those that are read in one run with others come last,
   * with `entries`.
   */
  completed(): Part[] {
    const { completed = [] } = this.#matching;
    this.#matching.completed = [];
    return completed.filter(
      (part) =>
        !part.file?.source.isSequential &&
        this.stateOfPart(part) === 'opens' &&
        this.#matching.parts.has(part.id),
    );
  }

  /** A media file that is done with. */
  forget(part: Part): void {
    this.#matching.forget(part);
  }

  /** The RSA keys that are open. They stay with the caller's own threads. */
  keys(): readonly HeldKey[] {
    return this.#pile.keys.filter(({ pkcs8 }) => pkcs8);
  }

  /** All calls, for lists. */
  entries(): Iterable<CallEntry> {
    return this.#matching.calls.values();
  }

  entry(call: number): CallEntry | undefined {
    return this.#matching.calls.get(call);
  }

  part(media: number): Part | undefined {
    return this.#matching.parts.get(media);
  }

  stateOf = (entry: CallEntry): CallState => callState(entry, this.#openers);
  stateOfPart = (part: Part): CallState => stateOf(part, this.#openers);
  callOf = (entry: CallEntry): Call => callOf(entry, this.#openers);

  /** Undefined where no key opens it, or its file is missing. */
  sealed(part: Part): Sealed | undefined {
    const secrets = this.#matching.secretsOf(part);
    const keyBytes = secrets && sessionKeyBytes(secrets.set.first.cipher);
    if (!part.file || !secrets || keyBytes === undefined) return undefined;
    const { first } = secrets.set;
    const wrapped = this.#openers.of(secrets.set).map(({ index, key }) => ({
      recipient: { ...first.recipients[index]!, encryptedKey: secrets.wrappedKeys[index]! },
      key,
    }));
    if (wrapped.length === 0) return undefined;
    return { source: part.file.source, archive: part.file.archive, iv: secrets.iv, keyBytes, wrapped };
  }

  /** What the keystore calls certificates that are not here, by alias. */
  name(names: ReadonlyMap<string, string>): void {
    this.#openers.name(names);
    this.#matching.version++;
  }

  /** What was seen when a media file was decrypted. */
  tell(part: Part, problem: PkiError | DecryptProblem | undefined): void {
    if (part.problem === problem) return;
    part.problem = problem;
    this.#matching.version++;
  }

  /** Takes media by its name, and metadata and envelopes; keys and everything else are the pile's. */
  async #take(file: Waiting): Promise<boolean> {
    const { source, path, archive } = file;
    if (hasMediaName(source.name) && !isNamedAppleDouble(source.name)) {
      const of = { source, archive: archive?.path, order: this.#order++ };
      void this.#inTurn(
        path,
        Promise.resolve(() => this.#matching.addFile(path, of)),
      );
      return true;
    }
    const isMetadata = METADATA_NAME.test(source.name);
    if (!isMetadata && !ENVELOPE_NAME.test(source.name)) return false;
    if (source.size === 0 || (isMetadata && source.size > MAX_INSPECTED_BYTES)) return false;
    const reading = this.#inTurn(path, isMetadata ? this.#readMetadata(file) : this.#readEnvelope(file));
    this.#reading.add(reading);
    void reading.then(() => this.#reading.delete(reading));
    if (source.size > SMALL_BYTES) await reading;
    if (this.#reading.size >= AT_ONCE) await Promise.race(this.#reading);
    return true;
  }

  /**
   * Many are read at once, and taken over in the order of the files: so each run over the same files finds the same and
   * gives the same names.
   */
  #inTurn(path: string, reading: Promise<() => void>): Promise<void> {
    const before = this.#turn;
    const takeOver = async () => {
      try {
        const found = await reading;
        await before;
        found();
      } catch (error) {
        await before;
        this.#pile.leaveOut(path, errorOfReading(error));
      }
    };
    this.#turn = takeOver();
    return this.#turn;
  }

  async #readMetadata(file: Waiting): Promise<() => void> {
    const { source, path } = file;
    const recordings = recordingsIn(await source.read(0, source.size));
    return () => {
      if (!recordings) this.#pile.leave(file);
      for (const recording of recordings ?? []) {
        const envelopes = recording.media.map(({ envelope }) => envelope && this.#sets.read(envelope));
        this.#matching.addMetadata(path, recording, envelopes);
      }
    };
  }

  async #readEnvelope(file: Waiting): Promise<() => void> {
    const { source, path, archive } = file;
    const { name, size } = source;
    const order = this.#order++;
    // Read once: in a tar.gz, going back costs a run from its beginning.
    let start: Bytes | undefined = await source.read(0, Math.min(size, SMALL_BYTES));
    const read: Read = (from, to) => {
      const end = Math.min(to, size);
      return start && end <= start.length ? Promise.resolve(start.slice(from, end)) : source.read(from, end);
    };
    const message = await messageIn({ name, size, read });
    if (message) {
      start = undefined;
      const { envelope, content } = message;
      const of = { source: content, archive: archive?.path, order };
      return () => this.#matching.addMessage(path, success(this.#sets.add(envelope)), of);
    }
    if (size > MAX_INSPECTED_BYTES) return () => this.#pile.leave(file);
    const bytes = await read(0, size);
    const [block, another] = bytes[0] === 0x30 ? [{ label: 'PKCS7', bytes }] : readPem(textOf(bytes));
    const isOne = block && !another && /^(PKCS7|CMS)$/.test(block.label);
    return () => {
      const envelope = isOne ? this.#sets.read(block.bytes) : undefined;
      // Certificates, a mail with attachments: the pile tells them apart.
      if (!envelope?.ok) this.#pile.leave(file);
      else this.#matching.addEnvelope(path, envelope);
    };
  }

  /** What the pile found by its bytes: envelopes under other names, messages with content, media under other names. */
  #takeFound(): void {
    const { envelopes, media } = this.#pile;
    for (const { file, facts } of envelopes.slice(this.#taken.envelopes))
      this.#matching.addEnvelope(file, success(this.#sets.add(facts)));
    const found = media.slice(this.#taken.media);
    const isOnly =
      this.#matching.lacksOnlyOne && found.filter(({ source }) => isOfWholeBlocks(source)).length === 1;
    for (const { path, archive, source, unless } of found) {
      // Anything may be encrypted media, but it is said to be so only where something waits for it.
      const isWaitedFor = this.#matching.waitsFor(path) || (isOnly && isOfWholeBlocks(source));
      if (typeof unless === 'string' && !isWaitedFor)
        this.#pile.leftOut.set(`${path} ${unless}`, { file: path, inside: undefined, why: unless });
      else this.#matching.addFile(path, { source, archive, order: this.#order++ });
    }
    this.#taken = { envelopes: envelopes.length, media: media.length };
  }

  async #settle(): Promise<void> {
    this.#isSettled = true;
    this.#takeFound();
    this.#matching.settle();
    const unknown = [...this.#matching.parts.values()]
      .filter(({ file, envelope, isLookedAt }) => file && !envelope && !isLookedAt)
      .sort((a, b) => (a.file?.order ?? 0) - (b.file?.order ?? 0));
    for (let at = 0; at < unknown.length; at += AT_ONCE)
      await Promise.all(unknown.slice(at, at + AT_ONCE).map((part) => this.#lookAt(part)));
  }

  /** A file without an envelope is not encrypted, or is no media: its first bytes tell. */
  async #lookAt(part: Part): Promise<void> {
    const { source, archive } = part.file!;
    part.isLookedAt = true;
    this.#matching.version++;
    try {
      const start = await source.read(0, Math.min(source.size, FIRST_BYTES));
      part.type = mediaType(start);
      if (part.type !== undefined || !isOfKeys(start, source.size)) return;
      this.#matching.remove(part);
      this.#pile.add([]);
      this.#pile.leave({
        source,
        path: archive === undefined ? source.name : `${archive}/${source.name}`,
        archive: undefined,
      });
      this.#isSettled = false;
    } catch (error) {
      part.problem = errorOfReading(error);
    }
  }

  async #decide(): Promise<void> {
    const { keys, certificates } = this.#pile;
    const known = [this.#sets.all.length, keys.length, certificates.length].join();
    if (known === this.#decided) return;
    this.#decided = known;
    await this.#openers.decide(this.#sets.all, keys, certificates);
    this.#matching.version++;
  }
}

/** What AES-CBC writes (RFC 5652, 6.3). */
const isOfWholeBlocks = ({ size }: Source): boolean => size > 0 && size % BLOCK_BYTES === 0;
