import { callStateText } from '../../domain/call-columns.ts';
import { callStates } from '../../pki/archive/call.ts';
import { ChoiceFilter } from '../../ui/list/choice-filter.tsx';
import { DayFilters } from '../../ui/form/day-field.tsx';
import type { ListState } from '../../ui/list/state.ts';

const kinds = ['voice', 'screen'] as const;
const kindTexts = { voice: 'Voice', screen: 'Screen' };

/** In seconds: at least, and less than. */
const durations = ['-30', '30-300', '300-1800', '1800-'] as const;
const durationTexts = {
  '-30': 'Under 30 seconds',
  '30-300': '30 seconds to 5 minutes',
  '300-1800': '5 to 30 minutes',
  '1800-': '30 minutes or more',
};

/** They are in the address, as the search and the order are. */
export function CallFilters({ get, set }: Pick<ListState, 'get' | 'set'>) {
  const duration = [get('longer') ?? '', get('shorter') ?? ''].join('-');
  return (
    <>
      <DayFilters get={get} onChange={set} />
      <ChoiceFilter
        label="Kind"
        value={get('kind')}
        choices={kinds}
        texts={kindTexts}
        onChange={(kind) => set({ kind })}
        sx={{ width: 120 }}
      />
      <ChoiceFilter
        label="Duration"
        value={duration === '-' ? '' : duration}
        choices={durations}
        texts={durationTexts}
        onChange={(chosen) => {
          const [longer, shorter] = chosen.split('-');
          set({ longer, shorter });
        }}
        sx={{ width: 190 }}
      />
      <ChoiceFilter
        label="Can be opened"
        value={get('state')}
        choices={callStates}
        texts={callStateText}
        onChange={(state) => set({ state })}
        sx={{ width: 180 }}
      />
    </>
  );
}
