import type { Certificate } from '../../client/certificates.ts';
import type { IvrProfile } from '../../client/ivr-profiles.ts';
import type { Validity } from '../../domain/certificate.ts';

/** What a profile's page shows of a certificate, from whichever list it comes. */
export interface KnownCertificate extends Validity {
  id: string;
  subjectName: string;
  serialNumber: { hex: string };
}

/**
 * The certificates that can be chosen. A profile may contain some that were uploaded after this session began, and the
 * session's own list may contain some that are in no profile, so the two are merged.
 */
export function knownCertificates(
  certificates: readonly Certificate[],
  profile: IvrProfile,
): Map<string, KnownCertificate> {
  return new Map<string, KnownCertificate>(
    [...profile.certificates, ...certificates].map((certificate) => [certificate.id, certificate]),
  );
}

/** Only for a certificate that this session cannot see and that somebody else has removed from the profile. */
export const UNKNOWN_NAME = 'A certificate that your session does not see';
