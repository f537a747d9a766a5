import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import {
  certificateQuery,
  certificateUsageQuery,
  type Certificate,
} from '../../client/queries/certificates.ts';
import { coverageQuery } from '../../client/queries/coverage.ts';
import { renewalPairs } from '../../client/queries/renewal-pairs.ts';
import { certificateRequestsQuery } from '../../client/queries/requests.ts';
import { leftOpenBy, profilesLeft, renewalPath } from '../../domain/renewal-path.ts';
import { isAssignment, isWaiting } from '../../domain/request.ts';
import { may, type Session } from '../../domain/session.ts';

/**
 * The state of the renewal of a certificate, with everything that its page shows about it; undefined until all of it is
 * known.
 */
export function useRenewalPath(renewed: Certificate, session: Session, now: Date) {
  const successorId = renewed.replacedBy?.id ?? '';
  const enabled = successorId !== '';
  const asks = enabled && may(session, 'view requests');
  const successor = useQuery({ ...certificateQuery(successorId), enabled }).data;
  const usage = useQuery({ ...certificateUsageQuery(successorId), enabled }).data;
  const requests = useQuery({ ...certificateRequestsQuery(successorId), enabled: asks }).data?.items.filter(
    isAssignment,
  );
  const coverage = useQuery(coverageQuery()).data;
  // Only other pages change it, so it is read once.
  const [pairs] = useState(renewalPairs);
  if (!coverage || (enabled && !(successor && usage)) || (asks && !requests)) return undefined;
  const pair = pairs[renewed.id];
  // The newest request comes first.
  const request = requests?.[0];
  const facts = {
    renewed,
    successor: successor && Object.assign({ proven: successor.backupCheck !== null }, successor),
    leftOpen: leftOpenBy(renewed.id, coverage.places, now),
    pairSaved: pair !== undefined,
    requestWaits: request !== undefined && isWaiting(request),
    opens: (usage?.recordings.opens ?? 0) > 0,
    tenant: session.tenant,
  };
  const path = renewalPath(facts, now);
  return { path, successor, request, pair, profilesLeft: profilesLeft(facts) };
}

export type Renewing = NonNullable<ReturnType<typeof useRenewalPath>>;
