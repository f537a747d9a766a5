/** Names of saved media that a court can read: "2026-03-14T0930_+16505551017_<id>.mp3", the time in UTC. */
import { fileNameOf } from '../domain/file-name.ts';
import { folderDate, lastOf, type CallEntry, type Part } from '../pki/archive/part.ts';

/**
 * A name for each media file, the same in each run over the same files: so a run that was stopped goes on, and several
 * machines do not write the same file.
 */
export function savedNames(calls: Iterable<CallEntry>): Map<Part, string> {
  const names = new Map<Part, string>();
  const times = new Map<string, number>();
  for (const call of calls) {
    for (const part of call.parts) {
      const name = nameOf(call, part);
      // Two names that differ in case alone are one file on Windows and macOS.
      const key = name.toLowerCase();
      const time = (times.get(key) ?? 0) + 1;
      times.set(key, time);
      names.set(part, time === 1 ? name : name.replace(/(\.[^.]*)?$/, `_${time}$1`));
    }
  }
  return names;
}

function nameOf(call: CallEntry, part: Part): string {
  const own = outputName(part);
  const [, stem = own, ending = ''] = /^(.+?)(\.\w{2,5})?$/.exec(own) ?? [];
  const { startedAt, caller, callId, folder } = call;
  if (callId === '' && caller === '') {
    const date = folderDate(folder);
    return `${date === undefined ? '' : `${date}_`}${fileNameOf(stem, 'recording')}${ending}`;
  }
  const time = startedAt === undefined ? folderDate(folder) : minuteOf(startedAt);
  const several = call.parts.filter((each) => endingOf(each) === ending.toLowerCase()).length > 1;
  const words = [time ?? '', caller, callId, several ? stem : ''].map((each) => fileNameOf(each, ''));
  return words.filter(Boolean).join('_') + ending;
}

/** "2026-03-14T0930" */
const minuteOf = (moment: number): string => new Date(moment).toISOString().slice(0, 16).replace(':', '');

const endingOf = (part: Part): string => (/\.\w{2,5}$/.exec(outputName(part))?.[0] ?? '').toLowerCase();

/** "call.mp3" from "2026/call.mp3.bin" and "export.zip" from "export.zip.p7m" */
const outputName = ({ name }: Part): string => lastOf(name).replace(/\.(bin|p7m|p7|cms|eml)$/i, '');
