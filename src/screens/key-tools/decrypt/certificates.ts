/** The certificates that were dropped. They cannot open anything, but they say which key is needed. */
import type { FoundCertificate } from '../../../pki/inspect-file.ts';
import type { RecipientFacts } from '../../../pki/pkcs7.ts';

/** A certificate that was dropped and that an envelope names as recipient. */
export interface DroppedCertificate {
  file: string;
  /** Its common name; if it has none, the whole subject. */
  subject: string;
  /** Whether its private key was dropped, too. */
  hasKey: boolean;
}

export class Certificates {
  readonly #byRecipient = new Map<string, { file: string; found: FoundCertificate }>();

  add(file: string, found: FoundCertificate): void {
    const { issuer, serialNumber, extensions } = found.facts;
    const keyIdentifier = extensions.find(({ oid }) => oid === '2.5.29.14')?.lines[0];
    const names = [`${String(issuer.der)} ${serialNumber.decimal}`, keyIdentifier?.replaceAll(':', '')];
    for (const name of names)
      if (name && !this.#byRecipient.has(name)) this.#byRecipient.set(name, { file, found });
  }

  /** The certificate of this recipient, found by the issuer's bytes and the serial number, never by a printed name. */
  of(recipient: RecipientFacts, hasKey: (keyId: string) => boolean): DroppedCertificate | undefined {
    const known = this.#byRecipient.get(
      recipient.by === 'subject key identifier'
        ? recipient.keyIdentifier
        : `${String(recipient.issuer.der)} ${recipient.serialNumber.decimal}`,
    );
    if (!known) return undefined;
    const { commonName, readable } = known.found.facts.subject;
    return { file: known.file, subject: commonName ?? readable, hasKey: hasKey(known.found.keyId) };
  }
}
