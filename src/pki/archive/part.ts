/** What is kept of each call. An archive has 100,000, so it is little. */
import type { Bytes } from '../asn1/asn1.ts';
import { joined } from '../asn1/bytes.ts';
import { BLOCK_BYTES } from '../cms/aes-cbc.ts';
import type { DecryptProblem } from '../media/decrypt-media.ts';
import { notOpened, type PkiError } from '../outcome.ts';
import type { Source } from '../pile/source.ts';
import {
  callStates,
  type Call,
  type CallKind,
  type CallMedia,
  type CallState,
  type MediaKind,
} from './call.ts';
import type { Openers } from './openers.ts';
import type { RecipientSet } from './recipient-sets.ts';

/** A file as it lies in a folder or an archive. */
export interface MediaFile {
  source: Source;
  /** The archive that it is in. */
  archive: string | undefined;
  /** The order in which files are read without going back. */
  order: number;
}

/** An envelope's recipients, and where the IV and the wrapped keys are kept. */
export interface Envelope {
  set: RecipientSet;
  place: number;
  length: number;
}

/** A media file of a call: what metadata say of it, its envelope, and the file, as far as each was found. */
export class Part {
  readonly id: number;
  call: CallEntry;
  /** The folder in which it was found first, and the names by which its other parts are found. */
  readonly folder: string;
  names: string[] = [];
  /** The path that the metadata say, the id of the recording and its start. */
  path: string | undefined;
  recordingId = '';
  startedAt: number | undefined;
  /** The start of this media file: a screen is recorded a little later than its voice. */
  mediaStartedAt: number | undefined;
  /** Whether the recording has another media file whose name ends in the same way. */
  isOneOfSeveral = false;
  isDescribed = false;
  /** The file is a message around the media: an S/MIME or CMS file with content. */
  isMessage = false;
  kind: MediaKind = 'unknown';
  type: string | undefined;
  envelope: Envelope | undefined;
  file: MediaFile | undefined;
  /** Whether its first bytes have been looked at, as those of a file without an envelope are. */
  isLookedAt = false;
  problem: PkiError | DecryptProblem | undefined;

  constructor(id: number, call: CallEntry, folder: string) {
    this.id = id;
    this.call = call;
    this.folder = folder;
    call.parts.push(this);
  }

  get name(): string {
    return lastOf(this.file?.source.name ?? this.path ?? this.names[0] ?? '');
  }
}

export class CallEntry {
  readonly id: number;
  readonly folder: string;
  callId = '';
  startedAt: number | undefined;
  caller = '';
  dialed = '';
  agent = '';
  durationMs: number | undefined;
  ivrProfile = '';
  metadata: string | undefined;
  parts: Part[] = [];

  constructor(id: number, folder: string) {
    this.id = id;
    this.folder = folder;
  }
}

export const lastOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

export function stateOf(part: Part, openers: Openers): CallState {
  const { file, envelope } = part;
  const problem = problemOf(part, openers);
  if (typeof problem === 'object') return notOpened(problem).kind === 'damaged' ? 'damaged' : 'not read here';
  if (problem) return 'damaged';
  if (!file) return 'media missing';
  if (envelope) return openers.of(envelope.set).length > 0 ? 'opens' : 'key missing';
  return part.type !== undefined && part.isLookedAt ? 'in the clear' : 'no session key';
}

function problemOf(
  { problem, file, envelope }: Part,
  openers: Openers,
): PkiError | DecryptProblem | undefined {
  if (problem) return problem;
  const unsupported = envelope && openers.unsupported(envelope.set);
  if (unsupported !== undefined) return { code: 'unsupported_envelope', detail: unsupported };
  if (file?.source.size === 0) return 'empty';
  return envelope && file && file.source.size % BLOCK_BYTES !== 0 ? 'truncated' : undefined;
}

export const callState = ({ parts }: CallEntry, openers: Openers): CallState =>
  parts.length === 0
    ? 'media missing'
    : parts
        .map((part) => stateOf(part, openers))
        .reduce((worst, state) => (callStates.indexOf(state) > callStates.indexOf(worst) ? state : worst));

export function kindOfCall({ parts }: CallEntry): CallKind {
  const kinds = new Set(parts.map(({ kind }) => kind));
  if (kinds.has('voice') && kinds.has('screen')) return 'both';
  return kinds.has('voice') ? 'voice' : kinds.has('screen') ? 'screen' : 'unknown';
}

/** "2026-03-14" in "…/2026-03-14/…", as daily archives name their folders. */
export const folderDate = (path: string): string | undefined =>
  /(?:^|\/)(20\d\d-[01]\d-[0-3]\d)(?=\/|$)/.exec(path)?.[1];

export const sizeOf = ({ parts }: CallEntry): number =>
  parts.reduce((sum, { file }) => sum + (file?.source.size ?? 0), 0);

const momentText = (moment: number | undefined): string | undefined =>
  moment === undefined ? undefined : new Date(moment).toISOString();

/** What is told of a call. */
export function callOf(entry: CallEntry, openers: Openers): Call {
  const { id, callId, startedAt, caller, dialed, agent, durationMs, ivrProfile, metadata, folder } = entry;
  return {
    id,
    callId,
    startedAt: momentText(startedAt),
    folderDate: folderDate(folder),
    caller,
    dialed,
    agent,
    kind: kindOfCall(entry),
    durationMs,
    ivrProfile,
    state: callState(entry, openers),
    size: sizeOf(entry),
    media: entry.parts.map((part) => mediaOf(part, openers)).sort(voiceFirst),
    metadata,
  };
}

const voiceFirst = (a: CallMedia, b: CallMedia): number =>
  Number(b.kind === 'voice') - Number(a.kind === 'voice');

function mediaOf(part: Part, openers: Openers): CallMedia {
  const { id, name, kind, type, file, envelope, folder, mediaStartedAt } = part;
  return {
    id,
    name,
    kind,
    startedAt: mediaStartedAt,
    size: file?.source.size,
    state: stateOf(part, openers),
    why: problemOf(part, openers),
    file: file ? (file.archive ?? file.source.name) : folder,
    entry: file?.archive === undefined ? undefined : file.source.name,
    type,
    key: envelope && openers.of(envelope.set)[0]?.key.file,
    recipients: envelope ? openers.needed(envelope.set) : [],
  };
}

/** Packs what differs between envelopes: each part with its length before it. */
export function packEnvelope({ iv, wrappedKeys }: { iv: Bytes; wrappedKeys: readonly Bytes[] }): Bytes {
  return joined([iv, ...wrappedKeys].flatMap((each) => [Uint8Array.of(each.length >> 8, each.length), each]));
}

export function unpackEnvelope(bytes: Bytes): { iv: Bytes; wrappedKeys: Bytes[] } {
  const all: Bytes[] = [];
  for (let at = 0; at < bytes.length;) {
    const length = bytes[at]! * 256 + bytes[at + 1]!;
    all.push(bytes.slice(at + 2, at + 2 + length));
    at += 2 + length;
  }
  const [iv = new Uint8Array(0), ...wrappedKeys] = all;
  return { iv, wrappedKeys };
}
