import { useEffect, useMemo, useState } from 'react';
import { createAskedWorker } from './asked-worker.ts';
import type { Calls } from './calls.ts';
// oxlint-disable-next-line import/default -- Vite makes it: the URL of the worker's own bundle
import workerUrl from './key-tools.worker.ts?worker&url';

type Input<Name extends keyof Calls> = Parameters<Calls[Name]>[0];
type Output<Name extends keyof Calls> = Awaited<ReturnType<Calls[Name]>>;

export interface ToolWorker {
  call: <Name extends keyof Calls>(name: Name, input: Input<Name>) => Promise<Output<Name>>;
  /** Whether everything that the worker may need has been loaded. */
  ready: boolean;
}

/** The worker of this tool. The worker and all keys in it end with the screen. */
export function useToolWorker(): ToolWorker {
  const [ready, setReady] = useState(false);
  const [tool] = useState(() => createAskedWorker(workerUrl, () => setReady(true)));
  useEffect(() => {
    tool.open();
    return tool.close;
  }, [tool]);
  return useMemo(() => ({ call: (name, input) => tool.ask({ name, input }), ready }), [tool, ready]);
}
