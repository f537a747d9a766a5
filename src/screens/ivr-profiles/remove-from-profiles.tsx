import { useSuspenseQueries, type QueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { paths } from '../../paths.ts';
import { useAct } from '../../client/act.ts';
import { wouldStop } from '../../client/call.ts';
import { ivrProfilesQuery, unassignMutation } from '../../client/queries/ivr-profiles.ts';
import { sessionQuery } from '../../client/session/session.ts';
import { voiceStop, type Acknowledgement } from '../../domain/turn-off.ts';
import { nameOf } from '../../ui/page/name-of.ts';
import { SelectWindow } from '../../ui/form/select-window.tsx';
import { useNow } from '../../ui/hooks/use-now.ts';
import { CertificateChoice } from './certificate-choice.tsx';
import { profileItem } from './profile-item.tsx';
import { StopDialog } from './stop-dialog.tsx';

export const loader = (client: QueryClient) => client.ensureQueryData(ivrProfilesQuery());

/**
 * Takes one certificate out of many IVR profiles in one step. The same guard asks as on the page of one profile, once
 * for all of them.
 */
export function Component() {
  const [{ data: profiles }, { data: signedIn }] = useSuspenseQueries({
    queries: [ivrProfilesQuery(), sessionQuery()],
  });
  const [search, setSearch] = useSearchParams();
  const navigate = useNavigate();
  const now = useNow();
  const remove = useAct(unassignMutation());
  const [picked, setPicked] = useState<readonly string[]>([]);
  const [asking, setAsking] = useState(false);
  const { items } = profiles;
  const assigned = new Map(items.flatMap(({ certificates }) => certificates).map((each) => [each.id, each]));
  const certificate = assigned.get(search.get('certificate') ?? [...assigned.keys()][0] ?? '');
  const without = ({ certificates }: (typeof items)[number]) =>
    certificates.filter(({ id }) => id !== certificate?.id);
  const holders = items.filter((profile) => without(profile).length < profile.certificates.length);
  const stopOf = (profile: (typeof items)[number]) =>
    voiceStop(items, { id: profile.id, after: without(profile) }, now);
  const chosen = holders.filter(({ id }) => picked.includes(id));

  const submit = (from: typeof chosen, acknowledgement?: Acknowledgement) => {
    if (!certificate) return;
    remove.mutate(
      {
        certificateId: certificate.id,
        ivrProfiles: from.map(({ id, etag }) => ({ id, etag })),
        acknowledgement,
      },
      {
        onSuccess: () =>
          void navigate(paths.ivrProfiles(), {
            state: {
              done: `${nameOf(certificate)} was removed from ${from.map(({ name }) => name).join(', ')}.`,
            },
          }),
        onError: (error) => wouldStop(error) && setAsking(true),
      },
    );
  };
  const refused = wouldStop(remove.error) ? remove.error?.message : undefined;
  const problem = refused === undefined ? remove.error?.message : undefined;

  if (asking && signedIn.session) {
    return (
      <StopDialog
        stops={chosen.flatMap((profile) => stopOf(profile) ?? [])}
        of={chosen.map(({ name }) => name).join(', ')}
        session={signedIn.session}
        pending={remove.isPending}
        onConfirm={(acknowledgement) => submit(chosen, acknowledgement)}
        onClose={() => {
          remove.reset();
          setAsking(false);
        }}
        {...{ refused, problem }}
      />
    );
  }
  return (
    <SelectWindow
      key={certificate?.id}
      title="Remove from several IVR profiles"
      intro="The certificate is taken out of every profile that is checked, at once. It stays in the keystore to play back older recordings, which do not change."
      items={holders.map((profile) =>
        profileItem(
          profile,
          now,
          stopOf(profile) !== undefined && 'its calls are then no longer encrypted as long as now',
        ),
      )}
      chosen={[]}
      suggested={picked}
      empty={certificate ? 'It is in no IVR profile.' : 'Choose a certificate first.'}
      addLabel="Remove"
      pending={remove.isPending}
      problem={problem}
      onAdd={(ids) => {
        setPicked(ids);
        const from = holders.filter(({ id }) => ids.includes(id));
        if (from.some((profile) => stopOf(profile) !== undefined)) setAsking(true);
        else submit(from);
      }}
      onCancel={() => void navigate(paths.ivrProfiles(), { preventScrollReset: true })}
    >
      <CertificateChoice
        certificate={certificate}
        choices={[...assigned.values()]}
        onChoose={(id) => {
          setPicked([]);
          setSearch({ certificate: id }, { replace: true });
        }}
      />
    </SelectWindow>
  );
}
