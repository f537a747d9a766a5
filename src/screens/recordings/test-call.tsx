import DialogContentText from '@mui/material/DialogContentText';
import FormControl from '@mui/material/FormControl';
import FormControlLabel from '@mui/material/FormControlLabel';
import FormLabel from '@mui/material/FormLabel';
import Radio from '@mui/material/Radio';
import RadioGroup from '@mui/material/RadioGroup';
import Typography from '@mui/material/Typography';
import { useSuspenseQuery, type QueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { paths } from '../../paths.ts';
import { useAct } from '../../client/act.ts';
import { ivrProfilesQuery } from '../../client/queries/ivr-profiles.ts';
import { testCallMutation } from '../../client/queries/recordings.ts';
import { sessionQuery } from '../../client/session/session.ts';
import { pickedByText, pickProfile, recordsCalls } from '../../domain/ivr-profile.ts';
import { TEST_SENTENCE } from '../../domain/recording.ts';
import { ConfirmDialog } from '../../ui/dialog/confirm-dialog.tsx';
import { CheckBox } from '../../ui/form/check-box.tsx';
import { SelectField } from '../../ui/form/select-field.tsx';
import { useMicrophone } from './microphone.ts';
import { Speak } from './speak.tsx';
import { TestCallOutcome } from './test-call-outcome.tsx';

export const loader = (client: QueryClient) => client.ensureQueryData(ivrProfilesQuery());

/** A geo-location that no profile has. */
const ELSEWHERE = 'elsewhere';

/**
 * Makes a test call that is recorded as the platform records calls: with the certificates of the picked profile and a
 * new session key.
 */
export function Component() {
  const profiles = useSuspenseQuery(ivrProfilesQuery()).data.items;
  const { session } = useSuspenseQuery(sessionQuery()).data;
  const navigate = useNavigate();
  const [from, setFrom] = useState('');
  const [screen, setScreen] = useState(false);
  const [says, setSays] = useState<'sentence' | 'microphone'>('sentence');
  const microphone = useMicrophone();
  const call = useAct(testCallMutation());
  const { search } = useLocation();
  const close = () => void navigate({ pathname: paths.recordings(), search }, { preventScrollReset: true });

  if (call.data) return <TestCallOutcome made={call.data} onClose={close} />;

  const geoLocations = [...new Set(profiles.filter(recordsCalls).map(({ geoLocation }) => geoLocation))]
    .filter((geoLocation) => geoLocation !== null)
    .toSorted();
  const picked = pickProfile(profiles, from === '' ? null : from);
  const speech =
    says === 'microphone' && microphone.state.kind === 'recorded' ? microphone.state.speech : undefined;
  return (
    <ConfirmDialog
      title="Test call"
      onClose={close}
      confirm={{
        label: 'Make the call',
        disabled: says === 'microphone' && !speech,
        pending: call.isPending,
        run: () =>
          call.mutate({
            screen,
            ...(from !== '' && { geoLocation: from }),
            ...(speech && { speech }),
          }),
      }}
      problem={call.error?.message}
    >
      <DialogContentText>
        The tenant records a short call as it records real ones: it picks the IVR profile and encrypts the
        recording for the profile’s valid certificates.
      </DialogContentText>
      <div>
        <SelectField
          label="Geo-location of the call"
          value={from}
          onChange={setFrom}
          fullWidth
          describedBy="picked"
        >
          <option value="">No geo-location</option>
          {geoLocations.map((geoLocation) => (
            <option key={geoLocation} value={geoLocation}>
              {geoLocation}
            </option>
          ))}
          <option value={ELSEWHERE}>Any other geo-location</option>
        </SelectField>
        <Typography id="picked" variant="body2" sx={{ color: 'text.secondary', mt: 0.5 }}>
          {picked
            ? `Picks ${picked.profile.name}: ${pickedByText[picked.by]}`
            : 'Picks no profile, so nothing encrypts the call.'}
        </Typography>
      </div>
      {session?.tenant.screenRecording && (
        <CheckBox label="Record the screen, too" checked={screen} onChange={setScreen} />
      )}
      <FormControl>
        <FormLabel id="says">What is heard</FormLabel>
        <RadioGroup
          aria-labelledby="says"
          value={says}
          onChange={(_, value) => setSays(value === 'microphone' ? value : 'sentence')}
        >
          <FormControlLabel
            value="sentence"
            control={<Radio />}
            label={`A spoken sentence: “${TEST_SENTENCE}”`}
          />
          <FormControlLabel value="microphone" control={<Radio />} label="Speak into the microphone" />
        </RadioGroup>
      </FormControl>
      {says === 'microphone' && <Speak microphone={microphone} />}
    </ConfirmDialog>
  );
}
