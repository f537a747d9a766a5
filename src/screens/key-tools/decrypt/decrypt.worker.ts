/**
 * Opens recordings for the Decrypt tool in a thread of its own. Keys and decrypted media pass through it; when the tool
 * is left, the worker ends and its memory is freed.
 */
import { decryptMedia, mediaType, NotDecrypted, type DecryptProblem } from '../../../pki/decrypt-media.ts';
import { freeBuffer } from '../../../pki/free-buffer.ts';
import type { PkiError } from '../../../pki/result.ts';
import { answerQuestions, say } from '../worker/answer-questions.ts';
import { Pile, type PileReport } from './pile.ts';
import { fileProblem } from './sentences.ts';
import { zipOf, type NamedBlob } from './zip.ts';

export type Question =
  | { id: number; ask: 'add'; files: NamedBlob[] }
  | { id: number; ask: 'unlock'; locked: number; password: string }
  /** Writes into `file` if it is given, otherwise into a Blob. */
  | { id: number; ask: 'decrypt'; media: number; file?: FileSystemFileHandle }
  | { id: number; ask: 'cancel'; media: number }
  | { id: number; ask: 'zip'; files: NamedBlob[] };

export type Decrypted =
  /** `blob` is the saved file if the media was decrypted into one. */
  | { kind: 'decrypted'; blob: Blob; type: string; milliseconds: number }
  | { kind: 'cancelled' }
  | { kind: DecryptProblem };

export interface Answers {
  add: PileReport;
  unlock: { problem: PkiError | undefined; report: PileReport };
  decrypt: Decrypted;
  cancel: undefined;
  zip: Blob;
}

let pile = new Pile();
const running = new Set<number>();
const cancelled = new Set<number>();

async function answer(question: Question): Promise<Answers[Question['ask']]> {
  switch (question.ask) {
    case 'add':
      // No files means *Clear*: begin again, and forget every key.
      if (question.files.length === 0) {
        for (const media of running) cancelled.add(media);
        pile = new Pile();
      }
      await pile.add(question.files);
      return report(pile);
    case 'unlock': {
      const problem = await pile.unlock(question.locked, question.password);
      return { problem, report: await report(pile) };
    }
    case 'decrypt':
      running.add(question.media);
      return decrypt(question.media, question.file).finally(() => running.delete(question.media));
    case 'cancel':
      cancelled.add(question.media);
      return undefined;
    case 'zip':
      return zipOf(question.files);
  }
}

/**
 * The shortest time between two progress messages, in milliseconds: drawing the progress more often would block the
 * page.
 */
const SAY_EVERY_MS = 100;

/** The report, with progress messages: every key is tried on every envelope, which takes about 50 ms each. */
function report(of: Pile): Promise<PileReport> {
  let said = performance.now();
  return of.report((looked, all) => {
    // The tool was cleared in the meantime, so nobody needs this report.
    if (of !== pile) throw new Error('The tool was cleared.');
    if (performance.now() - said < SAY_EVERY_MS) return;
    said = performance.now();
    say({ looked, of: all });
  });
}

async function decrypt(media: number, file: FileSystemFileHandle | undefined): Promise<Decrypted> {
  cancelled.delete(media);
  const { blob, sessionKey, iv } = await pile.opened(media);
  const started = performance.now();
  const out = await file?.createWritable();
  const parts: Blob[] = [];
  let type: string | undefined;
  let done = 0;
  let said = started;
  try {
    for await (const piece of decryptMedia(blob, sessionKey, iv)) {
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
    import('fflate'),
    import('../../../pki/aes-192.ts'),
    import('../../../pki/pkcs12-open.ts'),
    import('../../../pki/legacy-keys.ts'),
  ]),
  fileProblem,
);
