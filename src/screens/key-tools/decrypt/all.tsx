import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import LinearProgress from '@mui/material/LinearProgress';
import Typography from '@mui/material/Typography';
import { useRef, useState } from 'react';
import { downloadFile } from '../../../ui/download.ts';
import type { MediaReport } from '../../../pki/pile/recordings.ts';
import { distinctNames, isNoChoice, MAX_ZIP_BYTES, newFile, pickers, writeBlob } from './save.ts';
import { fileProblem } from './sentences.ts';
import type { DecryptTool, Run } from './use-decrypt.ts';

interface AllProps {
  media: readonly MediaReport[];
  runs: ReadonlyMap<number, Run>;
  tool: DecryptTool;
}

/**
 * Decrypts or saves all files one after the other: straight into a folder where the browser can do that; otherwise
 * here, to be saved one by one.
 */
export function All({ media, runs, tool }: AllProps) {
  const [problem, setProblem] = useState<string>();
  const [under, setUnder] = useState<{ what: string; done: number; of: number }>();
  const stopping = useRef<() => void>(undefined);
  const box = useRef<HTMLDivElement>(null);
  const waiting = media.filter(({ id, standing }) => {
    const kind = runs.get(id)?.kind;
    return standing.kind === 'ready' && (kind === undefined || kind === 'cancelled' || kind === 'failed');
  });
  const unsaved = media.flatMap(({ id, name, output }) => {
    const run = runs.get(id);
    return run?.kind === 'decrypted' && run.saved === undefined ? { id, name, output, blob: run.blob } : [];
  });
  const pick = pickers();

  /** `act` answers whether to go on. While it runs, it can ask whether it has been stopped. */
  const each = async <T,>(
    what: string,
    items: readonly T[],
    act: (item: T, isStopped: () => boolean) => Promise<boolean>,
  ) => {
    setProblem(undefined);
    let stopped = false;
    stopping.current = () => {
      stopped = true;
    };
    try {
      for (const [done, item] of items.entries()) {
        setUnder({ what, done, of: items.length });
        if (!(await act(item, () => stopped)) || stopped) return;
      }
    } catch (error) {
      if (!isNoChoice(error)) setProblem(fileProblem(error));
    } finally {
      // The button that has the focus disappears, so the focus moves to this box.
      if (box.current?.contains(document.activeElement)) box.current.focus();
      setUnder(undefined);
    }
  };
  const inFolder = async <T,>(
    what: string,
    items: readonly T[],
    act: (item: T, folder: FileSystemDirectoryHandle) => Promise<boolean>,
  ) => {
    let folder: FileSystemDirectoryHandle | undefined;
    try {
      folder = await pick?.folder({ mode: 'readwrite' });
    } catch (error) {
      if (!isNoChoice(error)) setProblem(fileProblem(error));
    }
    const chosen = folder;
    if (chosen) await each(what, items, (item) => act(item, chosen));
  };

  const decryptHere = () =>
    each('Decrypting', waiting, async ({ id }) => (await tool.decrypt(id)) !== undefined);
  const decryptIntoFolder = () =>
    inFolder('Decrypting', waiting, async ({ id, output }, folder) => {
      const file = await newFile(folder, output);
      const outcome = await tool.decrypt(id, file);
      // An empty file would look like a recording, so it is removed.
      if (outcome !== 'decrypted') await folder.removeEntry(file.name);
      return outcome !== undefined;
    });
  const saveIntoFolder = () =>
    inFolder('Saving', unsaved, async ({ id, output, blob }, folder) => {
      const file = await newFile(folder, output);
      await writeBlob(file, blob);
      tool.saved(id, `as ${file.name}`);
      return true;
    });
  const saveAsZip = () =>
    each('Making the zip', [unsaved], async (all, isStopped) => {
      const bytes = all.reduce((sum, { blob }) => sum + blob.size, 0);
      if (bytes > MAX_ZIP_BYTES) {
        setProblem('Together they are more than a zip holds (4 GB). Save them one by one.');
        return false;
      }
      const names = distinctNames(all.map(({ name }) => name.replace(/\.bin$/i, '')));
      const zip = await tool.zip(all.map(({ blob }, index) => ({ name: names[index] ?? '', blob })));
      if (isStopped()) return false;
      downloadFile('recordings.zip', zip, 'application/zip');
      for (const { id } of all) tool.saved(id, 'in recordings.zip');
      return true;
    });

  return (
    <Box
      ref={box}
      tabIndex={-1}
      role="group"
      aria-label="All recordings"
      sx={{ display: 'flex', gap: 1, flexWrap: 'wrap', alignItems: 'center', outline: 'none' }}
    >
      {under ? (
        <>
          <LinearProgress
            variant="determinate"
            value={(under.done / under.of) * 100}
            aria-label={under.what}
            sx={{ flex: '1 1 120px' }}
          />
          <Typography variant="body2">
            {under.what}
            {under.of > 1 && `: ${under.done + 1} of ${under.of}`}
          </Typography>
          <Button
            autoFocus
            onClick={() => {
              stopping.current?.();
              for (const [id, { kind }] of runs) if (kind === 'running') tool.cancel(id);
            }}
          >
            Cancel all
          </Button>
        </>
      ) : (
        <>
          {waiting.length > 0 && (
            <Button variant="contained" onClick={() => void decryptHere()}>
              Decrypt all
            </Button>
          )}
          {waiting.length > 0 && pick && (
            <Button onClick={() => void decryptIntoFolder()}>Decrypt all into a folder</Button>
          )}
          {unsaved.length > 1 && (
            <Button variant="outlined" onClick={() => void (pick ? saveIntoFolder() : saveAsZip())}>
              {pick ? 'Save all' : 'Save all as a zip'}
            </Button>
          )}
        </>
      )}
      {problem && (
        <Alert severity="error" role="alert" sx={{ width: '100%' }}>
          {problem}
        </Alert>
      )}
    </Box>
  );
}
