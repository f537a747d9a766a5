import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { certificateQuery, type Certificate } from '../../client/certificates.ts';
import { renewalPairs } from '../../client/renewal-pairs.ts';
import { certificateRequestsQuery, isAssignment } from '../../client/requests.ts';
import { profilesLeft, renewalPath } from '../../domain/renewal-path.ts';
import { isWaiting } from '../../domain/request.ts';
import { may, type Session } from '../../domain/session.ts';

/** The state of the renewal of a certificate, with everything that its page shows about it. */
export function useRenewalPath(renewed: Certificate, session: Session) {
  const successorId = renewed.replacedBy?.id ?? '';
  const successor = useQuery({ ...certificateQuery(successorId), enabled: successorId !== '' }).data;
  const requests = useQuery({
    ...certificateRequestsQuery(successorId),
    enabled: successorId !== '' && may(session, 'view requests'),
  }).data?.items.filter(isAssignment);
  // Only other pages change it, so it is read once.
  const [pairs] = useState(renewalPairs);
  const pair = pairs[renewed.id];
  // The newest request comes first.
  const request = requests?.[0];
  const path = renewalPath({
    renewed,
    successor,
    pairSaved: pair !== undefined,
    requestWaits: request !== undefined && isWaiting(request),
    tenant: session.tenant,
  });
  return { path, successor, request, pair, profilesLeft: profilesLeft({ renewed, successor }) };
}
