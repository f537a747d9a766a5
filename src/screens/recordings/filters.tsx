import { playables, playableText } from '../../domain/recording.ts';
import { DayFilters } from '../../ui/form/day-field.tsx';
import { ChoiceFilter } from '../../ui/list/choice-filter.tsx';
import { CertificateField } from './certificate-field.tsx';

interface FiltersProps {
  /** What the query string says: days as a person chooses them, in the zone of the browser. */
  get: (key: string) => string | undefined;
  onChange: (filter: Record<string, string | undefined>) => void;
}

export function Filters({ get, onChange }: FiltersProps) {
  return (
    <>
      <DayFilters get={get} onChange={onChange} />
      <CertificateField value={get('certificate')} onChange={(certificate) => onChange({ certificate })} />
      <ChoiceFilter
        label="Can be played"
        value={get('playable')}
        choices={playables}
        texts={playableText}
        onChange={(playable) => onChange({ playable })}
        sx={{ width: 170, maxWidth: '100%' }}
      />
    </>
  );
}
