import { useQuery } from '@tanstack/react-query';
import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { use, useMemo, useRef } from 'react';
import { certificatesToCheckQuery } from '../../client/queries/certificates-to-check.ts';
import { sessionQuery } from '../../client/session/session.ts';
import { backupSentence } from '../../domain/backup-answer.ts';
import { numberText } from '../../domain/counted.ts';
import { may } from '../../domain/session.ts';
import type { CopiesReport } from '../../pki/pile/copies.ts';
import type { Progress } from '../../pki/pile/report.ts';
import { DropZone } from '../../ui/form/drop-zone.tsx';
import { EmptyState } from '../../ui/page/empty-state.tsx';
import { ConsoleAround } from '../console-around.ts';
import { ProgressLine } from '../progress-line.tsx';
import { ToolPage } from '../tool-page.tsx';
import { useToolWorker } from '../worker/use-tool-worker.ts';
import { Against } from './against.tsx';
import { Answer } from './answer.tsx';
import { LockedFiles } from './locked-files.tsx';
import { NotUsed } from './not-used.tsx';
import { recordsIn } from './records.ts';
import { RecordCheck } from './record-check.tsx';
import { rowsOf } from './rows.ts';
import { useAnswer } from './use-answer.ts';
import { useBackup } from './use-backup.ts';
import { Problem } from '../../ui/page/problem.tsx';

/** Key Tools > Check Backup: whether the copies of private keys that people keep are complete and open. */
export function Component() {
  const worker = useToolWorker();
  const backup = useBackup(worker);
  const { report, progress, problem } = backup;
  const { data: state } = useQuery({ ...sessionQuery(), enabled: use(ConsoleAround) });
  const session = state?.session ?? undefined;
  const seesKeystore = session !== undefined && may(session, 'view certificates');
  const keystore = useQuery({ ...certificatesToCheckQuery(), enabled: seesKeystore });
  const certificates = seesKeystore ? keystore.data : undefined;
  const { records, problems } = useMemo(() => recordsIn(report), [report]);
  const rows = useMemo(() => rowsOf(certificates, records, report), [certificates, records, report]);
  const answer = useAnswer(worker, rows, backup);
  const mayRecord = session !== undefined && may(session, 'record backup checks');
  const opening = (answer?.rows ?? []).flatMap((row) =>
    row.state === 'opens' && row.certificateId !== undefined
      ? [{ ...row, certificateId: row.certificateId }]
      : [],
  );
  const sentence = useRef<HTMLDivElement>(null);
  const empty = useRef<HTMLDivElement>(null);
  const clear = useRef<HTMLButtonElement>(null);

  const focusAnswer = () => (sentence.current?.firstChild ? sentence : clear).current?.focus();
  const unlock = async (password: string): Promise<CopiesReport | undefined> => {
    const after = await backup.unlock(password);
    // The field that has the focus disappears with the last locked file, so the focus moves to the answer.
    if (after?.locked.length === 0) focusAnswer();
    return after;
  };
  return (
    <ToolPage
      worker={worker}
      title="Check Backup"
      intro="Whether the copies of your private keys are there, and open. Each is tried in your browser on a session key; no file, key or password is sent anywhere."
    >
      <Box sx={{ display: 'grid', gap: 2, '& > *': { minWidth: 0 } }}>
        <Against
          session={session}
          begun={report !== undefined}
          known={state !== undefined}
          keystore={seesKeystore ? keystore : undefined}
          records={records}
        />
        <DropZone
          label="Backup to check"
          hint="Drop what you keep: folders of .pem, .key and .crt files, .p12 and .pfx containers, Java keystores (.jks), encrypted keys, zips and tar archives of them, and the record of your keystore, in any order and in several goes."
          folder
          onFiles={(files, unreadable) => void backup.add(files, unreadable)}
        />
        {progress && (
          <ProgressLine done={progress.done} of={progress.of} {...wordsOf(progress)}>
            <Button size="small" onClick={() => void backup.stop().then(focusAnswer)}>
              Cancel
            </Button>
          </ProgressLine>
        )}
        <Problem text={problem} />
        {problems.map((each) => (
          <Alert role="alert" key={each} severity="error">
            {each}
          </Alert>
        ))}
        {!report && !progress && (
          <Box ref={empty} tabIndex={-1}>
            <EmptyState title="No backup has been dropped yet">
              Drop the folder, zip or keystore in which your private keys are kept. Then this page says, for
              each certificate, whether its private key is there and opens.
            </EmptyState>
          </Box>
        )}
        {report && report.locked.length > 0 && <LockedFiles locked={report.locked} onUnlock={unlock} />}
        <Box
          ref={sentence}
          tabIndex={-1}
          role="status"
          aria-label="Answer"
          sx={{ scrollMarginTop: 72, '&:empty': { display: 'none' } }}
        >
          {answer && answer.rows.length > 0 && (
            <Alert severity={answer.rows.every(({ state }) => state === 'opens') ? 'success' : 'warning'}>
              {backupSentence(answer.rows)}
            </Alert>
          )}
        </Box>
        {answer && (
          <Answer rows={answer.rows} otherKeys={answer.otherKeys} certificates={answer.report.certificates} />
        )}
        {mayRecord && opening.length > 0 && <RecordCheck rows={opening} />}
        {report && rows.length === 0 && (
          <Alert role="alert" severity="info">
            {certificates
              ? 'The keystore contains no certificate, so there is nothing to look for.'
              : 'No certificate is among these files, so nobody can tell whose keys they are. Drop the certificates, too.'}
          </Alert>
        )}
        {report && <NotUsed report={report} />}
        {(report || progress) && (
          <Box>
            <Button
              ref={clear}
              color="inherit"
              size="small"
              onClick={() => void backup.clear().then(() => empty.current?.focus())}
            >
              Clear
            </Button>
          </Box>
        )}
      </Box>
    </ToolPage>
  );
}

function wordsOf({ doing, done, of }: Progress) {
  const reading = doing === 'reading';
  return {
    label: reading ? 'Files read' : 'Passwords tried',
    text: `${reading ? 'Reading' : 'Trying the password'}: ${numberText(done)} of ${numberText(of)} files`,
  };
}
