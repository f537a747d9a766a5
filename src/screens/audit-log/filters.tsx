import TextField from '@mui/material/TextField';
import { useQuery } from '@tanstack/react-query';
import { certificateQuery } from '../../client/queries/certificates.ts';
import { ivrProfilesQuery } from '../../client/queries/ivr-profiles.ts';
import { actionText, auditActions } from '../../domain/audit.ts';
import { SCREEN_RECORDING_NAME } from '../../domain/certificate.ts';
import { DayFilters } from '../../ui/form/day-field.tsx';
import { ChoiceFilter } from '../../ui/list/choice-filter.tsx';

interface FiltersProps {
  /** What the query string says; days as a person chooses them. */
  get: (key: string) => string | undefined;
  onChange: (filter: Record<string, string | undefined>) => void;
}

/** The filters by name, as the query string has them. */
export const filterNames = ['from', 'to', 'person', 'action', 'about', 'certificate'] as const;

export function Filters({ get, onChange }: FiltersProps) {
  return (
    <>
      <DayFilters get={get} onChange={onChange} />
      <TextField
        size="small"
        label="Person"
        sx={{ width: 150 }}
        value={get('person') ?? ''}
        onChange={({ target }) => onChange({ person: target.value })}
        slotProps={{ htmlInput: { maxLength: 200, autoComplete: 'off' } }}
      />
      <ChoiceFilter
        label="Action"
        value={get('action')}
        choices={auditActions}
        texts={actionText}
        onChange={(action) => onChange({ action })}
        sx={{ width: 190, maxWidth: '100%' }}
      />
      <About get={get} onChange={onChange} />
    </>
  );
}

/** What an entry is about: the list of an IVR profile, that of screen recordings, or the certificate that was asked for. */
function About({ get, onChange }: FiltersProps) {
  const certificate = get('certificate');
  const profiles = useQuery(ivrProfilesQuery()).data?.items ?? [];
  const asked = useQuery({
    ...certificateQuery(certificate ?? ''),
    enabled: certificate !== undefined,
    retry: false,
  }).data;
  const texts: Record<string, string> = {
    ...(certificate !== undefined && { [certificate]: asked?.subjectName ?? 'One certificate' }),
    ...Object.fromEntries(profiles.map(({ name }) => [`IVR profile ${name}`, `IVR profile ${name}`])),
    [SCREEN_RECORDING_NAME]: SCREEN_RECORDING_NAME,
  };
  return (
    <ChoiceFilter
      label="About"
      value={certificate ?? get('about')}
      choices={Object.keys(texts)}
      texts={texts}
      onChange={(about) => onChange({ about, certificate: undefined })}
      sx={{ width: 190, maxWidth: '100%' }}
    />
  );
}
