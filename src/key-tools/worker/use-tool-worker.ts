import { useEffect, useMemo, useState } from 'react';
import { createAskedWorker, type Ask } from './asked-worker.ts';
import type { Calls } from './calls.ts';
// oxlint-disable-next-line import/default -- Vite makes it: the URL of the worker's own bundle
import workerUrl from './key-tools.worker.ts?worker&url';

export interface ToolWorker {
  call: Ask<Calls>;
  /** Whether everything that the worker may need has been loaded. */
  ready: boolean;
}

/** The worker of this tool. The worker and all keys in it end with the screen. */
export function useToolWorker(): ToolWorker {
  const [ready, setReady] = useState(false);
  const [tool] = useState(() => createAskedWorker<Calls>(workerUrl, () => setReady(true)));
  useEffect(() => {
    tool.open();
    return tool.close;
  }, [tool]);
  return useMemo(() => ({ call: tool.ask, ready }), [tool, ready]);
}
