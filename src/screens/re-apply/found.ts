import type { KeystoreRecord } from '../../domain/record.ts';
import { subjectName, unmetRequirement } from '../../domain/certificate.ts';
import type { Wanted } from '../../domain/re-apply.ts';
import type { CertificateFacts } from '../../pki/certificate/facts.ts';
import { toHex } from '../../pki/asn1/hex.ts';
import type { FoundCertificate } from '../../pki/files/inspect-file.ts';

/** Issuer and serial number identify a certificate (RFC 5280, 4.1.2.2). */
export const identityOf = ({ issuer, serialNumber }: CertificateFacts): string =>
  `${toHex(issuer.der)} ${serialNumber.decimal}`;

/** The facts of a certificate that are in its own bytes. */
function wantedOf(
  { facts, sha256, keyId }: FoundCertificate,
  ivrProfiles: readonly string[] | undefined,
): Wanted {
  return {
    sha256,
    identity: identityOf(facts),
    keyId,
    subjectName: subjectName(facts.subject),
    serialNumber: facts.serialNumber.hex,
    notBefore: facts.notBefore,
    notAfter: facts.notAfter,
    ivrProfiles: ivrProfiles ?? [],
    ofRecord: ivrProfiles !== undefined,
  };
}

/**
 * The certificates that the keystore should contain: those of the record, in its order, then others of the backup. Of
 * the others only certificates that can be used for recordings and, if there is a record, whose key is in the backup: a
 * backup often also contains certificates of a CA or a web server.
 */
export function allWanted(
  recorded: KeystoreRecord | undefined,
  certificates: { ofRecord: readonly FoundCertificate[]; ofBackup: readonly FoundCertificate[] },
  openKeys: ReadonlySet<string>,
): Wanted[] {
  const { ofRecord, ofBackup } = certificates;
  const profiles = new Map(recorded?.certificates.map(({ sha256, ivrProfiles }) => [sha256, ivrProfiles]));
  const issuers = new Set(
    ofBackup.filter(({ facts }) => !facts.selfIssued).map(({ facts }) => toHex(facts.issuer.der)),
  );
  const beside = ofBackup.filter(
    ({ facts, keyId }) =>
      !unmetRequirement(facts) &&
      (openKeys.has(keyId) || (recorded === undefined && !issuers.has(toHex(facts.subject.der)))),
  );
  const wanted = new Map<string, Wanted>();
  for (const found of [...ofRecord, ...beside]) {
    if (!wanted.has(found.sha256)) wanted.set(found.sha256, wantedOf(found, profiles.get(found.sha256)));
  }
  return [...wanted.values()];
}
