import Box from '@mui/material/Box';
import { paths } from '../../paths.ts';
import { isRecorded, placeName, type Place } from '../../domain/certificate.ts';
import { states } from '../../domain/states.ts';
import { To } from '../../ui/page/to.tsx';

/** The places that a certificate is assigned to, each as a link. */
export const PlaceLinks = ({ places }: { places: readonly Place[] }) => (
  <Box component="ul" aria-label="Assigned to" sx={{ my: 1 }}>
    {places.map((place) => (
      <li key={place.kind === 'ivr-profile' ? place.id : place.kind}>
        <To to={pathOf(place)}>{placeName(place)}</To>
        {!isRecorded(place) && <span>: {states.doesNotRecord.toLowerCase()}</span>}
      </li>
    ))}
  </Box>
);

const pathOf = (place: Place): string =>
  place.kind === 'ivr-profile' ? paths.ivrProfile(place.id) : paths.screenRecordingCertificates();
