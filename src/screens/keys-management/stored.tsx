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
import { KEEP_THE_KEY, OLDER_STAY } from '../../domain/said.ts';
import { KeepTheKey } from '../../ui/page/keep-the-key.tsx';
import { CopyButton } from '../../ui/page/copy-button.tsx';
import { nameOf } from '../../ui/page/name-of.ts';
import { Facts } from '../../ui/page/facts.tsx';

/** Documented: after a save, Agent Setup displays the Key and Alias. */
export function Stored({ stored, onClose }: { stored: Key; onClose: () => void }) {
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
      <span>
        {stored.key === null
          ? 'The certificate has expired: it is in the keystore to play back older recordings, and in no IVR profile.'
          : `The certificate is in the tenant’s record IVR profile: voice recordings made from now on are encrypted for it. ${OLDER_STAY}`}
      </span>
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
