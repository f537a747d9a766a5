import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import { Link as RouterLink } from 'react-router';
import { paths } from '../../paths.ts';
import { isRecorded, placeName, type Place } from '../../domain/certificate.ts';
import { states } from '../../domain/states.ts';

/** The places that a certificate is assigned to, each as a link. */
export const PlaceLinks = ({ places }: { places: readonly Place[] }) => (
  <Box component="ul" aria-label="Assigned to" sx={{ my: 1 }}>
    {places.map((place) => (
      <li key={place.kind === 'ivr-profile' ? place.id : place.kind}>
        <Link component={RouterLink} to={pathOf(place)} underline="always">
          {placeName(place)}
        </Link>
        {!isRecorded(place) && <span>: {states.doesNotRecord.toLowerCase()}</span>}
      </li>
    ))}
  </Box>
);

const pathOf = (place: Place): string =>
  place.kind === 'ivr-profile' ? paths.ivrProfile(place.id) : paths.screenRecordingCertificates();
