import DownloadIcon from '@mui/icons-material/Download';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { sentenceOf } from '../../client/call.ts';
import type { AssignmentRequest } from '../../client/queries/requests.ts';
import { CopyButton } from '../../ui/page/copy-button.tsx';
import { downloadFile } from '../../ui/form/download.ts';
import { handOverName, handOverZip, mailText } from './package.ts';
import { Problem } from '../../ui/page/problem.tsx';

/** The files and the mail for a Genesys Professional who has no account here. */
export function HandOver({ request, tenantName }: { request: AssignmentRequest; tenantName: string }) {
  const [problem, setProblem] = useState<string>();
  const text = mailText(request, tenantName);
  const download = async () => {
    try {
      setProblem(undefined);
      downloadFile(handOverName(request), await handOverZip(request, tenantName));
    } catch (error) {
      setProblem(sentenceOf(error));
    }
  };
  return (
    <>
      <Typography sx={{ color: 'text.secondary', mb: 1.5 }}>
        For a Genesys Professional who has no account here: the certificate, its details and the wanted
        profiles, as a file or as a mail. There is no private key in them.
      </Typography>
      <Box sx={{ display: 'flex', gap: 1, flexWrap: 'wrap', mb: 1.5 }}>
        <Button size="small" variant="outlined" startIcon={<DownloadIcon />} onClick={() => void download()}>
          Download hand-over package
        </Button>
        <CopyButton label="Copy mail text" text="Copy mail text" value={text} />
      </Box>
      <Problem text={problem} />
      <Box
        component="pre"
        tabIndex={0}
        aria-label="Mail text"
        sx={{
          m: 0,
          p: 1.5,
          fontSize: 'caption.fontSize',
          maxHeight: 260,
          overflow: 'auto',
          whiteSpace: 'pre-wrap',
          overflowWrap: 'anywhere',
          border: '1px solid',
          borderColor: 'divider',
          borderRadius: 1,
        }}
      >
        {text}
      </Box>
    </>
  );
}
