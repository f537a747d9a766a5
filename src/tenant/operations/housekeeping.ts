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
import type { OpenTenant } from '../tenants.ts';
import { UPLOAD_ANSWER_MS } from '../calls/upload.ts';

const THE_TENANT = { username: 'tenant', role: 'system', session: '-' } as const;

/**
 * Destroys pairs whose time under Recently deleted is over, removes recordings after their retention, and deletes old
 * answers to uploads. Then empties the write-ahead log, so that nothing of a destroyed key is left in the database's
 * files. Each removal is an entry of the audit log and a line of the log.
 */
export function keepHouse(
  { tenant, database, mediaFolder }: OpenTenant,
  now: Date,
  log: (line: string) => void = () => {},
): void {
  const said: string[] = [];
  const say = (summary: string) => {
    said.push(`${tenant.name}: ${summary}`);
    return summary;
  };
  removeOldRecordings(database, mediaFolder, now, say);
  const destroyed = database.transaction(() => {
    deleteUploadAnswersBefore(database, new Date(now.getTime() - UPLOAD_ANSWER_MS).toISOString());
    const due = listPastTheirTime(database, restorableSince(now));
    for (const certificate of due) {
      destroy(database, certificate.id);
      recordEntry(database, THE_TENANT, {
        at: now.toISOString(),
        action: 'certificate.destroyed',
        summary: say(
          `Destroyed ${certificateName(certificate)} and its private key: it was deleted more than ${RESTORABLE_DAYS} days ago`,
        ),
        certificates: [certificate.id],
      });
    }
    return due.length;
  });
  if (destroyed > 0) database.checkpoint();
  for (const line of said) log(line);
}

/** So many recordings are removed in one transaction, so that the write-ahead log stays small. */
const BATCH = 1000;

/**
 * Rows are removed before files: the next start removes a file without a row, and there is never a row without its
 * file.
 */
function removeOldRecordings(
  database: Database,
  mediaFolder: string,
  now: Date,
  say: (summary: string) => string,
): void {
  const at = now.toISOString();
  const removeSome = () =>
    database.transaction(() => {
      const removed = removeRetainedBefore(database, at, BATCH);
      if (removed.length > 0) {
        recordEntry(database, THE_TENANT, {
          at,
          action: 'recording.removed',
          summary: say(
            `Removed ${counted(removed.length, 'recording')} past the time for which recordings are kept`,
          ),
        });
      }
      return removed;
    });
  for (let files = removeSome(); files.length > 0; files = removeSome()) {
    removeLoose({ database, mediaFolder }, files);
  }
}

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
  const look = (tenant: OpenTenant) => {
    try {
      if (tenant.database.isDamaged()) throw new KeystoreDamaged();
      const jump = lookAtClock(tenant.database, now());
      if (!jump) keepHouse(tenant, now(), log);
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
      if (check) void check.then(() => isStopped || look(tenant));
      else look(tenant);
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
