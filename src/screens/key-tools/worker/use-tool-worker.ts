import { useEffect, useMemo, useState } from 'react';
import { startWorker } from '../../../client/console-worker.ts';
import type { Calls } from './calls.ts';
import type { Answer } from './key-tools.worker.ts';
// oxlint-disable-next-line import/default -- Vite makes it: the URL of the worker's own bundle
import workerUrl from './key-tools.worker.ts?worker&url';

type Input<Name extends keyof Calls> = Parameters<Calls[Name]>[0];
type Output<Name extends keyof Calls> = Awaited<ReturnType<Calls[Name]>>;

export interface ToolWorker {
  call: <Name extends keyof Calls>(name: Name, input: Input<Name>) => Promise<Output<Name>>;
  /** Everything that it may ever need has been fetched. */
  ready: boolean;
}

/** Thrown into whoever still waits when the tool is left. */
export class ToolClosed extends Error {}

function createToolWorker(onReady: () => void) {
  let worker: Worker | undefined;
  let count = 0;
  const waiting = new Map<number, { resolve: (value: never) => void; reject: (error: Error) => void }>();

  const close = (error: Error) => {
    worker?.terminate();
    worker = undefined;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  const open = () => {
    if (worker) return worker;
    worker = startWorker(workerUrl);
    worker.addEventListener('message', ({ data }: MessageEvent<Answer>) => {
      if (data === 'ready') {
        onReady();
        return;
      }
      const who = waiting.get(data.id);
      waiting.delete(data.id);
      if ('failure' in data) who?.reject(new Error(data.failure));
      else who?.resolve(data.value as never);
    });
    worker.addEventListener('error', () =>
      close(new Error('This tool could not be loaded. Check your connection and reload the page.')),
    );
    return worker;
  };
  const call: ToolWorker['call'] = (name, input) =>
    new Promise((resolve, reject) => {
      const id = ++count;
      waiting.set(id, { resolve, reject });
      open().postMessage({ id, name, input }, []);
    });
  return { call, open, close: () => close(new ToolClosed()) };
}

/** This tool's own worker. It ends with the screen, and every key in it. */
export function useToolWorker(): ToolWorker {
  const [ready, setReady] = useState(false);
  const [tool] = useState(() => createToolWorker(() => setReady(true)));
  useEffect(() => {
    tool.open();
    return tool.close;
  }, [tool]);
  return useMemo(() => ({ call: tool.call, ready }), [tool, ready]);
}
