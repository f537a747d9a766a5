/** The first question to a pile: which recordings open, with which key, and what do the others need? */
import type { Bytes } from '../asn1/asn1.ts';
import { sessionKeyBytes } from '../media/decrypt-media.ts';
import type { EnvelopeFacts } from '../cms/pkcs7.ts';
import { unsupportedTransport, unwrapSessionKey } from '../cms/session-key.ts';
import { outputName, type Envelope } from './envelopes.ts';
import type { HeldKey, Media, Pile } from './pile.ts';
import { Recipients } from './recipients.ts';
import type { LeftOut, LockedFile } from './report.ts';

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
  /**
   * The certificate itself, if it was dropped: its common name, or the whole subject; whether its private key was
   * dropped, too.
   */
  certificate?: { file: string; subject: string; hasKey: boolean };
  /** What the keystore calls it, where somebody is signed in. */
  inKeystore?: string;
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

export interface RecordingsReport {
  media: MediaReport[];
  /** Envelopes whose media file was not dropped. */
  lonely: { name: string; needed: Needed[] }[];
  /** The files of the private keys, each key once. */
  keys: string[];
  /** Each container once, wherever it lies. */
  locked: LockedFile[];
  leftOut: LeftOut[];
}

export class Recordings {
  readonly #pile: Pile;
  /**
   * The session key that each key unwrapped from each envelope. Each combination is tried only once, because RSA is
   * slow.
   */
  readonly #tried = new Map<Envelope, Map<HeldKey, Bytes | undefined>>();

  /** The media of the last report, by id. */
  #matched = new Map<number, { media: Media; envelope: Envelope | undefined }>();

  constructor(pile: Pile) {
    this.#pile = pile;
  }

  /** `onLooked` is told how many of the media files have been matched, and may take its time. */
  async report(onLooked?: (looked: number, of: number) => void | Promise<void>): Promise<RecordingsReport> {
    const { envelopes, leftOut } = this.#pile;
    const keys = this.#keys();
    const neededBy = this.#needs(keys);
    const matched = this.#match();
    this.#matched = new Map([...matched].map(([media, envelope]) => [media.id, { media, envelope }]));
    const media: MediaReport[] = [];
    for (const [each, envelope] of matched) {
      await onLooked?.(media.length, matched.size);
      media.push({
        id: each.id,
        name: each.source.name,
        size: each.source.size,
        output: outputName(each.path),
        needed: envelope ? neededBy(envelope) : [],
        standing: this.#standing(each, envelope, keys),
      });
    }
    const used = new Set(matched.values());
    return {
      media,
      lonely: envelopes.all
        .filter((each) => !used.has(each))
        .map((each) => ({ name: each.name, needed: neededBy(each) })),
      keys: [...new Set(keys.map(({ file }) => file))],
      locked: this.#locked(),
      leftOut: [...leftOut.values(), ...this.#ofNoUse(matched)],
    };
  }

  /** What is needed to decrypt one media file. */
  opened(id: number) {
    const { media, envelope } = this.#matched.get(id) ?? {};
    const opener = envelope && this.#openerOf(envelope, this.#keys());
    if (!media || !opener || !envelope.facts.iv) throw new Error('There is no key for this file.');
    const { source, archive } = media;
    return { source, archive, sessionKey: opener.sessionKey, iv: envelope.facts.iv };
  }

  /** The key of each pair once: the same key may lie in several files. */
  #keys(): HeldKey[] {
    const keys = new Map<string, HeldKey>();
    for (const key of this.#pile.keys)
      if (key.pkcs8 && key.keyId !== undefined && !keys.has(key.keyId)) keys.set(key.keyId, key);
    return [...keys.values()];
  }

  #locked(): LockedFile[] {
    const once = new Map(this.#pile.locked.toReversed().map((each) => [each.sha256, each]));
    return this.#pile.locked
      .filter((each) => once.get(each.sha256) === each)
      .map(({ id, file, inside, locked, problem }) => ({ id, file, inside, locked, problem }));
  }

  /** Each media file with its envelope. A file that may be media is one only if an envelope waits for it. */
  #match(): Map<Media, Envelope | undefined> {
    const { media, envelopes } = this.#pile;
    const perhaps = media.filter((each) => !isSure(each));
    const matched = new Map(media.filter(isSure).map((each) => [each, envelopes.of(each.path)]));
    const used = new Set(matched.values());
    for (const each of perhaps) {
      const envelope = envelopes.of(each.path);
      if (envelope && !used.has(envelope)) matched.set(each, envelope);
    }
    // With one envelope and one media file, they are matched whatever their names; the decrypted bytes show whether
    // that is right.
    const [only] = envelopes.all;
    const candidates = matched.size > 0 ? [...matched.keys()] : perhaps.filter(isOfWholeBlocks);
    if (only && envelopes.all.length === 1 && candidates[0] && candidates.length === 1)
      matched.set(candidates[0], only);
    return matched;
  }

  #ofNoUse(matched: ReadonlyMap<Media, unknown>): LeftOut[] {
    const { media, others, keys, certificates, locked, envelopes } = this.#pile;
    const useful = new Set([...keys, ...certificates, ...locked, ...envelopes.all].map(({ file }) => file));
    const unknown = media.flatMap((each) =>
      matched.has(each) || each.unless === undefined
        ? []
        : [{ file: each.path, inside: undefined, why: each.unless }],
    );
    const known = others
      .filter(({ file }) => !useful.has(file))
      .map(({ file, inside, what }) => ({ file, inside, why: what }));
    return [...unknown, ...known];
  }

  #needs(keys: readonly HeldKey[]): (envelope: Envelope) => Needed[] {
    const recipients = new Recipients(this.#pile.certificates);
    const keyIds = new Set(keys.map(({ keyId }) => keyId));
    return ({ facts }) => neededBy(facts, recipients, keyIds);
  }

  #standing({ type }: Media, envelope: Envelope | undefined, keys: readonly HeldKey[]): Standing {
    if (!envelope) {
      return { kind: type === undefined ? 'no envelope' : 'in the clear' };
    }
    const { cipher, iv, recipients, otherRecipients } = envelope.facts;
    if (sessionKeyBytes(cipher) === undefined) return { kind: 'unsupported', what: cipher };
    if (iv?.length !== 16) return { kind: 'unsupported', what: `${cipher} without an IV of 16 bytes` };
    const transports = recipients.map(unsupportedTransport);
    if (transports.every((each) => each !== undefined)) {
      const what = [...transports, ...otherRecipients].join(', ') || 'no recipient';
      return { kind: 'unsupported', what: `a session key wrapped ${what}` };
    }
    const opener = this.#openerOf(envelope, keys);
    return opener ? { kind: 'ready', key: opener.key } : { kind: 'no key' };
  }

  #openerOf(envelope: Envelope, keys: readonly HeldKey[]) {
    const tried = this.#tried.get(envelope) ?? new Map<HeldKey, Bytes | undefined>();
    this.#tried.set(envelope, tried);
    for (const key of keys) {
      const sessionKey = tried.has(key) ? tried.get(key) : unwrapWith(key, envelope.facts);
      tried.set(key, sessionKey);
      if (sessionKey) return { key: key.file, sessionKey };
    }
    return undefined;
  }
}

/** The certificates that an envelope names. `keyIds` are of the private keys that are at hand. */
export const neededBy = (
  { recipients: all }: Pick<EnvelopeFacts, 'recipients'>,
  recipients: Recipients,
  keyIds: ReadonlySet<string | undefined>,
): Needed[] =>
  all.map((recipient): Needed => {
    const own = recipients.of(recipient);
    const dropped = own && {
      certificate: {
        file: own.file,
        subject: own.found.facts.subject.commonName ?? own.found.facts.subject.readable,
        hasKey: keyIds.has(own.found.keyId),
      },
    };
    if (recipient.by === 'subject key identifier')
      return { by: recipient.by, keyIdentifier: recipient.keyIdentifier, ...dropped };
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

function unwrapWith({ pkcs8 }: HeldKey, { recipients, cipher }: EnvelopeFacts): Bytes | undefined {
  const bytes = sessionKeyBytes(cipher);
  if (bytes === undefined || !pkcs8) return undefined;
  for (const recipient of recipients) {
    const sessionKey = unwrapSessionKey(recipient, pkcs8, bytes);
    if (sessionKey) return sessionKey;
  }
  return undefined;
}

/** A file that was too large to be read as a key is media: nothing else here is so large. */
const isSure = ({ unless }: Media): boolean =>
  unless === undefined || (typeof unless === 'object' && unless.code === 'file_too_large');

/** What AES-CBC writes (RFC 5652, 6.3). */
const isOfWholeBlocks = ({ source: { size } }: Media): boolean => size > 0 && size % 16 === 0;
