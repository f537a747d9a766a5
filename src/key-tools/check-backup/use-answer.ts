import { useEffect, useState } from 'react';
import type { CopiesReport } from '../../pki/pile/copies.ts';
import type { OpenKey } from '../../pki/pile/report.ts';
import type { ToolWorker } from '../worker/use-tool-worker.ts';
import type { Backup } from './use-backup.ts';
import { checkedRows, type CheckedRow, type Row } from './rows.ts';

interface Answer {
  pile: number;
  report: CopiesReport;
  rows: CheckedRow[];
  otherKeys: OpenKey[];
}

/**
 * The state of the copies. The worker is asked again whenever another file was read or other certificates are looked
 * for. The previous answer stays until the new one is there, but not after *Clear*.
 */
export function useAnswer(
  { call }: ToolWorker,
  rows: readonly Row[],
  { pile, report }: Pick<Backup, 'pile' | 'report'>,
): Answer | undefined {
  const [answer, setAnswer] = useState<Answer>();
  useEffect(() => {
    if (!report) return;
    let gone = false;
    const ask = async () => {
      const certificates = rows.map(({ der, envelope }) => ({ der, envelope }));
      const { standings, otherKeys } = await call('checkBackup', { certificates });
      if (!gone) setAnswer({ pile, report, rows: checkedRows(rows, standings), otherKeys });
    };
    // When the tool is left, the call fails, and nobody needs its answer.
    ask().catch(() => undefined);
    return () => {
      gone = true;
    };
  }, [call, rows, pile, report]);
  return report && answer?.pile === pile ? answer : undefined;
}
