import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useQuery, useSuspenseQuery, type QueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useNavigate } from 'react-router';
import { paths } from '../../paths.ts';
import { ivrProfilesQuery } from '../../client/queries/ivr-profiles.ts';
import { requestStep } from '../../client/queries/re-apply.ts';
import { screenRecordingQuery } from '../../client/queries/screen-recording.ts';
import { requestsQuery } from '../../client/queries/requests.ts';
import { sessionQuery } from '../../client/session/session.ts';
import { counted } from '../../domain/counted.ts';
import { stepsOf } from '../../domain/re-apply.ts';
import { addTo, isDraft } from '../../domain/draft-list.ts';
import { may, type Session } from '../../domain/session.ts';
import { BackLink } from '../../ui/page/back-link.tsx';
import { minuteText } from '../../ui/page/dates.ts';
import { draftKeys } from '../../ui/form/drafts.ts';
import type { Unreadable } from '../../ui/form/dropped-files.ts';
import { DropZone } from '../../ui/form/drop-zone.tsx';
import { LeaveDialog, useLeaveGuard } from '../../ui/dialog/leave-guard.tsx';
import { hasWebCrypto, NoWebCrypto } from '../../ui/page/no-web-crypto.tsx';
import { Kept } from '../../ui/page/kept.tsx';
import { Page } from '../../ui/page/page.tsx';
import { useNow } from '../../ui/hooks/use-now.ts';
import { useStored } from '../../ui/hooks/use-stored.ts';
import { LockedFiles } from '../../key-tools/check-backup/locked-files.tsx';
import { NotUsed } from '../../key-tools/check-backup/not-used.tsx';
import { useBackup } from '../../key-tools/check-backup/use-backup.ts';
import { useToolWorker } from '../../key-tools/worker/use-tool-worker.ts';
import { allWanted } from './found.ts';
import { Pairs, Requests, ScreenList } from './plan-view.tsx';
import { Working } from './working.tsx';
import { RunOutcome } from './run-outcome.tsx';
import { usePlan } from './use-plan.ts';
import { useRecord, type ChosenRecord } from './use-record.ts';
import { useRun } from './use-run.ts';
import { Problem } from '../../ui/page/problem.tsx';

export const loader = async (client: QueryClient) => {
  const { session } = await client.ensureQueryData(sessionQuery());
  await Promise.all([
    client.ensureQueryData(ivrProfilesQuery()),
    client.ensureQueryData(requestsQuery()),
    session &&
      may(session, 'manage screen recording certificates') &&
      client.ensureQueryData(screenRecordingQuery()),
  ]);
};

/** Administration > Certificates > Re-apply: restores the keystore and the assignments after a disaster. */
export function Component() {
  const { session } = useSuspenseQuery(sessionQuery()).data;
  if (!session) return null;
  return hasWebCrypto() ? (
    <ReApplyPage session={session} />
  ) : (
    <Page narrow title="Re-apply" where={<BackLink to={paths.certificates()}>Certificates</BackLink>}>
      <NoWebCrypto />
    </Page>
  );
}

function ReApplyPage({ session }: { session: Session }) {
  const worker = useToolWorker();
  const backup = useBackup(worker);
  const { report, progress } = backup;
  const { chosen, reading, problems } = useRecord(worker, report);
  const run = useRun(worker);
  const now = useNow();

  const openKeys = useMemo(() => new Set(report?.keys.flatMap(({ keyId }) => keyId ?? [])), [report]);
  const certificates = useMemo(
    () => ({
      ofRecord: chosen?.certificates ?? [],
      ofBackup: report?.certificates.map(({ found }) => found) ?? [],
    }),
    [chosen, report],
  );
  const wanted = useMemo(
    () => allWanted(chosen?.record, certificates, openKeys),
    [chosen, certificates, openKeys],
  );
  const screenList = chosen?.record.screenRecordingCertificates ?? [];
  // By its check box a pair of the record is left out, and another one is taken in.
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set());
  const toggle = (sha256s: readonly string[]) =>
    setToggled(
      new Set([
        ...[...toggled].filter((each) => !sha256s.includes(each)),
        ...sha256s.filter((each) => !toggled.has(each)),
      ]),
    );
  const leftOut = useMemo(
    () =>
      new Set(wanted.flatMap(({ sha256, ofRecord }) => (toggled.has(sha256) === ofRecord ? [sha256] : []))),
    [wanted, toggled],
  );
  const {
    plan: next,
    ids,
    pending,
    unread,
    screenRecording,
  } = usePlan({ wanted, screenList, openKeys, leftOut }, worker, session, now);
  const plan = run.running?.plan ?? next;
  const isAsked = (step: string) => plan.requests.some((request) => requestStep(request) === step);
  const requests = [...run.requested.filter((made) => !isAsked(requestStep(made))), ...plan.requests];
  const steps = stepsOf(plan);
  const busy = run.running !== undefined;
  const guard = useLeaveGuard(busy || steps > 0);

  const add = (files: readonly File[], unreadable: readonly Unreadable[]) => {
    run.reset();
    void backup.add(files, unreadable);
  };
  const start = () =>
    run.run({
      plan: next,
      ids,
      derOf: ({ sha256 }) =>
        [...certificates.ofRecord, ...certificates.ofBackup].find((each) => each.sha256 === sha256)?.facts
          .der,
      note: noteOf(chosen),
    });
  return (
    <Page
      narrow
      title="Re-apply"
      where={<BackLink to={paths.certificates()}>Certificates</BackLink>}
      intro="After a disaster: puts the key pairs of your backup into the keystore again, asks for their assignment, and prepares the screen recording list. What is there already stays as it is."
    >
      <Kept>
        <Box sx={{ display: 'grid', gap: 2, '& > *': { minWidth: 0 } }}>
          <DropZone
            label="Record and backup"
            hint="Drop the record (the .json file that Download record saved) and what you keep your private keys in: folders, .pem, .key, .p12, .pfx and .jks files, or zips and tar archives of them, in any order and in several goes."
            folder
            disabled={busy}
            onFiles={add}
          />
          {progress && (
            <Working
              label={progress.doing === 'reading' ? 'Reading the files' : 'Trying the password'}
              done={progress.done}
              of={progress.of}
              action="Cancel"
              onAction={() => void backup.stop()}
            />
          )}
          <Problem text={backup.problem} />
          {problems.map((problem) => (
            <Problem key={problem} text={problem} />
          ))}
          {report && !reading && <RecordLine chosen={chosen} session={session} />}
          {report && report.locked.length > 0 && !busy && (
            <LockedFiles locked={report.locked} onUnlock={backup.unlock} />
          )}
          {report && !progress && !reading && wanted.length === 0 && (
            <Alert role="alert" severity="info">
              No certificate is among these files. Drop the record, or the certificates together with their
              private keys.
            </Alert>
          )}
          {unread && (
            <Problem
              text={`What is in the keystore could not be read. ${unread.message}`}
              again={{ run: unread.tryAgain }}
            />
          )}
          {wanted.length > 0 && !unread && (
            <>
              <RunOutcome
                run={run}
                steps={steps}
                pending={pending || reading || progress !== undefined}
                plan={plan}
                onStart={start}
              />
              <Pairs
                pairs={plan.pairs}
                ids={ids}
                outcomes={run.outcomes}
                lockedFiles={report?.locked.length ?? 0}
                now={now}
                hasRecord={chosen !== undefined}
                onToggle={busy ? undefined : toggle}
              />
              <Requests
                requests={requests}
                awaited={plan.awaited.requests}
                unknownProfiles={plan.unknownProfiles}
                outcomes={run.outcomes}
                ids={ids}
                hasRecord={chosen !== undefined}
              />
              {chosen && screenRecording && (
                <ScreenList screenList={plan.screenList} awaited={plan.awaited.screenList}>
                  <AddToScreenList
                    session={session}
                    ids={plan.screenList.map(({ sha256 }) => ids.get(sha256))}
                    disabled={busy}
                  />
                </ScreenList>
              )}
            </>
          )}
          {report && <NotUsed report={report} />}
        </Box>
      </Kept>
      <LeaveDialog
        blocker={guard.blocker}
        title="Leave Re-apply?"
        text="What you dropped here is forgotten, and what is left of the plan is not done. What was uploaded and requested stays."
        stay="Stay"
        leave="Leave"
      />
    </Page>
  );
}

const noteOf = (chosen: ChosenRecord | undefined): string =>
  chosen
    ? `Re-applied after a disaster. By the record of ${chosen.record.takenAt.slice(0, 10)}, it was assigned so.`
    : '';

function RecordLine({ chosen, session }: { chosen: ChosenRecord | undefined; session: Session }) {
  if (!chosen) {
    return (
      <Alert role="alert" severity="info">
        There is no record among these files. The pairs of the backup can be uploaded without it; where each
        was assigned, and what is missing, only the record says.
      </Alert>
    );
  }
  const { tenant, takenAt, takenBy, certificates } = chosen.record;
  const count = counted(certificates.length, 'certificate');
  return (
    <>
      <Box sx={{ overflowWrap: 'anywhere' }}>
        The record of tenant {tenant.name}: {count}, taken by {takenBy} on {minuteText(takenAt)}.
      </Box>
      {tenant.name !== session.tenant.name && (
        <Alert role="alert" severity="warning">
          This is the record of tenant {tenant.name}, and you are signed in to tenant {session.tenant.name}.
          Go on only if its pairs are to be here.
        </Alert>
      )}
    </>
  );
}

interface AddToScreenListProps {
  session: Session;
  /** The certificates' ids; undefined for one that is not in the keystore yet. */
  ids: readonly (string | undefined)[];
  disabled: boolean;
}

/** Adds the certificates to the draft of the screen recording list and opens that screen. */
function AddToScreenList({ session, ids, disabled }: AddToScreenListProps) {
  const list = useQuery(screenRecordingQuery()).data;
  const [draft, setDraft] = useStored(draftKeys.screenRecording(session.username), isDraft);
  const navigate = useNavigate();
  const present = ids.filter((id) => id !== undefined);
  if (!list) return null;
  return (
    <Box sx={{ mt: 2 }}>
      <Button
        variant="outlined"
        disabled={disabled || present.length < ids.length}
        onClick={() => {
          const current = { etag: list.etag, ids: list.items.map(({ id }) => id) };
          setDraft(addTo(draft, current, present));
          void navigate(paths.screenRecordingCertificates());
        }}
      >
        Add to the list
      </Button>
      {present.length < ids.length && (
        <Box component="span" sx={{ ml: 1.5, color: 'text.secondary', fontSize: 'body2.fontSize' }}>
          Re-apply first: they are not in the keystore yet.
        </Box>
      )}
    </Box>
  );
}
