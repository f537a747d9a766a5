import { useCallback, useEffect, useRef, useState } from 'react';
import type { PkiError } from '../../../pki/result.ts';
import { createAskedWorker, ToolClosed } from '../worker/asked-worker.ts';
import type { Answers, Decrypted, Question } from './decrypt.worker.ts';
// oxlint-disable-next-line import/default -- Vite makes it: the URL of the worker's own bundle
import workerUrl from './decrypt.worker.ts?worker&url';
import type { PileReport } from './pile.ts';

/** How far one file is; then what became of it. */
export type Run =
  /** Bytes that are done, and milliseconds since it began, when that was told. */
  | { kind: 'running'; done: number; startedAt: number; milliseconds: number }
  | { kind: 'failed'; sentence: string }
  | (Decrypted & { url?: string });

type Ask<A extends Question['ask']> = Omit<Extract<Question, { ask: A }>, 'id' | 'ask'>;

/** The Decrypt tool's worker, what is in it, and what it is doing. It ends with the screen, and every key in it. */
export function useDecrypt() {
  const [ready, setReady] = useState(false);
  const [report, setReport] = useState<PileReport>();
  const [reading, setReading] = useState(false);
  const [problem, setProblem] = useState<string>();
  const [runs, setRuns] = useState<ReadonlyMap<number, Run>>(new Map());
  const setRun = (media: number, next: (before: Run | undefined) => Run | undefined) =>
    setRuns((before) => {
      const after = new Map(before);
      const run = next(before.get(media));
      if (run) after.set(media, run);
      else after.delete(media);
      return after;
    });
  const [worker] = useState(() =>
    createAskedWorker(workerUrl, (said) => {
      if (said === 'ready') setReady(true);
      else
        setRun(said.media, (before) =>
          before?.kind === 'running'
            ? { ...before, done: said.done, milliseconds: performance.now() - before.startedAt }
            : before,
        );
    }),
  );
  const ask = <A extends Question['ask']>(what: A, input: Ask<A>): Promise<Answers[A]> =>
    worker.ask({ ask: what, ...input });
  // What was decrypted lives as long as its URL.
  const [urls] = useState(() => new Set<string>());
  const revokeAll = useCallback(() => {
    for (const url of urls) URL.revokeObjectURL(url);
    urls.clear();
  }, [urls]);
  // Counted up by Clear: what ran before belongs to nothing any more.
  const generation = useRef(0);
  useEffect(() => {
    worker.open();
    return () => {
      worker.close();
      revokeAll();
    };
  }, [worker, revokeAll]);

  const told = async <T>(work: Promise<T>): Promise<T | undefined> => {
    setProblem(undefined);
    try {
      return await work;
    } catch (error) {
      setProblem(error instanceof Error ? error.message : 'The files could not be read.');
      return undefined;
    }
  };

  return {
    ready,
    report,
    reading,
    problem,
    runs,
    add: async (files: readonly File[]) => {
      setReading(true);
      const named = files.map((file) => ({ name: file.webkitRelativePath || file.name, blob: file }));
      const next = await told(ask('add', { files: named }));
      if (next) setReport(next);
      setReading(false);
    },
    clear: async () => {
      generation.current++;
      revokeAll();
      setRuns(new Map());
      setReport(undefined);
      await told(ask('add', { files: [] }));
    },
    unlock: async (locked: number, password: string): Promise<PkiError | undefined> => {
      const answer = await told(ask('unlock', { locked, password }));
      if (answer) setReport(answer.report);
      return answer?.problem;
    },
    /** Answers what became of it; undefined when the tool was cleared or left meanwhile. */
    decrypt: async (media: number, file?: FileSystemFileHandle): Promise<Run['kind'] | undefined> => {
      const mine = generation.current;
      setRun(media, () => ({ kind: 'running', done: 0, startedAt: performance.now(), milliseconds: 0 }));
      let run: Run;
      try {
        run = await ask('decrypt', { media, ...(file && { file }) });
      } catch (error) {
        if (error instanceof ToolClosed) return undefined;
        run = { kind: 'failed', sentence: error instanceof Error ? error.message : '' };
      }
      if (generation.current !== mine) return undefined;
      if (run.kind === 'decrypted' && run.blob) {
        const url = URL.createObjectURL(run.blob);
        urls.add(url);
        run = { ...run, url };
      }
      const outcome = run;
      setRun(media, () => outcome);
      return outcome.kind;
    },
    cancel: (media: number) => void ask('cancel', { media }).catch(() => undefined),
  };
}

export type Decrypt = ReturnType<typeof useDecrypt>;
