/** Whose private key opens an envelope: the certificates that it names, and those of them that are here. */
import { inspectCertificate } from '../certificate/certificate.ts';
import type { RecipientFacts } from '../cms/pkcs7.ts';
import type { DroppedCertificate } from '../pile/report.ts';
import { toHex } from '../asn1/hex.ts';

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

const SUBJECT_KEY_IDENTIFIER = '2.5.29.14';

/** The certificates that are here, found by the recipients that envelopes name. */
export class Recipients {
  readonly #byRecipient = new Map<string, DroppedCertificate>();

  constructor(certificates: readonly DroppedCertificate[]) {
    for (const certificate of certificates) {
      const { issuer, serialNumber, der } = certificate.found.facts;
      const names = [nameOf(issuer.der, serialNumber.decimal), keyIdentifierOf(der)];
      for (const name of names)
        if (name && !this.#byRecipient.has(name)) this.#byRecipient.set(name, certificate);
    }
  }

  of(recipient: RecipientFacts): DroppedCertificate | undefined {
    return this.#byRecipient.get(recipientName(recipient));
  }
}

/** By the issuer's bytes and the serial number, never by a printed name. */
export const recipientName = (recipient: RecipientFacts): string =>
  recipient.by === 'subject key identifier'
    ? recipient.keyIdentifier
    : nameOf(recipient.issuer.der, recipient.serialNumber.decimal);

const nameOf = (issuer: Uint8Array, serial: string): string => `${toHex(issuer)} ${serial}`;

/** The extensions were skipped when the pile was read. */
function keyIdentifierOf(der: Uint8Array<ArrayBuffer>): string | undefined {
  const facts = inspectCertificate(der);
  const extension = facts.ok && facts.value.extensions.find(({ oid }) => oid === SUBJECT_KEY_IDENTIFIER);
  return extension ? extension.lines[0]?.replaceAll(':', '') : undefined;
}

/** A recipient in words. `keyIds` are of the private keys that are at hand. */
export function neededOf(
  recipient: RecipientFacts,
  recipients: Recipients,
  keyIds: ReadonlySet<string | undefined>,
): Needed {
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
}
