import Box from '@mui/material/Box';
import Paper from '@mui/material/Paper';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import Typography from '@mui/material/Typography';
import useMediaQuery from '@mui/material/useMediaQuery';
import type { ReactNode } from 'react';
import { paths } from '../../paths.ts';
import type { IvrProfile } from '../../client/queries/ivr-profiles.ts';
import { coverageOf, pickedByText, type CallFrom } from '../../domain/ivr-profile.ts';
import { dayText } from '../../ui/page/dates.ts';
import { To } from '../../ui/page/to.tsx';
import { EncryptionChip } from './encryption-chip.tsx';

/** For every kind of call: which profile the platform picks, and whether that call is encrypted. */
export function Coverage({ profiles, now }: { profiles: readonly IvrProfile[]; now: Date }) {
  const narrow = useMediaQuery('(max-width: 719px)');
  return (
    <Box component="section" aria-labelledby="coverage" sx={{ mt: 4 }}>
      <Typography id="coverage" variant="h2">
        Coverage
      </Typography>
      <Typography sx={{ color: 'text.secondary', mt: 0.5, mb: 1.5, maxWidth: 720 }}>
        A certificate covers only the calls that pick its profile. The platform looks, among the profiles with
        service type record, for the call’s geo-location; for a call without one, takes the only profile there
        is; then the profile named record; then the default profile.
      </Typography>
      <Paper
        variant="outlined"
        sx={{ overflowX: 'auto' }}
        tabIndex={0}
        role="region"
        aria-label="Coverage by call"
      >
        <Table size="small" aria-labelledby="coverage">
          <TableHead>
            <TableRow>
              <TableCell>Call from</TableCell>
              {!narrow && <TableCell>IVR profile</TableCell>}
              <TableCell>Recording</TableCell>
              {!narrow && <TableCell>Until</TableCell>}
            </TableRow>
          </TableHead>
          <TableBody>
            {coverageOf(profiles, now).map(({ from, picked, encryption }) => {
              const profile = <Picked picked={picked} />;
              const until = 'until' in encryption ? dayText(encryption.until) : '–';
              return (
                <TableRow key={fromText(from)}>
                  <TableCell component="th" scope="row">
                    <span>{fromText(from)}</span>
                    {narrow && <div>{profile}</div>}
                  </TableCell>
                  {!narrow && <TableCell>{profile}</TableCell>}
                  <TableCell>
                    <EncryptionChip encryption={encryption} />
                    {narrow && <div>Until: {until}</div>}
                  </TableCell>
                  {!narrow && <TableCell sx={{ whiteSpace: 'nowrap' }}>{until}</TableCell>}
                </TableRow>
              );
            })}
          </TableBody>
        </Table>
      </Paper>
    </Box>
  );
}

function Picked({
  picked,
}: {
  picked: ReturnType<typeof coverageOf<IvrProfile>>[number]['picked'];
}): ReactNode {
  if (!picked) return <span>None: no profile is picked</span>;
  return (
    <>
      <To to={paths.ivrProfile(picked.profile.id)} underline="hover">
        {picked.profile.name}
      </To>
      <Typography variant="body2" sx={{ color: 'text.secondary' }}>
        {pickedByText[picked.by]}
      </Typography>
    </>
  );
}

function fromText(from: CallFrom): string {
  switch (from.kind) {
    case 'geo-location':
      return from.geoLocation;
    case 'another geo-location':
      return 'Any other geo-location';
    case 'no geo-location':
      return 'No geo-location';
  }
}

/** A sentence about which calls pick a profile. */
export function callsText(profile: IvrProfile, profiles: readonly IvrProfile[]): string {
  // Any time will do, because the choice of the profile does not depend on the time.
  const calls = coverageOf(profiles, new Date(0)).filter(({ picked }) => picked?.profile.id === profile.id);
  return calls.length === 0 ? 'None' : calls.map(({ from }) => fromText(from)).join(', ');
}
