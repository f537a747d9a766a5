import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { useAct } from '../../client/act.ts';
import { recordBackupCheckMutation } from '../../client/queries/backup-checks.ts';
import { holdsPrivateKey } from '../../domain/note.ts';
import { MAX_BACKUP_LOCATION_LENGTH } from '../../domain/backup.ts';
import { numberText } from '../../domain/counted.ts';
import { problemSentence } from '../../domain/problem.ts';
import { CheckList } from '../../ui/page/check-list.tsx';
import { Section } from '../../ui/page/section.tsx';
import type { CheckedRow } from './rows.ts';
import { Problem } from '../../ui/page/problem.tsx';

interface RecordCheckProps {
  /** The certificates of the keystore whose private keys have a copy that opens. */
  rows: readonly (CheckedRow & { certificateId: string })[];
}

/**
 * A signed-in administrator records in the tenant what was proven here: when, by whom, and where the copies are kept.
 */
export function RecordCheck({ rows }: RecordCheckProps) {
  const record = useAct(recordBackupCheckMutation(), { repeatable: true });
  const [location, setLocation] = useState(() => lastLocation(rows));
  const [left, setLeft] = useState<readonly string[]>([]);
  const ids = rows.map(({ certificateId }) => certificateId);
  const chosen = ids.filter((id) => !left.includes(id));
  const keyInText = holdsPrivateKey(location);
  const blocked = chosen.length === 0 || keyInText || location.trim() === '';
  return (
    <Section title="Record this check">
      <Box
        component="form"
        onSubmit={(event) => {
          event.preventDefault();
          if (!blocked) record.mutate({ certificateIds: chosen, location: location.trim() });
        }}
        sx={{ display: 'grid', gap: 2, justifyItems: 'start' }}
      >
        <Typography variant="body2">
          The tenant keeps for each certificate that a copy of its private key opens, since when, who says so,
          and where the copy is. No key and no password is sent.
        </Typography>
        <CheckList
          label="Certificates whose copy opens"
          items={rows.map(({ certificateId: id, name, serial }) => ({ id, label: name, details: serial }))}
          chosen={chosen}
          onChange={(checked) => {
            record.reset();
            setLeft(ids.filter((id) => !checked.includes(id)));
          }}
        />
        <TextField
          label="Where the copies are kept"
          size="small"
          fullWidth
          required
          value={location}
          onChange={(event) => {
            record.reset();
            setLocation(event.target.value);
          }}
          error={keyInText}
          helperText={
            keyInText
              ? problemSentence('private_key_in_text', { detail: 'text' })
              : 'So that somebody else finds them: “safe, building 2”. Never a password.'
          }
          slotProps={{ htmlInput: { maxLength: MAX_BACKUP_LOCATION_LENGTH } }}
          sx={{ maxWidth: 560 }}
        />
        <Button type="submit" variant="contained" disabled={blocked} loading={record.isPending}>
          Record this check
        </Button>
        <Box role="status" aria-label="Recorded" sx={{ '&:empty': { display: 'none' } }}>
          {record.isSuccess && (
            <Alert severity="success">
              {`Recorded for ${chosen.length === 1 ? 'one certificate' : `${numberText(chosen.length)} certificates`}.`}
            </Alert>
          )}
        </Box>
        <Problem text={record.error?.message} />
      </Box>
    </Section>
  );
}

/** The location of the last recorded check, as a default: copies mostly stay in the same place. */
function lastLocation(rows: RecordCheckProps['rows']): string {
  const checks = rows.flatMap(({ backupCheck }) => backupCheck ?? []);
  return checks.toSorted((a, b) => b.checkedAt.localeCompare(a.checkedAt))[0]?.location ?? '';
}
