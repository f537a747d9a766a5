import { useSyncExternalStore } from 'react';
import { ToolClosed, type Ask } from '../worker/asked-worker.ts';
import type { Calls, Opened } from './archive.worker.ts';

/** The progress of a media file that is being opened, and then its outcome. */
export type Run =
  /** `done`: opened bytes. `milliseconds`: the time from the start to the last progress message. */
  | { kind: 'running'; done: number; startedAt: number; milliseconds: number }
  | { kind: 'failed'; sentence: string }
  /** `url` plays the media; `saved` says as what it was saved. */
  | (Extract<Opened, { kind: 'opened' }> & { url: string; milliseconds: number; saved?: string })
  | Exclude<Opened, { kind: 'opened' }>;

/** The media files that have been opened in this visit. They are kept outside React: progress draws one file alone. */
export class Runs {
  readonly #runs = new Map<number, Run>();
  readonly #listeners = new Set<() => void>();
  readonly #ask: Ask<Calls>;
  readonly #onRefused: () => void;
  /** The last opening of each: what was begun before is ignored. */
  readonly #begun = new Map<number, object>();

  /** `onRefused`: the worker knows now that a file does not open. */
  constructor(ask: Ask<Calls>, onRefused: () => void) {
    this.#ask = ask;
    this.#onRefused = onRefused;
  }

  subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  get = (media: number): Run | undefined => this.#runs.get(media);

  told(media: number, done: number): void {
    const run = this.#runs.get(media);
    if (run?.kind !== 'running') return;
    this.#set(media, { ...run, done, milliseconds: performance.now() - run.startedAt });
  }

  /** Opens it into `file` if that is given. Answers the outcome; undefined when it was left in the meantime. */
  open = async (media: number, file?: FileSystemFileHandle): Promise<Run['kind'] | undefined> => {
    const mine = {};
    this.#begun.set(media, mine);
    const startedAt = performance.now();
    this.#set(media, { kind: 'running', done: 0, startedAt, milliseconds: 0 });
    let run: Run;
    try {
      const opened = await this.#ask('open', { media, ...(file && { file }) });
      if (this.#begun.get(media) !== mine) return undefined;
      run =
        opened.kind === 'opened'
          ? {
              ...opened,
              url: URL.createObjectURL(opened.blob),
              milliseconds: performance.now() - startedAt,
              ...(file && { saved: file.name }),
            }
          : opened;
    } catch (error) {
      if (error instanceof ToolClosed || this.#begun.get(media) !== mine) return undefined;
      run = { kind: 'failed', sentence: error instanceof Error ? error.message : '' };
    }
    this.#set(media, run);
    if (run.kind !== 'opened') this.#onRefused();
    return run.kind;
  };

  cancel = (media: number): void => void this.#ask('cancel', media).catch(() => undefined);

  saved = (media: number, saved: string): void => {
    const run = this.#runs.get(media);
    if (run?.kind === 'opened') this.#set(media, { ...run, saved });
  };

  /** Frees what nobody looks at any more, and stops what is still being opened. */
  leave = (media: number): void => {
    const run = this.#runs.get(media);
    if (run?.kind === 'running') this.cancel(media);
    if (run?.kind === 'opened') URL.revokeObjectURL(run.url);
    this.#runs.delete(media);
    this.#begun.delete(media);
  };

  clear(): void {
    for (const media of this.#runs.keys()) this.leave(media);
    for (const listener of this.#listeners) listener();
  }

  #set(media: number, run: Run): void {
    this.#runs.set(media, run);
    for (const listener of this.#listeners) listener();
  }
}

export const useRun = (runs: Runs, media: number): Run | undefined =>
  useSyncExternalStore(runs.subscribe, () => runs.get(media));
