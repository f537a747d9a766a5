/**
 * Why a screen's code did not come. `unreachable`: the server does not answer. `new version`: it answers with another
 * build of the console, which no longer has this file. `failed`: it answers, and the file did not arrive all the same.
 */
export type CodeProblem = 'unreachable' | 'new version' | 'failed';

interface Waiting {
  again: () => void;
  giveUp: () => void;
}

let problem: CodeProblem | undefined;
let waiting: Waiting[] = [];
const listeners = new Set<() => void>();
/** A browser remembers that a file did not come, and does not ask for it again before the page is loaded anew. */
let remembered = false;

let isComplete = false;

/** For the copy of the key tools: all code is in its one file, whatever the network does. */
export const codeIsComplete = (): void => {
  isComplete = true;
};

/** What has loaded before is there for good. */
const there = new WeakSet<() => Promise<unknown>>();

function publish(next: CodeProblem | undefined) {
  problem = next;
  for (const listener of listeners) listener();
}

/** For `useSyncExternalStore`: the problem to be shown, undefined when there is none. */
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

/** Takes the question away and lets fail what waits for an answer. For when nobody waits for the screen any more. */
export const giveUp = (): void => answer('giveUp');

/** Loads again what waits, by `reload` where the browser would not ask the server again. */
export async function tryAgain(reload: () => void): Promise<void> {
  if (!remembered) return answer('again');
  const now = await reason();
  if (now === 'unreachable') publish(now);
  else reload();
}

/**
 * Imports code that may not come: the connection is lost, or the file belongs to a build that is no longer served.
 * Then the person is asked (`codeProblem`), and the promise waits for the answer: it never leaves a screen half shown.
 * What the same `load` has brought before needs no connection.
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

/** The document names the build's first script by its hash, so another name is another build. */
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
