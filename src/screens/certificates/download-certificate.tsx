import DownloadIcon from '@mui/icons-material/Download';
import Button from '@mui/material/Button';
import type { Certificate } from '../../client/queries/certificates.ts';
import { certificateFileName } from '../../domain/file-name.ts';

/** Downloads the public certificate from the tenant. There is no such button for a private key. */
export function DownloadCertificate({ certificate }: { certificate: Certificate }) {
  return (
    <Button
      size="small"
      startIcon={<DownloadIcon />}
      component="a"
      href={`/api/certificates/${encodeURIComponent(certificate.id)}/pem`}
      download={`${certificateFileName(certificate)}.pem`}
    >
      Download certificate
    </Button>
  );
}
