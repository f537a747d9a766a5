import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import { useSuspenseQuery, type QueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Outlet, useLocation, useNavigate, useParams, type LoaderFunctionArgs } from 'react-router';
import { paths } from '../../paths.ts';
import { useAct } from '../../client/act.ts';
import { wouldStop } from '../../client/call.ts';
import { keystoreQuery, loadCertificates, useCertificates } from '../../client/queries/certificates.ts';
import { coverageQuery } from '../../client/queries/coverage.ts';
import {
  ivrProfileConfigurationQuery,
  ivrProfilesQuery,
  saveIvrProfileMutation,
  type IvrProfile,
} from '../../client/queries/ivr-profiles.ts';
import { sessionQuery } from '../../client/session/session.ts';
import { knownCertificates, type Listed } from '../../domain/draft-list.ts';
import { consequences, encryptionOf, recordsCalls } from '../../domain/ivr-profile.ts';
import { may, type Session } from '../../domain/session.ts';
import { voiceStop, type Acknowledgement, type Stop } from '../../domain/turn-off.ts';
import { BackLink } from '../../ui/page/back-link.tsx';
import { ChangedElsewhere } from '../../ui/page/changed-elsewhere.tsx';
import { Consequences } from '../../ui/page/consequences.tsx';
import { Conflict } from '../../ui/page/conflict.tsx';
import { dayText, minuteText } from '../../ui/page/dates.ts';
import { DraftActions, draftedIds, idsIn, useDraftList } from '../../ui/form/draft-list.tsx';
import { draftKeys } from '../../ui/form/drafts.ts';
import { Facts } from '../../ui/page/facts.tsx';
import { Page } from '../../ui/page/page.tsx';
import { Section } from '../../ui/page/section.tsx';
import { useNow } from '../../ui/hooks/use-now.ts';
import { AssignedList } from './assigned-list.tsx';
import { Configuration } from './configuration.tsx';
import { callsText } from './coverage.tsx';
import { CoverageOverTime } from './coverage-over-time.tsx';
import { EncryptionChip } from './encryption-chip.tsx';
import { MayNotAssign } from './may-not-assign.tsx';
import { Problem } from '../../ui/page/problem.tsx';
import { ButtonLink } from '../../ui/page/button-link.tsx';

export const loader = async (client: QueryClient, { params: { id = '' } }: LoaderFunctionArgs) => {
  const { session } = await client.ensureQueryData(sessionQuery());
  const [{ items }] = await Promise.all([
    client.ensureQueryData(ivrProfilesQuery()),
    client.ensureQueryData(keystoreQuery()),
    client.ensureQueryData(coverageQuery()),
    session && loadCertificates(client, draftedIds(draftKeys.assignment(session.username, id))),
  ]);
  if (!items.some((profile) => profile.id === id)) throw new Response(null, { status: 404 });
  await client.ensureQueryData(ivrProfileConfigurationQuery(id));
};

export function Component() {
  const id = useParams()['id'] ?? '';
  const { items } = useSuspenseQuery(ivrProfilesQuery()).data;
  const { session } = useSuspenseQuery(sessionQuery()).data;
  const profile = items.find((each) => each.id === id);
  // A new page for each profile, so that the draft of one is not shown in the other.
  return profile && session && <ProfilePage key={id} {...{ profile, profiles: items, session }} />;
}

/** What the windows over this page receive from it. */
export interface ProfileContext {
  profile: IvrProfile;
  session: Session;
  known: ReadonlyMap<string, Listed>;
  wanted: readonly string[];
  onChange: (wanted: string[]) => void;
  /** What saving stops, by this browser's clock. */
  stop: Stop | undefined;
  /** What saving stops, by the tenant's clock. */
  refused: string | undefined;
  /** Undefined where nothing can be saved. */
  save: ((acknowledgement: Acknowledgement) => void) | undefined;
  pending: boolean;
  problem: string | undefined;
}

interface ProfilePageProps {
  profile: IvrProfile;
  profiles: readonly IvrProfile[];
  session: Session;
}

function ProfilePage({ profile, profiles, session }: ProfilePageProps) {
  const { changedElsewhere } = useSuspenseQuery(keystoreQuery()).data;
  const now = useNow();
  const current = { etag: profile.etag, ids: profile.certificates.map(({ id }) => id) };
  const draft = useDraftList(draftKeys.assignment(session.username, profile.id), current);
  const { wanted, conflict } = draft;
  const [said, setSaid] = useState<string>();
  const save = useAct(
    saveIvrProfileMutation(() => {
      draft.discard();
      setSaid('Saved. The recorder reads the new list from now on.');
    }),
    { repeatable: true },
  );
  const known = knownCertificates(profile.certificates, useCertificates(idsIn(draft.draft)));
  const mayAssign = may(session, 'assign certificates');
  const after = wanted.flatMap((id) => known.get(id) ?? []);
  const changes =
    draft.draft && !conflict
      ? consequences({ ...profile, before: profile.certificates, after }, now, dayText)
      : [];

  const edit = (act: () => void) => {
    setSaid(undefined);
    save.reset();
    act();
  };
  const cancel = () => {
    save.reset();
    draft.discard();
  };
  const navigate = useNavigate();
  const confirm = () => void navigate(paths.turnOffEncryption(profile.id), { preventScrollReset: true });
  const confirming = useLocation().pathname === paths.turnOffEncryption(profile.id);
  const stop = voiceStop(profiles, { id: profile.id, after }, now);
  const submit = (acknowledgement?: Acknowledgement) => {
    if (!draft.draft) return;
    save.mutate(
      { id: profile.id, certificateIds: wanted, etag: draft.draft.base.etag, acknowledgement },
      { onError: (error) => wouldStop(error) && confirm() },
    );
  };
  const refused = wouldStop(save.error) ? save.error?.message : undefined;
  const problem = refused === undefined ? save.error?.message : undefined;
  const context: ProfileContext = {
    profile,
    session,
    known,
    wanted,
    onChange: (next) => edit(() => draft.change(next)),
    stop,
    refused,
    save: draft.draft && !conflict ? submit : undefined,
    pending: save.isPending,
    problem,
  };

  return (
    <Page
      narrow
      title={profile.name}
      where={<BackLink to={paths.ivrProfiles()}>IVR Profiles</BackLink>}
      intro={<EncryptionChip encryption={encryptionOf(profile, now)} />}
      actions={
        mayAssign ? (
          <ButtonLink variant="outlined" to={paths.selectCertificate(profile.id)} preventScrollReset>
            Select Certificate
          </ButtonLink>
        ) : (
          <MayNotAssign session={session} label="Select Certificate" />
        )
      }
    >
      <Box sx={{ display: 'grid', gap: 2.5 }}>
        {changedElsewhere && <ChangedElsewhere />}
        <div aria-live="polite">{said && <Alert severity="success">{said}</Alert>}</div>
        {!recordsCalls(profile) && (
          <Alert severity="info">
            The platform picks only profiles with service type record for recording: certificates here have no
            effect.
          </Alert>
        )}
        {conflict && (
          <Conflict
            title="Somebody else changed this profile after you opened it"
            draft={conflict}
            saved={current.ids}
            changed={profile.changed}
            known={known}
            unchanged="Assigned"
            onRedo={() => {
              save.reset();
              draft.redo();
            }}
            onDiscard={cancel}
          />
        )}
        <Section title="Certificates">
          <AssignedList
            {...{ profile, known, wanted, now }}
            onRemove={mayAssign ? (id) => edit(() => draft.remove([id])) : undefined}
          />
          <Consequences changes={changes} />
          {problem && !conflict && !confirming && <Problem text={problem} sx={{ mt: 2 }} />}
          {mayAssign && (
            <DraftActions
              draft={draft}
              pending={save.isPending}
              onCancel={cancel}
              onSave={stop ? confirm : () => submit()}
            />
          )}
        </Section>
        <CoverageOverTime profile={profile} now={now} />
        <Section title="Calls">
          <Facts
            facts={[
              ['Calls that pick this profile', callsText(profile, profiles)],
              ['Geo-location', profile.geoLocation ?? 'None'],
              ['Service type', profile.serviceType],
              ['Default profile', profile.isDefault ? 'Yes' : 'No'],
              [
                'Last saved',
                profile.changed ? `${minuteText(profile.changed.at)} by ${profile.changed.by}` : 'Never',
              ],
            ]}
          />
        </Section>
        <Section title="Configuration">
          <Configuration profile={profile} wanted={wanted} />
        </Section>
      </Box>
      <Outlet context={context} />
    </Page>
  );
}
