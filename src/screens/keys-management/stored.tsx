import Alert from '@mui/material/Alert';
import AlertTitle from '@mui/material/AlertTitle';
import Box from '@mui/material/Box';
import { useQuery } from '@tanstack/react-query';
import { paths } from '../../paths.ts';
import { certificateUsageQuery } from '../../client/queries/certificates.ts';
import type { Key } from '../../client/queries/keys.ts';
import { counted } from '../../domain/counted.ts';
import { KEEP_THE_KEY } from '../../domain/said.ts';
import { keyStoredText } from '../../domain/usage.ts';
import { useNow } from '../../ui/hooks/use-now.ts';
import { dayText } from '../../ui/page/dates.ts';
import { KeepTheKey } from '../../ui/page/keep-the-key.tsx';
import { nameOf } from '../../ui/page/name-of.ts';
import { Facts } from '../../ui/page/facts.tsx';
import { To } from '../../ui/page/to.tsx';

/** Documented: after a save, Agent Setup displays the Key and Alias. */
export function Stored({ stored, onClose }: { stored: Key; onClose: () => void }) {
  const now = useNow();
  // The recordings that no other key opens could not be played before this pair was stored.
  const again = useQuery(certificateUsageQuery(stored.id)).data?.recordings.onlyToOpen ?? 0;
  return (
    <Alert role="alert" severity="success" sx={{ mb: 2 }} onClose={onClose}>
      <AlertTitle>{nameOf(stored)} is stored</AlertTitle>
      <span>{keyStoredText(stored, now, dayText)}</span>
      {stored.key !== null && (
        <span>
          {' '}
          <To to={paths.testCall()} color="inherit">
            Make a test call
          </To>{' '}
          to see that your private key opens them.
        </span>
      )}
      {again > 0 && (
        <span>
          {' '}
          <To to={paths.recordingsOf(stored.id)} color="inherit">
            {counted(again, 'recording')}
          </To>{' '}
          became playable again.
        </span>
      )}
      <Box sx={{ my: 1.5 }}>
        <Facts
          facts={[
            ['Key', stored.key ?? 'None'],
            ['Alias', stored.alias, stored.alias],
          ]}
        />
      </Box>
      {stored.replaces && (
        <Box sx={{ mb: 1 }}>
          It renews {nameOf(stored.replaces)}:{' '}
          <To to={paths.renew(stored.replaces.id)} color="inherit">
            go on with the renewal
          </To>
          .
        </Box>
      )}
      <div>
        <KeepTheKey help={KEEP_THE_KEY} checkBackup={paths.keyTool('check-backup')} />
      </div>
    </Alert>
  );
}
