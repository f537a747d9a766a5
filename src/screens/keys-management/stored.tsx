import Alert from '@mui/material/Alert';
import AlertTitle from '@mui/material/AlertTitle';
import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import { useQuery } from '@tanstack/react-query';
import { Link as RouterLink } from 'react-router';
import { paths } from '../../paths.ts';
import { certificateUsageQuery } from '../../client/queries/certificates.ts';
import type { Key } from '../../client/queries/keys.ts';
import { counted } from '../../domain/counted.ts';
import { KEEP_THE_KEY } from '../../domain/said.ts';
import { keyStoredText } from '../../domain/usage.ts';
import { useNow } from '../../ui/hooks/use-now.ts';
import { dayText } from '../../ui/page/dates.ts';
import { KeepTheKey } from '../../ui/page/keep-the-key.tsx';
import { CopyButton } from '../../ui/page/copy-button.tsx';
import { nameOf } from '../../ui/page/name-of.ts';
import { Facts } from '../../ui/page/facts.tsx';

/** Documented: after a save, Agent Setup displays the Key and Alias. */
export function Stored({ stored, onClose }: { stored: Key; onClose: () => void }) {
  const now = useNow();
  // The recordings that no other key opens could not be played before this pair was stored.
  const again = useQuery(certificateUsageQuery(stored.id)).data?.recordings.onlyToOpen ?? 0;
  return (
    <Alert
      role="alert"
      severity="success"
      sx={{ mb: 2, '& .MuiAlert-message': { minWidth: 0 } }}
      onClose={onClose}
    >
      <AlertTitle>{nameOf(stored)} is stored</AlertTitle>
      <span>{keyStoredText(stored, now, dayText)}</span>
      {stored.key !== null && (
        <span>
          {' '}
          <Link component={RouterLink} to={paths.testCall()} color="inherit" underline="always">
            Make a test call
          </Link>{' '}
          to see that your private key opens them.
        </span>
      )}
      {again > 0 && (
        <span>
          {' '}
          <Link component={RouterLink} to={paths.recordingsOf(stored.id)} color="inherit" underline="always">
            {counted(again, 'recording')}
          </Link>{' '}
          became playable again.
        </span>
      )}
      <Box sx={{ my: 1.5 }}>
        <Facts
          facts={[
            ['Key', stored.key ?? 'None'],
            [
              'Alias',
              <span key="alias">
                {stored.alias} <CopyButton label="Copy Alias" value={stored.alias} />
              </span>,
            ],
          ]}
        />
      </Box>
      {stored.replaces && (
        <Box sx={{ mb: 1 }}>
          It renews {nameOf(stored.replaces)}:{' '}
          <Link
            component={RouterLink}
            to={paths.renew(stored.replaces.id)}
            color="inherit"
            underline="always"
          >
            go on with the renewal
          </Link>
          .
        </Box>
      )}
      <div>
        <KeepTheKey help={KEEP_THE_KEY} checkBackup={paths.keyTool('check-backup')} />
      </div>
    </Alert>
  );
}
