import { DAY_MS, RESTORABLE_DAYS } from '../domain/certificate.ts';
import { named } from './certificate.ts';
import { restorableSince } from './certificates.ts';
import { recordEntry } from './store/audit-log.ts';
import { destroy, listPastTheirTime } from './store/certificates.ts';
import { deleteUploadAnswersBefore } from './store/upload-answers.ts';
import type { OpenTenant } from './tenants.ts';
import { UPLOAD_ANSWER_MS } from './upload.ts';

const THE_TENANT = { username: 'tenant', role: 'system', session: '-' } as const;

/**
 * Destroys the pairs whose time under Recently deleted is over, and forgets old upload answers. Afterwards the log
 * is written back and emptied, so that nothing of a destroyed key is left in the database's files.
 */
export function keepHouse({ database }: OpenTenant, now: Date): void {
  const destroyed = database.transaction(() => {
    deleteUploadAnswersBefore(database, new Date(now.getTime() - UPLOAD_ANSWER_MS).toISOString());
    const due = listPastTheirTime(database, restorableSince(now));
    for (const certificate of due) {
      destroy(database, certificate.id);
      recordEntry(database, THE_TENANT, {
        at: now.toISOString(),
        action: 'certificate.destroyed',
        summary: `Destroyed ${named(certificate)} and its private key: it was deleted more than ${RESTORABLE_DAYS} days ago`,
        certificates: [certificate.id],
      });
    }
    return due.length;
  });
  if (destroyed > 0) database.checkpoint();
}

/** At the start and once a day. Answers how to stop. */
export function keepHouseDaily(
  tenants: readonly OpenTenant[],
  now: () => Date = () => new Date(),
): () => void {
  const run = () => {
    for (const tenant of tenants) keepHouse(tenant, now());
  };
  run();
  const timer = setInterval(run, DAY_MS);
  timer.unref();
  return () => clearInterval(timer);
}
