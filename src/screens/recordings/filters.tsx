import type { Certificate } from '../../client/certificates.ts';
import type { RecordingFilter } from '../../client/recordings.ts';
import { playables, playableText } from '../../domain/recording.ts';
import { SelectField } from '../../ui/select-field.tsx';

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
      <SelectField
        label="Encrypted for"
        sx={{ width: 260, maxWidth: '100%' }}
        value={filter.certificate ?? ''}
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
      </SelectField>
      <SelectField
        label="Can be played"
        sx={{ width: 170, maxWidth: '100%' }}
        value={filter.playable ?? ''}
        onChange={(playable) => onChange({ playable })}
      >
        <option value="">All</option>
        {playables.map((each) => (
          <option key={each} value={each}>
            {playableText[each]}
          </option>
        ))}
      </SelectField>
    </>
  );
}
