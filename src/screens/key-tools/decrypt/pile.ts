/** What was dropped for Decrypt, sorted into media, envelopes and keys, and which belong together. Runs in the worker. */
import type { Bytes } from '../../../pki/asn1.ts';
import { mediaType } from '../../../pki/decrypt-media.ts';
import { inspectFile, MAX_INSPECTED_BYTES, type Found, type KeptKeys } from '../../../pki/inspect-file.ts';
import { readPem } from '../../../pki/pem.ts';
import { inspectPkcs7, type EnvelopeFacts } from '../../../pki/pkcs7.ts';
import { unwrapSessionKey } from '../../../pki/session-key.ts';
import { isLocked, unlock, type Locked } from '../../../pki/unlock.ts';
import { encryptionText } from '../locked-words.ts';
import { zippedFiles, type NamedBlob } from './zip.ts';

/** A certificate that an envelope names. Any one of them opens it. */
export interface Needed {
  issuer: string;
  serialHex: string;
  serialDecimal: string;
  /** As the recorder's alias has it: "C=US,ST=CA,L=Daly City,O=Genesys,CN=gir_qa:10". */
  alias: string;
}

/** How one media file stands. */
export type Standing =
  | { kind: 'ready'; key: string }
  | { kind: 'no key' }
  | { kind: 'no envelope' }
  /** A cipher or a key transport that recordings do not have. */
  | { kind: 'unsupported'; what: string }
  /** It plays as it is. */
  | { kind: 'in the clear' };

export interface MediaReport {
  id: number;
  name: string;
  size: number;
  /** Its name without ".bin". */
  output: string;
  needed: Needed[];
  standing: Standing;
}

export interface LockedReport {
  id: number;
  file: string;
  encryption: string;
}

export interface PileReport {
  media: MediaReport[];
  /** Envelopes whose media file is not here. */
  lonely: { name: string; needed: Needed[] }[];
  keys: string[];
  locked: LockedReport[];
  /** What could not be used, and why. */
  leftOut: { file: string; why: string }[];
}

interface Envelope {
  /** The file it came from, and the names of the media that it may belong to. */
  name: string;
  media: string[];
  facts: EnvelopeFacts;
}

interface Media {
  id: number;
  name: string;
  blob: Blob;
  start: Bytes;
}

/** What of a recording's metadata is read. It comes from a file, so nothing of it is certain. */
interface Metadata {
  mediaFiles: unknown[];
}

/** Never given twice, so that what still runs when the tool is cleared is not taken for a file that came later. */
let nextId = 0;

export class Pile {
  readonly #media: Media[] = [];
  readonly #envelopes: Envelope[] = [];
  readonly #keys: { file: string; pkcs8: Bytes }[] = [];
  readonly #locked: { id: number; file: string; locked: Locked }[] = [];
  #leftOut: { file: string; why: string }[] = [];
  /** Which key opens which envelope: unwrapping with RSA is done once. */
  readonly #openers = new Map<Envelope, { key: string; sessionKey: Bytes }>();

  async add(files: readonly NamedBlob[]): Promise<void> {
    for (const file of files) await this.#addFile(file);
  }

  async unlock(id: number, password: string) {
    const entry = this.#locked.find((each) => each.id === id);
    if (!entry) return undefined;
    const kept: KeptKeys = new Map();
    const opened = await unlock(entry.locked, password, kept);
    if (!opened.ok) return opened.error;
    this.#locked.splice(this.#locked.indexOf(entry), 1);
    this.#keep(entry.file, kept);
    return undefined;
  }

  async report(): Promise<PileReport> {
    const used = new Set<Envelope>();
    const media: MediaReport[] = [];
    for (const each of this.#media) {
      const envelope = this.#envelopeOf(each);
      if (envelope) used.add(envelope);
      media.push({
        id: each.id,
        name: each.name,
        size: each.blob.size,
        output: outputName(each.name),
        needed: envelope ? neededBy(envelope.facts) : [],
        standing: await this.#standing(each, envelope),
      });
    }
    return {
      media,
      lonely: this.#envelopes
        .filter((each) => !used.has(each))
        .map(({ name, facts }) => ({ name, needed: neededBy(facts) })),
      keys: [...new Set(this.#keys.map(({ file }) => file))],
      locked: this.#locked.map(({ id, file, locked }) => ({
        id,
        file,
        encryption: encryptionText(locked) || 'PKCS#12',
      })),
      leftOut: this.#leftOut,
    };
  }

  /** All that is needed to decrypt one of them. */
  async opened(id: number) {
    const media = this.#media.find((each) => each.id === id);
    const envelope = media && this.#envelopeOf(media);
    const opener = envelope && (await this.#openerOf(envelope));
    if (!media || !opener || !envelope.facts.iv) throw new Error('There is no key for this file.');
    return { blob: media.blob, sessionKey: opener.sessionKey, iv: envelope.facts.iv };
  }

  async #addFile({ name, blob }: NamedBlob, inZip = false): Promise<void> {
    const start = new Uint8Array(await blob.slice(0, 64).arrayBuffer());
    if (!name.endsWith('.bin')) {
      if (blob.size === 0) {
        this.#leftOut.push({ file: name, why: 'The file is empty.' });
        return;
      }
      if (start[0] === 0x50 && start[1] === 0x4b) {
        const zipped = inZip ? 'a zip in a zip' : await zippedFiles(blob);
        if (typeof zipped === 'string') {
          this.#leftOut.push({ file: name, why: `It is ${zipped}. Unpack it, and drop the folder here.` });
        } else for (const file of zipped) await this.#addFile(file, true);
        return;
      }
      if (mediaType(start) === undefined && blob.size <= MAX_INSPECTED_BYTES) {
        await this.#addText(name, new Uint8Array(await blob.arrayBuffer()));
        return;
      }
    }
    // The same file dropped again is the same file. Two folders may hold two of one name.
    const isSame = (each: Media) =>
      each.name === name && each.blob.size === blob.size && String(each.start) === String(start);
    if (this.#media.some(isSame)) return;
    this.#media.push({ id: nextId++, name, blob, start });
  }

  async #addText(name: string, bytes: Bytes): Promise<void> {
    const metadata = readMetadata(bytes);
    if (metadata) {
      this.#addMetadata(name, metadata);
      return;
    }
    const kept: KeptKeys = new Map();
    const found = await inspectFile(bytes, kept);
    this.#keep(name, kept);
    let useful = kept.size > 0;
    for (const each of found) {
      if (each.kind === 'session-key envelope') {
        this.#addEnvelope({ name, media: [name.replace(/\.p7(\.pem)?$/i, '')], facts: each.facts });
        useful = true;
      } else if (isLocked(each)) {
        this.#locked.push({ id: nextId++, file: name, locked: each });
        useful = true;
      } else if (each.kind === 'certificate') {
        // It is no use here, and nothing is wrong with it: the envelope names it, the key proves itself.
        useful = true;
      }
    }
    if (!useful) this.#leftOut.push({ file: name, why: uselessText(found[0]) });
  }

  #addMetadata(name: string, recordings: readonly Metadata[]): void {
    let wrapped = 0;
    for (const media of recordings.flatMap(({ mediaFiles }) => mediaFiles)) {
      if (!isObject(media) || typeof media['pkcs7'] !== 'string') continue;
      const block = readPem(media['pkcs7'])[0];
      const facts = block && inspectPkcs7(block.bytes);
      if (!facts?.ok || facts.value.type !== 'envelope') continue;
      const { mediaId, mediaPath, originalMediaDescriptor } = media;
      const path = isObject(originalMediaDescriptor) ? originalMediaDescriptor['path'] : undefined;
      const names = [path, mediaPath, mediaId].filter((each) => typeof each === 'string').map(baseName);
      this.#addEnvelope({ name, media: names, facts: facts.value });
      wrapped++;
    }
    if (wrapped === 0) {
      this.#leftOut.push({
        file: name,
        why: 'There is no session key in this metadata: the recording is not encrypted.',
      });
    }
  }

  #addEnvelope(envelope: Envelope): void {
    const isSame = (other: Envelope) =>
      other.facts.iv !== undefined && String(other.facts.iv) === String(envelope.facts.iv);
    const known = this.#envelopes.find(isSame);
    // The same one as .p7.pem and in the metadata: it goes by both names.
    if (known) known.media.push(...envelope.media);
    else this.#envelopes.push(envelope);
  }

  #keep(file: string, kept: KeptKeys): void {
    for (const pkcs8 of kept.values()) this.#keys.push({ file, pkcs8 });
  }

  #envelopeOf({ name }: Media): Envelope | undefined {
    const names = namesOf(baseName(name));
    const byName = this.#envelopes.find(({ media }) =>
      media.some((each) => namesOf(baseName(each)).some((one) => names.includes(one))),
    );
    // One of each: whatever they are called, they are tried together, and the decrypted bytes tell.
    const alone = this.#media.length === 1 && this.#envelopes.length === 1;
    return byName ?? (alone ? this.#envelopes[0] : undefined);
  }

  async #standing({ start }: Media, envelope: Envelope | undefined): Promise<Standing> {
    if (!envelope) {
      return { kind: mediaType(start) === undefined ? 'no envelope' : 'in the clear' };
    }
    const { cipher, recipients } = envelope.facts;
    if (cipher !== 'AES-256-CBC') return { kind: 'unsupported', what: cipher };
    const transports = recipients.map(({ keyTransport }) => keyTransport);
    if (!transports.some((each) => each === 'rsaEncryption' || each === 'rsaesOaep')) {
      return { kind: 'unsupported', what: transports.join(', ') || 'no recipient' };
    }
    const opener = await this.#openerOf(envelope);
    return opener ? { kind: 'ready', key: opener.key } : { kind: 'no key' };
  }

  async #openerOf(envelope: Envelope) {
    const known = this.#openers.get(envelope);
    if (known) return known;
    for (const { file, pkcs8 } of this.#keys) {
      for (const recipient of envelope.facts.recipients) {
        const sessionKey = await unwrapSessionKey(recipient, pkcs8);
        if (!sessionKey) continue;
        const opener = { key: file, sessionKey };
        this.#openers.set(envelope, opener);
        return opener;
      }
    }
    return undefined;
  }
}

const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
const outputName = (name: string): string => baseName(name).replace(/\.bin$/i, '');

/** A file goes by its name, without ".bin", and without any ending. */
const namesOf = (name: string): string[] => {
  const output = outputName(name);
  return [name, output, output.replace(/\.[^.]+$/, '')];
};

const neededBy = ({ recipients }: EnvelopeFacts): Needed[] =>
  recipients.flatMap((recipient) =>
    recipient.by === 'issuer and serial number'
      ? {
          issuer: recipient.issuer.readable,
          serialHex: recipient.serialNumber.hex,
          serialDecimal: recipient.serialNumber.decimal,
          alias: `${recipient.issuer.encodedOrder}:${recipient.serialNumber.decimal}`,
        }
      : [],
  );

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** One recording, one wrapped as `{statusCode, recording}`, or a list of them. */
function readMetadata(bytes: Bytes): Metadata[] | undefined {
  if (!/^\s*[{[]/.test(new TextDecoder().decode(bytes.subarray(0, 200)))) return undefined;
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
  const recordings = (Array.isArray(json) ? (json as unknown[]) : [json]).flatMap((each) => {
    const recording = isObject(each) ? (each['recording'] ?? each) : undefined;
    const mediaFiles = isObject(recording) ? recording['mediaFiles'] : undefined;
    return Array.isArray(mediaFiles) ? [{ mediaFiles: mediaFiles as unknown[] }] : [];
  });
  return recordings.length > 0 ? recordings : undefined;
}

function uselessText(found: Found | undefined): string {
  if (found?.kind === 'unknown') return `${found.what}. There is nothing to decrypt with it.`;
  if (found?.kind === 'damaged') return 'It is damaged and cannot be read. Inspect says more.';
  return 'There is nothing to decrypt with it.';
}
