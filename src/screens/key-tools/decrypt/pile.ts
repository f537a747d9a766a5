/**
 * The files that were dropped for Decrypt, sorted into media, envelopes and keys, and matched to each other. Runs in
 * the worker.
 */
import type { Bytes } from '../../../pki/asn1.ts';
import { mediaType, sessionKeyBytes } from '../../../pki/decrypt-media.ts';
import { inspectFile, MAX_INSPECTED_BYTES, type Found, type KeptKeys } from '../../../pki/inspect-file.ts';
import { attachedContent, type EnvelopeFacts } from '../../../pki/pkcs7.ts';
import type { PkiError } from '../../../pki/result.ts';
import { unsupportedTransport, unwrapSessionKey } from '../../../pki/session-key.ts';
import { isLocked, unlock, type Locked } from '../../../pki/unlock.ts';
import { encryptionText, lockedKind } from '../locked-words.ts';
import { toolSentence } from '../../../domain/tool-sentence.ts';
import { Certificates, type DroppedCertificate } from './certificates.ts';
import { Envelopes, metadataEnvelopes, outputName, type Envelope } from './envelopes.ts';
import { zippedFiles, type NamedBlob } from './zip.ts';

/** A certificate that an envelope names as recipient. The private key of any one of them opens the envelope. */
export type Needed = (
  | {
      by: 'issuer and serial number';
      issuer: string;
      serialHex: string;
      serialDecimal: string;
      /** As in the recorder's alias: "C=US,ST=CA,L=Daly City,O=Genesys,CN=gir_qa:10". */
      alias: string;
    }
  /**
   * `keyIdentifier` is hexadecimal. Recorders do not identify recipients like this, but other programs may (RFC 5652,
   * 6.2.1).
   */
  | { by: 'subject key identifier'; keyIdentifier: string }
) & {
  /** The certificate itself, if it was dropped. */
  certificate?: DroppedCertificate;
};

/** Whether one media file can be decrypted, and if not, why. */
export type Standing =
  | { kind: 'ready'; key: string }
  | { kind: 'no key' }
  | { kind: 'no envelope' }
  /** A cipher or key transport that recordings do not use. */
  | { kind: 'unsupported'; what: string }
  /** It is not encrypted and plays as it is. */
  | { kind: 'in the clear' };

export interface MediaReport {
  id: number;
  name: string;
  size: number;
  /** The name of the decrypted file: its name without ".bin". */
  output: string;
  needed: Needed[];
  standing: Standing;
}

export interface LockedReport {
  id: number;
  file: string;
  /** "a PKCS#12 container" */
  what: string;
  /** How it is encrypted; empty where that cannot be seen without the password. */
  encryption: string;
}

export interface PileReport {
  media: MediaReport[];
  /** Envelopes whose media file was not dropped. */
  lonely: { name: string; needed: Needed[] }[];
  keys: string[];
  locked: LockedReport[];
  /** The files that cannot be used, with the reason. */
  leftOut: { file: string; why: string }[];
}

interface Media {
  id: number;
  name: string;
  blob: Blob;
  start: Bytes;
}

interface Key {
  file: string;
  pkcs8: Bytes;
  /** SHA-256 of the public key; the key's certificate has the same. */
  keyId: string | undefined;
}

/**
 * Ids are never used twice, so that a file that is still being decrypted when the tool is cleared is not mistaken for a
 * newer one.
 */
let nextId = 0;

export class Pile {
  readonly #media: Media[] = [];
  readonly #envelopes = new Envelopes();
  readonly #certificates = new Certificates();
  readonly #keys: Key[] = [];
  #locked: { id: number; file: string; locked: Locked }[] = [];
  /** Passwords that opened something. They are tried on files that are dropped later. */
  readonly #passwords = new Set<string>();
  readonly #leftOut: { file: string; why: string }[] = [];
  /**
   * The session key that each key unwrapped from each envelope. Each combination is tried only once, because RSA is
   * slow.
   */
  readonly #tried = new Map<Envelope, Map<Key, Promise<Bytes | undefined>>>();

  async add(files: readonly NamedBlob[]): Promise<void> {
    for (const file of files) await this.#addFile(file);
    for (const password of this.#passwords) await this.#tryOnAll(password);
  }

  /**
   * Tries a password on the file for which it was entered, and on everything else that is locked, because one password
   * often protects several files. Answers the problem with the first file, if there is one.
   */
  async unlock(id: number, password: string): Promise<PkiError | undefined> {
    const entry = this.#locked.find((each) => each.id === id);
    const problem = entry && (await this.#open(entry, password));
    const opened = (await this.#tryOnAll(password)) || (entry !== undefined && !problem);
    if (opened) this.#passwords.add(password);
    return problem;
  }

  /** `onLooked` is told how many of the media files have been matched. */
  async report(onLooked?: (looked: number, of: number) => void): Promise<PileReport> {
    const used = new Set<Envelope>();
    const media: MediaReport[] = [];
    for (const each of this.#media) {
      onLooked?.(media.length, this.#media.length);
      const envelope = this.#envelopeOf(each);
      if (envelope) used.add(envelope);
      media.push({
        id: each.id,
        name: each.name,
        size: each.blob.size,
        output: outputName(each.name),
        needed: envelope ? this.#neededBy(envelope) : [],
        standing: await this.#standing(each, envelope),
      });
    }
    return {
      media,
      lonely: this.#envelopes.all
        .filter((each) => !used.has(each))
        .map((each) => ({ name: each.name, needed: this.#neededBy(each) })),
      keys: [...new Set(this.#keys.map(({ file }) => file))],
      locked: this.#locked.map(({ id, file, locked }) => ({
        id,
        file,
        what: lockedKind[locked.kind],
        encryption: encryptionText(locked),
      })),
      leftOut: this.#leftOut,
    };
  }

  /** What is needed to decrypt one media file. */
  async opened(id: number) {
    const media = this.#media.find((each) => each.id === id);
    const envelope = media && this.#envelopeOf(media);
    const opener = envelope && (await this.#openerOf(envelope));
    if (!media || !opener || !envelope.facts.iv) throw new Error('There is no key for this file.');
    return { blob: media.blob, sessionKey: opener.sessionKey, iv: envelope.facts.iv };
  }

  async #addFile({ name, blob }: NamedBlob, inZip = false): Promise<void> {
    const start = new Uint8Array(await blob.slice(0, 64).arrayBuffer());
    if (!MEDIA_NAME.test(name)) {
      if (blob.size === 0) {
        this.#leaveOut(name, 'The file is empty.');
        return;
      }
      if (start[0] === 0x50 && start[1] === 0x4b) {
        const zipped = inZip ? 'a zip in a zip' : await zippedFiles(blob);
        if (typeof zipped === 'string') {
          this.#leaveOut(name, `It is ${zipped}. Unpack it, and drop the folder here.`);
        } else for (const file of zipped) await this.#addFile(file, true);
        return;
      }
      if (mediaType(start) === undefined && blob.size <= MAX_INSPECTED_BYTES) {
        await this.#addText(name, new Uint8Array(await blob.arrayBuffer()));
        return;
      }
    }
    this.#addMedia(name, blob, start);
  }

  #addMedia(name: string, blob: Blob, start: Bytes): void {
    // A file that was dropped twice is added once. Two folders may contain different files of the same name.
    const isSame = (each: Media) =>
      each.name === name && each.blob.size === blob.size && String(each.start) === String(start);
    if (!this.#media.some(isSame)) this.#media.push({ id: nextId++, name, blob, start });
  }

  async #addText(name: string, bytes: Bytes): Promise<void> {
    const inMetadata = metadataEnvelopes(bytes);
    if (inMetadata) {
      for (const { facts, media } of inMetadata) this.#envelopes.add(name, facts, media);
      if (inMetadata.length === 0) {
        this.#leaveOut(name, 'There is no session key in this metadata: the recording is not encrypted.');
      }
      return;
    }
    const kept: KeptKeys = new Map();
    const found = await inspectFile(bytes, kept);
    if (!this.#take(name, found, kept)) this.#leaveOut(name, uselessText(found[0]));
  }

  /** Whether any of it can be used here. */
  #take(file: string, found: readonly Found[], kept: KeptKeys): boolean {
    let useful = false;
    for (const each of found) {
      const pkcs8 = kept.get(each);
      if (each.kind === 'private key' && pkcs8) this.#addKey({ file, pkcs8, keyId: each.keyId });
      else if (each.kind === 'session-key envelope') this.#addEnvelope(file, each);
      else if (isLocked(each)) this.#addLocked(each.inside ? `${file}, ${each.inside}` : file, each);
      else if (each.kind === 'certificate') this.#certificates.add(file, each);
      else continue;
      useful = true;
    }
    return useful;
  }

  #addKey(key: Key): void {
    const isSame = ({ pkcs8 }: Key) => String(pkcs8) === String(key.pkcs8);
    if (!this.#keys.some(isSame)) this.#keys.push(key);
  }

  #addEnvelope(file: string, { facts, der }: Extract<Found, { kind: 'session-key envelope' }>): void {
    const media = file.replace(/\.(p7|p7m|cms)?(\.(pem|der))?$/i, '');
    this.#envelopes.add(file, facts, [media]);
    // A recorder keeps envelope and media in two files; `openssl cms -encrypt` puts the media into the envelope.
    const content = attachedContent(der);
    if (content) this.#addMedia(media, new Blob([content]), content.slice(0, 64));
  }

  #addLocked(file: string, locked: Locked): void {
    if (locked.kind === 'locked private key' && locked.refused) {
      this.#leaveOut(file, sentence(locked.refused));
      return;
    }
    if (this.#locked.some((each) => bytesOf(each.locked) === bytesOf(locked))) return;
    this.#locked.push({ id: nextId++, file, locked });
  }

  #leaveOut(file: string, why: string): void {
    if (!this.#leftOut.some((each) => each.file === file && each.why === why))
      this.#leftOut.push({ file, why });
  }

  async #tryOnAll(password: string): Promise<boolean> {
    let opened = false;
    for (const entry of this.#locked) opened = (await this.#open(entry, password)) === undefined || opened;
    return opened;
  }

  async #open(entry: { file: string; locked: Locked }, password: string): Promise<PkiError | undefined> {
    const kept: KeptKeys = new Map();
    const opened = await unlock(entry.locked, password, kept);
    if (!opened.ok) return opened.error;
    this.#locked = this.#locked.filter((each) => each !== entry);
    if (!this.#take(entry.file, opened.value, kept)) this.#leaveOut(entry.file, uselessText(undefined));
    return undefined;
  }

  #envelopeOf({ name }: Media): Envelope | undefined {
    // With one envelope and one media file, they are matched whatever their names; the decrypted bytes show whether
    // that is right.
    const alone = this.#media.length === 1 && this.#envelopes.all.length === 1;
    return this.#envelopes.of(name) ?? (alone ? this.#envelopes.all[0] : undefined);
  }

  #neededBy({ facts }: Envelope): Needed[] {
    return facts.recipients.map((recipient): Needed => {
      const certificate = this.#certificates.of(recipient, (keyId) =>
        this.#keys.some((key) => key.keyId === keyId),
      );
      const dropped = certificate && { certificate };
      if (recipient.by === 'subject key identifier') {
        return { by: recipient.by, keyIdentifier: recipient.keyIdentifier, ...dropped };
      }
      const { issuer, serialNumber } = recipient;
      return {
        by: recipient.by,
        issuer: issuer.readable,
        serialHex: serialNumber.hex,
        serialDecimal: serialNumber.decimal,
        alias: `${issuer.encodedOrder}:${serialNumber.decimal}`,
        ...dropped,
      };
    });
  }

  async #standing({ start }: Media, envelope: Envelope | undefined): Promise<Standing> {
    if (!envelope) {
      return { kind: mediaType(start) === undefined ? 'no envelope' : 'in the clear' };
    }
    const { cipher, iv, recipients, otherRecipients } = envelope.facts;
    if (sessionKeyBytes(cipher) === undefined) return { kind: 'unsupported', what: cipher };
    if (iv?.length !== 16) return { kind: 'unsupported', what: `${cipher} without an IV of 16 bytes` };
    const transports = recipients.map(unsupportedTransport);
    if (transports.every((each) => each !== undefined)) {
      const what = [...transports, ...otherRecipients].join(', ') || 'no recipient';
      return { kind: 'unsupported', what: `a session key wrapped ${what}` };
    }
    const opener = await this.#openerOf(envelope);
    return opener ? { kind: 'ready', key: opener.key } : { kind: 'no key' };
  }

  async #openerOf(envelope: Envelope) {
    const tried = this.#tried.get(envelope) ?? new Map<Key, Promise<Bytes | undefined>>();
    this.#tried.set(envelope, tried);
    for (const key of this.#keys) {
      const unwrapping = tried.get(key) ?? unwrapWith(key, envelope.facts);
      tried.set(key, unwrapping);
      const sessionKey = await unwrapping;
      if (sessionKey) return { key: key.file, sessionKey };
    }
    return undefined;
  }
}

async function unwrapWith({ pkcs8 }: Key, { recipients, cipher }: EnvelopeFacts): Promise<Bytes | undefined> {
  const bytes = sessionKeyBytes(cipher);
  if (bytes === undefined) return undefined;
  for (const recipient of recipients) {
    const sessionKey = unwrapSessionKey(recipient, pkcs8, bytes);
    if (sessionKey) return sessionKey;
  }
  return undefined;
}

/** Files with these endings count as media, because encrypted bytes cannot be recognised. */
const MEDIA_NAME = /\.(bin|mp3|mp4|wav|webm|ogg)$/i;

const bytesOf = (locked: Locked): string =>
  String(locked.kind === 'locked private key' ? locked.block.bytes : locked.bytes);

/** The sentence for a file whose name is shown before it. */
function sentence(error: PkiError): string {
  const text = toolSentence(error, 'this file');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function uselessText(found: Found | undefined): string {
  if (found?.kind === 'unknown') return `${found.what}. There is nothing to decrypt with it.`;
  if (found?.kind === 'damaged' || found?.kind === 'cannot open') return sentence(found.error);
  return 'There is nothing to decrypt with it.';
}
