import { recordedCertificate } from '../../contract/record.ts';
import { attachment, fileNameOf } from '../../domain/file-name.ts';
import { RECORD_FORMAT, RECORD_VERSION } from '../../domain/record.ts';
import { encodePem } from '../../pki/pem/pem.ts';
import { serialNumberOf } from './certificate.ts';
import type { SignedIn, SomeHandlers } from '../http/handler.ts';
import { inPieces } from '../http/in-pieces.ts';
import { listPresentWithDer, placesOf, type StoredWithDer } from '../store/certificates.ts';
import type { AskedPage, Database, Page } from '../store/database.ts';
import { listScreenRecordingCertificates } from '../store/screen-recording.ts';

/** So many certificates are one piece. */
const PIECE = 100;

/**
 * The record of the keystore as it is now, not as this session sees it: after a disaster it does not matter who was
 * signed in when. IVR profiles and the screen recording list are also the same in every session.
 *
 * It is one file, however many certificates there are, so it is sent piece by piece and never whole in memory.
 */
export const recordCalls = {
  'GET /api/record': ({ session, now }) => {
    const day = now.toISOString().slice(0, 10);
    const fileName = attachment(fileNameOf(`record-${session.tenant.name}-${day}`), 'json', `record-${day}`);
    return inPieces(pieces(session, now), 'application/json', fileName);
  },
} satisfies SomeHandlers;

function* pieces({ store: { database }, tenant, username }: SignedIn, now: Date): Generator<string> {
  const { name, dbid, platform } = tenant;
  const head = {
    format: RECORD_FORMAT,
    version: RECORD_VERSION,
    tenant: { name, dbid, platform },
    takenAt: now.toISOString(),
    takenBy: username,
  };
  yield `${JSON.stringify(head).slice(0, -1)},"certificates":[`;
  const fingerprints = new Map<string, string>();
  let page: Page<StoredWithDer> | undefined;
  let after: AskedPage['after'];
  do {
    page = listPresentWithDer(database, { limit: PIECE, after });
    const certificates = recorded(database, page.items).map((each) => JSON.stringify(each));
    if (certificates.length > 0) yield (after ? ',' : '') + certificates.join();
    for (const { id, sha256 } of page.items) fingerprints.set(id, sha256);
    const last = page.items.at(-1);
    after = last && { at: last.uploadedAt, id: last.id };
  } while (page.more);
  const screen = listScreenRecordingCertificates(database).flatMap(({ id }) => fingerprints.get(id) ?? []);
  yield `],"screenRecordingCertificates":${JSON.stringify(screen)}}`;
}

function recorded(database: Database, certificates: readonly StoredWithDer[]) {
  const places = placesOf(
    database,
    certificates.map(({ id }) => id),
  );
  return certificates.map((each) =>
    recordedCertificate.parse({
      sha256: each.sha256,
      subjectName: each.subjectName,
      serialNumber: serialNumberOf(each),
      notAfter: each.notAfter,
      pem: encodePem('CERTIFICATE', new Uint8Array(each.der)),
      uploadedBy: each.uploadedBy,
      uploadedAt: each.uploadedAt,
      ivrProfiles: (places.get(each.id) ?? []).flatMap((place) =>
        place.kind === 'ivr-profile' ? [place.name] : [],
      ),
      backupCheck: each.backupCheck,
    }),
  );
}
