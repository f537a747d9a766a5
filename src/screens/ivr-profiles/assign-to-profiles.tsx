import { useQueryClient, useSuspenseQueries, type QueryClient } from '@tanstack/react-query';
import { useNavigate, useSearchParams } from 'react-router';
import { paths } from '../../paths.ts';
import { useAct } from '../../client/act.ts';
import { certificatesQuery } from '../../client/queries/certificates.ts';
import { assignMutation, ivrProfilesQuery } from '../../client/queries/ivr-profiles.ts';
import { askForNewView } from '../../client/session/sign-in-again.ts';
import { isAssignable } from '../../domain/certificate.ts';
import { encryptionOf, recordsCalls } from '../../domain/ivr-profile.ts';
import { ChangedElsewhere } from '../../ui/page/changed-elsewhere.tsx';
import { SelectWindow } from '../../ui/form/select-window.tsx';
import { useNow } from '../../ui/hooks/use-now.ts';
import { CertificateChoice } from './certificate-choice.tsx';
import { EncryptionChip } from './encryption-chip.tsx';

export const loader = (client: QueryClient) => async () => {
  await Promise.all([
    client.ensureQueryData(certificatesQuery()),
    client.ensureQueryData(ivrProfilesQuery()),
  ]);
  return null;
};

/** Adds one certificate to many IVR profiles in one step, and removes nothing. */
export function Component() {
  const [{ data: certificates }, { data: profiles }] = useSuspenseQueries({
    queries: [certificatesQuery(), ivrProfilesQuery()],
  });
  const [search, setSearch] = useSearchParams();
  const navigate = useNavigate();
  const now = useNow();
  const assign = useAct(assignMutation(useQueryClient()));
  const assignable = certificates.items.filter((each) => isAssignable(each, now));
  const certificate =
    assignable.find(({ id }) => id === search.get('certificate')) ??
    (search.has('certificate') ? undefined : assignable[0]);
  const recording = profiles.items.filter(recordsCalls);
  const has = (profile: (typeof recording)[number]) =>
    profile.certificates.some(({ id }) => id === certificate?.id);

  return (
    <SelectWindow
      key={certificate?.id}
      title="Assign to several IVR profiles"
      intro="The certificate is added to every profile that is checked, at once. Nothing is taken out of them: while it is valid, calls that pick them are then encrypted for this certificate, too."
      items={recording.map((profile) => ({
        id: profile.id,
        label: profile.name,
        details: [
          profile.geoLocation ?? 'No geo-location',
          ...(profile.isDefault ? ['default profile'] : []),
          ...(has(profile) ? ['has this certificate already'] : []),
        ].join(', '),
        status: <EncryptionChip encryption={encryptionOf(profile, now)} />,
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
                  done: `${certificate.subjectName} was added to ${added.map(({ name }) => name).join(', ')}.`,
                },
              }),
          },
        );
      }}
      onCancel={() => void navigate(paths.ivrProfiles(), { preventScrollReset: true })}
    >
      {certificates.changedElsewhere && <ChangedElsewhere onSignInAgain={askForNewView} />}
      <CertificateChoice
        certificate={certificate}
        choices={assignable}
        onChoose={(id) => setSearch({ certificate: id }, { replace: true })}
      />
    </SelectWindow>
  );
}
