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

/** What was found in the files that were given, as it is found. All of it is in this component alone. */
export function useInspection({ call }: ToolWorker) {
  const [items, setItems] = useState<readonly Item[]>([]);
  const [progress, setProgress] = useState<Progress>();
  const [problem, setProblem] = useState<string>();
  const nextId = useRef(0);
  // Counted up by a new start and by stopping: an older run then ends by itself.
  const run = useRef(0);

  const inspect = async (files: readonly File[]) => {
    const mine = ++run.current;
    setProblem(undefined);
    setProgress({ files: files.length, filesDone: 0 });
    try {
      await call('inspect', { files });
      let filesDone = 0;
      for (;;) {
        const next = await call('nextFound', undefined);
        if (run.current !== mine) return;
        filesDone += next.filesDone;
        const more = next.found.map((each): Item => Object.assign(each, { id: nextId.current++ }));
        startTransition(() => {
          setItems((before) => [...before, ...more]);
          setProgress(next.done ? undefined : { files: files.length, filesDone });
        });
        if (next.done) return;
      }
    } catch (error) {
      if (error instanceof ToolClosed || run.current !== mine) return;
      setProgress(undefined);
      setProblem(error instanceof Error ? error.message : 'The files could not be read.');
    }
  };

  /** Opens a locked item; what is in it takes its place. Answers what went wrong. */
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
    stop: () => {
      run.current++;
      setProgress(undefined);
    },
    clear: () => {
      run.current++;
      setProgress(undefined);
      setItems([]);
    },
  };
}
