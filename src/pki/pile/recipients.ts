/** The certificates in a pile, found by the recipients that envelopes name. */
import { inspectCertificate } from '../certificate/certificate.ts';
import type { FoundCertificate } from '../files/inspect-file.ts';
import type { RecipientFacts } from '../cms/pkcs7.ts';
import { toHex } from '../asn1/hex.ts';
import type { DroppedCertificate } from './report.ts';

const SUBJECT_KEY_IDENTIFIER = '2.5.29.14';

export class Recipients {
  readonly #byRecipient = new Map<string, DroppedCertificate>();

  constructor(certificates: readonly DroppedCertificate[]) {
    for (const certificate of certificates) {
      const { issuer, serialNumber } = certificate.found.facts;
      const names = [nameOf(issuer.der, serialNumber.decimal), keyIdentifierOf(certificate.found)];
      for (const name of names)
        if (name && !this.#byRecipient.has(name)) this.#byRecipient.set(name, certificate);
    }
  }

  /** The certificate of this recipient, found by the issuer's bytes and the serial number, never by a printed name. */
  of(recipient: RecipientFacts): DroppedCertificate | undefined {
    return this.#byRecipient.get(
      recipient.by === 'subject key identifier'
        ? recipient.keyIdentifier
        : nameOf(recipient.issuer.der, recipient.serialNumber.decimal),
    );
  }
}

const nameOf = (issuer: Uint8Array, serial: string): string => `${toHex(issuer)} ${serial}`;

/** The extensions were skipped when the pile was read. */
function keyIdentifierOf({ facts: { der } }: FoundCertificate): string | undefined {
  const facts = inspectCertificate(der);
  const extension = facts.ok && facts.value.extensions.find(({ oid }) => oid === SUBJECT_KEY_IDENTIFIER);
  return extension ? extension.lines[0]?.replaceAll(':', '') : undefined;
}
