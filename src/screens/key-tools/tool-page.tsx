import Alert from '@mui/material/Alert';
import Typography from '@mui/material/Typography';
import type { ReactNode } from 'react';
import { Page } from '../../ui/page.tsx';

interface ToolPageProps {
  title: string;
  intro: ReactNode;
  /** Whether everything that its worker may need has been fetched. */
  worker: { ready: boolean };
  children: ReactNode;
}

/** The frame of a key tool. It says when everything of it is there, so that the connection can be cut. */
export function ToolPage({ title, intro, worker, children }: ToolPageProps) {
  return (
    <Page
      narrow
      title={title}
      where="Key Tools"
      intro={
        <>
          {intro}
          <Typography component="span" variant="body2" role="status" sx={{ display: 'block', mt: 0.5 }}>
            {worker.ready ? 'Loaded completely: works without a connection, too.' : 'Loading…'}
          </Typography>
        </>
      }
    >
      {isSecureContext ? (
        children
      ) : (
        <Alert severity="error">
          This page was not loaded over HTTPS, so the browser does not offer its cryptography. Open the
          console by its https address.
        </Alert>
      )}
    </Page>
  );
}
