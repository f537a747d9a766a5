import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Link from '@mui/material/Link';
import useMediaQuery from '@mui/material/useMediaQuery';
import { useSuspenseQueries, useSuspenseQuery, type QueryClient } from '@tanstack/react-query';
import { Outlet, useLocation, useNavigate } from 'react-router';
import { paths } from '../../paths.ts';
import { keystoreQuery, loadCertificates, useCertificates } from '../../client/queries/certificates.ts';
import { ivrProfilesQuery } from '../../client/queries/ivr-profiles.ts';
import {
  recorderSettingsUrl,
  screenRecordingQuery,
  type ScreenRecordingCertificates,
} from '../../client/queries/screen-recording.ts';
import { sessionQuery } from '../../client/session/session.ts';
import { knownCertificates, type Listed } from '../../domain/draft-list.ts';
import { removesNothing, saveConsequences, voiceSetUp } from '../../domain/screen-recording.ts';
import type { Session } from '../../domain/session.ts';
import { ChangedElsewhere } from '../../ui/page/changed-elsewhere.tsx';
import { Consequences } from '../../ui/page/consequences.tsx';
import { Conflict } from '../../ui/page/conflict.tsx';
import {
  DraftActions,
  draftedIds,
  focusSummary,
  idsIn,
  useDraftList,
  type DraftList,
} from '../../ui/form/draft-list.tsx';
import { draftKeys } from '../../ui/form/drafts.ts';
import { LeaveDialog, useLeaveGuard } from '../../ui/dialog/leave-guard.tsx';
import { useArraySource } from '../../ui/list/array-source.ts';
import { useSelection } from '../../ui/list/left-behind.ts';
import { useListState } from '../../ui/list/state.ts';
import { DataTable } from '../../ui/list/table.tsx';
import { dayText } from '../../ui/page/dates.ts';
import { Page } from '../../ui/page/page.tsx';
import { Section } from '../../ui/page/section.tsx';
import { useNow } from '../../ui/hooks/use-now.ts';
import { columnsOf, said } from './columns.tsx';
import { EncryptionBanner } from './encryption-banner.tsx';
import { rowsOf, type Row } from './rows.ts';
import { useSave, type Save } from './use-save.ts';
import { VoiceFirst } from './voice-first.tsx';
import { Problem } from '../../ui/page/problem.tsx';
import { ButtonLink } from '../../ui/page/button-link.tsx';

export const loader = async (client: QueryClient) => {
  const { session } = await client.ensureQueryData(sessionQuery());
  await Promise.all([
    client.ensureQueryData(screenRecordingQuery()),
    client.ensureQueryData(keystoreQuery()),
    client.ensureQueryData(ivrProfilesQuery()),
    session && loadCertificates(client, draftedIds(draftKeys.screenRecording(session.username))),
  ]);
};

export function Component() {
  const { session } = useSuspenseQuery(sessionQuery()).data;
  return session && <ScreenRecordingPage session={session} />;
}

/** What the windows over this page receive from it. */
export interface PageContext {
  session: Session;
  list: ScreenRecordingCertificates;
  known: ReadonlyMap<string, Listed>;
  draft: DraftList;
}

function ScreenRecordingPage({ session }: { session: Session }) {
  const [{ data: list }, { data: keystore }, { data: profiles }] = useSuspenseQueries({
    queries: [screenRecordingQuery(), keystoreQuery(), ivrProfilesQuery()],
  });
  const now = useNow();
  const current = { etag: list.etag, ids: list.items.map(({ id }) => id) };
  const draft = useDraftList(draftKeys.screenRecording(session.username), current);
  const known = knownCertificates(list.items, useCertificates(idsIn(draft.draft)));
  const guard = useLeaveGuard(draft.draft !== null, paths.screenRecordingCertificates());
  const { saved } = (useLocation().state ?? {}) as { saved?: string };
  const voice = voiceSetUp(keystore.total, profiles.items);
  const save = useSave(list, draft);
  const context: PageContext = { session, list, known, draft };

  return (
    <Page
      title="Screen Recording Certificates"
      where="Administration"
      intro="Manage the certificates for screen recording encryption. Changes affect future recordings only; old recordings keep their encrypted status."
    >
      <Box sx={{ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: 2 }}>
        {keystore.changedElsewhere && <ChangedElsewhere />}
        <EncryptionBanner items={list.items} now={now} />
        {saved && !draft.draft && <Saved text={saved} />}
        {voice !== 'done' && <VoiceFirst state={voice} session={session} inUse={list.items.length > 0} />}
        {draft.conflict && (
          <Conflict
            title="Somebody else changed the list after you began"
            draft={draft.conflict}
            saved={current.ids}
            changed={list.changed}
            known={known}
            unchanged="In the list"
            onRedo={() => {
              save.reset();
              draft.redo();
            }}
            onDiscard={draft.discard}
          />
        )}
        <Section title="Screen Recording Certificates">
          <Panel {...context} now={now} save={save} />
        </Section>
        <Box sx={{ fontSize: 'body2.fontSize', color: 'text.secondary' }}>
          The recorder reads the saved list in{' '}
          <Link
            href={recorderSettingsUrl(list.contactCenterId)}
            target="_blank"
            rel="noreferrer"
            underline="always"
          >
            its settings
          </Link>
          .
        </Box>
      </Box>
      <Outlet context={context} />
      <LeaveDialog
        blocker={guard.blocker}
        title="Leave without saving?"
        text="What you wanted to add or remove has not been saved. The saved list stays as it is."
        stay="Keep editing"
        leave="Discard"
        onLeave={draft.discard}
      />
    </Page>
  );
}

const takeFocus = (element: HTMLElement | null) => element?.focus();

/** Takes the focus, because the pressed button is now disabled. */
const Saved = ({ text }: { text: string }) => (
  <Alert role="alert" severity="success" tabIndex={-1} ref={takeFocus} sx={{ outline: 'none' }}>
    {text}
  </Alert>
);

/** A draft that only adds takes nothing away, so the page itself says what *Save* does, and one press saves. */
function Panel({ list, known, draft, now, save }: PageContext & { now: Date; save: Save }) {
  const state = useListState({ sort: 'added' });
  const navigate = useNavigate();
  const compact = useMediaQuery('(max-width: 1199px)');
  const [selected, setSelected] = useSelection<Row>();
  const rows = rowsOf(list, draft.draft, known);
  const after = draft.wanted.flatMap((id) => known.get(id) ?? []);
  const pending = draft.draft && !draft.conflict ? draft.draft : undefined;
  const asksFirst = !removesNothing(list.items, after);
  const chosen = rows.filter(({ id, pending }) => selected.has(id) && pending !== 'removed');

  const columns = columnsOf({
    now,
    compact,
    onUndo: (id) => {
      draft.undo(id);
      focusSummary();
    },
  });
  const source = useArraySource(rows, columns, { ...state, search: '' });

  return (
    <>
      <Box sx={{ display: 'flex', gap: 1.5, alignItems: 'center', flexWrap: 'wrap', mb: 1.5 }}>
        <ButtonLink variant="outlined" to={paths.selectScreenRecordingCertificate()} preventScrollReset>
          Add
        </ButtonLink>
        <Button
          variant="outlined"
          color="error"
          disabled={chosen.length === 0}
          aria-describedby="remove-help"
          onClick={() => {
            draft.remove(chosen.map(({ id }) => id));
            setSelected(new Map());
            focusSummary();
          }}
        >
          Remove
        </Button>
        <Box id="remove-help" sx={{ color: 'text.secondary', fontSize: 'body2.fontSize' }}>
          {rows.length === 0
            ? ''
            : chosen.length === 0
              ? 'To remove a certificate, select its check box.'
              : `${chosen.length} selected.`}
        </Box>
      </Box>
      <DataTable
        label="Certificates in the list"
        source={source}
        columns={columns.filter(({ id }) => id !== 'change' || draft.draft !== null)}
        selection={{
          selected,
          onSelect: setSelected,
          nameOf: said,
          isDisabled: ({ pending }) => pending === 'removed',
        }}
        rowHeight={compact ? (draft.draft ? 132 : 104) : 60}
        empty="No certificate is in the list, so screen recordings are not encrypted. Add one from your keystore."
      />
      {pending && !asksFirst && (
        <Consequences changes={saveConsequences({ before: list.items, after }, now, dayText)} />
      )}
      {pending && save.error && <Problem text={save.error.message} sx={{ mt: 2 }} />}
      <DraftActions
        draft={draft}
        pending={save.isPending}
        onCancel={() => {
          save.reset();
          draft.discard();
        }}
        onSave={() => {
          if (asksFirst) {
            void navigate(paths.saveScreenRecordingCertificates(), { preventScrollReset: true });
          } else if (pending) {
            save.mutate({ certificateIds: draft.wanted, etag: pending.base.etag });
          }
        }}
      />
    </>
  );
}
