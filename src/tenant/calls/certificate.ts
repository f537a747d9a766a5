import type { AnswerOf } from '../../contract/calls.ts';
import { isForever, isoDay } from '../../domain/columns.ts';
import { may } from '../../domain/session.ts';
import { etagOf } from '../http/etag.ts';
import type { SignedIn } from '../http/handler.ts';
import { Refused } from '../http/problem.ts';
import {
  findInView,
  findRecentlyDeleted,
  findTwin,
  placesOf,
  successionOf,
  type StoredCertificate,
  type Succession,
} from '../store/certificates.ts';

/** Longer names are cut in sentences, because a sentence may name a hundred certificates. */
const MOST_OF_A_NAME = 200;

type ToName = Pick<StoredCertificate, 'subjectName' | 'isNameShared' | 'serialHex'> & {
  notAfter: string | null;
};

/** In a sentence of the audit log or of a problem. The serial number always stands there; `same-name.ts` for the end. */
export const certificateName = ({ subjectName, isNameShared, serialHex, notAfter }: ToName): string => {
  const short = Array.from(subjectName).slice(0, MOST_OF_A_NAME).join('');
  const ends = isNameShared && notAfter !== null && !isForever(notAfter) ? `, until ${isoDay(notAfter)}` : '';
  return `“${short}${short === subjectName ? '' : '…'}” (serial number ${serialHex}${ends})`;
};

/** A serial number as the contract answers it. */
export const serialNumberOf = ({
  serialHex,
  serialDecimal,
}: Pick<StoredCertificate, 'serialHex' | 'serialDecimal'>) => ({ hex: serialHex, decimal: serialDecimal });

export const notSeen = () =>
  new Refused('not_found', {
    detail:
      'This certificate is not in the keystore as your session sees it. If it was uploaded in another session, sign in again to see it.',
  });

export function seen(session: SignedIn, id: string): StoredCertificate {
  const certificate = findInView(session.store.database, session.view, id);
  if (certificate) return certificate;
  // The certificate is deleted, and this session knows it: it deleted the certificate itself, or that was before it
  // signed in.
  const deleted = findRecentlyDeleted(session.store.database, session.view, id, '');
  throw deleted ? new Refused('certificate_deleted', { detail: certificateName(deleted) }) : notSeen();
}

/**
 * Refuses a certificate if one with the same issuer and serial number is in the keystore now. The sentence depends on
 * whether this session sees that one; `code` says whether an upload or a restore was refused.
 */
export function refuseTwin(
  session: SignedIn,
  identity: { issuerDer: Uint8Array; serialDecimal: string },
  code: 'duplicate_certificate' | 'uploaded_again' = 'duplicate_certificate',
): void {
  const { database } = session.store;
  const { issuerDer, serialDecimal } = identity;
  const twin = findTwin(database, { issuerDer, serialDecimal });
  if (!twin) return;
  if (findInView(database, session.view, twin.id)) {
    throw new Refused(code, { detail: certificateName(twin) }, { certificateId: twin.id });
  }
  throw new Refused(code, {
    detail: `${certificateName(twin)}, uploaded in another session; sign in again to see it`,
  });
}

/** The places and the successors of certificates: one query each for a whole page. */
export function relatedTo(session: SignedIn, ids: readonly string[]) {
  const { database } = session.store;
  return { places: placesOf(database, ids), succession: successionOf(database, session.view, ids) };
}

/** A certificate as answered to the caller. The contract lets only metadata out. */
export function certificateAnswer(
  stored: StoredCertificate,
  session: SignedIn,
  { places, succession } = relatedTo(session, [stored.id]),
): AnswerOf<'POST /api/certificates'> {
  return {
    ...stored,
    nameShared: stored.isNameShared,
    serialNumber: serialNumberOf(stored),
    assignedTo: places.get(stored.id) ?? [],
    replaces: kinOf(succession.get(stored.id)?.replaces),
    replacedBy: kinOf(succession.get(stored.id)?.replacedBy),
    backupCheck: backupCheckOf(stored, session),
    etag: etagOf(stored.version),
  };
}

const kinOf = (kin: Succession['replaces'] | undefined) =>
  kin ? { ...kin, nameShared: kin.isNameShared, serialNumber: serialNumberOf(kin) } : null;

/** The certificates of a page. */
export function certificateAnswers(
  stored: readonly StoredCertificate[],
  session: SignedIn,
): AnswerOf<'POST /api/certificates'>[] {
  const related = relatedTo(
    session,
    stored.map(({ id }) => id),
  );
  return stored.map((each) => certificateAnswer(each, session, related));
}

/** Only administrators are told where the copy of a private key is kept. */
export function backupCheckOf({ backupCheck }: Pick<StoredCertificate, 'backupCheck'>, session: SignedIn) {
  if (backupCheck === null) return null;
  const { location, ...check } = backupCheck;
  return { ...check, location: may(session, 'record backup checks') ? location : null };
}
