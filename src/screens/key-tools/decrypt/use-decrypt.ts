import { useEffect, useState, type Dispatch, type SetStateAction } from 'react';
import type { PkiError } from '../../../pki/outcome.ts';
import type { RecordingsReport } from '../../../pki/pile/recordings.ts';
import type { Progress } from '../../../pki/pile/report.ts';
import type { NamedBlob } from '../../../pki/pile/source.ts';
import { withPaths, type Unreadable } from '../../../ui/dropped-files.ts';
import { createAskedWorker, ToolClosed } from '../worker/asked-worker.ts';
import type { Answers, Decrypted, Question } from './decrypt.worker.ts';
// oxlint-disable-next-line import/default -- Vite makes it: the URL of the worker's own bundle
import workerUrl from './decrypt.worker.ts?worker&url';
import { FILES_NOT_READ } from '../../../domain/said.ts';

/** The progress of one file, and then its outcome. */
export type Run =
  /** `done`: decrypted bytes. `milliseconds`: the time from the start to the last progress message. */
  | { kind: 'running'; done: number; startedAt: number; milliseconds: number }
  | { kind: 'failed'; sentence: string }
  /** `url` plays the media; `saved` says where it was saved: "as call.mp3", "in recordings.zip". */
  | (Extract<Decrypted, { kind: 'decrypted' }> & { url: string; saved?: string })
  | Exclude<Decrypted, { kind: 'decrypted' }>;

export type Reading = 'begun' | Progress | { looked: number; of: number };

interface State {
  /** Whether everything that the worker needs has been loaded. */
  ready: boolean;
  report: RecordingsReport | undefined;
  /** Undefined when nothing is being read. Files are read, then each media file is matched (`looked`). */
  reading: Reading | undefined;
  problem: string | undefined;
  runs: ReadonlyMap<number, Run>;
}

const empty = { report: undefined, reading: undefined, problem: undefined, runs: new Map<number, Run>() };

/** The Decrypt tool's worker, its report, and what it is doing. The worker and all keys in it end with the screen. */
export function useDecrypt() {
  const [state, setState] = useState<State>({ ready: false, ...empty });
  const [tool] = useState(() => createDecryptTool(setState));
  useEffect(() => {
    tool.open();
    return tool.close;
  }, [tool]);
  return { ...state, tool };
}

export type DecryptTool = ReturnType<typeof createDecryptTool>;

type Ask<A extends Question['ask']> = Omit<Extract<Question, { ask: A }>, 'id' | 'ask'>;

function createDecryptTool(setState: Dispatch<SetStateAction<State>>) {
  const set = (change: Partial<State>) => setState((before) => ({ ...before, ...change }));
  const setRun = (media: number, next: (before: Run | undefined) => Run | undefined) =>
    setState((before) => {
      const runs = new Map(before.runs);
      const run = next(before.runs.get(media));
      if (run) runs.set(media, run);
      return { ...before, runs };
    });
  const worker = createAskedWorker(workerUrl, (said) => {
    if (said === 'ready') set({ ready: true });
    else if (!('media' in said))
      setState((before) => (before.reading ? { ...before, reading: said } : before));
    else
      setRun(said.media, (before) =>
        before?.kind === 'running'
          ? { ...before, done: said.done, milliseconds: performance.now() - before.startedAt }
          : before,
      );
  });
  const ask = <A extends Question['ask']>(what: A, input: Ask<A>): Promise<Answers[A]> =>
    worker.ask({ ask: what, ...input });
  // Decrypted media stays in memory until its URL is revoked.
  const urls = new Set<string>();
  const revokeAll = () => {
    for (const url of urls) URL.revokeObjectURL(url);
    urls.clear();
  };
  // Raised by *Clear*: results of earlier calls are then ignored.
  let generation = 0;

  const told = async <T>(work: Promise<T>): Promise<T | undefined> => {
    const mine = generation;
    set({ problem: undefined });
    try {
      return await work;
    } catch (error) {
      if (!(error instanceof ToolClosed) && generation === mine) {
        set({ problem: error instanceof Error ? error.message : FILES_NOT_READ });
      }
      return undefined;
    }
  };

  return {
    open: () => void worker.open(),
    close: () => {
      worker.close();
      revokeAll();
    },
    add: async (files: readonly File[], unreadable: Unreadable[]): Promise<void> => {
      const mine = generation;
      set({ reading: 'begun' });
      const report = await told(ask('add', { files: withPaths(files), unreadable }));
      if (generation === mine) set({ reading: undefined, ...(report && { report }) });
    },
    clear: async (): Promise<void> => {
      generation++;
      revokeAll();
      set(empty);
      await told(ask('clear', {}));
    },
    unlock: async (locked: number, password: string): Promise<PkiError | undefined> => {
      const mine = generation;
      const answer = await told(ask('unlock', { locked, password }));
      if (answer && generation === mine) set({ report: answer.report });
      return answer?.problem;
    },
    /**
     * Decrypts into `file` if it is given. Answers the outcome; undefined when the tool was cleared or left in the
     * meantime.
     */
    decrypt: async (media: number, file?: FileSystemFileHandle): Promise<Run['kind'] | undefined> => {
      const mine = generation;
      setRun(media, () => ({ kind: 'running', done: 0, startedAt: performance.now(), milliseconds: 0 }));
      let run: Run;
      try {
        const decrypted = await ask('decrypt', { media, ...(file && { file }) });
        if (generation !== mine) return undefined;
        if (decrypted.kind === 'decrypted') {
          const url = URL.createObjectURL(decrypted.blob);
          urls.add(url);
          run = { ...decrypted, url, ...(file && { saved: `as ${file.name}` }) };
        } else run = decrypted;
      } catch (error) {
        if (error instanceof ToolClosed || generation !== mine) return undefined;
        run = { kind: 'failed', sentence: error instanceof Error ? error.message : '' };
      }
      setRun(media, () => run);
      return run.kind;
    },
    cancel: (media: number): void => void ask('cancel', { media }).catch(() => undefined),
    saved: (media: number, saved: string): void =>
      setRun(media, (before) => (before?.kind === 'decrypted' ? { ...before, saved } : before)),
    zip: (files: NamedBlob[]): Promise<Blob> => ask('zip', { files }),
  };
}
