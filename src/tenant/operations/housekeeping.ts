import { DAY_MS, RESTORABLE_DAYS } from '../../domain/certificate.ts';
import { counted } from '../../domain/counted.ts';
import { certificateName } from '../calls/certificate.ts';
import { restorableSince } from '../calls/certificates.ts';
import { recordEntry } from '../store/audit-log.ts';
import { lookAtClock, type ClockJump } from '../store/clock.ts';
import { destroy, listPastTheirTime } from '../store/certificates.ts';
import type { Database } from '../store/database.ts';
import { storeFault } from '../store/faults.ts';
import { KeystoreDamaged } from '../store/key-file.ts';
import { removeLoose } from '../store/loose-media.ts';
import { removeRetainedBefore } from '../store/recordings.ts';
import { deleteUploadAnswersBefore } from '../store/upload-answers.ts';
import { giveWay } from '../give-way.ts';
import type { OpenTenant } from '../tenants.ts';
import { UPLOAD_ANSWER_MS } from '../calls/upload.ts';

const THE_TENANT = { username: 'tenant', role: 'system', session: '-' } as const;

/** So much is removed in one transaction: a few hundredths of a second of work. */
const BATCH = 100;

/**
 * Destroys pairs whose time under Recently deleted is over, removes recordings after their retention, and deletes old
 * answers to uploads. Then empties the write-ahead log, so that nothing of a destroyed key is left in the database's
 * files. Each removal is an entry of the audit log and a line of the log. Requests are answered between the batches.
 */
export async function keepHouse(
  { tenant, database, mediaFolder }: OpenTenant,
  now: Date,
  log: (line: string) => void = () => {},
  isStopped: () => boolean = () => false,
): Promise<void> {
  const logEach = (summaries: string[]) => {
    for (const summary of summaries) log(`${tenant.name}: ${summary}`);
  };

  // Rows are removed before files: the next start removes a file without a row, and there is never a row without its
  // file.
  const removeSome = (): number => {
    const { files, summaries } = database.transaction(() => removeSomeRecordings(database, now));
    removeLoose({ database, mediaFolder }, files);
    logEach(summaries);
    return files.length;
  };
  const destroySome = (): number => {
    const summaries = database.transaction(() => destroySomePairs(database, now));
    if (summaries.length > 0) database.checkpoint();
    logEach(summaries);
    return summaries.length;
  };
  while (!isStopped() && removeSome() === BATCH) await giveWay();
  if (isStopped()) return;
  deleteUploadAnswersBefore(database, new Date(now.getTime() - UPLOAD_ANSWER_MS).toISOString());
  while (!isStopped() && destroySome() === BATCH) await giveWay();
}

function removeSomeRecordings(database: Database, now: Date): { files: string[]; summaries: string[] } {
  const at = now.toISOString();
  const files = removeRetainedBefore(database, at, BATCH);
  if (files.length === 0) return { files, summaries: [] };
  const summary = `Removed ${counted(files.length, 'recording')} past the time for which recordings are kept`;
  recordEntry(database, THE_TENANT, { at, action: 'recording.removed', summary });
  return { files, summaries: [summary] };
}

/** Answers a sentence for each pair. */
const destroySomePairs = (database: Database, now: Date): string[] =>
  listPastTheirTime(database, restorableSince(now), BATCH).map((certificate) => {
    const summary = `Destroyed ${certificateName(certificate)} and its private key: it was deleted more than ${RESTORABLE_DAYS} days ago`;
    destroy(database, certificate.id);
    recordEntry(database, THE_TENANT, {
      at: now.toISOString(),
      action: 'certificate.destroyed',
      summary,
      certificates: [certificate.id],
    });
    return summary;
  });

export interface HouseKeeping {
  /** Where the clock of the server has jumped so far that nothing is destroyed yet. */
  clockJump: () => ClockJump | undefined;
  stop: () => void;
}

/**
 * Runs at the start and once a day. A tenant whose disk is full, or whose clock jumped, is tried again the next day.
 * Nothing is destroyed before the database has been checked for damage.
 */
export function keepHouseDaily(
  tenants: readonly OpenTenant[],
  log: (line: string) => void,
  now: () => Date = () => new Date(),
): HouseKeeping {
  let clockJump: ClockJump | undefined;
  let isStopped = false;
  const look = async (tenant: OpenTenant) => {
    try {
      if (tenant.database.isDamaged()) throw new KeystoreDamaged();
      const jump = lookAtClock(tenant.database, now());
      if (!jump) await keepHouse(tenant, now(), log, () => isStopped);
      else {
        clockJump = jump;
        log(`${tenant.tenant.name}: ${jumpSentence(jump)}`);
      }
    } catch (error) {
      const fault = storeFault(error);
      if (!fault) throw error;
      const why = fault === 'full' ? 'the disk is full' : 'its database is damaged';
      log(`${tenant.tenant.name}: what is past its time stays until tomorrow, because ${why}`);
    }
  };
  const run = () => {
    clockJump = undefined;
    for (const tenant of tenants) {
      const check = tenant.database.pendingCheck();
      void (check ? check.then(() => (isStopped ? undefined : look(tenant))) : look(tenant));
    }
  };
  run();
  const timer = setInterval(run, DAY_MS);
  timer.unref();
  return {
    clockJump: () => clockJump,
    stop: () => {
      isStopped = true;
      clearInterval(timer);
    },
  };
}

const jumpSentence = ({ before, now, believedFrom }: ClockJump): string =>
  `the clock says ${now}, and at the last look it said ${before}. Nothing past its time is destroyed before ${believedFrom}. If the clock is wrong, set it right. If it is right and you do not want to wait, stop the server: npm run keep-house`;
