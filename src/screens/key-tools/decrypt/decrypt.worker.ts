/**
 * Opens recordings for the Decrypt tool in a thread of its own. Keys and decrypted media pass through it; when the tool
 * is left, the worker ends and its memory is freed.
 */
import { decryptMedia, NotDecrypted, type DecryptProblem } from '../../../pki/decrypt-media.ts';
import { mediaType } from '../../../pki/media-type.ts';
import { freeBuffer } from '../../../pki/free-buffer.ts';
import type { PkiError } from '../../../pki/outcome.ts';
import { Pile } from '../../../pki/pile/pile.ts';
import { Recordings, type RecordingsReport } from '../../../pki/pile/recordings.ts';
import { ReadError, type NamedBlob } from '../../../pki/pile/source.ts';
import type { Unreadable } from '../../../ui/dropped-files.ts';
import { answerQuestions, say } from '../worker/answer-questions.ts';
import { fileProblem } from './sentences.ts';

export type Question =
  | { id: number; ask: 'add'; files: NamedBlob[]; unreadable: Unreadable[] }
  /** Forgets every key. */
  | { id: number; ask: 'clear' }
  | { id: number; ask: 'unlock'; locked: number; password: string }
  /** Writes into `file` if it is given, otherwise into a Blob. */
  | { id: number; ask: 'decrypt'; media: number; file?: FileSystemFileHandle }
  | { id: number; ask: 'cancel'; media: number }
  | { id: number; ask: 'zip'; files: NamedBlob[] };

export type Decrypted =
  /** `blob` is the saved file if the media was decrypted into one. */
  | { kind: 'decrypted'; blob: Blob; type: string; milliseconds: number }
  | { kind: 'cancelled' }
  | { kind: DecryptProblem }
  /** It cannot be read to its end; `file` is the archive that it is in. */
  | { kind: 'not read'; file: string; error: PkiError };

export interface Answers {
  add: RecordingsReport;
  clear: undefined;
  unlock: { problem: PkiError | undefined; report: RecordingsReport };
  decrypt: Decrypted;
  cancel: undefined;
  zip: Blob;
}

/** Loaded later than what opens recordings. */
const zipWriter = () => import('./zip.ts');

let pile = new Pile();
let recordings = new Recordings(pile);
const running = new Set<number>();
const cancelled = new Set<number>();

async function answer(question: Question): Promise<Answers[Question['ask']]> {
  switch (question.ask) {
    case 'add':
      pile.add(question.files);
      pile.addUnreadable(question.unreadable);
      return worked(pile);
    case 'clear':
      for (const media of running) cancelled.add(media);
      pile.erase();
      pile = new Pile();
      recordings = new Recordings(pile);
      return undefined;
    case 'unlock': {
      pile.addPassword(question.password);
      const report = await worked(pile);
      return { problem: report.locked.find(({ id }) => id === question.locked)?.problem, report };
    }
    case 'decrypt':
      running.add(question.media);
      return decrypt(question.media, question.file).finally(() => running.delete(question.media));
    case 'cancel':
      cancelled.add(question.media);
      return undefined;
    case 'zip':
      return (await zipWriter()).zipOf(question.files);
  }
}

/**
 * The shortest time between two progress messages, in milliseconds: drawing the progress more often would block the
 * page.
 */
const SAY_EVERY_MS = 100;

/** Reads what is in the pile, and answers the report. Says how far it is: every key is tried on every envelope. */
async function worked(of: Pile): Promise<RecordingsReport> {
  const pause = async () => {
    // Other questions, such as *Clear*, come in between.
    await new Promise((resolve) => setTimeout(resolve));
    if (of !== pile) throw new Error('The tool was cleared.');
  };
  for (let progress = await of.work(SAY_EVERY_MS); progress.doing !== 'nothing';) {
    say(progress);
    await pause();
    progress = await of.work(SAY_EVERY_MS);
  }
  let said = performance.now();
  return recordings.report(async (looked, all) => {
    if (performance.now() - said < SAY_EVERY_MS) return;
    say({ looked, of: all });
    await pause();
    said = performance.now();
  });
}

async function decrypt(media: number, file: FileSystemFileHandle | undefined): Promise<Decrypted> {
  cancelled.delete(media);
  const { source, archive, sessionKey, iv } = recordings.opened(media);
  const started = performance.now();
  const out = await file?.createWritable();
  const parts: Blob[] = [];
  let type: string | undefined;
  let done = 0;
  let said = started;
  try {
    for await (const piece of decryptMedia(source, sessionKey, iv)) {
      type ??= mediaType(piece);
      // The browser keeps a Blob outside this process and can move large ones to disk.
      if (out) await out.write(piece);
      else parts.push(new Blob([piece]));
      done += piece.length;
      freeBuffer(piece.buffer);
      if (cancelled.has(media)) {
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
    if (error instanceof NotDecrypted) return { kind: error.problem };
    if (error instanceof ReadError)
      return { kind: 'not read', file: archive ?? source.name, error: error.error };
    throw error;
  }
  const whole = file ? await file.getFile() : new Blob(parts);
  return {
    kind: 'decrypted',
    blob: whole.slice(0, whole.size, type),
    type: type ?? '',
    milliseconds: performance.now() - started,
  };
}

answerQuestions(
  answer,
  // Loaded now, so that the tool also works after the connection is cut.
  Promise.all([
    zipWriter(),
    import('../../../pki/aes-192.ts'),
    import('../../../pki/pkcs12-open.ts'),
    import('../../../pki/legacy-keys.ts'),
  ]),
  fileProblem,
);
