import Link from '@mui/material/Link';
import { useQuery } from '@tanstack/react-query';
import { Link as RouterLink } from 'react-router';
import { paths } from '../../paths.ts';
import { certificateUsageQuery } from '../../client/queries/certificates.ts';
import { counted } from '../../domain/counted.ts';

/** Shown after a pair was uploaded or restored: the number of recordings that can be played again because of it. */
export function PlayableAgain({ certificateId }: { certificateId: string }) {
  const count = useQuery(certificateUsageQuery(certificateId)).data?.recordings.onlyToOpen ?? 0;
  if (count === 0) return null;
  return (
    <span>
      {' '}
      <Link component={RouterLink} to={paths.recordingsOf(certificateId)} color="inherit" underline="always">
        {counted(count, 'recording')}
      </Link>{' '}
      became playable again.
    </span>
  );
}
