import { useQueries, useQuery, useQueryClient, useSuspenseQueries } from '@tanstack/react-query';
import { useMemo } from 'react';
import { certificatePemQuery, certificatesOfQuery } from '../../client/queries/certificates.ts';
import { sentenceOf } from '../../client/call.ts';
import { ivrProfilesQuery } from '../../client/queries/ivr-profiles.ts';
import { requestsQuery } from '../../client/queries/requests.ts';
import { screenRecordingQuery } from '../../client/queries/screen-recording.ts';
import { recordsCalls } from '../../domain/ivr-profile.ts';
import { planOf, type Wanted } from '../../domain/re-apply.ts';
import { isAssignment, isWaiting } from '../../domain/request.ts';
import { may, type Session } from '../../domain/session.ts';
import type { ToolWorker } from '../../key-tools/worker/use-tool-worker.ts';
import { identityOf } from './found.ts';

const nothing = { asked: new Set<string>(), items: [] };

interface Chosen {
  wanted: readonly Wanted[];
  screenList: readonly string[];
  openKeys: ReadonlySet<string>;
  leftOut: ReadonlySet<string>;
}

/** The plan, made from the dropped files and the current state of the tenant. */
export function usePlan(
  { wanted: all, screenList, openKeys, leftOut }: Chosen,
  { call }: ToolWorker,
  session: Session,
  now: Date,
) {
  const client = useQueryClient();
  const [{ data: profiles }, { data: requests }] = useSuspenseQueries({
    queries: [ivrProfilesQuery(), requestsQuery()],
  });
  const serialNumbers = useMemo(
    () => [...new Set(all.map(({ serialNumber }) => serialNumber))].toSorted(),
    [all],
  );
  const keystore = useQuery(certificatesOfQuery(serialNumbers));
  const { asked, items: present } = keystore.data ?? nothing;
  // What the keystore has not been asked about yet is in no plan.
  const wanted = useMemo(() => all.filter(({ serialNumber }) => asked.has(serialNumber)), [all, asked]);
  const screenRecording = useQuery({
    ...screenRecordingQuery(),
    enabled: may(session, 'manage screen recording certificates'),
  }).data;
  // Only the bytes tell whether the issuer is the same, too.
  const known = new Set(wanted.map(({ sha256 }) => sha256));
  const alike = present.filter(({ sha256 }) => !known.has(sha256));
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
  const isAsking = keystore.data === undefined || keystore.isPlaceholderData;
  const pending = isAsking || read.some((each) => each.isPending);

  const ids = useMemo(() => new Map(present.map(({ id, sha256 }) => [sha256, id])), [present]);
  const plan = planOf(
    {
      wanted,
      screenList,
      openKeys,
      leftOut,
      keystore: present.map(({ id, sha256 }) => ({
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
  const unread = keystore.isLoadingError && {
    message: sentenceOf(keystore.error),
    tryAgain: () => void keystore.refetch(),
  };
  return { plan, ids, pending, unread, screenRecording };
}
