import { useQueries, useQuery, useQueryClient, useSuspenseQueries } from '@tanstack/react-query';
import { useMemo } from 'react';
import { certificatePemQuery, certificatesQuery } from '../../client/queries/certificates.ts';
import { ivrProfilesQuery } from '../../client/queries/ivr-profiles.ts';
import { requestsQuery } from '../../client/queries/requests.ts';
import { screenRecordingQuery } from '../../client/queries/screen-recording.ts';
import { recordsCalls } from '../../domain/ivr-profile.ts';
import { planOf, type Wanted } from '../../domain/re-apply.ts';
import { isAssignment, isWaiting } from '../../domain/request.ts';
import { may, type Session } from '../../domain/session.ts';
import type { ToolWorker } from '../../key-tools/worker/use-tool-worker.ts';
import { identityOf } from './found.ts';

interface Chosen {
  wanted: readonly Wanted[];
  screenList: readonly string[];
  openKeys: ReadonlySet<string>;
  leftOut: ReadonlySet<string>;
}

/** The plan, made from the dropped files and the current state of the tenant. */
export function usePlan(
  { wanted, screenList, openKeys, leftOut }: Chosen,
  { call }: ToolWorker,
  session: Session,
  now: Date,
) {
  const client = useQueryClient();
  const [{ data: keystore }, { data: profiles }, { data: requests }] = useSuspenseQueries({
    queries: [certificatesQuery(), ivrProfilesQuery(), requestsQuery()],
  });
  const screenRecording = useQuery({
    ...screenRecordingQuery(),
    enabled: may(session, 'manage screen recording certificates'),
  }).data;
  // Only the bytes tell whether the issuer is the same. They are fetched only for certificates with a wanted serial
  // number.
  const known = new Set(wanted.map(({ sha256 }) => sha256));
  const serials = new Set(wanted.map(({ serialNumber }) => serialNumber));
  const alike = keystore.items.filter(
    ({ sha256, serialNumber }) => serials.has(serialNumber.hex) && !known.has(sha256),
  );
  const read = useQueries({
    queries: alike.map(({ id }) => ({
      queryKey: ['certificates', 'identity', id],
      queryFn: async () => {
        const pem = await client.fetchQuery(certificatePemQuery(id));
        const [found] = await call('certificatesOf', { pems: [pem] });
        return found ? identityOf(found.facts) : null;
      },
      staleTime: Number.POSITIVE_INFINITY,
    })),
  });
  const identities = new Map(alike.map(({ id }, index) => [id, read[index]?.data ?? undefined]));
  const pending = read.some(({ isPending }) => isPending);

  const ids = useMemo(() => new Map(keystore.items.map(({ id, sha256 }) => [sha256, id])), [keystore]);
  const plan = planOf(
    {
      wanted,
      screenList,
      openKeys,
      leftOut,
      keystore: keystore.items.map(({ id, sha256 }) => ({
        id,
        sha256,
        identity: wanted.find((each) => each.sha256 === sha256)?.identity ?? identities.get(id),
      })),
      ivrProfiles: profiles.items.filter(recordsCalls),
      requested: new Set(
        requests.items
          .filter(isAssignment)
          .filter(isWaiting)
          .map(({ certificate }) => certificate.id),
      ),
      screenListNow: screenRecording?.items.map(({ id }) => id),
    },
    now,
  );
  return { plan, ids, pending, screenRecording };
}
