import FormControl from '@mui/material/FormControl';
import InputLabel from '@mui/material/InputLabel';
import NativeSelect from '@mui/material/NativeSelect';
import OutlinedInput from '@mui/material/OutlinedInput';
import { useId, type ReactNode } from 'react';
import type { Certificate } from '../../client/certificates.ts';
import type { RecordingFilter } from '../../client/recordings.ts';
import { playables, playableText } from '../../domain/recording.ts';

/**
 * How many certificates the filter offers, the newest ones. Other certificates link to this list from their own page.
 */
const OFFERED = 200;

interface FiltersProps {
  filter: RecordingFilter;
  certificates: readonly Certificate[];
  onChange: (filter: { certificate?: string | undefined; playable?: string | undefined }) => void;
}

export function Filters({ filter, certificates, onChange }: FiltersProps) {
  const offered = certificates.slice(0, OFFERED);
  const chosen = certificates.find(({ id }) => id === filter.certificate);
  if (chosen && !offered.includes(chosen)) offered.push(chosen);
  return (
    <>
      <Choice
        label="Encrypted for"
        width={260}
        value={filter.certificate}
        onChange={(certificate) => onChange({ certificate })}
      >
        <option value="">All</option>
        {offered.map(({ id, subjectName, serialNumber }) => (
          <option key={id} value={id}>
            {subjectName}, {serialNumber.hex}
          </option>
        ))}
        {filter.certificate !== undefined && !chosen && (
          <option value={filter.certificate}>A certificate that is not in the keystore</option>
        )}
      </Choice>
      <Choice
        label="Can be played"
        width={170}
        value={filter.playable}
        onChange={(playable) => onChange({ playable })}
      >
        <option value="">All</option>
        {playables.map((each) => (
          <option key={each} value={each}>
            {playableText[each]}
          </option>
        ))}
      </Choice>
    </>
  );
}

interface ChoiceProps {
  label: string;
  width: number;
  value: string | undefined;
  onChange: (value: string) => void;
  children: ReactNode;
}

function Choice({ label, width, value, onChange, children }: ChoiceProps) {
  const id = useId();
  return (
    <FormControl size="small" sx={{ width, maxWidth: '100%' }}>
      <InputLabel htmlFor={id} shrink>
        {label}
      </InputLabel>
      <NativeSelect
        input={<OutlinedInput label={label} notched />}
        inputProps={{ id }}
        value={value ?? ''}
        onChange={(event) => onChange(event.target.value)}
      >
        {children}
      </NativeSelect>
    </FormControl>
  );
}
