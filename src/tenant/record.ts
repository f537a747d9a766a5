import { RECORD_FORMAT, RECORD_VERSION } from '../domain/record.ts';
import { attachment } from '../domain/file-name.ts';
import { encodePem } from '../pki/pem.ts';
import type { Handlers } from './handler.ts';
import type { StoredBackupCheck } from './store/backup-checks.ts';
import { listPresentWithDer, placesOf } from './store/certificates.ts';
import { listScreenRecordingCertificates } from './store/screen-recording.ts';

/**
 * The record of the keystore as it is now, not as this session sees it: after a disaster it does not matter who was
 * signed in when. IVR profiles and the screen recording list are also the same in every session.
 */
export const recordCalls: Handlers<'GET /api/record'> = {
  'GET /api/record': ({ session, now, answerHeaders }) => {
    const { database } = session.store;
    const { name, dbid, platform } = session.tenant;
    const stored = listPresentWithDer(database);
    const places = placesOf(
      database,
      stored.map(({ id }) => id),
    );
    const fingerprints = new Map(stored.map(({ id, sha256 }) => [id, sha256]));
    const day = now.toISOString().slice(0, 10);
    answerHeaders.set('Content-Disposition', attachment(`record-${name}-${day}`, 'json', `record-${day}`));
    return {
      format: RECORD_FORMAT,
      version: RECORD_VERSION,
      tenant: { name, dbid, platform },
      takenAt: now.toISOString(),
      takenBy: session.username,
      certificates: stored.map((each) => ({
        sha256: each.sha256,
        subjectName: each.subjectName,
        serialNumber: { hex: each.serialHex, decimal: each.serialDecimal },
        notAfter: each.notAfter,
        pem: encodePem('CERTIFICATE', new Uint8Array(each.der)),
        uploadedBy: each.uploadedBy,
        uploadedAt: each.uploadedAt,
        ivrProfiles: (places.get(each.id) ?? []).flatMap((place) =>
          place.kind === 'ivr-profile' ? [place.name] : [],
        ),
        backupCheck: each.backupCheck === null ? null : (JSON.parse(each.backupCheck) as StoredBackupCheck),
      })),
      screenRecordingCertificates: listScreenRecordingCertificates(database).flatMap(
        ({ id }) => fingerprints.get(id) ?? [],
      ),
    };
  },
};
