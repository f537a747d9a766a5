/**
 * Saves the media of calls, in the page and in the command: one after the other or several at once, each with what comes
 * of it. A failure ends nothing. What is there already, with the right size, is left as it is.
 */
import { notDecryptedText, toolSentence } from '../domain/tool-sentence.ts';
import { callKindText, callStateText, certificatesText } from '../domain/call-columns.ts';
import { counted, numberText } from '../domain/counted.ts';
import { csvLine, type Cell } from '../domain/csv.ts';
import { BLOCK_BYTES } from '../pki/cms/aes-cbc.ts';
import type { CallArchive } from '../pki/archive/call-archive.ts';
import type { Part } from '../pki/archive/part.ts';
import type { DecryptProblem } from '../pki/media/decrypt-media.ts';
import type { PkiError } from '../pki/outcome.ts';

/** Hexadecimal SHA-256; that of the ciphertext is empty for a file in the clear. */
export interface Hashes {
  ciphertext: string;
  media: string;
}

/** What came of opening a media file. `unknown`: it is whole and of no format known here. */
export type Opening =
  | { kind: 'opened'; hashes: Hashes; bytes: number; type: string | undefined }
  | { kind: 'failed'; why: PkiError | DecryptProblem }
  /** The place where it should be saved takes nothing; a sentence. */
  | { kind: 'not written'; why: string };

/** How media is opened and written; the page and the command have their own way. */
export interface Opener {
  /** Opens it, and saves it under this name, which it gets when it is whole. `name` is undefined to look only. */
  open: (part: Part, name: string | undefined) => Promise<Opening>;
  /** The size of a file that is there already. */
  sizeOf: (name: string) => Promise<number | undefined>;
  /** The hashes of a file that is there already, and of its ciphertext. */
  hashesOf: (part: Part, name: string) => Promise<Hashes>;
}

export const outcomes = ['saved', 'verified', 'there already', 'not opened'] as const;
export type Outcome = (typeof outcomes)[number];

export interface Saved {
  part: Part;
  /** Empty where nothing is saved. */
  name: string;
  outcome: Outcome;
  /** Why it was not opened: a few words, the same for all that have the same reason. */
  reason: string;
  /** A sentence, or that it is whole and of an unknown format. */
  detail: string;
  hashes: Hashes;
  bytes: number | undefined;
}

export interface Wanted {
  archive: CallArchive;
  /** In the order in which they are read without going back. */
  parts: Iterable<Part> | AsyncIterable<Part>;
  /** Undefined to look only. */
  names: { get: (part: Part) => string | undefined } | undefined;
  opener: Opener;
  /** How many are opened at once. */
  atOnce: number;
  isStopped: () => boolean;
}

/** Answers each media file in order, as soon as it is done. */
export async function* savedMedia({ parts, atOnce, isStopped, ...wanted }: Wanted): AsyncGenerator<Saved> {
  const running: Promise<Saved>[] = [];
  const iterator = Symbol.asyncIterator in parts ? parts[Symbol.asyncIterator]() : parts[Symbol.iterator]();
  let isAtEnd = false;
  for (;;) {
    while (running.length < atOnce && !isAtEnd && !isStopped()) {
      const next = await iterator.next();
      if (next.done) isAtEnd = true;
      else running.push(save(next.value, wanted));
    }
    const first = running.shift();
    if (!first) return;
    yield await first;
  }
}

const NO_HASHES: Hashes = { ciphertext: '', media: '' };

async function save(
  part: Part,
  { archive, names, opener }: Pick<Wanted, 'archive' | 'names' | 'opener'>,
): Promise<Saved> {
  const state = archive.stateOfPart(part);
  const name = names?.get(part);
  const not = (reason: string, detail: string): Saved => ({
    part,
    name: '',
    outcome: 'not opened',
    reason,
    detail,
    hashes: NO_HASHES,
    bytes: undefined,
  });
  if (state !== 'opens' && state !== 'in the clear') {
    const { media } = archive.callOf(part.call);
    const why = media.find(({ id }) => id === part.id)?.why;
    return not(callStateText[state], why === undefined ? '' : whyText(why, part));
  }
  if (name !== undefined) {
    const bytes = await opener.sizeOf(name);
    if (bytes !== undefined && hasRightSize(part, bytes)) {
      const hashes = await opener.hashesOf(part, name);
      return { part, name, outcome: 'there already', reason: '', detail: '', hashes, bytes };
    }
  }
  const opening = await opener.open(part, name);
  if (opening.kind === 'not written') return not('Not written', opening.why);
  if (opening.kind === 'failed') {
    archive.tell(part, opening.why);
    return not(callStateText[archive.stateOfPart(part)], whyText(opening.why, part));
  }
  return {
    part,
    name: name ?? '',
    outcome: name === undefined ? 'verified' : 'saved',
    reason: '',
    detail: opening.type === undefined ? 'Its format is not known here.' : '',
    hashes: opening.hashes,
    bytes: opening.bytes,
  };
}

/** The padding has 1 to 16 bytes. A message is unwrapped further, so its size says nothing. */
function hasRightSize({ file, envelope, isMessage }: Part, bytes: number): boolean {
  const size = file?.source.size ?? 0;
  if (isMessage) return true;
  return envelope ? bytes >= size - BLOCK_BYTES && bytes < size : bytes === size;
}

const whyText = (why: PkiError | DecryptProblem, part: Part): string =>
  typeof why === 'string' ? notDecryptedText[why] : toolSentence(why, part.file?.archive ?? part.name);

/** The columns of `index.csv`. `joined` indexes of several machines are the index of the whole. */
export const INDEX_HEADER: readonly string[] = [
  'File',
  'Call UUID',
  'When',
  'Caller',
  'Dialed',
  'Agent',
  'Kind',
  'Duration (ms)',
  'IVR profile',
  'Source',
  'Certificate',
  'SHA-256 of the ciphertext',
  'SHA-256 of the media',
  'Bytes',
  'Outcome',
  'Reason',
];

export const indexHeader = (): string => csvLine(INDEX_HEADER);

/** A line of `index.csv`. */
export function indexLine(
  archive: CallArchive,
  { part, name, outcome, reason, detail, hashes, bytes }: Saved,
): string {
  const { call, file, kind } = part;
  const media = archive.callOf(call).media.filter(({ id }) => id === part.id);
  const source = [file?.archive, file?.source.name].filter((each) => each !== undefined).join('/');
  const cells: Cell[] = [
    name,
    call.callId,
    call.startedAt === undefined ? '' : new Date(call.startedAt).toISOString(),
    call.caller,
    call.dialed,
    call.agent,
    callKindText[kind],
    call.durationMs ?? '',
    call.ivrProfile,
    source || (call.metadata ?? ''),
    certificatesText({ media }),
    hashes.ciphertext,
    hashes.media,
    bytes ?? '',
    outcome,
    [reason, detail].filter(Boolean).join(': '),
  ];
  return csvLine(cells);
}

/** How many came out how, for the last line of a run. */
export class Tally {
  readonly outcomes = new Map<Outcome, number>();
  readonly reasons = new Map<string, number>();
  bytes = 0;

  add({ outcome, reason, bytes }: Pick<Saved, 'outcome' | 'reason' | 'bytes'>): void {
    this.outcomes.set(outcome, (this.outcomes.get(outcome) ?? 0) + 1);
    if (reason !== '') this.reasons.set(reason, (this.reasons.get(reason) ?? 0) + 1);
    if (outcome === 'saved') this.bytes += bytes ?? 0;
  }

  get notOpened(): number {
    return this.outcomes.get('not opened') ?? 0;
  }

  /** "990 recordings saved, 7 there already, 3 not opened: 2 Key missing, 1 Damaged." */
  text(): string {
    const parts = outcomes.flatMap((outcome) => {
      const count = this.outcomes.get(outcome);
      return count === undefined ? [] : [`${numberText(count)} ${outcome}`];
    });
    const total = [...this.outcomes.values()].reduce((sum, each) => sum + each, 0);
    const reasons = [...this.reasons].map(([reason, count]) => `${numberText(count)} ${reason}`);
    const why = reasons.length > 0 ? ` (${reasons.join(', ')})` : '';
    return `${counted(total, 'recording')}: ${parts.join(', ') || 'nothing to do'}${why}.`;
  }
}
