import { useState } from 'react';
import { useNow } from '../../ui/use-now.ts';

/** The time, at least that of first showing: what was made within the last minute is valid already. */
export function useNowOrLater(): Date {
  const now = useNow();
  const [shown] = useState(() => new Date());
  return now > shown ? now : shown;
}
