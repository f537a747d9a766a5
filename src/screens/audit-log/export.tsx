import DownloadIcon from '@mui/icons-material/Download';
import Button from '@mui/material/Button';
import { useSuspenseQuery } from '@tanstack/react-query';
import { useAct } from '../../client/act.ts';
import { clockNow } from '../../client/clock.ts';
import { auditExportMutation } from '../../client/queries/audit-log.ts';
import { sessionQuery } from '../../client/session/session.ts';
import { fileNameOf } from '../../domain/file-name.ts';
import { FILE_TIMES } from '../../domain/columns.ts';
import { Problem } from '../../ui/page/problem.tsx';
import { downloadFile } from '../../ui/form/download.ts';

/** The whole log for programs. The button is among the page's actions, and its outcome is shown above the list. */
export function useExport() {
  const { session } = useSuspenseQuery(sessionQuery()).data;
  const saved = useAct(auditExportMutation(), { repeatable: true });
  const save = () =>
    saved.mutate(undefined, {
      onSuccess: (bytes) => {
        const day = clockNow().toISOString().slice(0, 10);
        const name = fileNameOf(`audit-log-${session?.tenant.name}-${day}`);
        downloadFile(`${name}.jsonl`, bytes, 'application/jsonl');
      },
    });
  return {
    button: (
      <Button
        title={FILE_TIMES}
        startIcon={<DownloadIcon />}
        loading={saved.isPending}
        loadingPosition="start"
        onClick={save}
      >
        Export JSON lines
      </Button>
    ),
    outcome: (
      <Problem
        text={saved.error && `The audit log was not exported. ${saved.error.message}`}
        sx={{ mb: 2 }}
        onClose={saved.reset}
      />
    ),
  };
}
