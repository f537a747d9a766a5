import { refusePrivateKey } from './requests.ts';
import type { AnswerOf } from '../../contract/calls.ts';
import { may } from '../../domain/session.ts';
import { encodePem } from '../../pki/pem/pem.ts';
import {
  backupCheckOf,
  certificateAnswer,
  certificateName,
  notSeen,
  relatedTo,
  serialNumberOf,
} from './certificate.ts';
import { restorableSince } from './certificates.ts';
import { record, type SignedIn, type SomeHandlers } from '../http/handler.ts';
import { answerList } from '../http/list.ts';
import { saveBackupCheck, type StoredBackupCheck } from '../store/backup-checks.ts';
import { toCheck, toCheckList, type StoredToCheck } from '../store/certificate-lists.ts';
import { findInView, findRecentlyDeleted, type StoredCertificate } from '../store/certificates.ts';
import { newestEnvelope, openedBy } from '../store/recordings.ts';

/** Each may have an envelope for a hundred certificates. */
const PAGE = 100;

export const backupCheckCalls = {
  'GET /api/backup-checks': ({ session, now, query }) => {
    const since = may(session, 'manage certificates') ? restorableSince(now) : undefined;
    const condition = toCheck(session.view, since);
    const asked = { ...query, limit: Math.min(query.limit, PAGE), sort: '-newest' } as const;
    const page = answerList<StoredToCheck, 'newest'>(session.store.database, toCheckList, condition, asked);
    const { nextCursor } = page;
    return {
      items: page.items.map((each) => toCheckAnswer(each, session)),
      ...(nextCursor && { nextCursor }),
    };
  },

  /**
   * Records that an administrator proved in the browser that a copy of the private key opens what is encrypted for the
   * certificate. The tenant believes them and stores who said so: a real proof would need the key, which must not be sent
   * again. A recently deleted pair may be checked too, because its recordings may still be in a backup.
   */
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
      record(session, now, 'backup.checked', `Recorded a backup check of ${namesOf(checked)}`, ids);
      const related = relatedTo(session, ids);
      return {
        items: checked.map((certificate) =>
          certificateAnswer({ ...certificate, backupCheck: check }, session, related),
        ),
      };
    });
  },
} satisfies SomeHandlers;

function toCheckAnswer(
  stored: StoredToCheck,
  session: SignedIn,
): AnswerOf<'GET /api/backup-checks'>['items'][number] {
  const { database } = session.store;
  const deleted = !stored.isPresent;
  const { opens, onlyToOpen } = openedBy(database, stored);
  return {
    ...stored,
    serialNumber: serialNumberOf(stored),
    backupCheck: backupCheckOf(stored, session),
    pem: encodePem('CERTIFICATE', new Uint8Array(stored.der)),
    deleted,
    recordings: deleted ? opens : onlyToOpen,
    envelope: newestEnvelope(database, stored) ?? null,
  };
}

/** A person reads the entry, so only the first of many certificates are named. */
function namesOf(certificates: readonly StoredCertificate[]): string {
  const more = certificates.length - NAMED_IN_AN_ENTRY;
  const names = certificates.slice(0, NAMED_IN_AN_ENTRY).map(certificateName).join(', ');
  return more > 0 ? `${names} and ${more} more` : names;
}

const NAMED_IN_AN_ENTRY = 20;
