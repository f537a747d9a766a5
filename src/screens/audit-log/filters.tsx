import TextField from '@mui/material/TextField';
import { useQuery } from '@tanstack/react-query';
import { certificateQuery } from '../../client/queries/certificates.ts';
import { ivrProfilesQuery } from '../../client/queries/ivr-profiles.ts';
import { actionText } from '../../domain/audit.ts';
import { SCREEN_RECORDING_NAME } from '../../domain/certificate.ts';
import { nameApart } from '../../domain/same-name.ts';
import { DayFilters } from '../../ui/form/day-field.tsx';
import { useTyped } from '../../ui/hooks/paused.ts';
import { dayText } from '../../ui/page/dates.ts';
import { ChoiceFilter } from '../../ui/list/choice-filter.tsx';
import type { FilterState } from '../../ui/list/state.ts';

/** The filters by name, as the query string has them. */
export const filterNames = ['from', 'to', 'person', 'action', 'about', 'certificate'] as const;

export function Filters({ state }: { state: FilterState }) {
  const { get, set } = state;
  return (
    <>
      <DayFilters get={get} set={set} />
      <Person value={get('person') ?? ''} onChange={(person) => set({ person })} />
      <ChoiceFilter name="action" label="Action" state={state} choices={actionText} width={190} />
      <About get={get} set={set} />
    </>
  );
}

function Person({ value, onChange }: { value: string; onChange: (name: string) => void }) {
  const [typed, type] = useTyped(value, onChange);
  return (
    <TextField
      size="small"
      label="Person"
      sx={{ width: 150 }}
      value={typed}
      onChange={({ target }) => type(target.value)}
      slotProps={{ htmlInput: { maxLength: 200, autoComplete: 'off' } }}
    />
  );
}

/** What an entry is about: the list of an IVR profile, that of screen recordings, or the certificate that was asked for. */
function About({ get, set }: FilterState) {
  const certificate = get('certificate');
  const profiles = useQuery(ivrProfilesQuery()).data?.items ?? [];
  const asked = useQuery({
    ...certificateQuery(certificate ?? ''),
    enabled: certificate !== undefined,
    retry: false,
  }).data;
  const texts: Record<string, string> = {
    ...(certificate !== undefined && {
      [certificate]: asked ? nameApart(asked, dayText) : 'One certificate',
    }),
    ...Object.fromEntries(profiles.map(({ name }) => [`IVR profile ${name}`, `IVR profile ${name}`])),
    [SCREEN_RECORDING_NAME]: SCREEN_RECORDING_NAME,
  };
  return (
    <ChoiceFilter
      name="about"
      label="About"
      state={{
        get: (key) => certificate ?? get(key),
        set: (about) => set({ ...about, certificate: undefined }),
      }}
      choices={texts}
      width={190}
    />
  );
}
