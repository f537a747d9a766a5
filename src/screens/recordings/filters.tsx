import { playableText } from '../../domain/recording.ts';
import { DayFilters } from '../../ui/form/day-field.tsx';
import { ChoiceFilter } from '../../ui/list/choice-filter.tsx';
import type { FilterState } from '../../ui/list/state.ts';
import { CertificateField } from './certificate-field.tsx';

export function Filters({ state }: { state: FilterState }) {
  const { get, set } = state;
  return (
    <>
      <DayFilters get={get} set={set} />
      <CertificateField value={get('certificate')} onChange={(certificate) => set({ certificate })} />
      <ChoiceFilter name="playable" label="Can be played" state={state} choices={playableText} width={170} />
    </>
  );
}
