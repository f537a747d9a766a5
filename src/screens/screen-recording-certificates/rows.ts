import type { ScreenRecordingCertificates } from '../../client/queries/screen-recording.ts';
import { UNKNOWN_NAME, type Draft, type Listed } from '../../domain/draft-list.ts';

export interface Row {
  id: string;
  subjectName: string;
  serialNumber: Listed['serialNumber'];
  /** ISO 8601; undefined where only the id is known. */
  notAfter: string | undefined;
  /** undefined where only the id is known. */
  certificate: Listed | undefined;
  pending: 'added' | 'removed' | undefined;
  /** undefined while the row is not saved. */
  added: { by: string; at: string } | undefined;
}

/**
 * The saved list with the pending changes: rows to be removed are marked in their place, rows to be added come last.
 */
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
