import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useRef, useState } from 'react';
import type { CallQuery } from '../../archive/call-list.ts';
import { numberText } from '../../domain/counted.ts';
import { Problem } from '../../ui/page/problem.tsx';
import { ProgressLine } from '../progress-line.tsx';
import type { SaveOutcome } from './save-calls.ts';
import { isNoChoice, pickers } from './save.ts';
import { fileProblem } from './sentences.ts';
import { useTold } from './told.ts';
import type { ArchiveTool } from './use-archive.ts';

export interface SavingProps {
  tool: ArchiveTool;
  saved: SaveOutcome | undefined;
  /** How many calls the search and the filters leave, and which. */
  matching: number;
  query: CallQuery;
  selected: ReadonlyMap<number, unknown>;
}

/** Saves all calls that match, or those that are selected: into a folder where the browser can do that, otherwise as zips. */
export function Saving({ tool, saved, matching, query, selected }: SavingProps) {
  const saving = useTold(tool.saving);
  const [problem, setProblem] = useState<string>();
  const box = useRef<HTMLDivElement>(null);
  const pick = pickers();
  const how = pick ? 'into a folder' : 'as a zip';
  const save = async (calls: readonly number[] | CallQuery) => {
    setProblem(undefined);
    let folder: FileSystemDirectoryHandle | undefined;
    try {
      folder = await pick?.folder({ mode: 'readwrite' });
    } catch (error) {
      if (!isNoChoice(error)) setProblem(fileProblem(error));
      return;
    }
    await tool.save(calls, folder);
    // The button that had the focus is gone.
    if (document.activeElement === document.body) box.current?.focus();
  };
  return (
    <Box
      ref={box}
      role="group"
      aria-label="Save calls"
      tabIndex={-1}
      sx={{ display: 'flex', gap: 1, flexWrap: 'wrap', alignItems: 'center', mb: 1.5, outline: 'none' }}
    >
      {saving ? (
        <ProgressLine
          label="Saving"
          {...saving}
          text={`Saving: ${numberText(saving.done)} of ${numberText(saving.of)}`}
        >
          <Button autoFocus onClick={tool.stopSaving}>
            Stop
          </Button>
        </ProgressLine>
      ) : (
        <>
          {selected.size > 0 && (
            <Button variant="contained" onClick={() => void save([...selected.keys()])}>
              <span>{`Save ${numberText(selected.size)} selected ${how}`}</span>
            </Button>
          )}
          {matching > 1 && (
            <Button variant="outlined" onClick={() => void save(query)}>
              <span>{`Save all ${numberText(matching)} ${how}`}</span>
            </Button>
          )}
        </>
      )}
      {saved && (
        <Alert
          severity={saved.notOpened > 0 || saved.isStopped ? 'warning' : 'success'}
          role="alert"
          sx={{ width: '100%' }}
        >
          {saved.isStopped
            ? `${saved.text} Stopped.${pick ? ' Save into the same folder to go on.' : ''}`
            : saved.text}
        </Alert>
      )}
      <Problem text={problem} sx={{ width: '100%' }} />
    </Box>
  );
}
