import { readRecord, type KeystoreRecord } from '../../domain/record.ts';
import { problemSentence } from '../../domain/problem.ts';
import type { CopiesReport } from '../../pki/pile/copies.ts';

export interface Records {
  records: KeystoreRecord[];
  /** A sentence for each record that cannot be used. */
  problems: string[];
}

/** The records of keystores (*Download record*) among the dropped files, newest first. */
export function recordsIn(report: CopiesReport | undefined): Records {
  const found: Records = { records: [], problems: [] };
  for (const { file, text } of report?.documents ?? []) {
    const read = readRecord(text);
    if ('record' in read) found.records.push(read.record);
    else found.problems.push(problemSentence(read.problem, { file }));
  }
  found.records.sort((a, b) => b.takenAt.localeCompare(a.takenAt));
  return found;
}
