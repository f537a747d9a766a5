import Alert from '@mui/material/Alert';
import { useAct } from '../../client/act.ts';
import { recordMutation } from '../../client/queries/record.ts';
import { fileNameOf } from '../../domain/file-name.ts';
import { downloadFile } from '../../ui/form/download.ts';

/** The button is one of the page's actions, and its outcome is shown above the list. */
export function useDownloadRecord() {
  const record = useAct(recordMutation(), { repeatable: true });
  const save = () =>
    record.mutate(undefined, {
      onSuccess: (answer) => {
        const name = fileNameOf(`record-${answer.tenant.name}-${answer.takenAt.slice(0, 10)}`);
        downloadFile(`${name}.json`, `${JSON.stringify(answer, null, 2)}\n`, 'application/json');
      },
    });
  return {
    save,
    isPending: record.isPending,
    outcome: record.error ? (
      <Alert role="alert" severity="error" sx={{ mb: 2 }} onClose={record.reset}>
        The record was not downloaded. {record.error.message}
      </Alert>
    ) : record.data ? (
      <Alert role="alert" severity="success" sx={{ mb: 2 }} onClose={record.reset}>
        The record was downloaded: the certificates, where each is in use, and where the copies of their
        private keys are kept. It holds no private key. Keep it with your backup of the keys, and download it
        again after a change.
      </Alert>
    ) : undefined,
  };
}
