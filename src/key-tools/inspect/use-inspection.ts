import { startTransition, useCallback, useRef, useState } from 'react';
import type { Found } from '../../pki/files/inspect-file.ts';
import type { PkiError } from '../../pki/result.ts';
import type { Locked } from '../../pki/files/unlock.ts';
import { withPaths, type Unreadable } from '../../ui/form/dropped-files.ts';
import { ToolClosed } from '../worker/asked-worker.ts';
import type { Dropped, Item } from '../worker/calls.ts';
import type { ToolWorker } from '../worker/use-tool-worker.ts';
import { FILES_NOT_READ } from '../../domain/said.ts';

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
  const queue = useRef<Dropped>(undefined);

  const inspect = async (added: readonly File[], unreadable: readonly Unreadable[]) => {
    setProblem(undefined);
    if (queue.current) {
      queue.current = {
        files: [...queue.current.files, ...withPaths(added)],
        unreadable: [...queue.current.unreadable, ...unreadable],
      };
      setProgress((before) => before && { ...before, files: before.files + added.length });
      return;
    }
    const mine = run.current;
    setProgress({ files: added.length, filesDone: 0 });
    try {
      let next: Dropped = { files: withPaths(added), unreadable };
      for (; next.files.length + next.unreadable.length > 0; next = queue.current) {
        queue.current = { files: [], unreadable: [] };
        await call('inspect', next);
        for (let done = false; !done;) {
          const some = await call('nextFound', undefined);
          if (run.current !== mine) return;
          done = some.done;
          const more = some.found.map((each): Item => Object.assign(each, { id: nextId.current++ }));
          startTransition(() => {
            setItems((before) => [...before, ...more]);
            setProgress((before) => before && { ...before, filesDone: before.filesDone + some.filesDone });
          });
        }
      }
    } catch (error) {
      if (error instanceof ToolClosed || run.current !== mine) return;
      setProblem(error instanceof Error ? error.message : FILES_NOT_READ);
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
    inspect: (files: readonly File[], unreadable: readonly Unreadable[]) => void inspect(files, unreadable),
    unlock,
    stop,
    clear: () => {
      stop();
      setItems([]);
    },
  };
}
