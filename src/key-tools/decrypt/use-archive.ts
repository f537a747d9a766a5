import { keepPreviousData, useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useState, type Dispatch, type SetStateAction } from 'react';
import type { CallQuery } from '../../archive/call-list.ts';
import { inPages, rowsFrom, usePages } from '../../client/queries/list.ts';
import { FILES_NOT_READ } from '../../domain/said.ts';
import type { ArchiveReport } from '../../pki/archive/call-archive.ts';
import type { Call } from '../../pki/archive/call.ts';
import type { PkiError } from '../../pki/outcome.ts';
import type { Progress } from '../../pki/pile/report.ts';
import { withPaths, type Unreadable } from '../../ui/form/dropped-files.ts';
import { downloadFile } from '../../ui/form/download.ts';
import type { ListRows } from '../../ui/list/source.ts';
import { createAskedWorker, ToolClosed } from '../worker/asked-worker.ts';
import type { Calls } from './archive.worker.ts';
// oxlint-disable-next-line import/default -- Vite makes it: the URL of the worker's own bundle
import workerUrl from './archive.worker.ts?worker&url';
import type { SaveOutcome, SavingProgress } from './save-calls.ts';
import { Runs } from './runs.ts';
import { Told } from './told.ts';

export type Reading = 'begun' | Progress;

interface State {
  /** Whether everything that the worker needs has been loaded. */
  ready: boolean;
  report: ArchiveReport | undefined;
  isReading: boolean;
  problem: string | undefined;
  /** The last line of the last saving. */
  saved: SaveOutcome | undefined;
  /** Raised by *Clear*: what was asked before is then ignored. */
  visit: number;
}

const empty = {
  report: undefined,
  isReading: false,
  problem: undefined,
  saved: undefined,
};

/** The archive of the Decrypt tool, in its worker. The worker and all keys in it end with the screen. */
export function useArchive() {
  const client = useQueryClient();
  const [state, setState] = useState<State>({ ready: false, ...empty, visit: 0 });
  const [tool] = useState(() =>
    createArchiveTool(setState, () => void client.invalidateQueries({ queryKey: KEY })),
  );
  useEffect(() => {
    tool.open();
    return () => {
      tool.close();
      client.removeQueries({ queryKey: KEY });
    };
  }, [tool, client]);
  return { ...state, tool };
}

/** What the worker answered about calls. It is asked again when the archive has changed. */
const KEY = ['calls in files'];
/** The worker needs no connection, and what it cannot answer once it cannot answer at all. */
const LOCAL = {
  networkMode: 'always',
  retry: false,
  staleTime: Infinity,
  gcTime: 0,
  refetchOnWindowFocus: false,
  refetchOnReconnect: false,
} as const;

/** The list of calls, page by page. */
export function useCalls(tool: ArchiveTool, visit: number, query: CallQuery): ListRows<Call> {
  const queryKey = [...KEY, visit, 'list', query];
  const list = useInfiniteQuery({
    ...LOCAL,
    queryKey,
    queryFn: ({ pageParam: start }) =>
      tool.ask('list', { query, limit: rowsFrom(start), cursor: start.cursor }),
    ...inPages,
    placeholderData: keepPreviousData,
  });
  const pages = usePages(queryKey, list);
  return useMemo(
    () => ({
      ...pages,
      loadAll: async () => (await tool.ask('list', { query, limit: Infinity })).items,
      csvOf: (columns) => tool.ask('csv', { query, columns: columns.map(({ id }) => id) }),
    }),
    [pages, tool, query],
  );
}

/** One call as it is now: more of its files may have come. Undefined when it is not there any more. */
export function useCall(tool: ArchiveTool, visit: number, id: number | undefined): Call | undefined {
  const { data } = useQuery({
    ...LOCAL,
    queryKey: [...KEY, visit, 'call', id],
    queryFn: async () => (id === undefined ? null : ((await tool.ask('call', id)) ?? null)),
  });
  return data ?? undefined;
}

export type ArchiveTool = ReturnType<typeof createArchiveTool>;

/**
 * In milliseconds: while files are read, the list is asked for again so often at first. Later it is asked for when half
 * as much time again has passed: the longer it is, the longer it takes to sort and to draw.
 */
const LIST_EVERY = 250;

function createArchiveTool(setState: Dispatch<SetStateAction<State>>, changed: () => void) {
  const set = (change: Partial<State>) => setState((before) => ({ ...before, ...change }));
  const worker = createAskedWorker<Calls>(workerUrl, (said) => {
    if (said === 'ready') set({ ready: true });
    else if ('media' in said) runs.told(said.media, said.done);
    else if ('saving' in said) saving.set(said.saving);
    else if ('zip' in said) downloadFile(said.name, said.zip, 'application/zip');
    else {
      if (adding > 0) reading.set(said);
      listSoon();
    }
  });
  const { ask } = worker;
  const runs = new Runs(ask, changed);
  const reading = new Told<Reading>('begun');
  /** Undefined when nothing is being saved. */
  const saving = new Told<SavingProgress | undefined>(undefined);
  let visit = 0;
  let adding = 0;

  let begun = 0;
  let listed = 0;
  const listSoon = () => {
    const now = performance.now();
    if (now - listed < Math.max(LIST_EVERY, (listed - begun) / 2)) return;
    listed = now;
    changed();
  };

  const told = async <T>(work: Promise<T>): Promise<T | undefined> => {
    const mine = visit;
    set({ problem: undefined });
    try {
      return await work;
    } catch (error) {
      if (!(error instanceof ToolClosed) && visit === mine) {
        set({ problem: error instanceof Error ? error.message : FILES_NOT_READ });
      }
      return undefined;
    }
  };

  return {
    ask,
    runs,
    reading,
    saving,
    open: () => void worker.open(),
    close: () => {
      worker.close();
      runs.clear();
    },
    add: async (
      files: readonly File[],
      unreadable: Unreadable[],
      folders: FileSystemDirectoryHandle[] = [],
    ): Promise<void> => {
      const mine = visit;
      if (adding++ === 0) {
        begun = listed = performance.now() - LIST_EVERY;
        reading.set('begun');
      }
      set({ isReading: true });
      const report = await told(ask('add', { files: withPaths(files), unreadable, folders }));
      if (visit !== mine) return;
      adding--;
      set({ isReading: adding > 0, ...(report && { report }) });
      changed();
    },
    stop: () => void told(ask('stop', undefined)),
    clear: async (): Promise<void> => {
      visit++;
      adding = 0;
      runs.clear();
      saving.set(undefined);
      set({ ...empty, visit });
      await told(ask('clear', undefined));
    },
    save: async (calls: readonly number[] | CallQuery, folder?: FileSystemDirectoryHandle): Promise<void> => {
      const mine = visit;
      saving.set({ done: 0, of: 0 });
      set({ saved: undefined });
      const saved = await told(ask('save', { calls, folder }));
      if (visit !== mine) return;
      saving.set(undefined);
      set({ saved });
      // Opening shows which files are damaged.
      changed();
    },
    name: async (names: ReadonlyMap<string, string>): Promise<void> => {
      await told(ask('name', names));
      changed();
    },
    stopSaving: () => void told(ask('stopSaving', undefined)),
    unlock: async (locked: number, password: string): Promise<PkiError | undefined> => {
      const mine = visit;
      const answer = await told(ask('unlock', { locked, password }));
      if (answer && visit === mine) {
        set({ report: answer.report });
        changed();
      }
      return answer?.problem;
    },
  };
}
