import Link from '@mui/material/Link';
import { styled } from '@mui/material/styles';
import Typography from '@mui/material/Typography';
import { use, type ReactNode } from 'react';
import { Link as RouterLink } from 'react-router';
import { paths } from '../paths.ts';
import { Kept } from '../ui/page/kept.tsx';
import { hasWebCrypto, NoWebCrypto } from '../ui/page/no-web-crypto.tsx';
import { Page } from '../ui/page/page.tsx';
import { ConsoleAround } from './console-around.ts';

interface ToolPageProps {
  title: string;
  intro: ReactNode;
  /** Whether everything that the tool's worker may need has been loaded. */
  worker: { ready: boolean };
  /** For a tool whose contents are in two columns. */
  wide?: boolean;
  children: ReactNode;
}

const LOADED = 'Loaded completely: works without a connection, too.';

/** Has the room of the longer text from the start, so that nothing below moves when that one comes. */
const Status = styled('span')({
  display: 'grid',
  '&::before, & > span': { gridArea: '1 / 1' },
  '&::before': { content: `"${LOADED}"`, visibility: 'hidden' },
});

/** The frame of a key tool. It says when everything has been loaded, so that the person can cut the connection. */
export function ToolPage({ title, intro, worker, wide = false, children }: ToolPageProps) {
  const inConsole = use(ConsoleAround);
  return (
    <Page
      narrow={!wide}
      title={title}
      where="Key Tools"
      intro={
        <>
          {intro}
          {/* The link comes first: it stays where it is when the other text changes below the pointer. */}
          <Typography
            component="span"
            variant="body2"
            sx={{ display: 'flex', flexWrap: 'wrap', columnGap: 2, mt: 0.5 }}
          >
            {inConsole && (
              <Link component={RouterLink} to={paths.keyToolsCopy()} underline="always">
                Get a copy to keep
              </Link>
            )}
            {hasWebCrypto() && (
              <Status role="status">
                <span>{worker.ready ? LOADED : 'Loading…'}</span>
              </Status>
            )}
          </Typography>
        </>
      }
    >
      {hasWebCrypto() ? <Kept>{children}</Kept> : <NoWebCrypto />}
    </Page>
  );
}
