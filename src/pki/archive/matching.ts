/**
 * Which metadata, envelope and media file belong together. In a folder they find each other by name as they are read;
 * what is left is matched when all has been read. The paths that the metadata say come first, then names, then being
 * alone in the folder.
 */
import { isSame } from '../asn1/bytes.ts';
import { toHex } from '../asn1/hex.ts';
import { withoutEnvelope } from '../pile/pile.ts';
import type { Result } from '../result.ts';
import { kindOf, type MediaFacts, type RecordingFacts } from './metadata.ts';
import { Packed } from './packed.ts';
import { CallEntry, lastOf, packEnvelope, Part, unpackEnvelope, type MediaFile } from './part.ts';
import type { ReadEnvelope } from './recipient-sets.ts';

/** Ids are never used twice: a file may still be open when the tool is cleared. */
let nextId = 1;

export class Matching {
  readonly calls = new Map<number, CallEntry>();
  readonly parts = new Map<number, Part>();
  /** Rises with each change, so that a list knows whether it is still right. */
  version = 0;
  /** Parts that have all that they need, where somebody takes them away. */
  completed: Part[] | undefined;

  readonly #packed = new Packed();
  readonly #byCallId = new Map<string, CallEntry>();
  /** By folder and name: parts that lack something. */
  readonly #open = new Map<string, Map<string, Part>>();
  /** Metadata without media files, by folder: its media are found by being alone there. */
  readonly #bare = new Map<string, CallEntry>();

  /** `envelopes` has what was read of each media file's envelope, in their order. */
  addMetadata(
    path: string,
    recording: RecordingFacts,
    envelopes: readonly (Result<ReadEnvelope> | undefined)[],
  ): void {
    const folder = folderOf(path);
    this.version++;
    if (recording.media.length === 0) {
      const call = this.#callOf(recording.id, folder);
      describe(call, path, recording, undefined);
      this.#bare.set(folder, call);
      return;
    }
    const endings = recording.media.map(({ paths }) => endingOf(paths[0] ?? ''));
    for (const [index, media] of recording.media.entries()) {
      const call = this.#callOf(media.callId, folder);
      describe(call, path, recording, media);
      const names = distinct(media.paths.map(outputName));
      const envelope = envelopes[index];
      const part =
        this.#find(folder, names, (each) => !each.isDescribed && !this.#isOther(each, envelope)) ??
        this.#newPart(folder, call);
      this.#move(part, call);
      part.isDescribed = true;
      part.path = media.paths[0];
      part.recordingId = recording.id;
      part.startedAt = recording.startedAt;
      part.mediaStartedAt = media.startedAt ?? recording.startedAt;
      part.isOneOfSeveral = endings.filter((each) => each === endings[index]).length > 1;
      if (media.kind !== 'unknown') part.kind = media.kind;
      part.type ??= media.type;
      this.#seal(part, envelope);
      this.#register(part, names);
    }
  }

  /** `path` is that of the file with the envelope. */
  addEnvelope(path: string, envelope: Result<ReadEnvelope>): Part {
    const folder = folderOf(path);
    this.version++;
    const names = [outputName(withoutEnvelope(path))];
    const part = this.#find(folder, names, (each) => !each.envelope) ?? this.#newPart(folder);
    this.#seal(part, envelope);
    this.#register(part, names);
    return part;
  }

  /** A message with its content: envelope and media are one file. */
  addMessage(path: string, envelope: Result<ReadEnvelope>, file: MediaFile): Part {
    const part = this.addEnvelope(path, envelope);
    part.file = file;
    part.isMessage = true;
    this.#register(part, part.names);
    return part;
  }

  /** Whether there is one media file alone, and it is missing. */
  get lacksOnlyOne(): boolean {
    const [first] = this.parts.values();
    return this.parts.size === 1 && !first?.file;
  }

  /** Whether an envelope or metadata in its folder has its name and lacks a file. */
  waitsFor(path: string): boolean {
    const name = outputName(path);
    return this.#find(folderOf(path), [name, stemOf(name)], (each) => !each.file) !== undefined;
  }

  addFile(path: string, file: MediaFile): Part {
    const folder = folderOf(path);
    this.version++;
    const name = outputName(path);
    const names = distinct([name, stemOf(name)]);
    const part = this.#find(folder, names, (each) => !each.file) ?? this.#newPart(folder);
    part.file = file;
    if (part.kind === 'unknown') part.kind = kindOf('', [name]);
    this.#register(part, names);
    return part;
  }

  /** Takes away a file that turned out to be none of media. */
  remove(part: Part): void {
    this.version++;
    this.#unregister(part);
    this.parts.delete(part.id);
    part.call.parts = part.call.parts.filter((each) => each !== part);
    if (part.call.parts.length === 0 && part.call.metadata === undefined) this.calls.delete(part.call.id);
  }

  /** Takes away a part that is done with, and its call with the last one. */
  forget(part: Part): void {
    if (part.envelope) this.#packed.forget(part.envelope.place);
    this.remove(part);
    const { call } = part;
    if (call.parts.length > 0) return;
    this.calls.delete(call.id);
    this.#byCallId.delete(call.callId);
  }

  secretsOf({ envelope }: Part) {
    return (
      envelope && { set: envelope.set, ...unpackEnvelope(this.#packed.at(envelope.place, envelope.length)) }
    );
  }

  /** Matches what the names in one folder did not. */
  settle(): void {
    const all = [...this.parts.values()];
    const files = new Set(all.filter(({ file, envelope }) => file && !envelope));
    const waiting = new Set(all.filter(({ file }) => !file));
    const pair = (one: Part, file: Part | undefined): void => {
      if (!file || (one.isDescribed && file.isDescribed)) return;
      this.#join(one, file);
      waiting.delete(one);
      files.delete(file);
    };
    const byName = grouped(files, ({ names }) => names);
    for (const one of waiting) {
      const candidates = one.names
        .flatMap((name) => byName.get(name) ?? [])
        .filter((each) => files.has(each));
      pair(one, nearest(one, candidates));
    }
    const byStem = grouped(files, ({ names }) => names.map(stemOf));
    for (const one of waiting) {
      const candidates = one.names
        .flatMap((name) => byStem.get(stemOf(name)) ?? [])
        .filter((each) => files.has(each));
      const near = candidates.find(({ folder }) => folder === one.folder);
      pair(one, near ?? (candidates.length === 1 ? candidates[0] : undefined));
    }
    const inFolder = grouped(files, ({ folder }) => [folder]);
    for (const [folder, [one, ...others]] of grouped(waiting, ({ folder }) => [folder])) {
      const [file, ...otherFiles] = inFolder.get(folder)?.filter((each) => files.has(each)) ?? [];
      if (one && others.length === 0 && otherFiles.length === 0) pair(one, file);
    }
    for (const [folder, call] of this.#bare) {
      const [file, ...others] = inFolder.get(folder)?.filter((each) => each.file && !each.isDescribed) ?? [];
      if (!file || others.length > 0) continue;
      this.#move(file, call);
      file.isDescribed = true;
      this.#bare.delete(folder);
    }
    // With one envelope and one media file, they are matched whatever their names: the padding shows whether it is right.
    const [one, ...others] = waiting;
    const [file, ...otherFiles] = files;
    if (one && file && others.length === 0 && otherFiles.length === 0) pair(one, file);
    this.#forgetCopies(waiting);
  }

  /** An envelope may come as .p7.pem, under another name, and in the metadata. */
  #forgetCopies(waiting: ReadonlySet<Part>): void {
    const alone = [...waiting].filter(({ isDescribed, envelope }) => !isDescribed && envelope);
    if (alone.length === 0) return;
    const ivOf = (part: Part) => toHex(this.secretsOf(part)?.iv ?? new Uint8Array(0));
    const known = new Set(
      [...this.parts.values()].filter((part) => part.isDescribed && part.envelope).map(ivOf),
    );
    for (const part of alone) if (known.has(ivOf(part))) this.remove(part);
  }

  #callOf(callId: string, folder: string): CallEntry {
    const known = callId === '' ? undefined : this.#byCallId.get(callId);
    if (known) return known;
    const call = this.#newCall(folder);
    call.callId = callId;
    if (callId !== '') this.#byCallId.set(callId, call);
    return call;
  }

  #newCall(folder: string): CallEntry {
    const call = new CallEntry(nextId++, folder);
    this.calls.set(call.id, call);
    return call;
  }

  #newPart(folder: string, call = this.#newCall(folder)): Part {
    const part = new Part(nextId++, call, folder);
    this.parts.set(part.id, part);
    return part;
  }

  #move(part: Part, call: CallEntry): void {
    const before = part.call;
    if (before === call) return;
    part.call = call;
    call.parts.push(part);
    before.parts = before.parts.filter((each) => each !== part);
    if (before.parts.length === 0 && before.metadata === undefined) this.calls.delete(before.id);
  }

  /** What the file lacks is taken from the other. */
  #join(one: Part, file: Part): void {
    this.version++;
    this.#unregister(file);
    this.#unregister(one);
    one.file = file.file;
    one.envelope ??= file.envelope;
    if (one.kind === 'unknown') one.kind = file.kind;
    if (file.isDescribed) {
      one.isDescribed = true;
      one.type ??= file.type;
      this.#move(one, file.call);
    }
    this.remove(file);
  }

  /** Whether a part has another envelope. The IV is random, so it tells. */
  #isOther(part: Part, envelope: Result<ReadEnvelope> | undefined): boolean {
    const own = envelope?.ok ? this.secretsOf(part) : undefined;
    return own !== undefined && envelope?.ok === true && !isSame(own.iv, envelope.value.iv);
  }

  #seal(part: Part, envelope: Result<ReadEnvelope> | undefined): void {
    if (!envelope) return;
    if (!envelope.ok) {
      part.problem ??= envelope.error;
      return;
    }
    const bytes = packEnvelope(envelope.value);
    part.envelope ??= { set: envelope.value.set, place: this.#packed.add(bytes), length: bytes.length };
  }

  #find(folder: string, names: readonly string[], lacks: (part: Part) => boolean): Part | undefined {
    const named = this.#open.get(folder);
    if (!named) return undefined;
    for (const name of names) {
      const part = named.get(name);
      if (part && lacks(part)) return part;
    }
    return undefined;
  }

  #register(part: Part, names: readonly string[]): void {
    part.names = distinct([...part.names, ...names]);
    if (part.file && part.envelope && part.isDescribed) {
      this.#unregister(part);
      this.completed?.push(part);
      return;
    }
    const named = this.#open.get(part.folder) ?? new Map<string, Part>();
    this.#open.set(part.folder, named);
    for (const name of part.names) if (!named.has(name)) named.set(name, part);
  }

  #unregister(part: Part): void {
    const named = this.#open.get(part.folder);
    for (const name of part.names) if (named?.get(name) === part) named.delete(name);
    if (named?.size === 0) this.#open.delete(part.folder);
    // Nothing looks for it any more.
    if (part.file && part.envelope) {
      part.names = [];
      part.path = undefined;
    }
  }
}

function describe(
  call: CallEntry,
  path: string,
  recording: RecordingFacts,
  media: MediaFacts | undefined,
): void {
  call.metadata ??= path;
  call.caller ||= recording.caller;
  call.dialed ||= recording.dialed;
  call.agent ||= recording.agent;
  call.ivrProfile ||= media?.ivrProfile ?? '';
  if (recording.startedAt !== undefined)
    call.startedAt = Math.min(call.startedAt ?? Infinity, recording.startedAt);
  if (media?.durationMs !== undefined) call.durationMs = Math.max(call.durationMs ?? 0, media.durationMs);
}

/** The one whose path ends as the metadata say, then the one in the nearest folder. */
function nearest(one: Part, candidates: readonly Part[]): Part | undefined {
  const score = ({ file, folder }: Part): number =>
    commonEnd(one.path ?? '', file?.source.name ?? '') * 1000 + commonStart(one.folder, folder);
  return candidates.length < 2
    ? candidates[0]
    : candidates.reduce((best, each) => (score(each) > score(best) ? each : best));
}

/** How many folders above the file are the same. */
function commonEnd(a: string, b: string): number {
  const [first, second] = [a.split('/').slice(0, -1).toReversed(), b.split('/').slice(0, -1).toReversed()];
  let count = 0;
  while (count < first.length && first[count] === second[count]) count++;
  return count;
}

function commonStart(a: string, b: string): number {
  let count = 0;
  while (count < a.length && a[count] === b[count]) count++;
  return count;
}

function grouped<T>(all: Iterable<T>, keysOf: (item: T) => readonly string[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of all) {
    for (const key of distinct(keysOf(item))) {
      const group = groups.get(key);
      if (group) group.push(item);
      else groups.set(key, [item]);
    }
  }
  return groups;
}

const distinct = (names: readonly string[]): string[] => [...new Set(names)];

/** "call.mp3" from "2026/call.mp3.bin" */
const outputName = (path: string): string => lastOf(path).replace(/\.bin$/i, '');
const endingOf = (path: string): string => /\.\w+$/.exec(outputName(path))?.[0]?.toLowerCase() ?? '';
const stemOf = (name: string): string => name.replace(/(?!^)\.[^.]+$/, '');
const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/') + 1);
