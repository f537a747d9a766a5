import Alert from '@mui/material/Alert';
import AlertTitle from '@mui/material/AlertTitle';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import type { IvrProfile } from '../../client/ivr-profiles.ts';
import { minuteText } from '../../ui/dates.ts';
import type { Draft } from './draft.ts';
import { UNKNOWN_NAME, type KnownCertificate } from './known-certificates.ts';

interface ConflictProps {
  profile: IvrProfile;
  draft: Draft;
  known: ReadonlyMap<string, KnownCertificate>;
  onRedo: () => void;
  onDiscard: () => void;
}

/** Somebody else saved first: both side by side, nothing lost, and both ways on. */
export function Conflict({ profile, draft, known, onRedo, onDiscard }: ConflictProps) {
  const saved = profile.certificates.map(({ id }) => id);
  const ids = [...new Set([...draft.base, ...saved, ...draft.wanted])];
  const columns = [
    { name: 'When you began', list: draft.base },
    { name: 'Saved meanwhile', list: saved },
    { name: 'Your change', list: draft.wanted },
  ];
  return (
    <Alert severity="warning" sx={{ '& .MuiAlert-message': { minWidth: 0, flex: 1 } }}>
      <AlertTitle>Somebody else changed this profile after you opened it</AlertTitle>
      {profile.changed
        ? `${profile.changed.by} saved it on ${minuteText(profile.changed.at)}. `
        : 'It was saved meanwhile. '}
      Nothing of yours is lost, and nothing of theirs is overwritten.
      <Box
        role="region"
        aria-label="Both changes side by side"
        tabIndex={0}
        sx={{ overflowX: 'auto', my: 1.5 }}
      >
        <Table size="small" aria-label="Both changes side by side">
          <TableHead>
            <TableRow>
              <TableCell>Certificate</TableCell>
              {columns.map(({ name }) => (
                <TableCell key={name}>{name}</TableCell>
              ))}
            </TableRow>
          </TableHead>
          <TableBody>
            {ids.map((id) => (
              <TableRow key={id}>
                <TableCell component="th" scope="row">
                  {known.get(id)?.subjectName ?? UNKNOWN_NAME}
                  <Box component="code" sx={{ display: 'block', fontSize: '0.75rem' }}>
                    {known.get(id)?.serialNumber.hex}
                  </Box>
                </TableCell>
                {columns.map(({ name, list }, index) => {
                  const assigned = list.includes(id);
                  const changed = index > 0 && assigned !== draft.base.includes(id);
                  return (
                    <TableCell key={name} sx={{ fontWeight: changed ? 700 : 400 }}>
                      {changed ? (assigned ? 'Added' : 'Removed') : assigned ? 'Assigned' : '–'}
                    </TableCell>
                  );
                })}
              </TableRow>
            ))}
          </TableBody>
        </Table>
      </Box>
      <Box sx={{ display: 'flex', gap: 1, flexWrap: 'wrap' }}>
        <Button variant="contained" size="small" onClick={onRedo}>
          Redo my change on top
        </Button>
        <Button size="small" color="inherit" onClick={onDiscard}>
          Keep what was saved
        </Button>
      </Box>
    </Alert>
  );
}
