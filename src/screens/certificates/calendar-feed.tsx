import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import DialogContentText from '@mui/material/DialogContentText';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useAct } from '../../client/act.ts';
import {
  calendarFeedQuery,
  makeFeedMutation,
  revokeFeedMutation,
} from '../../client/queries/calendar-feed.ts';
import { CopyButton } from '../../ui/page/copy-button.tsx';
import { minuteText } from '../../ui/page/dates.ts';
import { Problem } from '../../ui/page/problem.tsx';

/** *Calendar feed*: an administrator makes their own feed, whose address is shown once, and revokes it. */
export function CalendarFeed() {
  const { feed } = useSuspenseQuery(calendarFeedQuery()).data;
  const make = useAct(makeFeedMutation(), { repeatable: true });
  const revoke = useAct(revokeFeedMutation(), { repeatable: true });
  const [asked, setAsked] = useState<'new address' | 'revoke'>();
  const problem = make.error ?? revoke.error;
  const busy = make.isPending || revoke.isPending;
  const makeOne = () => {
    setAsked(undefined);
    revoke.reset();
    make.mutate();
  };
  const revokeIt = () => {
    setAsked(undefined);
    make.reset();
    revoke.mutate();
  };

  return (
    <Box component="section" aria-label="Calendar feed" sx={{ display: 'grid', gap: 1.5 }}>
      <Typography variant="h3">Calendar feed</Typography>
      <DialogContentText>
        Or let your calendar ask for the dates by itself: it subscribes to an address, and follows what is
        uploaded and deleted. Calendars drop the reminders of a feed, so it has events of their own 90, 30 and
        7 days before each expiry. The address opens the names and expiry dates of the certificates and
        nothing else; whoever has it can read them.
      </DialogContentText>
      <Box aria-live="polite" sx={{ display: 'grid', gap: 1.5 }}>
        {feed && make.data !== undefined && <Address value={make.data} />}
        {feed ? (
          <Typography>
            Your feed was made on {minuteText(feed.madeAt)}.{' '}
            {feed.readAt
              ? `A calendar last asked for it on ${minuteText(feed.readAt)}.`
              : 'No calendar has asked for it yet.'}
          </Typography>
        ) : (
          <Typography>
            {revoke.isSuccess
              ? 'The feed is revoked: its address opens nothing any more.'
              : 'You have no feed.'}
          </Typography>
        )}
        <Problem text={problem?.message} />
      </Box>
      {asked ? (
        <Alert role="alert" severity="warning">
          {asked === 'revoke'
            ? 'Calendars that subscribe to this feed will no longer get any dates.'
            : 'The address that you have now will open nothing any more. Calendars that subscribe to it have to be given the new one.'}
          <Box sx={{ display: 'flex', gap: 1, flexWrap: 'wrap', mt: 1 }}>
            <Button
              size="small"
              variant="contained"
              color={asked === 'revoke' ? 'error' : 'primary'}
              autoFocus
              onClick={asked === 'revoke' ? revokeIt : makeOne}
            >
              <span>{asked === 'revoke' ? 'Revoke feed' : 'Make new address'}</span>
            </Button>
            <Button size="small" onClick={() => setAsked(undefined)}>
              Keep it
            </Button>
          </Box>
        </Alert>
      ) : (
        <Box sx={{ display: 'flex', gap: 1, flexWrap: 'wrap' }}>
          <Button
            size="small"
            variant="outlined"
            loading={make.isPending}
            disabled={busy}
            onClick={feed ? () => setAsked('new address') : makeOne}
          >
            <span>{feed ? 'New address' : 'Make calendar feed'}</span>
          </Button>
          {feed && (
            <Button
              size="small"
              color="error"
              loading={revoke.isPending}
              disabled={busy}
              onClick={() => setAsked('revoke')}
            >
              Revoke
            </Button>
          )}
        </Box>
      )}
    </Box>
  );
}

function Address({ value }: { value: string }) {
  return (
    <>
      <TextField
        label="Address"
        value={value}
        multiline
        fullWidth
        size="small"
        slotProps={{ htmlInput: { readOnly: true } }}
      />
      <Box>
        <CopyButton label="Copy address" text="Copy address" value={value} />
      </Box>
      <Alert severity="info">
        Copy it now: it is shown this once. In Outlook choose Add calendar, Subscribe from web; in Google
        Calendar, Other calendars, From URL; in Apple Calendar, File, New Calendar Subscription.
      </Alert>
    </>
  );
}
