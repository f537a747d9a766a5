/**
 * The envelopes of an archive. For whom they are is one of a few sets: each is read once by `pkcs7.ts`, and of every
 * other envelope of the same shape only the IV and the wrapped keys are taken. pkijs reads 400 to 800 envelopes a
 * second, and an archive has 100,000.
 */
import type { Bytes } from '../asn1/asn1.ts';
import { headerAt, UNTIL_MARK } from '../asn1/header.ts';
import { toHex } from '../asn1/hex.ts';
import { inspectPkcs7, type EnvelopeFacts, type RecipientFacts } from '../cms/pkcs7.ts';
import { failure, success, type Result } from '../result.ts';
import { recipientName } from './needed.ts';

/** For whom envelopes are, and with which cipher. */
export interface RecipientSet {
  /** The first envelope that had it. */
  first: EnvelopeFacts;
  /** The wrapped keys of a few envelopes: a key is tried on more than one of them, because one may be damaged. */
  samples: Bytes[][];
}

const SAMPLES = 3;

/** What differs from envelope to envelope. */
export interface ReadEnvelope {
  set: RecipientSet;
  iv: Bytes;
  /** In the order of the set's recipients. */
  wrappedKeys: Bytes[];
}

export class RecipientSets {
  readonly all: RecipientSet[] = [];
  readonly #byShape = new Map<string, RecipientSet>();
  readonly #byRecipients = new Map<string, RecipientSet>();

  /** Answers `not_pkcs7` or `not_read_here` for what is no envelope. */
  read(der: Bytes): Result<ReadEnvelope> {
    const parts = partsOf(der);
    if (parts) {
      const known = this.#byShape.get(parts.shape);
      if (known) {
        if (known.samples.length < SAMPLES) known.samples.push(parts.wrappedKeys);
        return success({ set: known, ...parts });
      }
    }
    const facts = inspectPkcs7(der);
    if (!facts.ok) return facts;
    if (facts.value.type !== 'envelope') return failure('not_read_here', 'a message without a session key');
    const read = this.add(facts.value);
    if (parts) this.#byShape.set(parts.shape, read.set);
    return success(read);
  }

  /** An envelope that has been read already. */
  add(envelope: EnvelopeFacts): ReadEnvelope {
    return {
      set: this.#setOf(envelope),
      iv: envelope.iv ?? new Uint8Array(0),
      wrappedKeys: envelope.recipients.map(({ encryptedKey }) => encryptedKey),
    };
  }

  #setOf(envelope: EnvelopeFacts): RecipientSet {
    const { recipients, otherRecipients, cipher, iv } = envelope;
    const key = JSON.stringify([recipients.map(identityOf), otherRecipients, cipher, iv?.length]);
    const known = this.#byRecipients.get(key);
    if (known) return known;
    const set = { first: envelope, samples: [recipients.map(({ encryptedKey }) => encryptedKey)] };
    this.#byRecipients.set(key, set);
    this.all.push(set);
    return set;
  }
}

const identityOf = (recipient: RecipientFacts): unknown => {
  const { keyTransport, oaep } = recipient;
  const parameters = oaep?.ok ? { ...oaep.value, label: toHex(oaep.value.label) } : oaep?.error;
  return [recipientName(recipient), keyTransport, parameters];
};

const [INTEGER, OCTET_STRING, OID, SEQUENCE, SET, CONTEXT_0] = [0x02, 0x04, 0x06, 0x30, 0x31, 0xa0];

/**
 * The IV and the wrapped keys of an envelope without content, and all other bytes as one text (RFC 5652, 6.1).
 * Undefined for anything that is not exactly so: then the whole reader reads it.
 */
function partsOf(der: Bytes): { shape: string; iv: Bytes; wrappedKeys: Bytes[] } | undefined {
  const cuts: [from: number, to: number][] = [];
  let at = 0;
  /** Goes into an element that ends where it should, and answers its end. */
  const into = (tag: number, limit: number): number => {
    const header = headerAt(der, at);
    if (header?.tag !== tag || header.length === UNTIL_MARK) return -1;
    at = header.start;
    const end = at + header.length;
    return end <= limit ? end : -1;
  };
  const over = (tag: number, limit: number): boolean => {
    const end = into(tag, limit);
    if (end !== -1) at = end;
    return end !== -1;
  };
  const cut = (limit: number): boolean => {
    const end = into(OCTET_STRING, limit);
    if (end !== limit) return false;
    cuts.push([at, end]);
    at = end;
    return true;
  };

  const whole = into(SEQUENCE, der.length);
  if (whole !== der.length || !over(OID, whole) || into(CONTEXT_0, whole) !== whole) return undefined;
  if (into(SEQUENCE, whole) !== whole || !over(INTEGER, whole)) return undefined;
  const recipients = into(SET, whole);
  if (recipients === -1) return undefined;
  const isRecipient = (): boolean => {
    const end = into(SEQUENCE, recipients);
    return end !== -1 && over(INTEGER, end) && over(SEQUENCE, end) && over(SEQUENCE, end) && cut(end);
  };
  for (let rest = recipients - at; rest > 0; rest = recipients - at) if (!isRecipient()) return undefined;
  const content = into(SEQUENCE, whole);
  if (content !== whole || !over(OID, content)) return undefined;
  const cipher = into(SEQUENCE, content);
  if (cipher !== content || !over(OID, cipher) || !cut(cipher)) return undefined;

  const pieces = cuts.map(([from, to]) => der.slice(from, to));
  let shape = '';
  let from = 0;
  for (const [start, end] of cuts) {
    shape += String.fromCharCode(...der.subarray(from, start));
    from = end;
  }
  return { shape, iv: pieces.at(-1)!, wrappedKeys: pieces.slice(0, -1) };
}
