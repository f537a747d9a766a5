import { useRef, useState } from 'react';
import { RECORD_FORMAT } from '../../domain/record.ts';
import { FILES_NOT_READ } from '../../domain/said.ts';
import type { CopiesReport } from '../../pki/pile/copies.ts';
import type { Progress } from '../../pki/pile/report.ts';
import { withPaths, type Unreadable } from '../../ui/form/dropped-files.ts';
import { ToolClosed } from '../worker/asked-worker.ts';
import type { ToolWorker } from '../worker/use-tool-worker.ts';

/** The pile of backup files in the worker: adds to it, and tells its progress and contents. */
export function useBackup({ call }: ToolWorker) {
  /** The number of the current pile, raised by *Clear*. */
  const [pile, setPile] = useState(0);
  const [report, setReport] = useState<CopiesReport>();
  const [progress, setProgress] = useState<Progress>();
  const [problem, setProblem] = useState<string>();
  // Raised by every new start, by *Cancel* and by *Clear*: an older run notices it and ends.
  const run = useRef(0);

  /** Answers the report; undefined if another run took over or the tool was left. */
  const work = async (begin: () => Promise<void>): Promise<CopiesReport | undefined> => {
    const mine = ++run.current;
    setProblem(undefined);
    try {
      await begin();
      for (;;) {
        const next = await call('workOnBackup', undefined);
        if (run.current !== mine) return undefined;
        if (next.doing === 'nothing') break;
        setProgress(next);
      }
      const done = await call('backupReport', undefined);
      if (run.current !== mine) return undefined;
      setReport(done);
      setProgress(undefined);
      return done;
    } catch (error) {
      if (error instanceof ToolClosed || run.current !== mine) return undefined;
      setProgress(undefined);
      setProblem(error instanceof Error ? error.message : FILES_NOT_READ);
      return undefined;
    }
  };

  return {
    pile,
    report,
    progress,
    problem,
    add: (files: readonly File[], unreadable: readonly Unreadable[]) =>
      work(() => call('addToBackup', { files: withPaths(files), unreadable, mark: RECORD_FORMAT })),
    unlock: (password: string) => work(() => call('unlockBackup', { password })),
    /** Ends the reading. What was read so far stays. */
    stop: () => work(() => call('stopBackup', undefined)),
    clear: async () => {
      run.current++;
      setPile((before) => before + 1);
      setReport(undefined);
      setProgress(undefined);
      setProblem(undefined);
      await call('clearBackup', undefined).catch(() => undefined);
    },
  };
}

export type Backup = ReturnType<typeof useBackup>;
