import Divider from '@mui/material/Divider';
import DialogContentText from '@mui/material/DialogContentText';
import Box from '@mui/material/Box';
import { useSuspenseQuery, type QueryClient } from '@tanstack/react-query';
import { useLocation, useNavigate } from 'react-router';
import { paths } from '../../paths.ts';
import { calendarFeedQuery } from '../../client/queries/calendar-feed.ts';
import { comingExpiriesQuery } from '../../client/queries/certificates.ts';
import { sessionQuery } from '../../client/session/session.ts';
import { numberText } from '../../domain/counted.ts';
import { may } from '../../domain/session.ts';
import { ConfirmDialog } from '../../ui/dialog/confirm-dialog.tsx';
import { dayText } from '../../ui/page/dates.ts';
import { AddToCalendar } from './add-to-calendar.tsx';
import { CalendarFeed } from './calendar-feed.tsx';

export const loader = async (client: QueryClient) => {
  const { session } = await client.ensureQueryData(sessionQuery());
  await Promise.all([
    client.ensureQueryData(comingExpiriesQuery()),
    session && may(session, 'subscribe to expiry dates') && client.ensureQueryData(calendarFeedQuery()),
  ]);
};

/** Brings the expiry dates of the whole keystore into the person's own calendar. */
export function Component() {
  const { items: coming, total } = useSuspenseQuery(comingExpiriesQuery()).data;
  const next = coming[0];
  const { session } = useSuspenseQuery(sessionQuery()).data;
  const { pathname, search } = useLocation();
  const navigate = useNavigate();
  // The dialog belongs to two lists, Certificates and Keys.
  const list = pathname.startsWith(paths.keys()) ? paths.keys() : paths.certificates();
  return (
    <ConfirmDialog
      title="Expiry dates in your calendar"
      onClose={() => void navigate({ pathname: list, search }, { preventScrollReset: true })}
    >
      {next ? (
        <>
          <DialogContentText>
            <span>
              {total === 1
                ? `One certificate of the keystore expires, on ${dayText(next.notAfter)}. `
                : `${numberText(total)} certificates of the keystore expire, the next one on ${dayText(next.notAfter)}. `}
            </span>
            The file has an event for each, with reminders 90, 30 and 7 days before and a link to its renewal.
            After an upload, add it again: events that your calendar has already are updated.
          </DialogContentText>
          <Box>
            <AddToCalendar certificates={coming} fileName="recording-certificates" variant="contained" />
          </Box>
        </>
      ) : (
        <DialogContentText>
          There is no certificate in the keystore that is still going to expire, so there is nothing to add.
        </DialogContentText>
      )}
      {session && may(session, 'subscribe to expiry dates') && (
        <>
          <Divider />
          <CalendarFeed />
        </>
      )}
    </ConfirmDialog>
  );
}
