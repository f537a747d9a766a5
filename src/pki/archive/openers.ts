/**
 * Which keys open which envelopes. It is decided once for each recipient: the issuer and the serial number name one
 * certificate, so one unwrapped session key proves it for all of its envelopes.
 */
import type { Bytes } from '../asn1/asn1.ts';
import { sessionKeyBytes } from '../media/decrypt-media.ts';
import type { HeldKey } from '../pile/pile.ts';
import type { DroppedCertificate } from '../pile/report.ts';
import type { RecipientFacts } from '../cms/pkcs7.ts';
import { unsupportedTransport, unwrapSessionKey } from '../cms/session-key.ts';
import { neededOf, recipientName, Recipients, type Needed } from './needed.ts';
import type { RecipientSet } from './recipient-sets.ts';

/** Unwraps a session key; undefined where the key does not fit. */
export type Unwrap = (
  recipient: RecipientFacts,
  key: HeldKey,
  keyBytes: number,
) => Promise<Bytes | undefined>;

export const unwrapHere: Unwrap = (recipient, { pkcs8 }, keyBytes) =>
  Promise.resolve(pkcs8 && unwrapSessionKey(recipient, pkcs8, keyBytes));

/** One of a set's recipients and the key that opens it. */
export interface Opener {
  index: number;
  key: HeldKey;
}

/** A certificate that envelopes name and that is not here. */
export interface Unnamed {
  alias: string;
  serialHex: string;
}

export class Openers {
  readonly #unwrap: Unwrap;
  readonly #bySet = new Map<RecipientSet, Opener[]>();
  readonly #byRecipient = new Map<string, HeldKey>();
  /** The keys that were tried on each recipient in vain. */
  readonly #tried = new Map<string, Set<HeldKey>>();
  readonly #needed = new Map<RecipientSet, readonly Needed[]>();
  /** The names of certificates that are not here, by alias. */
  readonly #names = new Map<string, string>();

  constructor(unwrap: Unwrap) {
    this.#unwrap = unwrap;
  }

  of(set: RecipientSet): readonly Opener[] {
    return this.#bySet.get(set) ?? [];
  }

  needed(set: RecipientSet): readonly Needed[] {
    return this.#needed.get(set) ?? [];
  }

  /** Why no key can open these envelopes here. */
  unsupported({ first }: RecipientSet): string | undefined {
    const { cipher, iv, recipients, otherRecipients } = first;
    if (sessionKeyBytes(cipher) === undefined) return cipher;
    if (iv?.length !== 16) return `${cipher} without an IV of 16 bytes`;
    const transports = recipients.map(unsupportedTransport);
    if (transports.some((each) => each === undefined)) return undefined;
    return `a session key wrapped ${[...transports, ...otherRecipients].join(', ') || 'no recipient'}`;
  }

  /** Decides for sets that no key opens yet. Answers whether anything is known that was not known before. */
  async decide(
    sets: readonly RecipientSet[],
    all: readonly HeldKey[],
    certificates: readonly DroppedCertificate[],
  ): Promise<void> {
    const keys = distinctKeys(all);
    const recipients = new Recipients(certificates);
    const keyIds = new Set(keys.map(({ keyId }) => keyId));
    for (const set of sets) {
      const openers: Opener[] = [];
      for (const [index, recipient] of set.first.recipients.entries()) {
        const ownKey = recipients.of(recipient)?.found.keyId;
        const key = await this.#openerOf(set, index, [
          ...keys.filter(({ keyId }) => keyId === ownKey),
          ...keys.filter(({ keyId }) => keyId !== ownKey),
        ]);
        if (key) openers.push({ index, key });
      }
      this.#bySet.set(set, openers);
      const needed = set.first.recipients.map((each) => this.#named(neededOf(each, recipients, keyIds)));
      this.#needed.set(set, needed);
    }
  }

  /** Names certificates that are not here. */
  name(names: ReadonlyMap<string, string>): void {
    for (const [alias, name] of names) this.#names.set(alias, name);
    for (const [set, needed] of this.#needed) this.#needed.set(set, needed.map(this.#named));
  }

  /** The certificates that nobody has named yet, each once. */
  unnamed(): Unnamed[] {
    const unnamed = new Map<string, Unnamed>();
    for (const each of [...this.#needed.values()].flat())
      if (each.by === 'issuer and serial number' && !each.certificate && each.inKeystore === undefined)
        unnamed.set(each.alias, { alias: each.alias, serialHex: each.serialHex });
    return [...unnamed.values()];
  }

  #named = (each: Needed): Needed => {
    const inKeystore = each.by === 'issuer and serial number' ? this.#names.get(each.alias) : undefined;
    return inKeystore === undefined ? each : { ...each, inKeystore };
  };

  async #openerOf(set: RecipientSet, index: number, keys: readonly HeldKey[]): Promise<HeldKey | undefined> {
    const recipient = set.first.recipients[index]!;
    const keyBytes = sessionKeyBytes(set.first.cipher);
    if (keyBytes === undefined || unsupportedTransport(recipient) !== undefined) return undefined;
    const name = recipientName(recipient);
    const known = this.#byRecipient.get(name);
    if (known) return known;
    const tried = this.#tried.get(name) ?? new Set();
    this.#tried.set(name, tried);
    for (const key of keys) {
      if (tried.has(key)) continue;
      tried.add(key);
      for (const sample of set.samples) {
        if (!(await this.#unwrap({ ...recipient, encryptedKey: sample[index]! }, key, keyBytes))) continue;
        this.#byRecipient.set(name, key);
        return key;
      }
    }
    return undefined;
  }
}

/** The key of each pair once: the same key may lie in several files. */
function distinctKeys(all: readonly HeldKey[]): HeldKey[] {
  const keys = new Map<string, HeldKey>();
  for (const key of all)
    if (key.pkcs8 && key.keyId !== undefined && !keys.has(key.keyId)) keys.set(key.keyId, key);
  return [...keys.values()];
}
