import { lazy, type ComponentType } from 'react';

/**
 * Why the code of a screen could not be loaded. `unreachable`: the server does not answer. `new version`: the server
 * has a newer build of the console, without this file. `failed`: the server answers, but the file did not arrive.
 */
export type CodeProblem = 'unreachable' | 'new version' | 'failed';

interface Waiting {
  again: () => void;
  giveUp: () => void;
}

let problem: CodeProblem | undefined;
let waiting: Waiting[] = [];
const listeners = new Set<() => void>();
/**
 * Set after an import has failed: the browser remembers the failure and does not fetch that file again until the page
 * is reloaded.
 */
let remembered = false;

let isComplete = false;

/** For the copy of the key tools: all code is in its single file, so the network does not matter. */
export const codeIsComplete = (): void => {
  isComplete = true;
};

/** Code that has been loaded before and stays available. */
const there = new WeakSet<() => Promise<unknown>>();

function publish(next: CodeProblem | undefined) {
  problem = next;
  for (const listener of listeners) listener();
}

/** For `useSyncExternalStore`: the problem to show; undefined when there is none. */
export const codeProblem = {
  subscribe: (listener: () => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  read: () => problem,
};

function answer(how: keyof Waiting) {
  const all = waiting;
  waiting = [];
  publish(undefined);
  for (const one of all) one[how]();
}

/** Closes the question and rejects everything that waits for code, for when the person has left the screen. */
export const giveUp = (): void => answer('giveUp');

/** Tries again to load what is waiting; by `reload` where the browser would not fetch the file again. */
export async function tryAgain(reload: () => void): Promise<void> {
  if (!remembered) return answer('again');
  const now = await reason();
  if (now === 'unreachable') publish(now);
  else reload();
}

/**
 * Imports code that may not arrive, because the connection is lost or the file belongs to an older build. Then the
 * person is asked (`codeProblem`), and the promise waits for their answer, so that no screen is shown in part. Code
 * that `load` has loaded before needs no connection.
 */
export async function loadCode<Module>(load: () => Promise<Module>): Promise<Module> {
  for (;;) {
    let why: CodeProblem = 'unreachable';
    let cause = new Error('The browser is offline.');
    if (isComplete || navigator.onLine || there.has(load)) {
      try {
        const module = await load();
        there.add(load);
        return module;
      } catch (error) {
        remembered = true;
        why = await reason();
        cause = error instanceof Error ? error : new Error(String(error));
      }
    }
    publish(why);
    await new Promise<void>((resolve, reject) => {
      waiting.push({ again: resolve, giveUp: () => reject(cause) });
    });
  }
}

/**
 * A component whose code is loaded when it is drawn for the first time. If the code does not come and the person gives
 * up, `otherwise` is drawn.
 */
export const lazyCode = <Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  otherwise: ComponentType<Props> = () => null,
) => lazy(async () => ({ default: await loadCode(load).catch(() => otherwise) }));

/** The document names the first script of the build by its hash, so a different name means a different build. */
async function reason(): Promise<CodeProblem> {
  try {
    const response = await fetch('/', { headers: { Accept: 'text/html' }, cache: 'no-store' });
    if (!response.ok) return 'unreachable';
    const ours = document.querySelector<HTMLScriptElement>('script[type="module"][src]');
    const path = ours && new URL(ours.src).pathname;
    return path && !(await response.text()).includes(path) ? 'new version' : 'failed';
  } catch {
    return 'unreachable';
  }
}
