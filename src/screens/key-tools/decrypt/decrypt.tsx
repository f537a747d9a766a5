import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { counted, numberText } from '../../../domain/counted.ts';
import type { RecordingsReport } from '../../../pki/pile/recordings.ts';
import { placeText } from '../../../pki/pile/report.ts';
import { DropZone } from '../../../ui/drop-zone.tsx';
import { encryptionText, lockedKind } from '../locked-words.ts';
import { ToolPage } from '../tool-page.tsx';
import { UnlockForm } from '../unlock-form.tsx';
import { All } from './all.tsx';
import { Card, MediaCard, NeededList } from './media-card.tsx';
import { leftOutText } from './sentences.ts';
import { useDecrypt, type Reading, type Run } from './use-decrypt.ts';

/** Key Tools > Decrypt: opens recordings that were moved to the customer's own site, with the customer's own key. */
export function Component() {
  const { ready, report, reading, problem, runs, tool } = useDecrypt();
  const [shown, setShown] = useState(CARDS_AT_A_TIME);
  const openable = report?.media.filter(({ standing }) => standing.kind === 'ready') ?? [];
  return (
    <ToolPage
      worker={{ ready }}
      title="Decrypt"
      intro="Opens backed-up recordings with your private key, and plays and saves them. It happens in your browser; nothing is sent anywhere."
    >
      <Box sx={{ display: 'grid', gap: 2 }}>
        <DropZone
          label="Files to decrypt"
          hint="Drop recordings (.mp3.bin, .mp4.bin), their .p7.pem or metadata .json, and your private keys: files, whole folders, zips or tar archives, in any order and in several goes."
          folder
          onFiles={(files, unreadable) => void tool.add(files, unreadable)}
        />
        <Box sx={{ display: 'flex', gap: 1, alignItems: 'center', minHeight: 32 }}>
          <Box role="status" sx={{ color: 'text.secondary', flex: 1, overflowWrap: 'anywhere' }}>
            {reading ? readingText(reading) : report && countsText(report, runs)}
          </Box>
          {(report || reading) && (
            <Button color="inherit" size="small" onClick={() => void tool.clear()}>
              Clear
            </Button>
          )}
        </Box>
        {problem && (
          <Alert severity="error" role="alert">
            {problem}
          </Alert>
        )}
        {report && report.locked.length > 1 && (
          <Typography sx={{ color: 'text.secondary' }}>
            {report.locked.length} files are locked. A password is tried on all of them.
          </Typography>
        )}
        {report?.locked.map(({ id, locked, ...place }) => (
          <Card key={id} name={placeText(place)}>
            <Typography variant="body2">
              This is {lockedKind[locked.kind]}
              {encryptionText(locked) && ` (${encryptionText(locked)})`}. Its password opens it.
            </Typography>
            <UnlockForm file={placeText(place)} onUnlock={(password) => tool.unlock(id, password)} />
          </Card>
        ))}
        {openable.length > 1 && <All media={openable} runs={runs} tool={tool} />}
        {report?.media.slice(0, shown).map((media) => (
          <MediaCard key={media.id} media={media} report={report} run={runs.get(media.id)} tool={tool} />
        ))}
        {report && report.media.length > shown && (
          <Box>
            <Button onClick={() => setShown(shown + CARDS_AT_A_TIME)}>
              Show more ({report.media.length - shown} left)
            </Button>
          </Box>
        )}
        {report?.lonely.map(({ name, needed }, index) => (
          // One metadata file can contain many session keys, so the name is not unique.
          <Card key={`${name} ${index}`} name={name}>
            <NeededList needed={needed} />
            <Alert severity="warning">
              The media file of this session key is not here. Add the .bin file that it belongs to.
            </Alert>
          </Card>
        ))}
        {report?.leftOut.slice(0, shown).map((each) => (
          <Alert key={leftOutText(each)} severity="warning" sx={{ overflowWrap: 'anywhere' }}>
            {leftOutText(each)}
          </Alert>
        ))}
        {report && report.leftOut.length > shown && (
          <Typography sx={{ color: 'text.secondary' }}>
            {counted(report.leftOut.length - shown, 'more file')} cannot be used.
          </Typography>
        )}
      </Box>
    </ToolPage>
  );
}

/** A folder may contain thousands of files; drawing all of them would block the page. */
const CARDS_AT_A_TIME = 50;

function readingText(reading: Reading): string {
  if (reading === 'begun') return 'Reading…';
  const of = numberText(reading.of);
  if ('looked' in reading) return `Trying the keys: ${numberText(reading.looked)} of ${of} recordings…`;
  const what = reading.doing === 'reading' ? 'Reading' : 'Trying the passwords';
  return `${what}: ${numberText(reading.done)} of ${of} files…`;
}

function countsText({ media, keys }: RecordingsReport, runs: ReadonlyMap<number, Run>): string {
  const ended = [...runs.values()].filter(({ kind }) => kind !== 'running' && kind !== 'cancelled');
  const decrypted = ended.filter(({ kind }) => kind === 'decrypted').length;
  return [
    media.length === 0 ? 'No recording yet' : counted(media.length, 'recording'),
    keys.length === 0 ? 'no private key yet' : `private keys in ${keys.join(', ')}`,
    ...(decrypted > 0 ? [`${decrypted} decrypted`] : []),
    ...(ended.length > decrypted ? [`${ended.length - decrypted} not decrypted`] : []),
  ].join(', ');
}
