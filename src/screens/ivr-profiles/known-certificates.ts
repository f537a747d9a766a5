import type { Certificate } from '../../client/certificates.ts';
import type { IvrProfile } from '../../client/ivr-profiles.ts';
import type { Validity } from '../../domain/certificate.ts';

/** What a profile's page says of a certificate, wherever it knows it from. */
export interface KnownCertificate extends Validity {
  id: string;
  subjectName: string;
  serialNumber: { hex: string };
}

/**
 * A profile may hold certificates that were uploaded after this session began, and the list of this session may hold
 * some that are in no profile: both together are what can be chosen.
 */
export function knownCertificates(
  certificates: readonly Certificate[],
  profile: IvrProfile,
): Map<string, KnownCertificate> {
  return new Map<string, KnownCertificate>(
    [...profile.certificates, ...certificates].map((certificate) => [certificate.id, certificate]),
  );
}

/** Only after somebody else took out one that this session cannot see. */
export const UNKNOWN_NAME = 'A certificate that your session does not see';
