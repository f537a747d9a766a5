/**
 * Opens recordings for the Decrypt tool, apart from the page: keys and plaintext pass through here. Its memory is gone
 * when the tool is left.
 */
import { decryptMedia, mediaType, NotDecrypted, type DecryptProblem } from '../../../pki/decrypt-media.ts';
import type { PkiError } from '../../../pki/result.ts';
import { answerQuestions, say } from '../worker/answer-questions.ts';
import { Pile, type PileReport } from './pile.ts';
import type { NamedBlob } from './zip.ts';

export type Question =
  | { id: number; ask: 'add'; files: NamedBlob[] }
  | { id: number; ask: 'unlock'; locked: number; password: string }
  /** Into a file where one is given, else into a Blob. */
  | { id: number; ask: 'decrypt'; media: number; file?: FileSystemFileHandle }
  | { id: number; ask: 'cancel'; media: number };

export type Decrypted =
  | { kind: 'decrypted'; blob: Blob | undefined; type: string; milliseconds: number }
  | { kind: 'cancelled' }
  | { kind: DecryptProblem };

export interface Answers {
  add: PileReport;
  unlock: { problem: PkiError | undefined; report: PileReport };
  decrypt: Decrypted;
  cancel: undefined;
}

let pile = new Pile();
const running = new Set<number>();
const cancelled = new Set<number>();

async function answer(question: Question): Promise<Answers[Question['ask']]> {
  switch (question.ask) {
    case 'add':
      // Nothing given: begin anew, and forget every key.
      if (question.files.length === 0) {
        for (const media of running) cancelled.add(media);
        pile = new Pile();
      }
      await pile.add(question.files);
      return pile.report();
    case 'unlock': {
      const problem = await pile.unlock(question.locked, question.password);
      return { problem, report: await pile.report() };
    }
    case 'decrypt':
      running.add(question.media);
      return decrypt(question.media, question.file).finally(() => running.delete(question.media));
    case 'cancel':
      cancelled.add(question.media);
      return undefined;
  }
}

async function decrypt(media: number, file: FileSystemFileHandle | undefined): Promise<Decrypted> {
  cancelled.delete(media);
  const { blob, sessionKey, iv } = await pile.opened(media);
  const started = performance.now();
  const out = await file?.createWritable();
  const parts: Blob[] = [];
  let type: string | undefined;
  let done = 0;
  try {
    for await (const piece of decryptMedia(blob, sessionKey, iv)) {
      type ??= mediaType(piece);
      if (out) await out.write(piece);
      else parts.push(new Blob([piece]));
      done += piece.length;
      say({ media, done });
      if (cancelled.has(media)) {
        await out?.abort();
        return { kind: 'cancelled' };
      }
    }
    await out?.close();
  } catch (error) {
    // What was written so far is dropped: a file that is half wrong looks like a whole one.
    await out?.abort();
    if (error instanceof NotDecrypted) return { kind: error.problem };
    throw error;
  }
  return {
    kind: 'decrypted',
    blob: out ? undefined : new Blob(parts, { type: type ?? '' }),
    type: type ?? '',
    milliseconds: performance.now() - started,
  };
}

answerQuestions(
  answer,
  // Fetched now, while there is a connection.
  Promise.all([
    import('fflate'),
    import('../../../pki/pkcs12-open.ts'),
    import('../../../pki/legacy-keys.ts'),
  ]),
);
