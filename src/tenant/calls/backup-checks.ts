import { refusePrivateKey } from './requests.ts';
import { certificateAnswer, relatedTo, certificateName, notSeen } from './certificate.ts';
import { restorableSince } from './certificates.ts';
import { actor, type Handlers } from '../http/handler.ts';
import { recordEntry } from '../store/audit-log.ts';
import { saveBackupCheck, type StoredBackupCheck } from '../store/backup-checks.ts';
import { findInView, findRecentlyDeleted, type StoredCertificate } from '../store/certificates.ts';

/**
 * Records that an administrator proved in the browser that a copy of the private key opens what is encrypted for the
 * certificate. The tenant believes them and stores who said so: a real proof would need the key, which must not be sent
 * again. A recently deleted pair may be checked too, because its recordings may still be in a backup.
 */
export const backupCheckCalls: Handlers<'POST /api/backup-checks'> = {
  'POST /api/backup-checks': ({ session, body, now }) => {
    const { database } = session.store;
    refusePrivateKey('text about where the copies are kept', body.location);
    const ids = [...new Set(body.certificateIds)];
    return database.transaction(() => {
      const since = restorableSince(now);
      const checked = ids.map((id) => {
        const certificate =
          findInView(database, session.view, id) ?? findRecentlyDeleted(database, session.view, id, since);
        if (!certificate) throw notSeen();
        return certificate;
      });
      const check: StoredBackupCheck = {
        checkedAt: now.toISOString(),
        checkedBy: session.username,
        location: body.location,
      };
      for (const { id } of checked) saveBackupCheck(database, id, check);
      // Only administrators may see where the copies are kept, so the audit log, which Genesys Professionals read,
      // leaves it out.
      recordEntry(database, actor(session), {
        at: check.checkedAt,
        action: 'backup.checked',
        summary: `Recorded a backup check of ${namesOf(checked)}`,
        certificates: ids,
      });
      const related = relatedTo(session, ids);
      return {
        items: checked.map((certificate) =>
          certificateAnswer({ ...certificate, backupCheck: JSON.stringify(check) }, session, related),
        ),
      };
    });
  },
};

/** A person reads the entry, so only the first of many certificates are named. */
function namesOf(certificates: readonly StoredCertificate[]): string {
  const more = certificates.length - NAMED_IN_AN_ENTRY;
  const names = certificates.slice(0, NAMED_IN_AN_ENTRY).map(certificateName).join(', ');
  return more > 0 ? `${names} and ${more} more` : names;
}

const NAMED_IN_AN_ENTRY = 20;
