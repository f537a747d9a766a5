import Alert from '@mui/material/Alert';
import { useClockDifference } from '../client/clock.ts';
import { waitText } from '../domain/duration.ts';
import { useNow } from '../ui/hooks/use-now.ts';
import { minuteText } from '../ui/page/dates.ts';

const MINUTE = 60_000;

/** Says that this computer's clock and the tenant's differ by more than a minute, with both times. */
export function ClockBanner() {
  const difference = useClockDifference();
  const now = useNow();
  if (difference === 0) return null;
  const here = new Date(now.getTime() + difference);
  const howMuch = waitText(Math.round(Math.abs(difference) / MINUTE) * MINUTE);
  return (
    <Alert role="alert" severity="warning" square>
      {`The clock of this computer is ${howMuch} ${difference > 0 ? 'fast' : 'slow'}: it says ${minuteText(here.toISOString())}, and the tenant’s clock says ${minuteText(now.toISOString())}. The console goes by the tenant’s clock. Set the clock of this computer.`}
    </Alert>
  );
}
