import Alert from '@mui/material/Alert';
import AlertTitle from '@mui/material/AlertTitle';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import useMediaQuery from '@mui/material/useMediaQuery';
import { UNKNOWN_NAME, wantedList, type Draft, type Listed } from '../../domain/draft-list.ts';
import { minuteText } from './dates.ts';

interface ConflictProps {
  title: string;
  draft: Draft;
  /** The ids in the list as the other person saved it. */
  saved: readonly string[];
  /** Who has saved in the meantime, and when. */
  changed: { by: string; at: string } | null;
  known: ReadonlyMap<string, Listed>;
  /** The word for an item that is in a list and was there before: "Assigned". */
  unchanged: string;
  onRedo: () => void;
  onDiscard: () => void;
}

/** Somebody else saved a list first: shows both changes side by side and offers to redo or discard one's own. */
export function Conflict(props: ConflictProps) {
  const { title, draft, saved, changed, known, unchanged, onRedo, onDiscard } = props;
  const base = draft.base.ids;
  const wanted = wantedList(draft, draft.base);
  const narrow = useMediaQuery('(max-width: 599px)');
  const columns = [
    // Left out where there is no room: the two changes also tell what was there before.
    ...(narrow ? [] : [{ name: 'When you began', list: base }]),
    { name: 'Saved meanwhile', list: saved },
    { name: 'Your change', list: wanted },
  ];
  return (
    <Alert role="alert" severity="warning" sx={{ '& .MuiAlert-message': { flex: 1 } }}>
      <AlertTitle>{title}</AlertTitle>
      {changed
        ? `${changed.by} saved it on ${minuteText(changed.at)}.`
        : 'It was saved in the meantime.'}{' '}
      Nothing of yours is lost, and nothing of theirs is overwritten.
      <Box
        role="region"
        aria-label="Both changes side by side"
        tabIndex={0}
        sx={{ overflowX: 'auto', my: 1.5 }}
      >
        <Table
          size="small"
          aria-label="Both changes side by side"
          sx={{ '& th, & td': { px: { xs: 0.5, sm: 2 } } }}
        >
          <TableHead>
            <TableRow>
              <TableCell>Certificate</TableCell>
              {columns.map(({ name }) => (
                <TableCell key={name}>{name}</TableCell>
              ))}
            </TableRow>
          </TableHead>
          <TableBody>
            {[...new Set([...base, ...saved, ...wanted])].map((id) => {
              const certificate = known.get(id);
              return (
                <TableRow key={id}>
                  <TableCell component="th" scope="row">
                    {certificate?.subjectName ?? UNKNOWN_NAME}
                    <Box
                      component="code"
                      sx={{ display: 'block', fontSize: 'caption.fontSize', overflowWrap: 'anywhere' }}
                    >
                      {certificate?.serialNumber.hex}
                    </Box>
                  </TableCell>
                  {columns.map((column) => {
                    const isIn = column.list.includes(id);
                    const changed = isIn !== base.includes(id);
                    return (
                      <TableCell key={column.name} sx={{ fontWeight: changed ? 700 : 400 }}>
                        {changed ? (isIn ? 'Added' : 'Removed') : isIn ? unchanged : '–'}
                      </TableCell>
                    );
                  })}
                </TableRow>
              );
            })}
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
