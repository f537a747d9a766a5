import { paths } from '../../paths.ts';
import type { Certificate } from '../../client/queries/certificates.ts';
import { isAssignable } from '../../domain/certificate.ts';
import { may, type Session } from '../../domain/session.ts';
import { useNow } from '../../ui/hooks/use-now.ts';
import { ButtonLink } from '../../ui/page/button-link.tsx';

/** What this person can do about the assignment of a certificate. */
export function AssignmentActions({ certificate, session }: { certificate: Certificate; session: Session }) {
  const now = useNow();
  const assignable = isAssignable(certificate, now);
  return (
    <>
      {assignable && may(session, 'make requests') && (
        <ButtonLink
          to={paths.requestAssignment(certificate.id)}
          variant="outlined"
          preventScrollReset
          sx={{ mt: 2 }}
        >
          Request assignment
        </ButtonLink>
      )}
      {assignable && may(session, 'assign certificates') && (
        <ButtonLink to={paths.assignToIvrProfiles(certificate.id)} variant="outlined" sx={{ mt: 2 }}>
          Assign to several profiles
        </ButtonLink>
      )}
      {certificate.assignedTo.some(({ kind }) => kind === 'ivr-profile') &&
        may(session, 'assign certificates') && (
          <ButtonLink to={paths.removeFromIvrProfiles(certificate.id)} sx={{ mt: 2 }}>
            Remove from several profiles
          </ButtonLink>
        )}
    </>
  );
}
