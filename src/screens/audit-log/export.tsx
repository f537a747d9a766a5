import DownloadIcon from '@mui/icons-material/Download';
import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import { useSuspenseQuery } from '@tanstack/react-query';
import { useAct } from '../../client/act.ts';
import { auditExportMutation, type ExportForm } from '../../client/audit-log.ts';
import { sessionQuery } from '../../client/session.ts';
import { fileNameOf } from '../../domain/file-name.ts';
import { downloadFile } from '../../ui/download.ts';

const forms: { form: ExportForm; label: string; type: string }[] = [
  { form: 'csv', label: 'Export CSV', type: 'text/csv;charset=utf-8' },
  { form: 'jsonl', label: 'Export JSON lines', type: 'application/jsonl' },
];

/** The buttons are among the page's actions, and their outcome is shown above the list. */
export function useExport() {
  const { session } = useSuspenseQuery(sessionQuery()).data;
  const saved = useAct(auditExportMutation(), { repeatable: true });
  const save = ({ form, type }: (typeof forms)[number]) =>
    saved.mutate(form, {
      onSuccess: (bytes) => {
        const day = new Date().toISOString().slice(0, 10);
        downloadFile(`${fileNameOf(`audit-log-${session?.tenant.name}-${day}`)}.${form}`, bytes, type);
      },
    });
  return {
    buttons: forms.map((each) => (
      <Button
        key={each.form}
        startIcon={<DownloadIcon />}
        loading={saved.isPending && saved.variables === each.form}
        loadingPosition="start"
        onClick={() => save(each)}
      >
        {each.label}
      </Button>
    )),
    outcome: saved.error ? (
      <Alert role="alert" severity="error" sx={{ mb: 2 }} onClose={saved.reset}>
        The audit log was not exported. {saved.error.message}
      </Alert>
    ) : undefined,
  };
}
