import { queryOptions } from '@tanstack/react-query';
import { call } from '../call.ts';
import { certificatesQuery, deletedCertificatesQuery, type Certificate } from './certificates.ts';
import { inPool } from '../workers/in-pool.ts';

/**
 * A certificate of the keystore for which somebody should have a copy of the private key, and what proves such a copy.
 */
export interface CertificateToCheck extends Pick<
  Certificate,
  'id' | 'subjectName' | 'serialNumber' | 'notAfter' | 'sha256' | 'backupCheck'
> {
  pem: string;
  deleted: boolean;
  /**
   * The number of recordings that no other key in the keystore opens; for a deleted certificate, of those encrypted for
   * it.
   */
  recordings: number;
  /** The `pkcs7` of a recording that is encrypted for it. */
  envelope: string | undefined;
}

/**
 * All certificates of the keystore, including expired ones and, with `deleted`, the recently deleted ones. Fetched only
 * for a check of a backup, because it takes several calls for each certificate.
 */
export const certificatesToCheckQuery = ({ deleted }: { deleted: boolean }) =>
  queryOptions({
    queryKey: ['certificates', 'to check', { deleted }],
    queryFn: async ({ client, signal }): Promise<CertificateToCheck[]> => {
      const [present, gone] = await Promise.all([
        client.fetchQuery(certificatesQuery()),
        deleted ? client.fetchQuery(deletedCertificatesQuery()) : { items: [] },
      ]);
      return [
        ...(await inPool(present.items, async (each): Promise<CertificateToCheck> => {
          const params = { id: each.id };
          const [pem, usage] = await Promise.all([
            call('GET /api/certificates/{id}/pem', { params, signal }),
            call('GET /api/certificates/{id}/usage', { params, signal }),
          ]);
          const { opens, onlyToOpen } = usage.recordings;
          const { envelope } = opens > 0 ? await recordingFor(each.id, signal) : {};
          return { ...partsOf(each), pem, deleted: false, recordings: onlyToOpen, envelope };
        })),
        ...(await inPool(gone.items, async (each): Promise<CertificateToCheck> => {
          const { total, envelope } = await recordingFor(each.id, signal);
          return { ...partsOf(each), pem: each.pem, deleted: true, recordings: total, envelope };
        })),
      ];
    },
    staleTime: 60_000,
  });

const partsOf = ({ id, subjectName, serialNumber, notAfter, sha256, backupCheck }: Certificate) => ({
  id,
  subjectName,
  serialNumber,
  notAfter,
  sha256,
  backupCheck,
});

/** The number of recordings that are encrypted for a certificate, and the envelope of the newest. */
async function recordingFor(certificate: string, signal: AbortSignal) {
  const { items, total } = await call('GET /api/recordings', { query: { limit: 1, certificate }, signal });
  const [newest] = items;
  if (!newest) return { total, envelope: undefined };
  const { recording } = await call('GET /api/recordings/{id}', { params: { id: newest.id }, signal });
  return { total, envelope: recording.mediaFiles.find(({ pkcs7 }) => pkcs7 !== undefined)?.pkcs7 };
}
