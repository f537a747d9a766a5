import { callStateText } from '../../domain/call-columns.ts';
import { ChoiceFilter } from '../../ui/list/choice-filter.tsx';
import { DayFilters } from '../../ui/form/day-field.tsx';
import type { FilterState } from '../../ui/list/state.ts';

const kindTexts = { voice: 'Voice', screen: 'Screen' };

/** In seconds: at least, and less than. */
const durationTexts = {
  '-30': 'Under 30 seconds',
  '30-300': '30 seconds to 5 minutes',
  '300-1800': '5 to 30 minutes',
  '1800-': '30 minutes or more',
};

/** They are in the address, as the search and the order are. */
export function CallFilters({ state }: { state: FilterState }) {
  const { get, set } = state;
  const duration = [get('longer') ?? '', get('shorter') ?? ''].join('-');
  return (
    <>
      <DayFilters get={get} set={set} />
      <ChoiceFilter name="kind" label="Kind" state={state} choices={kindTexts} width={120} />
      <ChoiceFilter
        name="duration"
        label="Duration"
        state={{
          get: () => duration,
          set: ({ duration: chosen = '' }) => {
            const [longer, shorter] = chosen.split('-');
            set({ longer, shorter });
          },
        }}
        choices={durationTexts}
        width={190}
      />
      <ChoiceFilter name="state" label="Can be opened" state={state} choices={callStateText} width={180} />
    </>
  );
}
