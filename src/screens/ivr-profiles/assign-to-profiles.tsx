import { useSuspenseQuery, type QueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate, useSearchParams, type LoaderFunctionArgs } from 'react-router';
import { paths } from '../../paths.ts';
import { useAct } from '../../client/act.ts';
import { loadFirstFound, useCertificateSearch } from '../../client/queries/certificate-search.ts';
import { loadCertificates, useCertificates } from '../../client/queries/certificates.ts';
import { assignMutation, ivrProfilesQuery } from '../../client/queries/ivr-profiles.ts';
import { isAssignable } from '../../domain/certificate.ts';
import { recordsCalls } from '../../domain/ivr-profile.ts';
import { ChangedElsewhere } from '../../ui/page/changed-elsewhere.tsx';
import { nameOf } from '../../ui/page/name-of.ts';
import { SelectWindow } from '../../ui/form/select-window.tsx';
import { useNow } from '../../ui/hooks/use-now.ts';
import { CertificateChoice } from './certificate-choice.tsx';
import { profileItem } from './profile-item.tsx';

export const loader = (client: QueryClient, { request }: LoaderFunctionArgs) =>
  Promise.all([
    loadFirstFound(client),
    loadCertificates(client, namedIn(new URL(request.url).searchParams)),
    client.ensureQueryData(ivrProfilesQuery()),
  ]);

const namedIn = (search: URLSearchParams): string[] => search.getAll('certificate').slice(0, 1);

/** Adds one certificate to many IVR profiles in one step, and removes nothing. */
export function Component() {
  const profiles = useSuspenseQuery(ivrProfilesQuery()).data;
  const keystore = useCertificateSearch();
  const [search, setSearch] = useSearchParams();
  const navigate = useNavigate();
  const now = useNow();
  const assign = useAct(assignMutation());
  const assignable = keystore.items.filter((each) => isAssignable(each, now));
  const [newest] = useState(assignable[0]);
  const named = namedIn(search);
  const [found] = useCertificates(named);
  const asked = named.length > 0 ? found : newest;
  const certificate = asked && isAssignable(asked, now) ? asked : undefined;
  const recording = profiles.items.filter(recordsCalls);
  const has = (profile: (typeof recording)[number]) =>
    profile.certificates.some(({ id }) => id === certificate?.id);

  return (
    <SelectWindow
      key={certificate?.id}
      title="Assign to several IVR profiles"
      intro="The certificate is added to every profile that is checked, at once. Nothing is taken out of them: while it is valid, calls that pick them are then encrypted for this certificate, too."
      items={recording.map((profile) => ({
        ...profileItem(profile, now, has(profile) && 'has this certificate already'),
        unavailable: certificate ? undefined : 'Choose a certificate first.',
        fixed: has(profile),
      }))}
      chosen={recording.filter(has).map(({ id }) => id)}
      empty="This tenant has no IVR profile for recording."
      addLabel="Add"
      pending={assign.isPending}
      problem={assign.error?.message}
      onAdd={(chosen) => {
        if (!certificate) return;
        const added = recording.filter((profile) => chosen.includes(profile.id) && !has(profile));
        assign.mutate(
          { certificateId: certificate.id, ivrProfileIds: added.map(({ id }) => id) },
          {
            onSuccess: () =>
              void navigate(paths.ivrProfiles(), {
                state: {
                  done: `${nameOf(certificate)} was added to ${added.map(({ name }) => name).join(', ')}.`,
                },
              }),
          },
        );
      }}
      onCancel={() => void navigate(paths.ivrProfiles(), { preventScrollReset: true })}
    >
      {keystore.changedElsewhere && <ChangedElsewhere />}
      <CertificateChoice
        certificate={certificate}
        choices={assignable}
        search={keystore}
        onChoose={(id) => setSearch({ certificate: id }, { replace: true })}
      />
    </SelectWindow>
  );
}
