import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import type { AccountSession } from '../../client/queries/accounts.ts';
import { minuteText } from '../../ui/page/dates.ts';

interface SessionsProps {
  sessions: readonly AccountSession[];
  /** Ends a session; undefined where only all of them can be ended. */
  onEnd?: (id: string) => void;
  isPending: boolean;
}

/** The sessions that have not ended, the latest first. */
export function Sessions({ sessions, onEnd, isPending }: SessionsProps) {
  if (sessions.length === 0) return <Typography>No session is open.</Typography>;
  return (
    <Box component="ul" sx={{ listStyle: 'none', p: 0, m: 0, display: 'grid', gap: 1 }}>
      {sessions.map(({ id, browser, startedAt, seenAt, isThis }) => (
        <Box
          key={id}
          component="li"
          sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, alignItems: 'center', minHeight: 36 }}
        >
          <Box sx={{ flex: '1 1 240px' }}>
            <Typography>{isThis ? `${browser} (this session)` : browser}</Typography>
            <Typography variant="body2" sx={{ color: 'text.secondary' }}>
              Signed in {minuteText(startedAt)}, last used {minuteText(seenAt)}, in the audit log {id}
            </Typography>
          </Box>
          {onEnd && !isThis && (
            <Button
              size="small"
              disabled={isPending}
              aria-label={`End the session ${id}`}
              onClick={() => onEnd(id)}
            >
              End
            </Button>
          )}
        </Box>
      ))}
    </Box>
  );
}
