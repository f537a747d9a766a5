import Button from '@mui/material/Button';
import type { AccountSession } from '../../client/queries/accounts.ts';
import { minuteText } from '../../ui/page/dates.ts';
import { Entries } from './entries.tsx';

interface SessionsProps {
  sessions: readonly AccountSession[];
  /** Ends a session; undefined where only all of them can be ended. */
  onEnd?: (id: string) => void;
  isPending: boolean;
}

/** The sessions that have not ended, the latest first. */
export const Sessions = ({ sessions, onEnd, isPending }: SessionsProps) => (
  <Entries
    entries={sessions.map(({ id, browser, startedAt, seenAt, isThis }) => ({
      id,
      title: isThis ? `${browser} (this session)` : browser,
      details: `Signed in ${minuteText(startedAt)}, last used ${minuteText(seenAt)}, in the audit log ${id}`,
      action: onEnd && !isThis && (
        <Button
          size="small"
          disabled={isPending}
          aria-label={`End the session ${id}`}
          onClick={() => onEnd(id)}
        >
          End
        </Button>
      ),
    }))}
    nothing="No session is open."
  />
);
