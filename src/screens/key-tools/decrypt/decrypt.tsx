import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { DropZone } from '../../../ui/drop-zone.tsx';
import { Section } from '../../../ui/section.tsx';
import { ToolPage } from '../tool-page.tsx';
import { UnlockForm } from '../unlock-form.tsx';
import { MediaCard, NeededList } from './media-card.tsx';
import type { MediaReport } from './pile.ts';
import { useDecrypt, type Decrypt } from './use-decrypt.ts';

/** Key Tools > Decrypt: recordings that were moved to the customer's own site, opened with the customer's own key. */
export function Component() {
  const decrypt = useDecrypt();
  const { report, runs } = decrypt;
  const ready = report?.media.filter(({ standing }) => standing.kind === 'ready') ?? [];
  const waiting = ready.filter(({ id }) => !runs.has(id) || runs.get(id)?.kind === 'cancelled');
  return (
    <ToolPage
      worker={decrypt}
      title="Decrypt"
      intro="Opens backed-up recordings with your private key, and plays and saves them. It happens in your browser; nothing is sent anywhere."
    >
      <Box sx={{ display: 'grid', gap: 2 }}>
        <DropZone
          label="Files to decrypt"
          hint="Drop recordings (.mp3.bin, .mp4.bin), their .p7.pem or metadata .json, and your private keys: files, whole folders or zips, in any order and in several goes."
          folder
          onFiles={(files) => void decrypt.add(files)}
        />
        <Box role="status" sx={{ color: 'text.secondary' }}>
          {decrypt.reading ? 'Reading…' : report ? countsText(report.media, report.keys) : ''}
        </Box>
        {decrypt.problem && <Alert severity="error">{decrypt.problem}</Alert>}
        {report?.locked.map(({ id, file, what, encryption }) => (
          <Section key={id} title={file}>
            <Typography gutterBottom>
              This is {what}
              {encryption && ` (${encryption})`}. Its password opens it.
            </Typography>
            <UnlockForm file={file} onUnlock={(password) => decrypt.unlock(id, password)} />
            {report.locked.length > 1 && (
              <Typography variant="body2" sx={{ color: 'text.secondary' }}>
                The password is tried on every locked file here.
              </Typography>
            )}
          </Section>
        ))}
        {ready.length > 0 && <All media={waiting} onDecrypt={decrypt.decrypt} />}
        {report?.media.map((media) => (
          <MediaCard
            key={media.id}
            media={media}
            report={report}
            run={runs.get(media.id)}
            decrypt={decrypt}
          />
        ))}
        {report?.lonely.map(({ name, needed }, index) => (
          // One list of metadata may hold many: a name is no key.
          <Section key={`${name} ${index}`} title={name}>
            <NeededList needed={needed} />
            <Alert severity="warning">
              The media file of this session key is not here. Add the .bin file that it belongs to.
            </Alert>
          </Section>
        ))}
        {report?.leftOut.map(({ file, why }) => (
          <Alert key={`${file} ${why}`} severity="warning" sx={{ overflowWrap: 'anywhere' }}>
            {file}: {why}
          </Alert>
        ))}
        {report && (
          <Box>
            <Button color="inherit" size="small" onClick={() => void decrypt.clear()}>
              Clear
            </Button>
          </Box>
        )}
      </Box>
    </ToolPage>
  );
}

const countsText = (media: readonly MediaReport[], keys: readonly string[]) =>
  `${media.length} ${media.length === 1 ? 'recording' : 'recordings'}, ${
    keys.length === 0 ? 'no private key yet' : `private keys in ${keys.join(', ')}`
  }`;

interface AllProps {
  media: readonly MediaReport[];
  onDecrypt: Decrypt['decrypt'];
}

/** One after another: into a folder, straight to the disk, where the browser can; else here, each to be saved. */
function All({ media, onDecrypt }: AllProps) {
  const [problem, setProblem] = useState<string>();
  const pick = (globalThis as { showDirectoryPicker?: DirectoryPicker }).showDirectoryPicker;
  const toFolder = async (choose: DirectoryPicker) => {
    setProblem(undefined);
    try {
      const folder = await choose({ mode: 'readwrite' });
      for (const { id, output } of media) {
        const name = await freeName(folder, output);
        const outcome = await onDecrypt(id, await folder.getFileHandle(name, { create: true }));
        // An empty file would look like a recording.
        if (outcome !== 'decrypted') await folder.removeEntry(name);
        if (outcome === undefined) return;
      }
    } catch (error) {
      // Closing the window of the browser is no problem.
      if (!(error instanceof DOMException && error.name === 'AbortError'))
        setProblem('The browser could not write into this folder. Choose another one.');
    }
  };
  const here = async () => {
    for (const { id } of media) if ((await onDecrypt(id)) === undefined) return;
  };
  return (
    <Box sx={{ display: 'flex', gap: 1, flexWrap: 'wrap' }}>
      <Button variant="contained" disabled={media.length === 0} onClick={() => void here()}>
        Decrypt all
      </Button>
      {pick && (
        <Button disabled={media.length === 0} onClick={() => void toFolder(pick)}>
          Decrypt all into a folder
        </Button>
      )}
      {problem && <Alert severity="error">{problem}</Alert>}
    </Box>
  );
}

/** Nothing in the folder is written over: "call.mp3" becomes "call (2).mp3". */
async function freeName(folder: FileSystemDirectoryHandle, name: string): Promise<string> {
  for (let count = 1; ; count++) {
    const candidate = count === 1 ? name : name.replace(/(\.[^.]*)?$/, ` (${count})$1`);
    try {
      await folder.getFileHandle(candidate);
    } catch (error) {
      if (error instanceof DOMException && error.name === 'NotFoundError') return candidate;
      throw error;
    }
  }
}

type DirectoryPicker = (options: { mode: 'readwrite' }) => Promise<FileSystemDirectoryHandle>;
