import type { Certificate } from '../../client/certificates.ts';
import type { ScreenRecordingCertificates } from '../../client/screen-recording.ts';
import type { Draft, Listed } from '../../domain/screen-recording.ts';

/** The list may hold certificates that this session does not see in the keystore, and the other way round. */
export const knownCertificates = (
  { items }: ScreenRecordingCertificates,
  certificates: readonly Certificate[],
): Map<string, Listed> =>
  new Map<string, Listed>([...items, ...certificates].map((certificate) => [certificate.id, certificate]));

/** After it was deleted in another session, or taken out of the list by somebody who sees more. */
export const UNKNOWN_NAME = 'A certificate that your session does not see';

export interface Row {
  id: string;
  subjectName: string;
  serialNumber: Listed['serialNumber'];
  /** ISO 8601; undefined where only the id is known. */
  notAfter: string | undefined;
  /** undefined where only its id is known. */
  certificate: Listed | undefined;
  pending: 'added' | 'removed' | undefined;
  /** undefined while it is not saved. */
  added: { by: string; at: string } | undefined;
}

/** The saved list with what is pending marked in it: to be removed in its place, to be added at the end. */
export function rowsOf(
  { items }: ScreenRecordingCertificates,
  draft: Draft | null,
  known: ReadonlyMap<string, Listed>,
): Row[] {
  const row = (id: string, rest: Pick<Row, 'pending' | 'added'>): Row => {
    const certificate = known.get(id);
    return {
      id,
      subjectName: certificate?.subjectName ?? UNKNOWN_NAME,
      serialNumber: certificate?.serialNumber ?? { hex: '' },
      notAfter: certificate?.notAfter,
      certificate,
      ...rest,
    };
  };
  const saved = items.map(({ id, addedBy, addedAt }) =>
    row(id, {
      pending: draft?.removed.includes(id) ? 'removed' : undefined,
      added: { by: addedBy, at: addedAt },
    }),
  );
  const fresh = draft?.added.filter((id) => !items.some((item) => item.id === id)) ?? [];
  return [...saved, ...fresh.map((id) => row(id, { pending: 'added', added: undefined }))];
}
