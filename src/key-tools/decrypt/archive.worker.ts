/**
 * The archive of the Decrypt tool, in a thread of its own: it reads what is added, answers the list of calls page by
 * page, and opens calls. Private keys and media pass through it; when the tool is left, the worker ends and its memory is
 * freed.
 */
import { CallList, type CallPage, type CallQuery } from '../../archive/call-list.ts';
import { CallArchive, type ArchiveReport } from '../../pki/archive/call-archive.ts';
import type { Call } from '../../pki/archive/call.ts';
import { openMedia } from '../../pki/archive/open-media.ts';
import { NotDecrypted, type DecryptProblem } from '../../pki/media/decrypt-media.ts';
import { freeBuffer } from '../../pki/media/free-buffer.ts';
import type { PkiError } from '../../pki/outcome.ts';
import { ZIP } from '../../pki/media/media-type.ts';
import { openZip } from '../../pki/pile/zip.ts';
import { ReadError, sourceOf, type NamedBlob } from '../../pki/pile/source.ts';
import type { Unreadable } from '../../ui/form/dropped-files.ts';
import { answerQuestions, say } from '../worker/answer-questions.ts';
import { sourcesInFolder } from './folder-sources.ts';
import type { SaveOutcome } from './save-calls.ts';
import { fileProblem } from './sentences.ts';

export type Opened =
  | {
      kind: 'opened';
      blob: Blob;
      /** By its first bytes; empty where they are not known. */
      type: string;
      /** Hexadecimal. That of the ciphertext is undefined for a file in the clear. */
      sha256: { ciphertext: string | undefined; media: string };
      /** Of the zip of an export: its files, at most a thousand, and how many there are. */
      zip?: { files: { name: string; size: number }[]; count: number };
    }
  | { kind: 'cancelled' }
  | { kind: DecryptProblem }
  /** It cannot be read to its end; `file` is the archive that it is in. */
  | { kind: 'not read'; file: string; error: PkiError };

/** Loaded later than what opens recordings. */
const saver = async () => ({
  ...(await import('./save-calls.ts')),
  ...(await import('./unwrap-threads.ts')),
});

let archive = new CallArchive();
let list = new CallList(archive);
const cancelled = new Set<number>();
let savingStops = 0;

interface Dropped {
  files: NamedBlob[];
  unreadable: Unreadable[];
  folders: FileSystemDirectoryHandle[];
}

interface Wanted {
  /** Or all that match. */
  calls: readonly number[] | CallQuery;
  folder: FileSystemDirectoryHandle | undefined;
}

const calls = {
  /** Answers when everything has been read. Meanwhile `list` and all others are answered, too. */
  add: (dropped: Dropped): Promise<ArchiveReport> => added(archive, dropped),

  /** Leaves out what has not been read yet; `add` is answered then. */
  stop: (): void => archive.stop(),

  /** Forgets every key. */
  clear: (): void => {
    archive.erase();
    archive = new CallArchive();
    list = new CallList(archive);
  },

  unlock: async ({ locked, password }: { locked: number; password: string }) => {
    archive.addPassword(password);
    const report = await worked(archive);
    return { problem: report.locked.find(({ id }) => id === locked)?.problem, report };
  },

  /** Names certificates that are not here, by alias. */
  name: (names: ReadonlyMap<string, string>): void => archive.name(names),

  list: ({ query, ...page }: { query: CallQuery; limit: number; cursor?: string | undefined }): CallPage =>
    list.page(query, page),

  csv: ({ query, columns }: { query: CallQuery; columns: readonly string[] }): Blob =>
    new Blob([...list.csv(query, columns)], { type: 'text/csv' }),

  call: (id: number): Call | undefined => {
    const entry = archive.entry(id);
    return entry && archive.callOf(entry);
  },

  /** Decrypts a media file, or takes it as it is where it is in the clear: into `file` if it is given. */
  open: ({ media, file }: { media: number; file?: FileSystemFileHandle }): Promise<Opened> =>
    open(media, file),

  cancel: (media: number): void => void cancelled.add(media),

  /** Saves the media of these calls: into the folder, or into zips (`Said`). */
  save: (wanted: Wanted): Promise<SaveOutcome> => save(archive, wanted),

  stopSaving: (): void => void savingStops++,
};

export type Calls = typeof calls;

/** The shortest time between two messages of progress, in milliseconds. */
const SAY_EVERY_MS = 100;
/** While many are read or saved: drawing each message takes as long as saving one of them. */
const SAY_MANY_EVERY_MS = 250;
const STEP_MS = 100;

async function added(of: CallArchive, { files, unreadable, folders }: Dropped): Promise<ArchiveReport> {
  of.add(files);
  of.addUnreadable(unreadable);
  for (const folder of folders)
    of.addFolder(
      folder.name,
      sourcesInFolder(folder, (some) => of.addUnreadable(some)),
    );
  return worked(of);
}

async function worked(of: CallArchive): Promise<ArchiveReport> {
  let said = 0;
  for (
    let progress = await of.work(STEP_MS);
    progress.doing !== 'nothing';
    progress = await of.work(STEP_MS)
  ) {
    if (performance.now() - said >= SAY_MANY_EVERY_MS) {
      said = performance.now();
      say(progress);
    }
    await letIn();
    if (of !== archive) throw new Error('The tool was cleared.');
  }
  void prepare(list);
  return of.report();
}

/** Other questions come in between. */
const letIn = () => new Promise((resolve) => setTimeout(resolve));

async function prepare(of: CallList): Promise<void> {
  for (const _ of of.prepared()) {
    await letIn();
    if (of !== list) return;
  }
}

async function save(of: CallArchive, { calls, folder }: Wanted): Promise<SaveOutcome> {
  const begun = savingStops;
  let said = 0;
  const { saveCalls, UnwrapThreads } = await saver();
  const threads = new UnwrapThreads();
  return saveCalls({
    archive: of,
    unwrap: threads.unwrap,
    calls: 'length' in calls ? calls.flatMap((id) => of.entry(id) ?? []) : list.rows(calls),
    folder,
    isStopped: () => of !== archive || savingStops !== begun,
    onProgress: async (saving) => {
      if (performance.now() - said < SAY_MANY_EVERY_MS && saving.done < saving.of) return;
      said = performance.now();
      say({ saving });
      await letIn();
    },
    onZip: (name, zip) => say({ name, zip }),
  }).finally(() => threads.close());
}

async function open(media: number, file: FileSystemFileHandle | undefined): Promise<Opened> {
  cancelled.delete(media);
  const of = archive;
  const part = of.part(media);
  if (!part?.file) throw new Error('There is no such file.');
  const opening = openMedia(of, part);
  const out = await file?.createWritable();
  const parts: Blob[] = [];
  let done = 0;
  let said = performance.now();
  try {
    for await (const piece of opening.pieces) {
      // The browser keeps a Blob outside this process and can move large ones to disk.
      if (out) await out.write(piece);
      else parts.push(new Blob([piece]));
      done += piece.length;
      freeBuffer(piece.buffer);
      if (cancelled.has(media) || of !== archive) {
        await out?.abort();
        return { kind: 'cancelled' };
      }
      if (performance.now() - said < SAY_EVERY_MS) continue;
      said = performance.now();
      say({ media, done });
    }
    await out?.close();
  } catch (error) {
    // Discards what was written so far: a file with wrong contents would look like a recording.
    await out?.abort().catch(() => undefined);
    if (error instanceof NotDecrypted) {
      of.tell(part, error.problem);
      return { kind: error.problem };
    }
    if (error instanceof ReadError) {
      of.tell(part, error.error);
      return { kind: 'not read', file: part.file.archive ?? part.file.source.name, error: error.error };
    }
    throw error;
  }
  const { type = '', sha256 } = opening.facts();
  const whole = file ? await file.getFile() : new Blob(parts);
  const blob = whole.slice(0, whole.size, type);
  const zip = type === ZIP ? await listOf(blob) : undefined;
  return { kind: 'opened', blob, type, sha256, ...(zip && { zip }) };
}

const MOST_LISTED = 1000;
const MOST_FILES = 1_000_000;

async function listOf(blob: Blob) {
  const zip = await openZip(sourceOf({ name: '', blob }), MOST_FILES);
  if (!zip.ok) return undefined;
  const { files } = zip.value;
  return {
    files: files.slice(0, MOST_LISTED).map(({ name, size }) => ({ name, size })),
    count: files.length,
  };
}

answerQuestions(
  calls,
  // Loaded now, so that the tool also works after the connection is cut.
  Promise.all([
    saver(),
    import('../../pki/cms/aes-192.ts'),
    import('../../pki/pkcs12/pkcs12-open.ts'),
    import('../../pki/key/legacy-keys.ts'),
  ]),
  fileProblem,
);
