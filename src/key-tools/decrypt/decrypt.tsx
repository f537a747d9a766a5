import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Paper from '@mui/material/Paper';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { counted, numberText } from '../../domain/counted.ts';
import type { ArchiveReport } from '../../pki/archive/call-archive.ts';
import { placeText } from '../../pki/pile/report.ts';
import { Problem } from '../../ui/page/problem.tsx';
import { DropZone } from '../../ui/form/drop-zone.tsx';
import { lockedText } from '../locked-words.ts';
import { ToolPage } from '../tool-page.tsx';
import { UnlockForm } from '../unlock-form.tsx';
import { Calls } from './calls.tsx';
import { leftOutText } from './sentences.ts';
import { useKeystoreNames } from './keystore-names.ts';
import { useTold } from './told.ts';
import { useArchive, type ArchiveTool } from './use-archive.ts';

/** Key Tools > Decrypt: finds and opens recordings that were moved to the customer's own site, with the customer's own key. */
export function Component() {
  const { ready, report, isReading, problem, saved, visit, tool } = useArchive();
  const isAsked = useKeystoreNames(report, tool);
  const isBegun = report !== undefined || isReading;
  return (
    <ToolPage
      worker={{ ready }}
      title="Decrypt"
      wide
      intro={`Finds calls in your backed-up recordings, plays them and saves them, with your private key. It happens in your browser; ${isAsked ? 'only the serial numbers of certificates are sent to your tenant, for their names' : 'nothing is sent anywhere'}.`}
    >
      <Box sx={{ display: 'grid', gap: 2, gridTemplateColumns: 'minmax(0, 1fr)' }}>
        <DropZone
          label="Files to decrypt"
          hint="Drop recordings (.mp3.bin, .mp4.bin), their .p7.pem or metadata .json, and your private keys: files, whole folders, zips or tar archives, in any order and in several goes."
          folder
          compact={isBegun}
          onFiles={(files, unreadable) => void tool.add(files, unreadable)}
          onFolders={(folders) => void tool.add([], [], folders)}
        />
        <Box sx={{ display: 'flex', gap: 1, alignItems: 'center', minHeight: 32 }}>
          <Box role="status" sx={{ color: 'text.secondary', flex: 1, overflowWrap: 'anywhere' }}>
            {isReading ? <ReadingText tool={tool} /> : report && countsText(report)}
          </Box>
          {isReading && (
            <Button size="small" onClick={tool.stop}>
              Cancel
            </Button>
          )}
          {isBegun && (
            <Button color="inherit" size="small" onClick={() => void tool.clear()}>
              Clear
            </Button>
          )}
        </Box>
        <Problem text={problem} />
        {report && <Locked report={report} tool={tool} />}
        {isBegun && <Calls key={visit} report={report ?? NOTHING} {...{ tool, visit, saved }} />}
        {report && <LeftOutFiles report={report} />}
      </Box>
    </ToolPage>
  );
}

/** Before the first files have been read to their end. */
const NOTHING: ArchiveReport = { calls: 0, keys: [], locked: [], leftOut: [], unnamed: [], version: 0 };

/** An archive may contain thousands of files; drawing all of them would block the page. */
const SHOWN = 50;

function Locked({ report: { locked }, tool }: { report: ArchiveReport; tool: ArchiveTool }) {
  return (
    <>
      {locked.length > 1 && (
        <Typography sx={{ color: 'text.secondary' }}>
          {`${locked.length} files are locked. A password is tried on all of them.`}
        </Typography>
      )}
      {locked.slice(0, SHOWN).map(({ id, locked, ...place }) => (
        <Paper
          key={id}
          component="section"
          aria-label={placeText(place)}
          variant="outlined"
          sx={{ p: 2, minWidth: 0, display: 'grid', gap: 1.5 }}
        >
          <Typography variant="h3" component="h3" sx={{ overflowWrap: 'anywhere' }}>
            {placeText(place)}
          </Typography>
          <Typography variant="body2">{`This is ${lockedText(locked)}. Its password opens it.`}</Typography>
          <UnlockForm file={placeText(place)} onUnlock={(password) => tool.unlock(id, password)} />
        </Paper>
      ))}
    </>
  );
}

function LeftOutFiles({ report: { leftOut } }: { report: ArchiveReport }) {
  const [shown, setShown] = useState(SHOWN);
  return (
    <>
      {leftOut.slice(0, shown).map((each) => (
        <Alert key={leftOutText(each)} severity="warning" sx={{ overflowWrap: 'anywhere' }}>
          {leftOutText(each)}
        </Alert>
      ))}
      {leftOut.length > shown && (
        <Box sx={{ display: 'flex', gap: 1, alignItems: 'center', color: 'text.secondary' }}>
          <span>{`${counted(leftOut.length - shown, 'more file')} cannot be used.`}</span>
          <Button onClick={() => setShown(shown + SHOWN)}>Show more</Button>
        </Box>
      )}
    </>
  );
}

function ReadingText({ tool }: { tool: ArchiveTool }) {
  const reading = useTold(tool.reading);
  if (reading === 'begun') return <span>Reading…</span>;
  const what = reading.doing === 'unlocking' ? 'Trying the passwords' : 'Reading';
  return <span>{`${what}: ${numberText(reading.done)} of ${numberText(reading.of)} files…`}</span>;
}

const countsText = ({ calls, keys }: ArchiveReport): string =>
  [
    calls === 0 ? 'No recording yet' : counted(calls, 'recording'),
    keys.length === 0 ? 'no private key yet' : `private keys in ${keys.join(', ')}`,
  ].join(', ');
