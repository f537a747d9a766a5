import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { KeystoreRecord } from '../../domain/record.ts';
import { problemSentence } from '../../domain/problem.ts';
import type { CopiesReport } from '../../pki/pile/copies.ts';
import type { FoundCertificate } from '../../pki/files/inspect-file.ts';
import { recordsIn } from '../../key-tools/check-backup/records.ts';
import type { ToolWorker } from '../../key-tools/worker/use-tool-worker.ts';

export interface ChosenRecord {
  record: KeystoreRecord;
  certificates: readonly FoundCertificate[];
}

/**
 * The record among the dropped files, with its certificates parsed. If there are several records, the one taken last
 * counts.
 */
export function useRecord({ call }: ToolWorker, report: CopiesReport | undefined) {
  const { records, problems } = useMemo(() => recordsIn(report), [report]);
  const [record] = records;
  const pems = record?.certificates.map(({ pem }) => pem) ?? [];
  const { data: certificates } = useQuery({
    queryKey: ['re-apply', 'certificates of a record', pems],
    queryFn: async () =>
      (await call('certificatesOf', { pems })).filter((certificate) => certificate !== undefined),
    enabled: record !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  const isWhole = certificates === undefined || certificates.length === pems.length;
  return {
    chosen: record && certificates ? { record, certificates } : undefined,
    reading: record !== undefined && certificates === undefined,
    problems: isWhole
      ? problems
      : [...problems, problemSentence('record_damaged', { file: 'The newest record' })],
  };
}
