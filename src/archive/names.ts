/** Names of saved media that a court can read: "2026-03-14T0930_+16505551017_<id>.mp3", the time in UTC. */
import { fileNameOf } from '../domain/file-name.ts';
import { folderDate, type CallEntry, type Part } from '../pki/archive/part.ts';

/** A name for each media file of these calls. */
export function savedNames(calls: Iterable<CallEntry>): Map<Part, string> {
  const names = new Names();
  return new Map([...calls].flatMap(({ parts }) => parts.map((part) => [part, names.of(part)] as const)));
}

/**
 * The names are the same in each run over the same files: so a run that was stopped goes on, and several machines do not
 * write the same file.
 */
export class Names {
  readonly #times = new Map<string, number>();

  of(part: Part): string {
    const name = nameOf(part);
    // Two names that differ in case alone are one file on Windows and macOS.
    const key = name.toLowerCase();
    const time = (this.#times.get(key) ?? 0) + 1;
    this.#times.set(key, time);
    return time === 1 ? name : name.replace(/(\.[^.]*)?$/, `_${time}$1`);
  }
}

function nameOf(part: Part): string {
  const own = openedName(part);
  const [, stem = own, ending = ''] = /^(.+?)(\.\w{2,5})?$/.exec(own) ?? [];
  const { call, recordingId, startedAt, isOneOfSeveral } = part;
  const date = folderDate(call.folder) ?? '';
  const { caller, callId } = call;
  const words =
    callId === '' && caller === ''
      ? [date, fileNameOf(stem, 'recording')]
      : [
          startedAt === undefined ? date : minuteOf(startedAt),
          caller,
          callId,
          // A call may have several recordings.
          recordingId === callId ? '' : recordingId,
          isOneOfSeveral ? stem : '',
        ].map((each) => fileNameOf(each, ''));
  return words.filter(Boolean).join('_') + ending;
}

/** "2026-03-14T0930" */
const minuteOf = (moment: number): string => new Date(moment).toISOString().slice(0, 16).replace(':', '');

/** "call.mp3" from "call.mp3.bin" and "export.zip" from "export.zip.p7m": without the ending of an encrypted file. */
export const openedName = ({ name }: { name: string }): string =>
  name.replace(/\.(bin|p7m|p7|cms|eml)$/i, '');
