import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { Navigate, useNavigate, useOutletContext } from 'react-router';
import { paths } from '../../paths.ts';
import { wouldStop } from '../../client/call.ts';
import { difference, UNKNOWN_NAME } from '../../domain/draft-list.ts';
import { saveConsequences } from '../../domain/screen-recording.ts';
import {
  ACKNOWLEDGEMENT_WORD,
  discussWith,
  isAcknowledged,
  screenStop,
  stopLabel,
  stopTitle,
} from '../../domain/turn-off.ts';
import { Acknowledge, NOTHING_ACKNOWLEDGED } from '../../ui/dialog/acknowledge.tsx';
import { ConfirmDialog } from '../../ui/dialog/confirm-dialog.tsx';
import { dayText } from '../../ui/page/dates.ts';
import { useNow } from '../../ui/hooks/use-now.ts';
import type { PageContext } from './list.tsx';
import { useSave } from './use-save.ts';

/** Says what *Save* takes away before it does it. If encryption would stop, the person must acknowledge that. */
export function Component() {
  const { session, list, known, draft } = useOutletContext<PageContext>();
  const navigate = useNavigate();
  const now = useNow();
  const [acknowledgement, setAcknowledgement] = useState(NOTHING_ACKNOWLEDGED);
  const [opened] = useState(draft.draft !== null);
  const { wanted } = draft;
  const after = wanted.flatMap((id) => known.get(id) ?? []);
  const { added, removed } = difference(
    list.items.map(({ id }) => id),
    wanted,
  );
  const stop = screenStop({ before: list.items, after }, now);
  const [main, ...others] = saveConsequences({ before: list.items, after }, now, dayText);
  const save = useSave(list, draft);

  // The tenant's clock decides, which may differ from this browser's.
  const asks = stop !== undefined || wouldStop(save.error);

  // Leaves if the dialog was opened by its address with nothing to save, or if somebody else saved first; the page then
  // shows both changes.
  if (!opened || draft.conflict) return <Navigate to={paths.screenRecordingCertificates()} replace />;
  if (!draft.draft) return null;
  const { base } = draft.draft;
  return (
    <ConfirmDialog
      title={stop ? stopTitle(stop) : 'Save Screen Recording Certificates?'}
      onClose={() => void navigate(paths.screenRecordingCertificates(), { preventScrollReset: true })}
      confirm={{
        label: stop ? stopLabel[stop.kind] : 'Save',
        destructive: asks,
        disabled: asks && !isAcknowledged(acknowledgement),
        pending: save.isPending,
        run: () =>
          save.mutate({
            certificateIds: wanted,
            etag: base.etag,
            ...(asks ? { acknowledgement } : {}),
          }),
      }}
      problem={save.error?.message}
    >
      {main && <Alert severity={main.severity}>{main.text}</Alert>}
      <Names title="Will be added" ids={added} known={known} />
      <Names title="Will be removed" ids={removed} known={known} />
      {others.map(({ severity, text }) => (
        <Alert key={text} severity={severity}>
          {text}
        </Alert>
      ))}
      {removed.length > 0 && !stop && (
        <Typography variant="body2" sx={{ color: 'text.secondary' }}>
          Do not remove any certificates without first discussing this with your Genesys Professional.
        </Typography>
      )}
      {asks && (
        <Acknowledge
          word={ACKNOWLEDGEMENT_WORD}
          discussWith={discussWith(session.role)}
          value={acknowledgement}
          onChange={setAcknowledgement}
        />
      )}
    </ConfirmDialog>
  );
}

interface NamesProps {
  title: string;
  ids: readonly string[];
  known: PageContext['known'];
}

const Names = ({ title, ids, known }: NamesProps) =>
  ids.length > 0 && (
    <section aria-label={title}>
      <Typography variant="h3">{title}</Typography>
      <Box component="ul" sx={{ my: 0.5, pl: 2.5 }}>
        {ids.map((id) => (
          <li key={id}>
            {known.get(id)?.subjectName ?? UNKNOWN_NAME}{' '}
            <Box
              component="code"
              sx={{ fontSize: 'caption.fontSize', color: 'text.secondary', overflowWrap: 'anywhere' }}
            >
              {known.get(id)?.serialNumber.hex}
            </Box>
          </li>
        ))}
      </Box>
    </section>
  );
