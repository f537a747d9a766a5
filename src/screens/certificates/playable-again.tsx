import { useQuery } from '@tanstack/react-query';
import { paths } from '../../paths.ts';
import { certificateUsageQuery } from '../../client/queries/certificates.ts';
import { counted } from '../../domain/counted.ts';
import { To } from '../../ui/page/to.tsx';

/** Shown after a pair was uploaded or restored: the number of recordings that can be played again because of it. */
export function PlayableAgain({ certificateId }: { certificateId: string }) {
  const count = useQuery(certificateUsageQuery(certificateId)).data?.recordings.onlyToOpen ?? 0;
  if (count === 0) return null;
  return (
    <span>
      {' '}
      <To to={paths.recordingsOf(certificateId)} color="inherit">
        {counted(count, 'recording')}
      </To>{' '}
      became playable again.
    </span>
  );
}
