import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import type { QueryClient } from '@tanstack/react-query';
import { useSearchParams, type LoaderFunctionArgs } from 'react-router';
import { loadCertificates, useCertificates, type Certificate } from '../../client/queries/certificates.ts';
import { dayText } from '../../ui/page/dates.ts';
import type { Upload } from './upload-panel.tsx';

const replacedBy = (search: URLSearchParams): string[] => search.getAll('replaces').slice(0, 1);

export const renewalLoader = (client: QueryClient, { request }: LoaderFunctionArgs) =>
  loadCertificates(client, replacedBy(new URL(request.url).searchParams));

/** The certificate that `?replaces=` names. The upload renews it, unless the person says that it does not. */
export function useRenewal() {
  const [search, setSearch] = useSearchParams();
  const id = search.get('replaces');
  const renewed = useCertificates(replacedBy(search))[0];
  const onItsOwn = () =>
    setSearch(
      (before) => {
        const next = new URLSearchParams(before);
        next.delete('replaces');
        return next;
      },
      { replace: true, preventScrollReset: true },
    );
  return {
    renewed,
    note: id !== null && <RenewalNote renewed={renewed} onItsOwn={onItsOwn} />,
    replacing: (take: () => Upload) => () => {
      const upload = take();
      return renewed ? { ...upload, body: { ...upload.body, replaces: renewed.id } } : upload;
    },
  };
}

function RenewalNote({ renewed, onItsOwn }: { renewed: Certificate | undefined; onItsOwn: () => void }) {
  if (!renewed) {
    return (
      <Alert severity="warning">
        The certificate that this pair is to renew is not in the keystore as your session sees it. The pair is
        uploaded on its own.
      </Alert>
    );
  }
  return (
    <Alert severity="info">
      This pair renews {renewed.subjectName} (serial number {renewed.serialNumber.hex}), valid until{' '}
      {dayText(renewed.notAfter)}.
      <Box>
        <Button size="small" color="inherit" onClick={onItsOwn} sx={{ ml: -0.5 }}>
          Upload it on its own
        </Button>
      </Box>
    </Alert>
  );
}
