import { startTransition, useCallback, useRef, useState } from 'react';
import type { Found } from '../../../pki/inspect-file.ts';
import type { PkiError } from '../../../pki/result.ts';
import type { Locked } from '../../../pki/unlock.ts';
import { ToolClosed } from '../worker/asked-worker.ts';
import type { ToolWorker } from '../worker/use-tool-worker.ts';
import type { Item } from './pairs.ts';

export interface Progress {
  files: number;
  filesDone: number;
}

/** What was found in the files so far. It is kept only in this component. */
export function useInspection({ call }: ToolWorker) {
  const [items, setItems] = useState<readonly Item[]>([]);
  const [progress, setProgress] = useState<Progress>();
  const [problem, setProblem] = useState<string>();
  const nextId = useRef(0);
  // Raised when the reading is stopped: the current run notices it and ends.
  const run = useRef(0);
  // Files that were added while others are being read; undefined while nothing is being read.
  const queue = useRef<readonly File[]>(undefined);

  const inspect = async (added: readonly File[]) => {
    setProblem(undefined);
    if (queue.current) {
      queue.current = [...queue.current, ...added];
      setProgress((before) => before && { ...before, files: before.files + added.length });
      return;
    }
    const mine = run.current;
    setProgress({ files: added.length, filesDone: 0 });
    try {
      for (let files = added; files.length > 0; files = queue.current) {
        queue.current = [];
        await call('inspect', { files });
        for (let done = false; !done;) {
          const next = await call('nextFound', undefined);
          if (run.current !== mine) return;
          done = next.done;
          const more = next.found.map((each): Item => Object.assign(each, { id: nextId.current++ }));
          startTransition(() => {
            setItems((before) => [...before, ...more]);
            setProgress((before) => before && { ...before, filesDone: before.filesDone + next.filesDone });
          });
        }
      }
    } catch (error) {
      if (error instanceof ToolClosed || run.current !== mine) return;
      setProblem(error instanceof Error ? error.message : 'The files could not be read.');
    }
    end();
  };

  const end = () => {
    queue.current = undefined;
    startTransition(() => setProgress(undefined));
  };

  const stop = () => {
    run.current++;
    queue.current = undefined;
    setProgress(undefined);
  };

  /** Opens a locked item and replaces it with its contents. Answers the problem, if there is one. */
  const unlock = useCallback(
    async (item: Item, locked: Locked, password: string): Promise<PkiError | undefined> => {
      const opened = await call('unlock', { locked, password });
      if (!opened.ok) return opened.error;
      const inside = opened.value.map((found: Found): Item => ({
        id: nextId.current++,
        file: item.file,
        found,
      }));
      setItems((before) => before.flatMap((each) => (each.id === item.id ? inside : [each])));
      return undefined;
    },
    [call],
  );

  return {
    items,
    progress,
    problem,
    inspect: (files: readonly File[]) => void inspect(files),
    unlock,
    stop,
    clear: () => {
      stop();
      setItems([]);
    },
  };
}
